"""`openclaw chat` and `openclaw agent`: one message, and scripts."""

from __future__ import annotations

import json
import stat

import pytest

from failing_host import key_of
from openclaw_auth.testing import named_failure
from talking_host import KEY, asked, entry, talking, transcript


def test_only_the_answer_goes_to_stdout(host):
    with talking(host, "anthropic:a"):
        done = host.run("chat", "--message", "hello")
        assert (done.code, done.out, done.err) == (0, "re: hello\n", "")
        assert host.run("chat", stdin="from a pipe").out == "re: from a pipe\n"
        assert host.run("chat", "--message", "-", stdin="again").out == "re: again\n"


def test_a_conversation_is_remembered_and_kept_as_openclaw_keeps_it(host):
    with talking(host, "anthropic:a"):
        host.run("chat", "--message", "one")
        host.run("chat", "--message", "two")
        said = [(m["role"], m["content"]) for m in asked(host)[1]["messages"]]
    assert said == [("user", "one"), ("assistant", "re: one"), ("user", "two")]
    kept = entry(host)
    assert (kept["modelProvider"], kept["model"]) == ("anthropic", "m1")
    assert (kept["authProfileOverride"], kept["authProfileOverrideSource"]) == (
        "anthropic:a",
        "auto",
    )
    assert kept["totalTokens"] > 0
    lines = transcript(host)
    assert [line["type"] for line in lines] == [
        "session", "model_change", "thinking_level_change", *["message"] * 4,
    ]  # fmt: skip
    assert [a["id"] for a in lines[1:-1]] == [b["parentId"] for b in lines[2:]]
    for path in (host.state / "agents/main/sessions").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_sessions_are_apart(host):
    with talking(host, "anthropic:a"):
        host.run("chat", "--message", "one")
        host.run("chat", "--session", "other", "--message", "two")
        assert len(asked(host)[1]["messages"]) == 1
    assert entry(host, "agent:main:other")["sessionId"] != entry(host)["sessionId"]


def test_one_conversation_goes_on_in_another_dialect(host):
    with talking(host, "anthropic:a", "openai:b"):
        host.run("chat", "--message", "one")
        set_to = host.run("chat", "--message", "/model openai/m2@openai:b")
        assert set_to.out == "Model set to openai/m2.\nAuth profile set to openai:b.\n"
        assert host.run("chat", "--message", "two").out == "re: two\n"
        body = asked(host)[1]
    assert (body["model"], len(body["messages"])) == ("m2", 3)
    assert entry(host)["authProfileOverrideSource"] == "user"


def test_a_fallback_in_another_dialect_answers_and_says_so(host):
    behaviours = {"anthropic:a": named_failure("anthropic-529-overloaded")}
    with talking(host, "anthropic:a", "openai:b", fallbacks=["openai/m2"], behaviours=behaviours):
        done = host.run("chat", "--message", "hello")
    assert (done.code, done.out) == (0, "re: hello\n")
    assert "openai/m2 answered instead of anthropic/m1" in done.err
    assert "anthropic:a" in done.err
    # The session did not choose that model: its profile is not kept for it.
    assert "authProfileOverride" not in entry(host)


def test_the_next_credential_answers_and_the_failure_is_on_the_disk(host):
    behaviours = {"anthropic:a": named_failure("anthropic-401-invalid")}
    with talking(host, "anthropic:a", "anthropic:b", behaviours=behaviours):
        assert host.run("chat", "--message", "hello").out == "re: hello\n"
        store = json.loads((host.state / "agents/main/agent/auth-profiles.json").read_text())
    assert store["usageStats"]["anthropic:a"]["failureCounts"]
    assert entry(host)["authProfileOverride"] == "anthropic:b"


def test_a_users_pin_is_never_replaced_and_clears_what_was_held_against_it(host):
    behaviours = {"anthropic:a": named_failure("anthropic-401-invalid")}
    with talking(host, "anthropic:a", "anthropic:b", behaviours=behaviours):
        host.run("chat", "--message", "one")
        store = host.state / "agents/main/agent/auth-profiles.json"
        assert json.loads(store.read_text())["usageStats"]["anthropic:a"]["failureCounts"]
        host.run("chat", "--message", "/model anthropic/m1@anthropic:a")
        stats = json.loads(store.read_text())["usageStats"].get("anthropic:a", {})
        assert not stats.get("failureCounts")
        failed = host.run("chat", "--message", "two")
        assert (failed.code, failed.out) == (1, "")
        assert "anthropic:a" in failed.err
    assert entry(host)["authProfileOverride"] == "anthropic:a"
    last = transcript(host)[-1]["message"]
    assert (last["stopReason"], last["content"]) == ("error", [])


