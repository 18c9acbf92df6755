"""What may stand in the config sections that are ours, and where a change is written.

A form is: `text`, `bool`, `number`, `positive`, `count` (whole, at least 1), `whole` (at least
0), `any`; a dict of keys (`*` is any other key, `!` lists the keys that OpenClaw demands); a list
of one form; `("or", form, …)`; `("one of", value, …)`; `secret`, a text or a reference; `url`, `urlpath` or `port` of a login.
`OWN` is laid over `REFERENCE`: what stands only there is written to `openclaw-auth.json5`, since
OpenClaw 2026.2 refuses a config with a key that it does not know.
"""

from __future__ import annotations

from openclaw_auth.config.keypath import show_path
from openclaw_auth.config.problem import Problem
from openclaw_auth.config.schema_reference import OTHER_SECTIONS, REFERENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.keypath import Path

MAIN_FILE = "openclaw.json"
OWN_FILE = "openclaw-auth.json5"

_OAUTH: dict[str, object] = {
    "issuer": "url",
    "authorizationUrl": "url",
    "tokenUrl": "url",
    "deviceAuthorizationUrl": "url",
    "revocationUrl": "url",
    "userinfoUrl": "url",
    "clientId": "text",
    "clientSecret": "secret",
    "scopes": ["text"],
    "flow": ("one of", "code", "device"),
    "redirectHost": ("one of", "127.0.0.1", "localhost", "[::1]"),
    "redirectPath": "urlpath",
    "redirectPort": "port",
    "tokenAuthMethod": ("one of", "none", "client_secret_basic", "client_secret_post"),
    "resource": ("or", "text", ["text"]),
    "extraParams": {"*": "text"},
}

_CROSSING = ("one of", "ask", "allow", "never")
_BILLING = {
    "cross": ("or", _CROSSING, "whole"),
    "classes": {"*": ("one of", "subscription", "metered", "free")},
}

FAILURE_CLASSES = ("auth", "billing", "rate_limit", "timeout", "format", "unknown")
FAILURE_ACTIONS = (
    "none",
    "retry_same",
    "cooldown",
    "cooldown_until_reset",
    "disable",
    "refresh_then_retry",
    "disable_until_reauth",
)
_FAILURE_RULE: dict[str, object] = {
    "name": "text",
    "provider": ("or", "text", ["text"]),
    "status": ("or", "count", "text", ["any"]),
    "messageContains": ("or", "text", ["text"]),
    "message": "text",
    "code": ("or", "text", "whole", ["any"]),
    "type": ("or", "text", ["text"]),
    "class": ("one of", *FAILURE_CLASSES),
    "detail": "text",
    "action": ("one of", *FAILURE_ACTIONS),
    "waitMs": "whole",
}

_SYSTEM_PROMPT = ("or", "text", {"file": "text"})

OWN: dict[str, object] = {
    "agents": {
        "defaults": {"model": "text", "imageModel": "text", "systemPrompt": _SYSTEM_PROMPT},
        "list": [{"isolate": "bool", "systemPrompt": _SYSTEM_PROMPT}],
    },
    "auth": {
        "billing": ("or", _CROSSING, _BILLING),
        "failureRules": [_FAILURE_RULE],
        "statedWaitMaxHours": "positive",
        "store": "any",
    },
    "env": {"trustWorkingDirectory": "bool"},
    "gateway": {
        "bind": "text",
        "auth": {"token": "secret", "password": "secret"},
        "remote": {"token": "secret", "password": "secret"},
    },
    "models": {
        "providers": {
            "*": {
                "apiKey": "secret",
                "api": "text",
                "proxy": "text",
                "oauth": _OAUTH,
                "headers": {"*": "secret"},
                "models": [{"api": "text", "headers": {"*": "secret"}}],
            }
        }
    },
    "monitor": {
        "targets": ("or", ["secret"], {"*": "secret"}),
        **dict.fromkeys(("warnWithin", "quietHours", "timeZone", "remindEvery", "every"), "text"),
        **dict.fromkeys(("enabled", "wakeWhenNothingUsable"), "bool"),
        "language": ("one of", "en", "zh"),
        "name": "text",
    },
    "secrets": "any",
}

# Where OpenClaw's older names went; `doctor --fix` moves them.
LEGACY: dict[Path, Path | None] = {
    ("agent",): ("agents", "defaults"),
    ("agent", "model"): ("agents", "defaults", "model", "primary"),
    ("agent", "imageModel"): ("agents", "defaults", "imageModel", "primary"),
    ("agent", "allowedModels"): ("agents", "defaults", "models"),
    ("agent", "modelAliases"): ("agents", "defaults", "models"),
    ("agent", "modelFallbacks"): ("agents", "defaults", "model", "fallbacks"),
    ("agent", "imageModelFallbacks"): ("agents", "defaults", "imageModel", "fallbacks"),
    ("routing",): ("agents", "list"),
    ("routing", "agents"): ("agents", "list"),
    ("agents", "defaults", "allowedModels"): ("agents", "defaults", "models"),
    ("agents", "defaults", "modelAliases"): ("agents", "defaults", "models"),
    ("agents", "defaults", "modelFallbacks"): ("agents", "defaults", "model", "fallbacks"),
    ("agents", "defaults", "imageModelFallbacks"): (
        "agents",
        "defaults",
        "imageModel",
        "fallbacks",
    ),
}

