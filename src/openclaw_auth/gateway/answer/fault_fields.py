"""A fault of ours as the fields of an event: the log gets everything."""

from __future__ import annotations

import traceback


def fault_fields(error: Exception) -> dict[str, object]:
    """Return code, kind and trace of an error that nobody expected."""
    trace = "".join(traceback.format_exception(error))
    return {"code": "gateway_fault", "detail": type(error).__name__, "trace": trace}
