"""The `monitor` section of the config as values, and its targets as secrets."""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason, language
from openclaw_auth.config.monitor_form import NEVER
from openclaw_auth.durations import parse_duration_ms
from openclaw_auth.expiry import WARN_AFTER_MS
from openclaw_auth.monitor.quiet import parse_quiet_hours
from openclaw_auth.sources.config_keys import secret_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.monitor.quiet import QuietHours
    from openclaw_auth.ports import Ports
    from openclaw_auth.secret import Secret
    from openclaw_auth.settings import Settings

_DAY_MS = 86_400_000
_MINUTE_MS = 60_000


class Target:
    """Where alerts go.

    Attributes:
        name: as configured, or its place in the list from 1 on.
        address: what the notification library understands; None when it cannot be had.
        problem: why not.
    """

    __slots__ = ("address", "name", "problem")

    def __init__(self, name: str, address: Secret | None, problem: Reason | None = None) -> None:
        self.name = name
        self.address = address
        self.problem = problem


class MonitorSettings:
    """What is to be watched and told.

    Attributes:
        enabled: whether a running gateway watches.
        targets: where alerts go.
        warn_ms: from when on an end is near.
        remind_ms: after how long a state is told again; None for never.
        every_ms: how often a gateway or `--watch` looks.
        quiet_hours, time_zone: when nobody is woken; the zone is None for this host's own.
        wake_when_nothing_usable: whether that alone is sent in quiet hours.
        lang: of the alerts, `en` or `zh`.
        name: of this host, as alerts call it.
    """

    __slots__ = (
        "enabled",
        "every_ms",
        "lang",
        "name",
        "quiet_hours",
        "remind_ms",
        "targets",
        "time_zone",
        "wake_when_nothing_usable",
        "warn_ms",
    )

    def __init__(
        self,
        *,
        enabled: bool = True,
        targets: tuple[Target, ...] = (),
        warn_ms: int = WARN_AFTER_MS,
        remind_ms: int | None = _DAY_MS,
        every_ms: int = _MINUTE_MS,
        quiet_hours: QuietHours | None = None,
        time_zone: str | None = None,
        wake_when_nothing_usable: bool = False,
        lang: str = "en",
        name: str = "",
    ) -> None:
        self.enabled = enabled
        self.targets = targets
        self.warn_ms = warn_ms
        self.remind_ms = remind_ms
        self.every_ms = every_ms
        self.quiet_hours = quiet_hours
        self.time_zone = time_zone
        self.wake_when_nothing_usable = wake_when_nothing_usable
        self.lang = lang
        self.name = name


def monitor_settings(settings: Settings, ports: Ports) -> MonitorSettings:
    """Return the settings of a valid config."""
    section = settings.view.section("monitor")
    quiet, zone, name = (_text(section.get(k)) for k in ("quietHours", "timeZone", "name"))
    remind = _text(section.get("remindEvery"))
    return MonitorSettings(
        enabled=section.get("enabled") is not False,
        targets=_targets(section.get("targets"), settings),
        warn_ms=_length_ms(section.get("warnWithin"), WARN_AFTER_MS),
        remind_ms=None if remind == NEVER else _length_ms(remind, _DAY_MS),
        every_ms=_length_ms(section.get("every"), _MINUTE_MS),
        quiet_hours=None if quiet is None else parse_quiet_hours(quiet),
        time_zone=zone,
        wake_when_nothing_usable=section.get("wakeWhenNothingUsable") is True,
        lang=_text(section.get("language")) or language(ports.environ),
        name=name or os.uname().nodename,
    )


def _targets(listed: object, settings: Settings) -> tuple[Target, ...]:
    named: list[tuple[str, object]] = []
    if isinstance(listed, list):
        named = [(str(index), value) for index, value in enumerate(listed, 1)]
    elif isinstance(listed, dict):
        named = [(str(name), value) for name, value in listed.items()]
    base_dir = os.path.dirname(settings.paths.config_path)
    found = []
    for name, value in named:
        address, problem = secret_of(value, settings.environment, base_dir)
        if address is None and problem is None:
            problem = Reason("monitor_target_empty", {"target": name})
        found.append(Target(name, address, problem))
    return tuple(found)


def _text(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def _length_ms(value: object, default_ms: int) -> int:
    return parse_duration_ms(value) if isinstance(value, str) else default_ms
