"""Every reason, error and notice has a stable code; this package turns a code into words.

The core passes `Reason(code, params)` around and never a sentence. `cli/` and `gateway/`
call `render`, in the language of the user. The texts live in one table per area
(`codes/<area>.py`, each with a `TABLE`), loaded only when something is rendered.
Codes are a stable interface: scripts, explain, HTTP errors and the page share them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

AREAS = (
    "agents",
    "auth",
    "cli",
    "config",
    "credentials",
    "doctor",
    "environment",
    "doctor_checks",
    "doctor_fixes",
    "doctor_host",
    "failures",
    "gateway",
    "handout",
    "lint",
    "models",
    "monitor",
    "oauth",
    "onboarding",
    "other_tools",
    "page",
    "probe",
    "refresh",
    "selection",
    "service",
    "sessions",
    "simulate",
    "store",
    "terminal_chat",
    "this_host",
    "transport",
)


class Text:
    """The words of one code.

    Attributes:
        severity: `info`, `warning` or `error`.
        en, zh: what happened, as a `str.format` template over the reason's params.
        remedy_en, remedy_zh: the command (or step) that mends it; empty when there is none.
    """

    __slots__ = ("en", "remedy_en", "remedy_zh", "severity", "zh")

    def __init__(
        self, severity: str, en: str, zh: str, remedy: str = "", remedy_zh: str = ""
    ) -> None:
        self.severity = severity
        self.en = en
        self.zh = zh
        self.remedy_en = remedy
        self.remedy_zh = remedy_zh or remedy


class Reason:
    """Why something is as it is: a code and its parameters. Equal when both are equal."""

    __slots__ = ("code", "params")

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.params: dict[str, object] = dict(params) if params else {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reason):
            return NotImplemented
        return self.code == other.code and self.params == other.params

    def __hash__(self) -> int:
        return hash(self.code)

    def __repr__(self) -> str:
        return f"Reason({self.code!r}, {self.params!r})"


class _Params(dict[str, object]):
    """A parameter that the caller forgot shows its name rather than hiding the message."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


_loaded: dict[str, Text] = {}


def table() -> dict[str, Text]:
    """Return every code with its texts."""
    if not _loaded:
        from importlib import import_module

        for area in AREAS:
            _loaded.update(import_module(f"openclaw_auth.codes.{area}").TABLE)
    return _loaded


def _spoken(reason: Reason, lang: str) -> _Params:
    """The params with reasons inside them in words; a list of reasons becomes a list of lines."""
    spoken = _Params(reason.params)
    for name, value in reason.params.items():
        if isinstance(value, Reason):
            spoken[name] = render(value, lang)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Reason):
            spoken[name] = "".join(f"\n- {render(inner, lang)}" for inner in value)
    return spoken


def render(reason: Reason, lang: str = "en") -> str:
    """Return what happened, in words. Raises KeyError for an unknown code."""
    text = table()[reason.code]
    return (text.zh if lang == "zh" else text.en).format_map(_spoken(reason, lang))


def remedy(reason: Reason, lang: str = "en") -> str:
    """Return the command or step that mends it, empty when there is none."""
    text = table()[reason.code]
    template = text.remedy_zh if lang == "zh" else text.remedy_en
    return template.format_map(_spoken(reason, lang))


def severity(reason: Reason) -> str:
    """Return `info`, `warning` or `error`."""
    return table()[reason.code].severity


def language(environ: Mapping[str, str], chosen: str | None = None) -> str:
    """Return `zh` or `en`: `--lang`, else LC_ALL, LC_MESSAGES, LANG (POSIX order)."""
    value = (
        chosen or environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or "en"
    )
    return "zh" if value.lower().startswith("zh") else "en"