def test_without_a_credential_the_way_out_is_said(host):
    with talking(host):
        done = host.run("chat", "--message", "hello")
    assert done.code == 1
    assert 'No API key found for provider "anthropic"' in done.err


def test_turns_that_do_not_fit_are_left_out_and_that_is_said(host):
    with talking(host, "anthropic:a"):
        path = host.state / "openclaw.json"
        config = json.loads(path.read_text())
        for model in config["models"]["providers"]["anthropic"]["models"]:
            model["contextWindow"] = 4000
        path.write_text(json.dumps(config))
        for number in range(3):
            done = host.run("chat", "--message", f"{number} " + "word " * 1200)
        last = asked(host)[-1]
    assert len(last["messages"]) == 1
    assert last["max_tokens"] <= 1000
    assert "4 oldest turns were left out" in done.err


def test_a_new_session_begins_anew(host):
    with talking(host, "anthropic:a"):
        host.run("chat", "--message", "one")
        before = entry(host)["sessionId"]
        done = host.run("chat", "--message", "/new two")
        assert done.out == "A new session has begun.\nre: two\n"
        assert len(asked(host)[1]["messages"]) == 1
    assert entry(host)["sessionId"] != before


def test_a_session_from_days_ago_is_over(host):
    with talking(host, "anthropic:a"):
        host.run("chat", "--message", "one")
        path = host.state / "agents/main/sessions/sessions.json"
        sessions = json.loads(path.read_text())
        sessions[KEY]["updatedAt"] -= 3 * 86_400_000
        path.write_text(json.dumps(sessions))
        host.run("chat", "--message", "two")
        assert len(asked(host)[1]["messages"]) == 1
    assert entry(host)["sessionId"] != sessions[KEY]["sessionId"]


def test_a_hint_holds_for_its_message_only(host):
    with talking(host, "anthropic:a", "openai:b"):
        assert host.run("chat", "--message", "say /model openai/m2 hi").out == "re: say hi\n"
        host.run("chat", "--message", "and now")
        assert [b["model"] for b in asked(host)] == ["m2", "m1"]
    assert "modelOverride" not in entry(host)
    assert entry(host)["authProfileOverride"] == "anthropic:a"


def test_a_hint_without_a_profile_keeps_to_the_users_pin(host):
    with talking(host, "anthropic:a", "anthropic:b"):
        host.run("chat", "--message", "/model anthropic/m1@anthropic:b")
        host.run("chat", "--message", "/model anthropic/m2 hi")
        (request,) = [r for r in host.emulator.requests if r.method == "POST"]
        assert request.key == key_of("anthropic:b")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["chat", "--message", " "], "the message is empty"),
        (["chat", "--agent", "nobody", "--message", "x"], "nobody"),
        (["agent", "--message", "x"], "--to <number> or --session-id <id>"),
        (["agent", "--session-id", "../x", "--message", "x"], "cannot be a session id"),
        (["chat", "--message", "/model zzz@x"], 'Unrecognized model "zzz"'),
    ],
)
def test_what_cannot_be_is_refused(host, arguments, text):
    with talking(host, "anthropic:a"):
        done = host.run(*arguments)
        assert done.code == 1
        assert text in done.err
        assert asked(host) == []


def test_agent_prints_the_references_document(host):
    with talking(host, "anthropic:a"):
        done = host.run("agent", "--session-id", "nightly-1", "--message", "hi", "--json")
        again = host.run("agent", "--session-id", "nightly-1", "--message", "ho", "--json")
        assert len(asked(host)[1]["messages"]) == 3
    document = done.json()
    assert document["payloads"] == [{"text": "re: hi", "mediaUrl": None}]
    meta = document["meta"]
    assert (
        meta["agentMeta"]["sessionId"]
        == "nightly-1"
        == again.json()["meta"]["agentMeta"]["sessionId"]
    )
    assert (meta["agentMeta"]["provider"], meta["agentMeta"]["model"]) == ("anthropic", "m1")
    assert set(meta["agentMeta"]["usage"]) == {
        "input",
        "output",
        "cacheRead",
        "cacheWrite",
        "total",
    }
    assert (meta["aborted"], meta["stopReason"]) == (False, "stop")


