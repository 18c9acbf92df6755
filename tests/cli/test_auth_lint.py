"""`openclaw models auth lint`, as a process: every command that it prints mends what it tells."""

from __future__ import annotations

import hashlib
import json
import re
import time

import pytest

KEY = "sk-ant-api03-" + "k" * 90
NEW = "sk-ant-api03-" + "n" * 90
OPENROUTER = "sk-or-v1-" + "0" * 64
REFRESH = "refresh-token-" + "r" * 40
GATEWAY = {"gateway": {"mode": "local", "auth": {"mode": "token", "token": "gw-" + "t" * 30}}}
AGENTS = {"agents": {"list": [{"id": "main"}, {"id": "work"}]}}
SECRETS = (KEY, NEW, OPENROUTER, REFRESH)


def api_key(key=KEY, provider="anthropic"):
    return {"type": "api_key", "provider": provider, "key": key}


def login(refresh=REFRESH):
    ends = int(time.time() * 1000) + 9 * 3_600_000
    names = {"type": "oauth", "provider": "openai-codex", "access": "a" * 40}
    return {**names, "refresh": refresh, "expires": ends}


class Linted:
    """A host with `openclaw.json` and stores written privately, and what lint says of it."""

    def __init__(self, host):
        self.host = host
        host.state.mkdir(mode=0o700)
        self.config(GATEWAY)

    def config(self, document):
        self.host.write_config(document)
        self.host.config_file.chmod(0o600)

    def store(self, profiles, agent="main", **more):
        self.host.write_store({"profiles": profiles, **more}, agent)
        path = self.host.store_file(agent)
        path.chmod(0o600)
        while path != self.host.state:
            path = path.parent
            path.chmod(0o700)

    def env(self, text, mode=0o600):
        path = self.host.state / ".env"
        path.write_text(text)
        path.chmod(mode)

    def findings(self, *argv):
        done = self.host.auth("lint", "--json", *argv)
        document = done.json()
        assert not any(secret in done.out + done.err for secret in SECRETS)
        severities = {f["severity"] for f in document["findings"]}
        expected = 1 if "error" in severities else 2 if "warning" in severities else 0
        assert done.code == expected
        return document["findings"]

    def codes(self, *argv):
        return [f["code"] for f in self.findings(*argv)]

    def after(self, remedy, before="", answer=""):
        """Return the codes that are left after a remedy was run in the same shell."""
        script = f"""
            openclaw() {{ openclaw_auth "$@"; }}
            {before}
            {{ {remedy}{f" --stdin <<<'{answer}'" if answer else ""}
            }} >/dev/null
            openclaw models auth lint --json
        """
        done = self.host.run_shell(script)
        return [f["code"] for f in json.loads(done.out)["findings"]], done


@pytest.fixture
def linted(host):
    return Linted(host)