_NOTHING: dict[str, object] = {}


def validate(data: object) -> list[Problem]:
    """Return what is wrong in our sections; other sections are never judged."""
    if not isinstance(data, dict):
        return [Problem("config_not_object", "", found=kind_of(data))]
    problems: list[Problem] = []
    for section, value in data.items():
        if section in REFERENCE or section in OWN:
            _check(value, REFERENCE.get(section), OWN.get(section), (section,), problems)
    auth = data.get("auth")
    rules = auth.get("failureRules") if isinstance(auth, dict) else None
    if isinstance(rules, list) and rules:
        from openclaw_auth.config.failure_rule_form import rule_problems

        said = {problem.reason.params.get("path") for problem in problems}
        problems.extend(p for p in rule_problems(rules) if p.reason.params["path"] not in said)
    if isinstance(data.get("monitor"), dict):
        from openclaw_auth.config.monitor_form import monitor_problems

        problems.extend(monitor_problems(data["monitor"]))
    return problems


def validate_as_reference(data: object) -> list[Problem]:
    """Return what OpenClaw 2026.2 would refuse in our sections, missing keys included."""
    if not isinstance(data, dict):
        return [Problem("config_not_object", "", found=kind_of(data))]
    problems: list[Problem] = []
    for section, value in data.items():
        if section in REFERENCE:
            _check(value, REFERENCE[section], None, (section,), problems, demand=True)
        elif section in OWN:
            problems.append(Problem("config_unknown_key", section, key=section, nearest=""))
    return problems


def unknown_sections(data: dict[str, object]) -> list[str]:
    """Return the top-level keys that nobody knows; they pass, and `doctor` lists them."""
    return [
        key
        for key in data
        if key not in REFERENCE and key not in OWN and key not in OTHER_SECTIONS and key[:1] != "$"
    ]


def unknown_section(name: str) -> Problem:
    """Return the problem of a section that nobody knows, with the nearest known one."""
    return _unknown_key(name, dict.fromkeys((*REFERENCE, *OTHER_SECTIONS)), OWN, ())


def legacy_paths(data: object) -> list[tuple[Path, Path]]:
    """Return the old keys that the data holds, each with the place that took over."""
    from openclaw_auth.config.keypath import ABSENT, value_at

    return [(old, new) for old, new in LEGACY.items() if new and value_at(data, old) is not ABSENT]


def target_file_for(path: Path) -> str:
    """Return the file that a change of this place is written to, by name.

    Everything that OpenClaw 2026.2 knows goes to `openclaw.json`, and so do the sections that are
    not ours; what only this program knows goes to `openclaw-auth.json5`.
    """
    form: object = REFERENCE
    own: object = OWN
    for depth, part in enumerate(path):
        if form == "any":
            break
        keys = _keys(form)
        if isinstance(part, int):
            form = form[0] if isinstance(form, list) else None
        elif part not in keys and part in _keys(own):
            return OWN_FILE
        else:
            form = keys.get(part, keys.get("*"))
        if form is None:
            return OWN_FILE if depth else MAIN_FILE
        own = own[0] if isinstance(own, list) else _keys(own).get(part, _keys(own).get("*"))
    return MAIN_FILE


def _keys(form: object) -> dict[str | int, object]:
    found = next((choice for choice in _choices(form) if isinstance(choice, dict)), None)
    return found or {}


def reference_keys() -> list[str]:
    """Return every place that OpenClaw 2026.2 knows in our sections: `auth.order.*[]`."""
    found: list[str] = []
    _list_keys(REFERENCE, "", found)
    return found


def _list_keys(form: object, place: str, found: list[str]) -> None:
    if place:
        found.append(place)
    if isinstance(form, dict):
        for key, inner in form.items():
            if key != "!":
                _list_keys(inner, f"{place}.{key}" if place else key, found)
    elif isinstance(form, list):
        _list_keys(form[0], place + "[]", found)
    elif isinstance(form, tuple) and form[0] == "or":
        for choice in form[1:]:
            if isinstance(choice, dict | list):
                _list_keys(choice, place, found)


