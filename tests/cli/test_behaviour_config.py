"""Where settings come from: variables, `.env`, the login shell, `${NAME}`, includes, old names."""

from __future__ import annotations

import pytest

from behaviour import (
    ABSENT,
    KEY,
    ROUTER_KEY,
    STATUS,
    WORK,
    Case,
    ahead,
    auth,
    custom,
    ids,
    key,
    login,
    model,
    provider,
    snapshot_of,
    stored,
)

NAME = "ANTHROPIC_API_KEY"
STATE_ENV, HERE_ENV = ".openclaw/.env", ".env"
OWN = ".openclaw/openclaw-auth.json5"


def value(letter):
    return f"sk-ant-api03-FAKE{letter * 40}END-{letter * 4}"


def line(letter):
    return f"{NAME}={value(letter)}\n"


def shown(letter):
    return provider(env={"value": f"sk-ant-a...END-{letter * 4}"})


MISSING = auth(missingProvidersInUse=["anthropic"])
SHELL = f"export {line('h')}export OPENROUTER_API_KEY={ROUTER_KEY}\nexport FOO=1\n"
ASK = {"env": {"shellEnv": {"enabled": True}}}
BOTH = auth(providers=[{"provider": "anthropic"}, {"provider": "openrouter"}])

VARIABLES = [
    Case("process first", STATUS, env={NAME: value("p")}, json=shown("p"),
         files={STATE_ENV: line("s")}, config={"env": {NAME: value("i")}}),
    Case("then the state directory", STATUS, json=shown("s"),
         files={STATE_ENV: line("s")}, config={"env": {NAME: value("i")}}),
    Case("then env.NAME", STATUS, json=shown("i"),
         config={"env": {NAME: value("i"), "vars": {NAME: value("v")}}}),
    Case("then env.vars", STATUS, json=shown("v"), config={"env": {"vars": {NAME: value("v")}}}),
    Case("empty keeps .env out, not the config", STATUS, env={NAME: ""}, json=shown("i"),
         files={STATE_ENV: line("s")}, config={"env": {NAME: value("i")}}),
    Case("folder's .env gives no key", STATUS, json=MISSING, says=NAME,
         files={HERE_ENV: line("c")}),
    Case("nor hides the other's", STATUS, json=shown("s"),
         files={HERE_ENV: line("c"), STATE_ENV: line("s")}),
    Case("unless trusted", STATUS, json=shown("c"),
         files={HERE_ENV: line("c"), STATE_ENV: line("s"),
                OWN: "{env: {trustWorkingDirectory: true}}"}),
    Case("folder's .env fills in other names", STATUS, config=custom("${ACME}"),
         files={HERE_ENV: "ACME=acme-FAKE-cccccccccccc-dot1\n"},
         json=provider("acme", modelsJson={"value": "acme-FAK...ccc-dot1"})),
    Case("nor moves the state directory", STATUS, files={HERE_ENV: "OPENCLAW_STATE_DIR=/x\n"},
         json=MISSING),
    Case("quotes, hash, comment", STATUS, json=shown("q"),
         files={STATE_ENV: f"{NAME}=\"sk-ant-api03-a#b{'q' * 30}END-qqqq\" # x\n"}),
    Case("the last line wins, CRLF", STATUS, json=shown("b"),
         files={STATE_ENV: line("a") + line("b").replace("\n", "\r\n")}),
    Case("login shell", STATUS, config=ASK, files={".profile": SHELL},
         json=BOTH | auth(shellEnvFallback={
             "enabled": True, "appliedKeys": [NAME, "OPENROUTER_API_KEY"]})),
    Case("login shell by variable", STATUS, files={".profile": SHELL}, json=BOTH,
         env={"OPENCLAW_LOAD_SHELL_ENV": "1"}),
    Case("login shell, not asked", STATUS, files={".profile": SHELL}, json=MISSING),
    Case("login shell for what is missing", STATUS, config=ASK, files={".profile": SHELL},
         env={NAME: value("p")},
         json=auth(providers=[{"env": {"value": "sk-ant-a...END-pppp"}},
                              {"env": {"source": "shell env: OPENROUTER_API_KEY"}}])),
    Case("login shell that fails", STATUS, config=ASK, files={".profile": "exit 3\n"},
         json=MISSING),
    Case("login shell that is none", STATUS, config=ASK, env={"SHELL": "/nonexistent/sh"},
         json=MISSING),
    Case("login shell that talks", STATUS, config=ASK, files={".profile": f"echo hi\n{SHELL}"},
         json=BOTH),
]  # fmt: skip


def acme(text, shown, env=None):
    shown = provider("acme", modelsJson={"value": shown})
    return Case(text, STATUS, config=custom(text), env=env, json=shown)


