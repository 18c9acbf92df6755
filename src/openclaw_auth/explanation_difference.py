"""Where two explanations of one request differ: the gateway's and the command's. Pure."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def explanation_differences(gateway: Mapping[str, Any], here: Mapping[str, Any]) -> list[Reason]:
    """Return where the gateway's explanation differs from ours, the winner first.

    Args:
        gateway: its document of `explanation`.
        here: ours.
    """
    found = []
    theirs, ours = _called(gateway["winner"]), _called(here["winner"])
    if theirs != ours:
        params = {"gateway": theirs or "-", "here": ours or "-"}
        found.append(Reason("explain_other_winner", params))
    at_gateway, at_home = _by_name(gateway), _by_name(here)
    for name in dict.fromkeys([*at_gateway, *at_home]):
        there, own = at_gateway.get(name), at_home.get(name)
        if there is None:
            found.append(Reason("explain_only_here", {"source": name}))
        elif own is None:
            found.append(Reason("explain_only_gateway", {"source": name}))
        elif (there["code"], there["eligible"]) != (own["code"], own["eligible"]):
            params = {"source": name, "gateway": there["reason"], "here": own["reason"]}
            found.append(Reason("explain_other_state", params))
    return found


def _by_name(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {_called(row): row for row in document["candidates"]}


def _called(row: Mapping[str, Any] | None) -> str:
    return "" if row is None else str(row["profileId"] or row["source"])
