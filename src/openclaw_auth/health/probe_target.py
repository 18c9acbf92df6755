"""What a probe is about: a credential, the questions to ask for it, or why none is asked."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.selection.decision import Candidate

    Field: TypeAlias = tuple[bytes, bytes]
    Purpose: TypeAlias = Literal["free", "control", "paid"]

DEFAULT_TIMEOUT_MS = 8000
DEFAULT_CONCURRENCY = 2
DEFAULT_MAX_TOKENS = 1


class ProbeAsk:
    """What the user wants probed, and how.

    Attributes:
        providers, profiles: only these; empty for all.
        timeout_ms: for one credential, all its questions together.
        concurrency: how many credentials at a time.
        max_tokens: of a paid completion.
        paid: whether a completion may be bought where no free question settles it.
    """

    __slots__ = ("concurrency", "max_tokens", "paid", "profiles", "providers", "timeout_ms")

    def __init__(
        self,
        *,
        providers: Sequence[str] = (),
        profiles: Sequence[str] = (),
        timeout_ms: int = DEFAULT_TIMEOUT_MS,
        concurrency: int = DEFAULT_CONCURRENCY,
        max_tokens: int = DEFAULT_MAX_TOKENS,
        paid: bool = False,
    ) -> None:
        self.providers = tuple(providers)
        self.profiles = tuple(profiles)
        self.timeout_ms = timeout_ms
        self.concurrency = concurrency
        self.max_tokens = max_tokens
        self.paid = paid


class Question:
    """One request of a probe. Holds a credential in its headers: not for logs.

    Attributes:
        purpose: `free`; `paid`; or `control`: the free one again without a credential, whose
            refusal shows that the first answer was meant for the key.
        url: whole, query included.
        headers: all of them, the credential too.
        body: of a paid one.
        proof: what a success must hold, as the catalogue's `probe` says; empty when nothing is
            known of the answer but that it is JSON.
        model: that a paid one calls.
    """

    __slots__ = ("body", "headers", "method", "model", "proof", "purpose", "url")

    def __init__(
        self,
        purpose: Purpose,
        url: str,
        headers: Sequence[Field],
        *,
        method: bytes = b"GET",
        body: bytes = b"",
        proof: Mapping[str, Any] | None = None,
        model: str | None = None,
    ) -> None:
        self.purpose = purpose
        self.method = method
        self.url = url
        self.headers = tuple(headers)
        self.body = body
        self.proof: Mapping[str, Any] = proof or {}
        self.model = model

    def __repr__(self) -> str:
        return f"Question({self.purpose}: {self.method.decode()} {self.url.partition('?')[0]})"


class ProbeTarget:
    """One credential and what to ask for it.

    Attributes:
        candidate: the credential.
        free: questions that cost nothing; the next is asked where a server does not know one.
        controls: by address of a free question: what is asked after its success, where its list
            might be public.
        paid: asked only when the user allows it; None where no dialect or model is known.
        skip: why nothing is asked; the result is then `skip_status`.
        reserved: a token that its vendor takes from its own client only (ruling 14).
        local: a server of the user's own: its answer is all there is to know.
        proxy: the provider's own proxy setting.
    """

    __slots__ = (
        "candidate",
        "controls",
        "free",
        "local",
        "paid",
        "proxy",
        "reserved",
        "skip",
        "skip_status",
    )

    def __init__(
        self,
        candidate: Candidate,
        *,
        free: Sequence[Question] = (),
        controls: Mapping[str, Question] | None = None,
        paid: Question | None = None,
        skip: Reason | None = None,
        skip_status: Literal["auth", "inconclusive"] = "inconclusive",
        reserved: bool = False,
        local: bool = False,
        proxy: str | None = None,
    ) -> None:
        self.candidate = candidate
        self.free = tuple(free)
        self.controls: Mapping[str, Question] = controls or {}
        self.paid = paid
        self.skip = skip
        self.skip_status = skip_status
        self.reserved = reserved
        self.local = local
        self.proxy = proxy

    @property
    def key(self) -> str:
        """The credential's name: profile id, `env:NAME` or `config:PROVIDER`."""
        return self.candidate.key

    def __repr__(self) -> str:
        return f"ProbeTarget({self.key!r})"