REFERENCES = [
    acme("$${ACME}-" + "c" * 30, "${ACME}-...cccccccc"),
    acme("${acme}-" + "c" * 30, "${acme}-...cccccccc"),
    acme("${A_1}-${B_2}", "aaaaaaaa...bbbbbbbb", {"A_1": "a" * 8, "B_2": "b" * 30}),
    Case("set in the config's own env", STATUS,
         config=custom("${ACME}", env={"ACME": "cfg-FAKE" + "-cfg" * 9 + "1"}),
         json=provider("acme", modelsJson={"value": "cfg-FAKE...cfg-cfg1"})),
    Case("missing, in a list", STATUS, 1,
         config={"agents": {"list": [{"id": "a"}, {"id": "b", "workspace": "${NO_WS}"}]}},
         says='Missing env var "NO_WS" referenced at config path: agents.list[1].workspace'),
    Case("missing, in a section of others", STATUS, 1, config={"channels": {"x": ["${NO_X}"]}},
         says='Missing env var "NO_X" referenced at config path: channels.x[0]'),
]  # fmt: skip

ROUTER = "{agents: {defaults: {model: {primary: 'openrouter/auto'}}}}"
OPENAI = ROUTER.replace("openrouter/auto", "openai/x")
INCLUDES = [
    Case("list, the last wins", "models status --plain", says="openrouter/auto",
         config={"$include": ["./a.json5", "./b.json5"]},
         files={".openclaw/a.json5": OPENAI, ".openclaw/b.json5": ROUTER}),
    Case("the file itself wins", "models status --plain", says="openrouter/auto",
         config={"$include": "./a.json5", **model("openrouter/auto")},
         files={".openclaw/a.json5": OPENAI}),
    Case("below a key, in a file of a folder", "models status --plain", says="openrouter/auto",
         config={"agents": {"$include": "./d/a.json5"}},
         files={".openclaw/d/a.json5": "{$include: './b.json5'}",
                ".openclaw/d/b.json5": "{defaults: {model: {primary: 'openrouter/auto'}}}"}),
    Case("absent", STATUS, 1, config={"$include": "./no.json5"}, says=("Config invalid", "no.json5")),
    Case("circle", STATUS, 1, config={"$include": "./a.json5"}, says="Config invalid",
         files={".openclaw/a.json5": "{$include: './a.json5'}"}),
    Case("broken", STATUS, 1, config={"$include": "./a.json5"}, says=("Config invalid", "a.json5"),
         files={".openclaw/a.json5": "{ x: "}),
]  # fmt: skip


def at(path, found):
    """Return a config with a value at a dotted path."""
    for part in reversed(path.split(".")):
        found = {part: found}
    return found


INVALID = [
    *(Case(f"unknown {path}", STATUS, 1, config=at(path, 1), says=("Config invalid", path, near))
      for path, near in {
          "agents.defaults.modle": "model", "agents.lst": "list", "auth.ordre": "order",
          "auth.cooldowns.billingMaxHour": "billingMaxHours", "env.shellEnv.enable": "enabled",
          "models.provider": "providers", "gateway.prot": "port", "gateway.auth.tokn": "token",
      }.items()),
    *(Case(f"type of {path}", STATUS, 1, config=at(path, wrong), says=("Config invalid", path))
      for path, wrong in {
          "agents.defaults.model": 5, "agents.defaults.model.fallbacks": "x", "agents.list": {},
          "auth.order.anthropic": "x", "auth.profiles": [], "env": "x", "env.X": 5,
          "env.shellEnv.enabled": "yes", "models.providers": [], "gateway.port": "x",
      }.items()),
    *(Case(f"whole {text!r}", STATUS, 1, config=text, says="Config invalid")
      for text in ("", "[]", "null", '"x"', "{ agents: ")),
    *(Case(argv, argv, 1, config={"agents": {"defaultz": {}}},
           says=("Config invalid", "agents.defaultz", "openclaw doctor --fix"))
      for argv in ("models", "models list --json", "models set a/b", "models aliases add x a/b",
                   "models fallbacks clear", "models image-fallbacks list", "agents list --json",
                   "models auth order get --provider anthropic", "agents delete work --force",
                   "agents add work --workspace ws --non-interactive",
                   "models auth paste-token --provider anthropic")),
    Case("a section of nobody", STATUS, config={"nonsense": {"a": 1}}),
]  # fmt: skip