def digest(folder):
    """Return a hash of every byte, name and mode below a directory."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        stat = path.stat()
        content = path.read_bytes() if path.is_file() else b""
        found.update(f"{path} {stat.st_mode} {stat.st_mtime_ns} {len(content)} ".encode() + content)
    return found.hexdigest()


def test_a_host_in_order_is_told_so(linted):
    linted.store({"anthropic:default": api_key()})
    done = linted.host.auth("lint")
    assert (done.code, done.out, done.err) == (0, "Nothing to mend.\n", "")


def test_looking_changes_nothing(linted):
    linted.store({"openai:a": api_key()}, order={"openai": ["openai:gone", "openai:a"]})
    linted.env("A=1", 0o644)
    before = digest(linted.host.state)
    assert linted.host.auth("lint").code == 1
    assert digest(linted.host.state) == before


WRONG = {"openai:a": api_key(OPENROUTER, "openai")}
COPY = {"anthropic:a": api_key()}
NAMED = {"anthropic:a": {"provider": "anthropic", "mode": "api_key"}}
OWN = {"baseUrl": "http://127.0.0.1:9/v1", "api": "openai-completions", "models": []}


def scenario(code, config=None, store=None, work=None, *, env="", before="", answer="", **more):
    return pytest.param(
        {"config": config, "store": store, "work": work, "env": env, "more": more},
        code,
        before,
        answer,
        id=code,
    )


def auth(**section):
    return {"auth": section}


@pytest.mark.parametrize(
    ("place", "code", "before", "answer"),
    [
        scenario("lint_key_other_provider", store=WRONG, answer="sk-proj-" + "n" * 40),
        scenario("lint_key_placeholder", store={"anthropic:a": api_key("sk-ant-...")}, answer=NEW),
        scenario("lint_key_empty", store={"anthropic:a": api_key("")}, answer=NEW),
        scenario("lint_same_key_twice", store={**COPY, "anthropic:b": api_key()}),
        scenario("lint_copied_key", AGENTS, COPY, COPY),
        scenario("lint_key_also_outside", store=COPY, env=f"ANTHROPIC_API_KEY={KEY}\n"),
        scenario(
            "lint_refresh_token_shared",
            AGENTS,
            {"openai-codex:me": login()},
            {"openai-codex:me": login()},
        ),
        scenario(
            "lint_refresh_token_isolated",
            {"agents": {"list": [{"id": "main"}, {"id": "work", "isolate": True}]}},
            {"openai-codex:me": login()},
            {"openai-codex:me": login()},
        ),
        scenario(
            "lint_refresh_token_unlisted",
            store={"openai-codex:me": login()},
            work={"openai-codex:me": login()},
        ),
        scenario(
            "lint_variable_two_values",
            store=COPY,
            env="GROQ_API_KEY=gsk_new\n",
            before="export GROQ_API_KEY=gsk_old",
        ),
        scenario(
            "lint_variable_before_profile",
            auth(profiles={"anthropic:gone": NAMED["anthropic:a"]}),
            COPY,
            before=f"export ANTHROPIC_API_KEY={NEW}",
        ),
        scenario(
            "lint_reference_broken",
            {"models": {"providers": {"x": {**OWN, "apiKey": {"source": "env", "id": "NO"}}}}},
        ),
        scenario(
            "doctor_config_variable",
            {"models": {"providers": {"x": {**OWN, "apiKey": "${NO}"}}}},
        ),
        scenario(
            "lint_order_names_gone",
            store=COPY,
            order={"anthropic": ["anthropic:no", "anthropic:a"]},
        ),
        scenario("lint_order_names_other", store=COPY, order={"openai": ["anthropic:a"]}),
        scenario(
            "lint_config_order_names_gone",
            auth(order={"anthropic": ["anthropic:no", "anthropic:a"]}),
            COPY,
        ),
        scenario("lint_config_order_names_other", auth(order={"openai": ["anthropic:a"]}), COPY),
        scenario(
            "profile_unknown",
            auth(profiles={**NAMED, "anthropic:b": NAMED["anthropic:a"]}),
            COPY,
            answer=NEW,
        ),
        scenario(
            "mode_mismatch",
            auth(profiles={"anthropic:a": {"provider": "anthropic", "mode": "token"}}),
            COPY,
        ),
        scenario(
            "lint_named_other_provider",
            auth(profiles={"anthropic:a": {"provider": "groq", "mode": "api_key"}}),
            COPY,
        ),
        scenario("doctor_hidden", auth(profiles=NAMED), {**COPY, "anthropic:b": api_key(NEW)}),
        scenario("doctor_open_to_others", store=COPY, env="A=1\n", mode=0o644),
    ],
)
def test_the_command_that_is_printed_mends_it(linted, place, code, before, answer):
    linted.config({**GATEWAY, **(place["config"] or {})})
    more = place["more"]
    mode = more.pop("mode", 0o600)
    linted.store(place["store"] or {}, **more)
    if place["work"]:
        linted.store(place["work"], "work")
    if place["env"]:
        linted.env(place["env"], mode)
    done = linted.host.run_shell(f"{before}\nopenclaw_auth models auth lint --json")
    (found,) = [f for f in json.loads(done.out)["findings"] if f["code"] == code]
    assert found["remedy"], found
    left, ran = linted.after(found["remedy"], before, answer)
    assert code not in left, ran.err
    assert not any(secret in done.out + done.err for secret in SECRETS)


def test_a_variable_newer_than_the_profile_is_mended_by_taking_the_profile_out(linted):
    host = linted.host
    assert host.auth("paste-api-key", "--provider", "anthropic", "--stdin", stdin=KEY).code == 0
    linted.env(f"ANTHROPIC_API_KEY={NEW}\n")
    (found,) = linted.findings()
    assert found["code"] == "lint_profile_before_newer_variable"
    left, ran = linted.after(found["remedy"])
    assert left == [], ran.err


def test_fix_mends_what_is_safe_says_what_is_left_and_does_nothing_twice(linted):
    host = linted.host
    config = {**GATEWAY, **auth(order={"openai": ["openai:no", "openai:a"]})}
    linted.config(config)
    linted.store(
        {**WRONG, **COPY, "anthropic:b": api_key()},
        order={"anthropic": ["anthropic:a", "anthropic:no"], "groq": ["groq:no"]},
    )
    linted.env("A=1\n", 0o644)
    host.store_file().chmod(0o640)
    assert sorted(linted.codes()) == [
        "doctor_open_to_others",
        "doctor_open_to_others",
        "lint_config_order_names_gone",
        "lint_key_other_provider",
        "lint_order_names_gone",
        "lint_order_names_gone",
        "lint_same_key_twice",
    ]
    done = host.auth("lint", "--fix", COLUMNS="80")
    assert done.code == 1
    assert "Took anthropic:no out of the order of anthropic" in done.out
    assert "Left for you to decide: 3." in done.out
    assert host.store()["order"] == {"anthropic": ["anthropic:a"], "groq": ["groq:no"]}
    assert host.config()["auth"]["order"] == {"openai": ["openai:a"]}
    assert json.loads((host.state / "openclaw.json.bak").read_text()) == config
    before = digest(host.state)
    again = host.auth("lint", "--fix", "--json")
    assert digest(host.state) == before
    assert again.json()["fixed"] == []
    left = {f["code"] for f in again.json()["findings"]}
    assert left == {"lint_key_other_provider", "lint_order_names_gone", "lint_same_key_twice"}


def test_fix_does_not_change_which_credential_is_next(linted):
    linted.store(
        {"anthropic:a": api_key(), "anthropic:b": api_key(NEW)},
        order={"anthropic": ["anthropic:no", "anthropic:b"]},
    )
    before = linted.host.auth("list", "--json").json()["profiles"]
    linted.host.auth("lint", "--fix")
    after = linted.host.auth("list", "--json").json()["profiles"]
    assert after == before


def test_one_agent_is_looked_at_with_what_it_reads_through_to(linted):
    three = {"agents": {"list": [{"id": "main"}, {"id": "work"}, {"id": "other"}]}}
    linted.config({**GATEWAY, **three})
    linted.store(COPY)
    linted.store(WRONG, "work")
    linted.store({"groq:a": api_key(KEY, "groq")}, "other")
    assert linted.codes("--agent", "work") == ["lint_key_other_provider"]
    assert len(linted.codes()) == 2
    assert 'Unknown agent id "nobody"' in linted.host.auth("lint", "--agent", "nobody").err


def test_what_cannot_be_read_is_told_and_the_rest_is_looked_at(linted):
    linted.config("{ agents: {\n  defaults: ")
    linted.store(WRONG)
    assert linted.codes() == ["doctor_config_unreadable", "lint_key_other_provider"]
    linted.config(GATEWAY)
    linted.host.store_file().write_text('{"profiles": {')
    before = digest(linted.host.state)
    assert linted.codes("--fix") == ["doctor_store_broken"]
    assert digest(linted.host.state) == before


def test_a_broken_reference_in_an_agents_own_list_is_told_by_its_file(linted):
    linted.store({})
    path = linted.host.store_file().with_name("models.json")
    own = {**OWN, "apiKey": {"source": "file", "id": "/nowhere/key"}}
    path.write_text(json.dumps({"providers": {"mine": own}}))
    path.chmod(0o600)
    (found,) = linted.findings()
    assert (found["code"], found["subject"]) == ("lint_models_json_broken", str(path))


def test_json_says_what_each_finding_rests_on(linted):
    linted.store(WRONG)
    (found,) = linted.findings()
    assert found == {
        "id": "key_shape",
        "area": "model_auth",
        "severity": "error",
        "subject": "openai:a",
        "code": "lint_key_other_provider",
        "message": "openai:a holds what looks like a credential of openrouter, not of openai",
        "remedy": "openclaw models auth paste-api-key --provider openai --profile-id openai:a",
        "fixable": False,
        "evidence": {"found": "openrouter", "provider": "openai", "place": "openai:a"},
    }


def test_people_get_lines_that_fit_and_their_language(linted):
    linted.config({**GATEWAY, **AGENTS})
    linted.store({"openai-codex:me": login()})
    linted.store({"openai-codex:me": login()}, "work")
    screen = linted.host.on_terminal("models", "auth", "lint", columns=80, COLUMNS="80")
    assert screen.ended() == 1
    lines = re.sub("\x1b\\[[0-9;?]*[a-zA-Z]|\r", "", screen.raw.decode()).split("\n")
    assert max(len(line) for line in lines if "openclaw" not in line) <= 80
    assert "  openclaw models auth remove openai-codex:me --agent work" in screen.text
    chinese = linted.host.auth("lint", LANG="zh_CN.UTF-8").out
    assert "共用一个刷新令牌" in chinese
    assert "错误" in chinese
