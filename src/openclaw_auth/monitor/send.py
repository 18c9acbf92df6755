"""The edge to the notification library: one message to each target, each in its own thread.

The library knows a hundred services; what it logs may name a topic or an address, so nothing of
it is ever shown: only a status code and the kind of failure are taken from it.
"""

from __future__ import annotations

import logging
import re
import threading
import warnings

from openclaw_auth.codes import Reason
from openclaw_auth.ports import share_environment
from openclaw_auth.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.monitor.alert import Message
    from openclaw_auth.monitor.config import Target
    from openclaw_auth.ports import Ports
    from openclaw_auth.secret import Secret

DEADLINE_S = 45.0
_TRIES = 3
_PAUSE_S = 1.0  # doubled each time
_SERVICE_S = 15.0
_KINDS = {"error": "failure", "warning": "warning", "info": "info"}
# ntfy's own levels and tags (its publishing documentation); an address that names its own wins.
_NTFY_PRIORITY = {"error": "high", "warning": "default", "info": "default"}
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]{0,19})://", re.ASCII)
_STATUS = re.compile(r"error=(\d{3})\b")
_UNREACHABLE = re.compile(r"(?i)connection error|socket|could not connect|unreachable")
_LOUD = ("apprise", "urllib3", "requests", "requests_oauthlib", "oauthlib")


def send_all(
    messages: Mapping[str, tuple[Target, Message]],
    ports: Ports,
    *,
    network: Mapping[str, str] | None = None,
    deadline_s: float = DEADLINE_S,
) -> dict[str, Reason | None]:
    """Send to every target at once; return for each why it did not get its message, None if it did.

    Args:
        messages: by target name.
        ports: clock, for the deadline and the pauses between tries.
        network: proxy and certificate variables, as `Environment.network` gives them: a service
            has them from `.env` only, where the library does not look.
        deadline_s: how long all of it may take; what is not done then counts as failed, although
            it may still arrive.
    """
    _silence()
    share_environment(_known_to_library(network or {}))
    outcomes: dict[str, Reason | None] = {}
    threads: list[threading.Thread] = []
    for name, (target, message) in messages.items():
        service, problem = _prepared(target, message)
        outcomes[name] = problem
        if problem is None:
            outcomes[name] = Reason(
                "monitor_target_slow", {"target": name, "seconds": int(deadline_s)}
            )
            work = (service, target, message, ports, outcomes)
            threads.append(threading.Thread(target=_send_one, args=work, name="alert", daemon=True))
    until_s = ports.monotonic_s() + deadline_s
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until_s - ports.monotonic_s()))
    return dict(outcomes)


def _known_to_library(network: Mapping[str, str]) -> dict[str, str]:
    """Return the variables under the names that the library's HTTP client knows."""
    bundle = network.get("SSL_CERT_FILE")
    return dict(network) | ({"REQUESTS_CA_BUNDLE": bundle} if bundle else {})


def _prepared(target: Target, message: Message) -> tuple[Any, Reason | None]:
    """Return the library's object for a target, or why there is none."""
    if target.address is None:
        why = target.problem or Reason("monitor_target_empty", {"target": target.name})
        return None, Reason("monitor_target_broken", {"target": target.name, "why": why})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # modules of a hundred services warn of this and that
            service = _service(target.address, message)
    except ImportError:
        return None, Reason("monitor_library_missing")
    except Exception:  # noqa: BLE001 - a fault in one service's module must not stop the others
        service = None
    if service is not None:
        return service, None
    scheme = scheme_of(target.address)
    return None, Reason("monitor_target_unknown", {"target": target.name, "scheme": scheme})


def _send_one(
    service: Any,
    target: Target,
    message: Message,
    ports: Ports,
    outcomes: dict[str, Reason | None],
) -> None:
    """Try a few times, with pauses between; what comes of it goes into `outcomes`."""
    name = target.name
    assert target.address is not None
    try:
        for attempt in range(_TRIES):
            if attempt:
                ports.sleep_s(_PAUSE_S * 2 ** (attempt - 1))
                # A new object: one that was used keeps to a pace of its own, of 5 s and more.
                service = _service(target.address, message)
            outcome = _notified(service, name, message)
            if outcome is None or not _is_worth_another(outcome):
                break
    except Exception:  # noqa: BLE001 - as above
        outcome = Reason("monitor_target_failed", {"target": name})
    outcomes[name] = outcome


def _is_worth_another(outcome: Reason) -> bool:
    """Return whether another try may go better: a refusal stays one, except `too many`."""
    status = outcome.params.get("status")
    return not isinstance(status, int) or status in (408, 425, 429) or status >= 500  # noqa: PLR2004


def _service(address: Secret, message: Message) -> Any:
    """Return the library's object for an address, None when it understands none."""
    import apprise

    asset = apprise.AppriseAsset(
        app_id=f"openclaw-auth/{__version__}",
        app_desc="openclaw-auth",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        async_mode=False,
        http_redirects=False,  # a token goes where it was meant to go
        storage_mode="memory",
        service_timeout=_SERVICE_S,
        secure_logging=True,
    )
    plugin = apprise.Apprise.instantiate(_with_levels(address.reveal(), message), asset=asset)
    if plugin is None:
        return None
    service = apprise.Apprise(asset=asset)
    service.add(plugin)
    return service


def _with_levels(url: str, message: Message) -> str:
    """Return an address of ntfy with priority and tags, unless it names its own."""
    found = _SCHEME.match(url)
    if found is None or found[1].lower() not in ("ntfy", "ntfys"):
        return url
    wanted = {
        "priority": _NTFY_PRIORITY[message.severity],
        "tags": "white_check_mark,key" if message.recovered else "warning,key",
        "image": "no",
    }
    query = url.partition("?")[2]
    missing = [f"{k}={v}" for k, v in wanted.items() if not re.search(rf"(^|&)x?{k}=", query)]
    if not missing:
        return url
    return f"{url}{'&' if query else '' if url.endswith('?') else '?'}{'&'.join(missing)}"


def _notified(service: Any, name: str, message: Message) -> Reason | None:
    kind = "success" if message.recovered else _KINDS[message.severity]
    result = service.notify(
        body=message.body, title=message.title, notify_type=kind, body_format="text"
    )
    if result:
        return None
    said = " ".join(str(entry.message) for one in result for entry in one.logs())
    status = _STATUS.search(said)
    if status is not None:
        return Reason("monitor_target_refused", {"target": name, "status": int(status[1])})
    if _UNREACHABLE.search(said):
        return Reason("monitor_target_unreachable", {"target": name})
    return Reason("monitor_target_failed", {"target": name})


def scheme_of(address: Secret) -> str:
    """Return the kind of an address, `ntfys`; the only part of it that is ever shown."""
    found = _SCHEME.match(address.reveal())
    return found[1].lower() if found else "?"


def _silence() -> None:
    """Keep what the libraries log from every stream: it names topics, addresses and paths."""
    for name in _LOUD:
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