AUTH_JSON = ".openclaw/agents/main/agent/auth.json"
OAUTH_JSON = ".openclaw/credentials/oauth.json"
GRANT = f'{{"access": "fake-a", "refresh": "{"r" * 30}", "expires": {ahead(99)}}}'
IMPORTS = [
    Case("auth.json", STATUS, json=provider(profiles={"apiKey": 1}),
         files={AUTH_JSON: f'{{"anthropic": {{"type": "api_key", "key": "{KEY}"}}}}'}),
    Case("oauth.json", STATUS, files={OAUTH_JSON: f'{{"anthropic": {GRANT}}}'},
         json=auth(oauth={"profiles": [{"profileId": "anthropic:default", "status": "ok"}]})),
    Case("oauth.json for an agent", f"{STATUS} --agent work", config=WORK,
         files={OAUTH_JSON: f'{{"anthropic": {GRANT}}}'}, json=provider(profiles={"oauth": 1})),
    Case("oauth.json elsewhere", STATUS, env={"OPENCLAW_OAUTH_DIR": "~/o"},
         files={"o/oauth.json": f'{{"anthropic": {GRANT}}}'}, json=provider()),
    Case("no longer where it was", STATUS, env={"OPENCLAW_OAUTH_DIR": "~/o"}, json=MISSING,
         files={OAUTH_JSON: f'{{"anthropic": {GRANT}}}'}),
    Case("a broken store hides them", STATUS, store="{ not", json=auth(providers=[]),
         files={OAUTH_JSON: f'{{"anthropic": {GRANT}}}'}),
    Case("broken auth.json", STATUS, files={AUTH_JSON: "{ nope"}, json=MISSING),
    *(Case(f"{path} is another's", STATUS, json=MISSING, files={
        path: '{"access_token": "a", "refresh_token": "r", "expiry_date": 9999999999999}'})
      for path in (".qwen/oauth_creds.json", ".minimax/oauth_creds.json", ".codex/auth.json",
                   ".claude/.credentials.json")),
    Case("older agent directory", STATUS, json=MISSING,
         files={".openclaw/agent/auth-profiles.json": "{}"}),
    Case("a login keeps its account", STATUS,
         store=stored(("x", login(provider="openai-codex", accountId="acc", expires=ahead(9)))),
         json=provider("openai-codex", effective={"kind": "profiles"}, env=ABSENT)),
    Case("key and store", STATUS, store=stored(("x", key())), json=provider(),
         files={AUTH_JSON: '{"openai": {"type": "api_key", "key": "k"}}'}),
]  # fmt: skip

CASES = [*VARIABLES, *REFERENCES, *INCLUDES, *INVALID, *IMPORTS]


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_config_and_environment(host, case):
    case.prepare(host)
    before = snapshot_of(host.home)
    case.check(host)
    assert snapshot_of(host.home) == before


@pytest.mark.parametrize("old", ["clawdbot", "moltbot", "moldbot"])
def test_older_names_are_used_where_they_are(host, old):
    folder = host.home / f".{old}"
    folder.mkdir()
    (folder / f"{old}.json").write_text(ROUTER)
    document = host.run("models", "status", "--json", OPENCLAW_STATE_DIR="").json()
    assert document["defaultModel"] == "openrouter/auto"
    assert document["configPath"] == str(folder / f"{old}.json")
    assert not (host.home / ".openclaw").exists()
    host.write_config(model("openai/x"))
    document = host.run("models", "status", "--json", OPENCLAW_STATE_DIR="").json()
    assert document["defaultModel"] == "openai/x"


@pytest.mark.parametrize(
    ("argv", "env", "config"),
    [
        ("", {"OPENCLAW_CONFIG_PATH": "~/o.json"}, "o.json"),
        ("", {"OPENCLAW_CONFIG_PATH": " "}, ".openclaw/openclaw.json"),
        ("", {"OPENCLAW_STATE_DIR": "~/st"}, "st/openclaw.json"),
        ("", {"OPENCLAW_STATE_DIR": "st"}, "st/openclaw.json"),
        ("--profile x", {"OPENCLAW_STATE_DIR": ""}, ".openclaw-x/openclaw.json"),
        ("--profile default", {"OPENCLAW_STATE_DIR": ""}, ".openclaw/openclaw.json"),
        ("", {"OPENCLAW_STATE_DIR": "", "OPENCLAW_PROFILE": "x"}, ".openclaw-x/openclaw.json"),
    ],
)
def test_an_edit_goes_where_the_config_is_said_to_be(host, argv, env, config):
    done = host.run(*argv.split(), "models", "set", "openrouter/auto", **env)
    assert done.code == 0, done.err
    assert "openrouter/auto" in (host.home / config).read_text()
    document = host.run(*argv.split(), "models", "status", "--json", **env).json()
    assert document["configPath"] == str(host.home / config)
    assert document["defaultModel"] == "openrouter/auto"


def test_without_a_home_it_is_said_and_a_state_directory_is_enough(host):
    done = host.run("models", "status", HOME="/nonexistent", OPENCLAW_STATE_DIR="")
    assert done.code == 1
    assert "home" in done.err
    assert host.run("models", "status", HOME="/nonexistent").code == 0
