"""What came back from the browser: a redirect's query, or what the user pasted. Pure.

A code counts only with the state of this login, compared in constant time, and from the issuer
that was asked, where both are known (RFC 9207). Anything else is not ours and changes nothing.
"""

from __future__ import annotations

import hmac
from urllib.parse import parse_qs, urlsplit

from openclaw_auth.codes import Reason
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

_LONGEST = 16_384


class Accepted:
    """The code of this login."""

    __slots__ = ("code",)

    def __init__(self, code: Secret) -> None:
        self.code = code

    def __repr__(self) -> str:
        return "Accepted()"


class Denied:
    """The server, or the user there, refused this login: `error` is RFC 6749's code."""

    __slots__ = ("error",)

    def __init__(self, error: str) -> None:
        self.error = error

    def __repr__(self) -> str:
        return f"Denied({self.error!r})"


class NotOurs:
    """It does not belong to this login, or says nothing."""

    __slots__ = ("reason",)

    def __init__(self, reason: Reason) -> None:
        self.reason = reason

    def __repr__(self) -> str:
        return f"NotOurs({self.reason!r})"


if TYPE_CHECKING:
    Verdict: TypeAlias = Accepted | Denied | NotOurs


def judge_redirect(query: str, state: str, issuer: str | None = None) -> Verdict:
    """Return what a redirect's query means for the login with this state.

    Args:
        query: without the question mark.
        state: of the login under way.
        issuer: of the server that was asked, None when the config names none.
    """
    if len(query) > _LONGEST:
        return NotOurs(Reason("redirect_without_code"))
    try:
        fields = parse_qs(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return NotOurs(Reason("redirect_without_code"))
    if any(len(fields.get(name, ())) > 1 for name in ("code", "state", "error", "iss")):
        return NotOurs(Reason("redirect_without_code"))  # RFC 6749, 3.1: none may be repeated
    one = {name: values[0] for name, values in fields.items()}
    return _judge(one, state, issuer)


def judge_paste(text: str, state: str, issuer: str | None = None) -> Verdict:
    """Return what a paste means: the redirect's whole URL, its query, or `code#state`.

    White space is dropped: terminals wrap long lines, and none of these may hold any.
    """
    text = "".join(text.split()).strip("\"'<>")
    if not text:
        return NotOurs(Reason("paste_empty"))
    if "code_challenge=" in text:
        return NotOurs(Reason("paste_is_login_url"))
    if "://" in text or text.startswith("/"):
        try:
            return judge_redirect(urlsplit(text).query, state, issuer)
        except ValueError:
            return NotOurs(Reason("redirect_without_code"))
    if "=" in text and text.lstrip("?").partition("=")[0] in ("code", "state", "error", "iss"):
        return judge_redirect(text.lstrip("?"), state, issuer)
    code, mark, said = text.partition("#")
    if not mark:
        return NotOurs(Reason("paste_without_state"))
    return _judge({"code": code, "state": said}, state, issuer)


def _judge(fields: dict[str, str], state: str, issuer: str | None) -> Verdict:
    said = fields.get("state", "")
    if not hmac.compare_digest(said.encode("utf-8", "surrogatepass"), state.encode()):
        return NotOurs(Reason("redirect_other_state" if said else "redirect_without_state"))
    named = fields.get("iss")
    if issuer is not None and named is not None and named != issuer:
        return NotOurs(Reason("redirect_other_issuer", {"issuer": issuer}))
    if "error" in fields:
        return Denied(_plain(fields["error"]))
    code = fields.get("code", "")
    if not code or not code.isascii() or not code.isprintable():
        return NotOurs(Reason("redirect_without_code"))
    return Accepted(Secret(code))


def _plain(error: str) -> str:
    """Return an error code as RFC 6749, 4.1.2.1, allows it; it came through a URL that anyone can write."""
    plain = all(c.isascii() and (c.isalnum() or c in "_.-") for c in error)
    return error if error and plain and len(error) < 80 else "error"  # noqa: PLR2004
