"""Whether a pasted value is stored: yes, with a warning, or not. Pure (rulings 20, 21).

A key is refused only for what it certainly is: nothing, too much, a placeholder, a mask, or by
a documented shape the key of another provider. Everything else warns and is stored.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.providers import key_shapes, paste_cleaning
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.providers.key_shapes import Match

MAX_BYTES = 16 * 1024
SETUP_TOKEN_PREFIX = "sk-ant-oat01-"  # noqa: S105 # a prefix, published
SETUP_TOKEN_LENGTH = 80
_SHOWN = 24
_LINES = 50
# What a key of the wrong kind is told; api_key and token are compared with the wanted type.
_KIND_CODES = {
    "admin": "credential_admin_key",
    "refresh": "credential_refresh_token",
    "access_key_id": "credential_access_key_id",
}


class Verdict:
    """What came of a paste.

    Attributes:
        outcome: `ok`, `warn` (stored, and said why it may not work) or `refuse`.
        reasons: why, most important first; empty when ok.
        cleaned: what to store; None when there is nothing to store even by force.
    """

    __slots__ = ("cleaned", "outcome", "reasons")

    def __init__(
        self,
        outcome: Literal["ok", "warn", "refuse"],
        reasons: tuple[Reason, ...],
        cleaned: Secret | None,
    ) -> None:
        self.outcome = outcome
        self.reasons = reasons
        self.cleaned = cleaned

    @property
    def reason(self) -> Reason | None:
        """The most important reason; None when ok."""
        return self.reasons[0] if self.reasons else None

    def __repr__(self) -> str:
        return f"Verdict({self.outcome!r}, {self.reasons!r})"


def judge_paste(
    provider_id: str, credential_type: CredentialType, text: str, *, force: bool = False
) -> Verdict:
    """Judge what a user pasted as a credential of a provider.

    Args:
        provider_id: whose it is said to be; an unknown one (a custom provider) is never refused
            for its shape.
        credential_type: what it is stored as.
        text: as pasted, with all that came along.
        force: stores what would be refused for its shape. An empty, huge or unsendable value
            is refused all the same.
    """
    provider = normalise_provider(provider_id)
    cleaned = paste_cleaning.clean(text) if _size(text) <= MAX_BYTES else ""
    never = _never(text, cleaned)
    if never is not None:
        return Verdict("refuse", (never,), None)
    secret = Secret(cleaned)
    refusal = _refusal(provider, cleaned, text)
    if refusal is not None:
        return Verdict("warn" if force else "refuse", (refusal,), secret)
    warnings = _warnings(provider, credential_type, cleaned)
    return Verdict("warn" if warnings else "ok", warnings, secret)


def judge_setup_token(text: str) -> Verdict:
    """Judge a Claude setup-token by the reference's three rules, then as any paste. No force."""
    value = paste_cleaning.clean(text) if _size(text) <= MAX_BYTES else ""
    if value and not value.startswith(SETUP_TOKEN_PREFIX):
        return Verdict("refuse", (Reason("setup_token_prefix"),), None)
    if value and len(value) < SETUP_TOKEN_LENGTH:
        return Verdict("refuse", (Reason("setup_token_short"),), None)
    return judge_paste("anthropic", "token", text)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _never(text: str, cleaned: str) -> Reason | None:
    """Return why this is no value at all; force does not help."""
    if _size(text) > MAX_BYTES:
        return Reason("credential_huge", {"size": _size(text), "limit": MAX_BYTES})
    if not cleaned:
        return Reason("credential_required")
    masked, position = paste_cleaning.is_masked(cleaned), paste_cleaning.bad_position(cleaned)
    if paste_cleaning.is_placeholder(cleaned) and (masked or position is not None):
        return _placeholder(cleaned)
    if masked:
        return Reason("credential_masked")
    if position is not None:
        return Reason("credential_control_chars", {"position": position})
    return None


def _refusal(provider: str, cleaned: str, text: str) -> Reason | None:
    """Return why this is refused unless forced."""
    known = load_catalogue().get(provider)
    chosen_by_user = known is None or known.kind == "local"
    if paste_cleaning.is_placeholder(cleaned) and not chosen_by_user:
        return _placeholder(cleaned)
    variable = paste_cleaning.glued(cleaned)
    if variable is not None:
        return Reason("credential_two_in_one", {"variable": f" ({variable})"})
    if len(_keys_in_lines(text)) > 1:
        return Reason("credential_two_in_one", {"variable": ""})
    if chosen_by_user or key_shapes.match(provider, cleaned) is not None:
        return None
    others = [m for m in key_shapes.recognise(cleaned) if m.documented]
    if not others:
        return None
    return Reason("credential_other_provider", {"found": others[0].provider, "provider": provider})


def _placeholder(cleaned: str) -> Reason:
    return Reason("credential_placeholder", {"shown": cleaned[:_SHOWN]})


def _keys_in_lines(text: str) -> list[str]:
    """Return the lines that each begin like a key: a wrapped one begins only once."""
    lines = [paste_cleaning.clean(line) for line in text.splitlines()[:_LINES]]
    return [x for x in lines if x and any(m.documented for m in key_shapes.recognise(x))]


def _warnings(provider: str, credential_type: str, cleaned: str) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    if paste_cleaning.is_placeholder(cleaned):
        reasons.append(_placeholder(cleaned))
    own = key_shapes.match(provider, cleaned)
    if own is not None:
        reasons += _kind_warnings(own, credential_type)
        if not own.whole:
            reasons.append(Reason("credential_cut", {"provider": provider}))
    elif key_shapes.has_shapes(provider):
        others = key_shapes.recognise(cleaned)
        names = ", ".join(dict.fromkeys(m.provider for m in others[:3]))
        code = "credential_other_shape" if names else "credential_unknown_shape"
        reasons.append(Reason(code, {"provider": provider, "found": names}))
    if " " in cleaned:
        reasons.append(Reason("credential_has_spaces"))
    return tuple(reasons)


def _kind_warnings(own: Match, credential_type: str) -> list[Reason]:
    """Return what to say about the kind of a key that is its provider's."""
    code = _KIND_CODES.get(own.kind)
    if code is not None:
        return [Reason(code, {"provider": own.provider})]
    provider = load_catalogue().get(own.provider)
    by_prefix = provider is not None and bool(provider.by_prefix)
    reasons = []
    if by_prefix and own.kind == "token":
        reasons.append(Reason("credential_subscription"))
    # Only where a provider sends the two in different ways does it matter which one it is.
    if by_prefix and credential_type == "api_key" and own.kind == "token":
        reasons.append(
            Reason("credential_type_mismatch", {"found": own.kind, "type": credential_type})
        )
    return reasons
