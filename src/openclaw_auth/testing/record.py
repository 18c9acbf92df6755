"""What the emulator saw: one record for each request, for assertions."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["open", "answered", "cut", "client_left"]
"""`cut`: the script closed or broke the connection; `client_left`: the caller hung up first."""


@dataclass(slots=True)
class RequestRecord:
    """One request as it arrived, and how it ended.

    `headers` has lower-case names, the last value of a repeated one; `raw_headers` is everything, in order.
    `key` is the credential as sent (never a real one: this is an emulator), `None` when there was none;
    `key_header` names the header that carried it. `connection` numbers the TCP connections from 1, so that
    a test can see whether they are reused. `events_sent` counts the stream events written so far.
    """

    method: str
    path: str
    query: str
    raw_headers: tuple[tuple[str, str], ...]
    body: bytes
    connection: int
    key: str | None = None
    key_header: str | None = None
    outcome: Outcome = "open"
    events_sent: int = 0
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Index the headers by lower-case name."""
        self.headers = {name.lower(): value for name, value in self.raw_headers}

    def json(self) -> Any:
        """Return the parsed body; raises `ValueError` when it is not JSON."""
        return json.loads(self.body)
