"""One way to give this host access to models: whose, how, and under which flags."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason

    # `token`: pasted and never refreshed; `login`: in a browser or by a code; `local`: a server
    # of the user's own that asks for no key; `custom`: any base URL; `skip`: none now.
    Method: TypeAlias = Literal["api_key", "token", "login", "local", "custom", "skip"]
    KeepIn: TypeAlias = Literal["profile", "env"]


class Choice:
    """What `--auth-choice` and the wizard's first question name.

    Attributes:
        id: as typed.
        provider: canonical id; empty for `custom` and `skip`, and for `token`, which says it apart.
        label: the provider's name for people.
        method: how.
        flags: options that carry its key, without `--`; the first is the one to name.
        variables: names in the environment under which its key may lie already, the first is
            the one that a `.env` file gets.
        keep_in: where a key goes unless the user says otherwise.
        model: default model that it brings along, None for the provider's.
        base_url: an address other than the catalogue's, None for the catalogue's.
        supersedes: providers whose model as the default gives way to this one's.
        asks: account ids that the provider's address needs, as the catalogue names them.
        variant: of another choice with the same flag; chosen by its id only.
        ready: False where the user has to name an app of his own in the config first.
        warning: what to know before choosing it.
        words: code of the words that say how.
        judge: whose rules a paste has to meet besides the usual ones, None for those alone.
    """

    __slots__ = (
        "asks", "base_url", "flags", "id", "judge", "keep_in", "label", "method", "model", "provider",
        "ready", "supersedes", "variables", "variant", "warning", "words",
    )  # fmt: skip

    def __init__(
        self,
        id: str,  # noqa: A002 # what users call it
        provider: str,
        method: Method,
        *,
        label: str = "",
        flags: Sequence[str] = (),
        variables: Sequence[str] = (),
        keep_in: KeepIn = "profile",
        model: str | None = None,
        base_url: str | None = None,
        supersedes: Sequence[str] = (),
        asks: Sequence[str] = (),
        variant: bool = False,
        ready: bool = True,
        warning: Reason | None = None,
        words: str | None = None,
        judge: str | None = None,
    ) -> None:
        self.id = id
        self.provider = provider
        self.method: Method = method
        self.label = label or provider
        self.flags = tuple(flags)
        self.variables = tuple(variables)
        self.keep_in: KeepIn = keep_in
        self.model = model
        self.base_url = base_url
        self.supersedes = tuple(supersedes)
        self.asks = tuple(asks)
        self.variant = variant
        self.ready = ready
        self.warning = warning
        self.judge = judge
        self.words = words or f"onboard_by_{method}"

    def __repr__(self) -> str:
        return f"Choice({self.id!r})"
