"""What other projects may import to test against this one: emulated providers that fail on demand.

>>> from openclaw_auth.testing import ProviderEmulator, named_failure
>>> with ProviderEmulator(behaviour_by_key={"sk-spent": named_failure("openai-429-quota")}) as emulator:
...     emulator.openai_base_url  # doctest: +ELLIPSIS
'http://127.0.0.1:.../v1'
"""

from __future__ import annotations

from openclaw_auth.testing.failures import FAILURES, named_failure
from openclaw_auth.testing.provider import ProviderEmulator
from openclaw_auth.testing.record import RequestRecord
from openclaw_auth.testing.script import Script
from openclaw_auth.testing.steps import (
    Answer,
    CloseAfterAnswer,
    CloseBeforeHead,
    CloseMidStream,
    EmptyAnswer,
    Fail,
    HangBeforeHead,
    HangMidStream,
    RawBytes,
    Step,
    StreamError,
)

__all__ = [
    "FAILURES",
    "Answer",
    "CloseAfterAnswer",
    "CloseBeforeHead",
    "CloseMidStream",
    "EmptyAnswer",
    "Fail",
    "HangBeforeHead",
    "HangMidStream",
    "ProviderEmulator",
    "RawBytes",
    "RequestRecord",
    "Script",
    "Step",
    "StreamError",
    "named_failure",
]
