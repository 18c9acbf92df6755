"""OpenClaw 2026.2's rules for what it reads, written down a second time and independently.

Nothing of this program's reading or validating is used: `pyjson5` reads the config, and the
store is judged on its bytes. Only the list of known config keys is shared; it is data.
"""

from __future__ import annotations

import json
import stat

import pyjson5

from openclaw_auth.config.schema_reference import OTHER_SECTIONS, REFERENCE

STORE_KEYS = {"version", "profiles", "order", "lastGood", "usageStats"}
SECRET = {"api_key": "key", "token": "token", "oauth": "access"}
TIMES = ("lastUsed", "cooldownUntil", "disabledUntil", "lastFailureAt")
FAILURE_REASONS = {None, "auth", "billing", "rate_limit", "timeout", "format", "unknown"}
NUMBERS = {"number", "positive", "count", "whole"}


def read_store(path):
    """Return the store's document; fails where OpenClaw would not read it as it is meant."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_bytes().decode()
    document = json.loads(text, parse_constant=refuse, object_pairs_hook=without_doubles)
    assert text == json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    assert document["version"] == 1
    for profile in document["profiles"].values():
        assert isinstance(profile["provider"], str)
        secret = profile.get(SECRET[profile["type"]])
        assert isinstance(secret, str)
        assert secret == secret.strip()
        assert is_number(profile.get("expires", 0))
        assert isinstance(profile.get("email", ""), str)
    for ids in document.get("order", {}).values():
        assert ids
        assert all(isinstance(one, str) for one in ids)
    assert all(isinstance(one, str) for one in document.get("lastGood", {}).values())
    for stats in document.get("usageStats", {}).values():
        assert all(is_number(stats.get(field, 0)) for field in (*TIMES, "errorCount"))
        assert all(is_number(count) for count in stats.get("failureCounts", {}).values())
        assert stats.get("disabledReason") in FAILURE_REASONS
    return document


def read_config(path):
    """Return the config's data; fails on what makes OpenClaw refuse the whole file."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    data = pyjson5.decode(path.read_text())
    strange = [key for key in data if key not in REFERENCE and key not in OTHER_SECTIONS]
    for section, form in REFERENCE.items():
        if section in data:
            strange += refused(data[section], form, section)
    assert strange == []
    return data


def refused(value, form, place):
    """Return the places that a form does not allow."""
    if form == "any":
        return []
    choices = form[1:] if isinstance(form, tuple) and form[:1] == ("or",) else (form,)
    for choice in choices:
        if isinstance(choice, dict) and isinstance(value, dict):
            missing = [f"{place}.{key} missing" for key in choice.get("!", ()) if key not in value]
            return missing + [
                found
                for key, inner in value.items()
                for found in refused(inner, choice.get(key, choice.get("*", ())), f"{place}.{key}")
            ]
        if isinstance(choice, list) and isinstance(value, list):
            return [
                f for i, item in enumerate(value) for f in refused(item, choice[0], f"{place}[{i}]")
            ]
        if fits(value, choice):
            return []
    return [place]


def fits(value, form):
    if form == "text":
        return isinstance(value, str)
    if form == "bool":
        return isinstance(value, bool)
    if isinstance(form, str) and form in NUMBERS:
        return is_number(value)
    return isinstance(form, tuple) and form[:1] == ("one of",) and value in form[1:]


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def refuse(word):
    raise AssertionError(word)


def without_doubles(pairs):
    found = dict(pairs)
    assert len(found) == len(pairs), "a key twice"
    return found
