"""What answers mean in the present world: `classify`, with the rules of its config."""

from __future__ import annotations

from openclaw_auth.selection.classify import classify
from openclaw_auth.selection.failure_rules import load_rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.selection.classify import Answer
    from openclaw_auth.selection.failure import Failure
    from openclaw_auth.selection.failure_rules import FailureRules
    from openclaw_auth.world import World


class Classifier:
    """Keeps the rules for as long as the world stays; reading them costs milliseconds."""

    __slots__ = ("_broker", "_now_ms", "_rules", "_world")

    def __init__(self, broker: Broker, now_ms: Callable[[], int]) -> None:
        self._broker = broker
        self._now_ms = now_ms
        self._rules: FailureRules | None = None
        self._world: World | None = None

    def __call__(self, lease: Lease, answer: Answer) -> Failure | None:
        """Return what went wrong with a lease's answer, None when it is a success."""
        return classify(
            lease.provider,
            answer,
            credential=lease.grant.candidate.type,
            rules=self._present(),
            now_ms=self._now_ms(),
        )

    def _present(self) -> FailureRules:
        world = self._broker.world
        if self._rules is None or self._world is not world:
            own = world.settings.view.failure_rules()
            rules = load_rules()
            self._rules = rules.with_custom(own) if own else rules
            self._world = world
        return self._rules
