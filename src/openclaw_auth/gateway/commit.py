"""When an answer becomes the answer: the point after which no other credential is tried."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.head import Field


class CommitPoint:
    """Decides when an attempt's head and first bytes are released to the client.

    With one candidate per request the first byte commits. Rotation holds preludes here: the
    answer is kept in `held` until `committed`, then released in order.

    Attributes:
        committed: whether the client will see this attempt's answer.
    """

    __slots__ = ("committed",)

    def __init__(self) -> None:
        self.committed = False

    def on_head(self, status: int, headers: list[Field]) -> bool:  # noqa: ARG002 - rotation will judge them
        """Take the head; return whether the answer is released now."""
        self.committed = True
        return True
