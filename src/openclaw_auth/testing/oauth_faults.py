"""What may go wrong at an emulated token endpoint. Queue them: `provider.fail_next(Status(503), CutAfter())`.

Each serves one request to the token endpoint. `name` is what `TokenPost.outcome` then says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(slots=True, frozen=True)
class Fault:
    """Base of all."""

    name: ClassVar[str] = "fault"


@dataclass(slots=True, frozen=True)
class Status(Fault):
    """Answer this, and do nothing: the grant stays as it is."""

    name: ClassVar[str] = "status"
    status: int = 503
    body: bytes = b"<html>upstream is away</html>"
    content_type: str = "text/html"


def error_in_200(error: str = "invalid_grant") -> Status:
    """Answer 200 whose body is an error; the grant stays as it is."""
    body = json.dumps({"error": error, "error_description": "said in a 200"}).encode()
    return Status(200, body, "application/json")


@dataclass(slots=True, frozen=True)
class CutBefore(Fault):
    """Close the connection before anything was done."""

    name: ClassVar[str] = "cut_before"


@dataclass(slots=True, frozen=True)
class CutAfter(Fault):
    """Do it (a refresh token is spent), then close: after this many bytes of the answer."""

    name: ClassVar[str] = "cut_after"
    answered_bytes: int = 0


@dataclass(slots=True, frozen=True)
class Hang(Fault):
    """Do it, then say nothing and keep the connection, until the client leaves."""

    name: ClassVar[str] = "hang"


@dataclass(slots=True, frozen=True)
class Without(Fault):
    """Do it, and leave this field out of the answer: `expires_in`, `refresh_token`, `access_token`."""

    name: ClassVar[str] = "without"
    field: str


@dataclass(slots=True, frozen=True)
class With(Fault):
    """Do it, and let the answer say this instead."""

    name: ClassVar[str] = "with"
    field: str
    value: Any


@dataclass(slots=True, frozen=True)
class AsAccount(Fault):
    """Do it, but for another account: what a mixed-up server would answer."""

    name: ClassVar[str] = "as_account"
    account: str


@dataclass(slots=True, frozen=True)
class Delay(Fault):
    """Do it, and answer later."""

    name: ClassVar[str] = "delay"
    seconds: float