def test_a_message_of_5_mb_and_a_broken_line_change_nothing_else(host):
    with talking(host, "anthropic:a"):
        host.run("chat", "--message", "one")
        path = host.state / f"agents/main/sessions/{entry(host)['sessionId']}.jsonl"
        with open(path, "a") as file:
            file.write('{"type":"mess')
        assert host.run("chat", "--message", "-", stdin="x" * 5_000_000).code == 0
        assert host.run("chat", "--message", "/status").code == 0
    assert '{"type":"mess\n' in path.read_text()


def test_no_secret_is_in_what_is_kept(host):
    with talking(host, "anthropic:a"):
        host.run("chat", "--message", "one")
        shown = host.run("chat", "--message", "/auth").out
        for path in (host.state / "agents/main/sessions").iterdir():
            assert key_of("anthropic:a") not in path.read_text()
    assert key_of("anthropic:a") not in shown


# --- agents and the system prompt ----------------------------------------------------------------


def test_an_agents_own_system_prompt_wins_and_may_be_a_file(host):
    with talking(host, "anthropic:a", "openai:b", defaults={"systemPrompt": "Be brief."}):
        host.run("chat", "--message", "one")
        host.run("agents", "add", "work", "--workspace", str(host.home / "w"))
        own = host.state / "openclaw-auth.json5"
        prompt = "{agents: {list: [{id: 'work', systemPrompt: {file: 'prompt.md'}}]}}"
        own.write_text(prompt)
        (host.state / "prompt.md").write_text("You are at work.\n")
        host.run("chat", "--agent", "work", "--message", "/model openai/m1")
        host.run("chat", "--agent", "work", "--message", "two")
        assert asked(host)[0]["system"] == "Be brief."
        assert asked(host)[1]["messages"][0] == {"role": "system", "content": "You are at work."}
        (host.state / "prompt.md").unlink()
        failed = host.run("chat", "--agent", "work", "--message", "three")
        assert failed.code == 1
        assert "prompt.md" in failed.err
        assert len(asked(host)) == 2


def test_the_system_prompt_is_written_where_openclaw_does_not_refuse_it(host):
    with talking(host, "anthropic:a"):
        before = (host.state / "openclaw.json").read_text()
        done = host.run("config", "set", "agents.defaults.systemPrompt", '"Be brief."')
        assert done.code == 0
        assert (host.state / "openclaw.json").read_text() == before
        host.run("chat", "--message", "one")
        assert asked(host)[0]["system"] == "Be brief."


def test_another_agent_becomes_the_default(host):
    with talking(host, "anthropic:a"):
        host.run("agents", "add", "work", "--workspace", str(host.home / "w"))
        done = host.run("agents", "set-default", "Work")
        assert (done.code, done.out) == (0, "work is the default agent now.\n")
        assert host.run("chat", "--message", "hi").out == "re: hi\n"
        assert (host.state / "agents/work/sessions/sessions.json").exists()
        assert host.run("agents", "set-default", "work").out.startswith("work was the default")
        host.run("agents", "set-default", "main")
        rows = {r["id"]: r["isDefault"] for r in host.run("agents", "list", "--json").json()}
        assert rows == {"main": True, "work": False}
        assert host.run("agents", "set-default", "nobody").code == 1


def test_a_broken_sessions_file_is_said_and_left_alone(host):
    with talking(host, "anthropic:a"):
        path = host.state / "agents/main/sessions/sessions.json"
        path.parent.mkdir(parents=True)
        path.write_text("{ broken")
        done = host.run("chat", "--message", "hi")
        assert (done.code, done.out) == (1, "")
        assert "sessions.json is no JSON5 object" in done.err
        assert "mv " in done.err
        assert path.read_text() == "{ broken"
        assert asked(host) == []


def test_replies_come_in_chinese(host):
    with talking(host, "anthropic:a"):
        assert "用量页脚：full" in host.run("--lang", "zh", "chat", "--message", "/usage full").out
        assert "用量：输入" in host.run("--lang", "zh", "chat", "--message", "hi").err
