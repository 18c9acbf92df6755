"""What `openclaw doctor` prints: as text, as JSON, in Chinese; and that looking changes nothing."""

from __future__ import annotations

import json

from doctor_place import KEY, SECRET
from openclaw_auth.ports import system_ports
from state_files import contents, store_of, write


def test_a_healthy_host_is_told_so(healthy, doctor):
    assert doctor("--strict") == "Nothing is wrong.\n"


def test_looking_changes_nothing(healthy, doctor):
    write(
        healthy / "agents/work/agent/auth.json", {"openai": {"type": "api_key", "key": "k"}}, 0o644
    )
    write(healthy / ".env", "A=1", 0o644)
    before = contents(healthy)
    doctor("--non-interactive", "--json")
    doctor("--strict", code=1)
    assert contents(healthy) == before


def test_a_long_list_is_cut_and_counted(healthy, doctor):
    resting = {"cooldownUntil": system_ports().now_ms() + 60_000}
    ids = [f"anthropic:{n}" for n in range(150)]
    keys = {i: {**KEY, "key": f"{SECRET}{n}"} for n, i in enumerate(ids)}
    document = {"profiles": keys, "usageStats": dict.fromkeys(ids, resting)}
    write(store_of(healthy), {"version": 1, **document})
    said = doctor()
    assert "and 50 more" in said
    assert "Errors: 1, warnings: 150" in said
    assert len(json.loads(doctor("--json"))["findings"]) == 151


def test_json_is_one_document(healthy, doctor):
    store_of(healthy).chmod(0o644)
    document = json.loads(doctor("--json", "--fix"))
    assert document["findings"] == []
    assert document["summary"] == {"error": 0, "warning": 0, "info": 0}
    message = f"chmod 600 {store_of(healthy)}"
    assert document["fixed"] == [
        {"code": "doctor_fixed_mode", "outcome": "done", "message": message}
    ]


def test_chinese_speaks_chinese(healthy, doctor, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert doctor() == "没有发现问题。\n"
    store_of(healthy).chmod(0o644)
    said = doctor()
    assert said.startswith("错误 (1)\n  权限  其他用户可以访问")