def kind_of(value: object) -> str:
    """Return the JSON name of a value's type."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _check(
    value: object,
    form: object,
    own: object,
    path: Path,
    problems: list[Problem],
    *,
    demand: bool = False,
) -> None:
    """Judge a value by both forms; either may be None (nothing known there)."""
    for choice in (*_choices(form), *_choices(own)):
        if isinstance(choice, str | tuple):
            if _fits(value, choice):
                return
        elif isinstance(choice, dict) and isinstance(value, dict):
            extra = own if isinstance(own, dict) else _NOTHING
            known = choice if choice is not own else _NOTHING
            _check_object(value, known, extra, path, problems, demand=demand)
            return
        elif isinstance(choice, list) and isinstance(value, list):
            inner_own = own[0] if isinstance(own, list) and choice is not own else None
            for index, item in enumerate(value):
                _check(item, choice[0], inner_own, (*path, index), problems, demand=demand)
            return
    problems.append(_mismatch(value, form if form is not None else own, own, path))


def _choices(form: object) -> tuple[object, ...]:
    if form is None:
        return ()
    return form[1:] if isinstance(form, tuple) and form[0] == "or" else (form,)


def _check_object(
    value: dict[str, object],
    known: dict[str, object],
    own: dict[str, object],
    path: Path,
    problems: list[Problem],
    *,
    demand: bool,
) -> None:
    rest, own_rest = known.get("*"), own.get("*")
    for key, inner in value.items():
        form, extra = known.get(key, rest), own.get(key, own_rest)
        if (form is None and extra is None) or key == "!":
            problems.append(_unknown_key(key, known, own, path))
        else:
            _check(inner, form, extra, (*path, key), problems, demand=demand)
    required = known.get("!")
    if demand and isinstance(required, tuple):
        problems.extend(
            Problem("config_missing_key", show_path((*path, key)), key=key)
            for key in required
            if key not in value
        )


_HIGHEST_PORT = 65_535
_SIMPLE: dict[str, tuple[type, ...]] = {"text": (str,), "bool": (bool,)}


def _fits(value: object, form: str | tuple[object, ...]) -> bool:
    if isinstance(form, tuple):
        return isinstance(value, str) and value in form[1:]
    if form == "any":
        return True
    if form in _SIMPLE:
        return isinstance(value, _SIMPLE[form])
    if form == "secret":
        from openclaw_auth.config.secret_ref import secret_ref

        return isinstance(value, str) or secret_ref(value) is not None
    if form in ("url", "urlpath"):
        from openclaw_auth.config.safe_url import is_redirect_path, is_safe_url

        return is_safe_url(value) if form == "url" else is_redirect_path(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if form == "number":
        return True
    if form == "positive":
        return value > 0
    whole = isinstance(value, int) or value.is_integer()
    if form == "port":
        return whole and 0 <= value <= _HIGHEST_PORT
    return whole and value >= (1 if form == "count" else 0)


def _mismatch(value: object, form: object, own: object, path: Path) -> Problem:
    shown = show_path(path)
    words = next((c for c in _choices(form) if isinstance(c, tuple)), None)
    if words is not None and isinstance(value, str):
        allowed = ", ".join(str(choice) for choice in words[1:])
        return Problem("config_bad_choice", shown, allowed=allowed)
    if isinstance(value, dict) and "secret" in (form, own):
        from openclaw_auth.config.secret_ref import fault

        return Problem(fault(value) or "config_secret_source", shown)
    if own == "url" and isinstance(value, str):
        return Problem("config_url_unsafe", shown)
    wanted = " or ".join(dict.fromkeys(map(_wanted, (*_choices(form), *_choices(own)))))
    return Problem("config_wrong_type", shown, wanted=wanted, found=kind_of(value))


def _wanted(form: object) -> str:
    if isinstance(form, dict):
        return "object"
    if isinstance(form, list):
        return "array"
    if isinstance(form, tuple):
        return "string"
    words = {
        "text": "string",
        "bool": "boolean",
        "number": "number",
        "positive": "number above 0",
        "count": "whole number above 0",
        "whole": "whole number",
        "secret": "string",
        "url": "URL",
        "urlpath": "path like /oauth/callback",
        "port": "port number (0: any free one)",
    }
    return words.get(str(form), "value")


def _unknown_key(key: str, known: dict[str, object], own: dict[str, object], path: Path) -> Problem:
    shown = show_path((*path, key))
    moved = LEGACY.get((*path, key))
    if moved:
        return Problem("config_legacy_key", shown, moved=show_path(moved))
    from difflib import get_close_matches

    names = [name for name in (*known, *own) if name not in ("*", "!")]
    lowered = {name.lower(): name for name in names}
    near = get_close_matches(key.lower(), lowered, n=1, cutoff=0.5)
    if near:
        return Problem("config_unknown_key_near", shown, key=key, nearest=lowered[near[0]])
    return Problem("config_unknown_key", shown, key=key, allowed=", ".join(sorted(set(names))))
