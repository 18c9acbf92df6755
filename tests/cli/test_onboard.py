"""`openclaw onboard --non-interactive`: options in, files out, and nothing that was there is lost."""

from __future__ import annotations

import json
import os
import time

import pytest

from onboarding_host import GOOD, WRONG, OnboardingHost
from openclaw_auth.cli.onboard.onboard import build
from openclaw_auth.cli.parser import make
from openclaw_auth.config.schema import validate_as_reference
from openclaw_auth.testing import Answer, ProviderEmulator

SETUP = "sk-ant-oat01-" + "x" * 90
ZAI = "zai-key-" + "z" * 40


@pytest.fixture
def host(tmp_path, monkeypatch, capsys):
    return OnboardingHost(tmp_path, monkeypatch, capsys)


@pytest.fixture
def emulator():
    with ProviderEmulator(keys={GOOD}) as running:
        yield running


def at(host, emulator, **sections):
    entry = {"baseUrl": emulator.openai_base_url, "models": []}
    host.write_config(json.dumps({"models": {"providers": {"openai": entry}}, **sections}))


def test_a_key_from_a_file_or_stdin_reaches_the_store_unseen(host, monkeypatch):
    (host.home / "key").write_text(f"  {ZAI}\n")
    (host.home / "key").chmod(0o600)
    done = host.onboard("--skip-health", "--zai-api-key-file", "key")
    assert host.profiles()["zai:default"] == {"type": "api_key", "provider": "zai", "key": ZAI}
    assert ZAI not in done.out + done.err
    assert "visible" not in done.err
    with open(host.home / "key") as file:
        monkeypatch.setattr("os.read", _reader(file.fileno()))
        done = host.onboard("--skip-health", "--groq-api-key-stdin", "--keep-in", "profile")
    assert host.profiles()["groq:default"]["key"] == ZAI


def _reader(fd, read=os.read):
    return lambda number, size: read(fd if number == 0 else number, size)


def test_a_key_in_the_arguments_works_and_is_warned_of(host):
    done = host.onboard("--skip-health", "--zai-api-key", ZAI)
    assert "--zai-api-key is visible to every user" in done.err
    assert "--zai-api-key-stdin" in done.err
    assert host.profiles()["zai:default"]["key"] == ZAI


def test_an_openai_key_goes_to_the_env_file_of_the_service(host):
    host.state.mkdir()
    (host.state / ".env").write_text("# mine\nOTHER=1")
    told = host.json("--skip-health", "--openai-api-key", GOOD)
    assert host.dotenv() == f"# mine\nOTHER=1\nOPENAI_API_KEY={GOOD}\n"
    assert (host.state / ".env").stat().st_mode & 0o777 == 0o600
    assert told["variable"] == "OPENAI_API_KEY"
    assert told["health"]["usable"] is True
    assert host.config()["agents"]["defaults"]["model"] == {"primary": "openai/gpt-5.2"}
    assert host.profiles() == {}


def test_an_env_file_that_is_none_is_told_before_anything_is_written(host):
    host.state.mkdir()
    for put in (os.mkdir, os.mkfifo):
        put(host.state / ".env")
        told = host.json("--skip-health", "--openai-api-key", GOOD, code=1)
        assert told["error"]["code"] == "onboard_env_unwritable"
        assert sorted(os.listdir(host.state)) == [".env"]
        (host.state / ".env").rmdir() if put is os.mkdir else (host.state / ".env").unlink()


def test_a_key_of_the_shell_is_stored_for_the_service(host, monkeypatch):
    monkeypatch.setenv("ZAI_API_KEY", ZAI)
    done = host.onboard("--skip-health", "--auth-choice", "zai-api-key")
    assert host.profiles()["zai:default"]["key"] == ZAI
    assert "env: ZAI_API_KEY" in done.err


def test_a_value_of_the_shell_that_wins_over_the_file_is_told(host, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-an-older-one")
    done = host.onboard("--skip-health", "--openai-api-key", GOOD)
    assert "unset OPENAI_API_KEY" in done.err
    assert GOOD in host.dotenv()


def test_openclaw_accepts_every_key_that_is_written(host, emulator):
    host.onboard("--custom-base-url", emulator.openai_base_url, "--gateway-port", "18801",
                 "--gateway-bind", "lan", "--gateway-password", "pw", "--gateway-auth", "password",
                 "--tailscale", "serve", "--tailscale-reset-on-exit", "--workspace", "ws")  # fmt: skip
    host.onboard("--mode", "remote", "--remote-url", "wss://box:1", "--remote-token", "tok")
    assert validate_as_reference(host.config()) == []


def test_a_stored_key_is_kept_and_nothing_else_is_named(host):
    host.onboard("--skip-health", "--zai-api-key", ZAI)
    host.run("models", "auth", "rename", "zai:default", "zai:mine")
    before = host.files()
    told = host.json("--skip-health", "--auth-choice", "zai-api-key")
    assert told["kept"] == "zai:mine"
    assert told["writes"] == []
    assert host.files() == before


def test_a_second_run_changes_no_byte(host):
    options = (
        "--skip-health",
        "--zai-api-key",
        ZAI,
        "--workspace",
        "ws",
        "--gateway-port",
        "18790",
    )
    host.onboard(*options)
    before = host.files()
    assert "nothing to write" in host.onboard(*options).out
    assert host.files() == before


def test_nothing_that_is_there_is_lost(host):
    host.write_config(
        "{ // mine\n  channels: {telegram: {botToken: '${BOT}'}},\n"
        "  agents: {defaults: {model: {primary: 'groq/x', fallbacks: ['a/b']}}},\n"
        "  env: {BOT: 'b', GROQ_API_KEY: 'g'},\n  gateway: {port: 1234, auth: {token: 'old'}} }\n"
    )
    host.onboard("--skip-health", "--zai-api-key", ZAI)
    text = (host.state / "openclaw.json").read_text()
    assert "// mine" in text
    assert "${BOT}" in text
    config = host.config()
    assert config["gateway"] == {
        "port": 1234, "auth": {"token": "old", "mode": "token"}, "mode": "local"}  # fmt: skip
    assert config["agents"]["defaults"]["model"] == {"primary": "groq/x", "fallbacks": ["a/b"]}
    assert "stays" not in host.onboard("--skip-health", "--zai-api-key", ZAI).out


def test_a_replaced_key_can_be_had_back(host):
    host.onboard("--skip-health", "--zai-api-key", ZAI)
    told = host.json("--skip-health", "--zai-api-key", ZAI + "2")
    (row,) = [row for row in told["writes"] if row["kind"] == "profile"]
    assert row["replaces"] == "zai-key-...zzzzzzzz"
    host.run("models", "auth", "rename", "zai:default", "zai:new")
    host.run("models", "auth", "remove", "zai:default", "--undo")
    assert host.profiles()["zai:default"]["key"] == ZAI


def test_a_subscription_token_is_not_replaced_by_a_key(host):
    host.onboard("--skip-health", "--auth-choice", "token", "--token-provider", "anthropic",
                 "--token", SETUP, "--token-expires-in", "365d")  # fmt: skip
    key = "sk-ant-api03-" + "k" * 95
    host.onboard("--skip-health", "--anthropic-api-key", key)
    profiles = host.profiles()
    assert profiles["anthropic:default"]["token"] == SETUP
    left_ms = profiles["anthropic:default"]["expires"] - time.time() * 1000
    assert left_ms == pytest.approx(365 * 86_400_000, abs=60_000)
    assert profiles["anthropic:2"]["key"] == key


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--auth-choice", "zai-apikey"], "Did you mean zai-api-key"),
        (["--auth-choice", "openai-codex"], "requires interactive mode"),
        (["--auth-choice", "claude-cli"], "former versions"),
        (["--auth-choice", "github-copilot"], "GitHub Copilot"),
        (["--auth-choice", "zai-api-key"], "Missing --zai-api-key (or ZAI_API_KEY / Z_AI_API_KEY"),
        (["--zai-api-key", ZAI, "--groq-api-key", ZAI], "several providers"),
        (["--zai-api-key", "<your-key>"], "placeholder"),
        (["--anthropic-api-key", "sk-or-v1-" + "a" * 64], "openrouter"),
        (["--auth-choice", "token", "--token-provider", "zai", "--token", "x"], "takes no token"),
        (["--auth-choice", "token", "--token-provider", "anthropic", "--token", "short"], "sk-ant-oat01-"),
        (["--gateway-port", "0"], "is no port"),
        (["--gateway-bind", "nowhere"], "nowhere"),
        (["--gateway-bind", "custom"], "Name the address itself"),
        (["--mode", "remote"], "Missing --remote-url"),
        (["--mode", "remote", "--remote-url", "wss://u:pw@box"], "--remote-token-stdin"),
        (["--mode", "remote", "--remote-url", "wss://box?token=x"], "must not carry"),
        (["--gateway-token", "of two words"], "without blanks"),
        (["--gateway-token", "密码"], "without blanks"),
        (["--auth-choice", "custom"], "Missing --custom-base-url"),
        (["--cloudflare-ai-gateway-api-key", ZAI], "--cloudflare-ai-gateway-account-id"),
        (["--reset"], "never wipes"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_written(host, argv, said):
    done = host.onboard("--skip-health", "--json", *argv, code=1)
    assert said in done.err
    told = json.loads(done.out)
    assert told["ok"] is False
    assert told["error"]["message"]
    assert host.files() == {}


def test_a_key_that_is_nowhere_is_told_with_the_command_that_stores_it(host):
    host.write_config('{models: {providers: {house: {baseUrl: "http://h/v1", models: []}}}}')
    said = host.onboard("--skip-health", "--auth-choice", "house-api-key", code=1).err
    assert "models auth paste-api-key --provider house" in said


def test_account_ids_that_an_address_needs_are_stored_with_the_key(host):
    host.onboard("--skip-health", "--cloudflare-ai-gateway-api-key", ZAI,
                 "--cloudflare-ai-gateway-account-id", "acc",
                 "--cloudflare-ai-gateway-gateway-id", "gate")  # fmt: skip
    stored = host.profiles()["cloudflare-ai-gateway:default"]
    assert stored["metadata"] == {"accountId": "acc", "gatewayId": "gate"}


def test_the_gateway_and_the_workspace_are_configured(host):
    told = host.json("--skip-health", "--gateway-port", "18801", "--gateway-bind", "lan",
                     "--workspace", "~/ws", "--gateway-token", "my-own-token")  # fmt: skip
    assert told["gateway"] == {"port": 18801, "bind": "lan", "authMode": "token"}
    assert host.config()["gateway"] == {
        "mode": "local", "port": 18801, "bind": "lan",
        "auth": {"mode": "token", "token": "my-own-token"}}  # fmt: skip
    assert (host.home / "ws").is_dir()
    assert (host.state / "agents/main/sessions").stat().st_mode & 0o777 == 0o700
    assert "my-own-token" not in json.dumps(told)


def test_an_address_to_listen_on_is_kept_from_the_reference(host):
    host.onboard("--skip-health", "--gateway-bind", "192.168.1.10")
    assert "bind" not in host.config()["gateway"]
    assert "192.168.1.10" in (host.state / "openclaw-auth.json5").read_text()


def test_a_gateway_elsewhere_is_all_that_is_written(host):
    host.onboard("--mode", "remote", "--remote-url", "wss://box:1", "--remote-token", "tok")
    remote = {"url": "wss://box:1", "token": "tok"}
    assert host.config() == {"gateway": {"mode": "remote", "remote": remote}}


def test_the_key_is_tried_and_its_models_choose_the_default(host, emulator):
    at(host, emulator)
    told = host.json("--openai-api-key", GOOD)
    assert told["probe"]["status"] == "valid_funds_unchecked"
    assert told["probe"]["models"] == 1
    assert told["defaultModel"] == "openai/demo"
    assert {r.method for r in emulator.requests} == {"GET"}


def test_a_key_is_tried_whatever_the_config_says_of_its_id(host, emulator):
    said = {"provider": "openai", "mode": "token"}
    at(host, emulator, auth={"profiles": {"openai:default": said}})
    told = host.json("--openai-api-key", GOOD, "--keep-in", "profile")
    assert told["probe"]["status"] == "valid_funds_unchecked"
    assert told["health"]["usable"] is True


def test_a_refused_key_is_stored_with_a_warning_unless_it_must_be_valid(host, emulator):
    at(host, emulator)
    before = host.files()
    done = host.onboard("--openai-api-key", WRONG, "--require-valid", code=1)
    assert "Nothing was written" in done.err
    assert host.files() == before
    told = host.json("--openai-api-key", WRONG)
    assert "onboard_stored_anyway" in [w["code"] for w in told["warnings"]]
    assert WRONG in host.dotenv()


def test_a_server_of_ones_own_gets_the_models_that_it_lists(host, emulator):
    told = host.json("--custom-base-url", emulator.openai_base_url, "--custom-api-key", GOOD,
                     "--custom-provider-id", "house")  # fmt: skip
    assert told["authChoice"] == "custom"
    entry = host.config()["models"]["providers"]["house"]
    assert entry["api"] == "openai-completions"
    assert entry["models"] == [{"id": "demo", "name": "demo"}]
    assert host.profiles()["house:default"]["key"] == GOOD
    assert told["health"] == {"model": "house/demo", "usable": True, "gatewayRunning": False}


def test_a_server_without_a_key_is_asked_without_one(host):
    with ProviderEmulator(keys=set(), behaviour_by_key={None: Answer()}) as open_server:
        told = host.json("--custom-base-url", open_server.openai_base_url,
                         "--custom-model-id", "m")  # fmt: skip
    (name,) = host.config()["models"]["providers"]
    assert name.startswith("local-")
    assert told["defaultModel"] == f"{name}/m"
    assert told["health"]["usable"] is True


def test_without_a_service_manager_it_says_so_and_goes_on(host):
    told = host.json("--skip-health", "--install-daemon")
    assert told["service"] == {"installed": False, "error": None}
    assert any(w["code"].startswith("service_none") for w in told["warnings"])


def test_a_broken_config_is_left_alone(host):
    host.write_config("{ broken")
    before = host.files()
    host.onboard("--skip-health", "--zai-api-key", ZAI, code=1)
    assert host.files() == before


def test_the_wizard_wants_a_terminal_and_configure_its_sections(host):
    assert "no terminal" in host.run("onboard", code=1).err
    assert "channels" in host.run("configure", "--section", "channels", code=1).err


def test_every_choice_can_be_listed(host):
    told = json.loads(host.run("onboard", "--auth-choice", "list", "--json").out)
    (row,) = [row for row in told if row["id"] == "gemini-api-key"]
    assert row["options"] == ["--gemini-api-key", "--google-api-key"]
    assert "Google Gemini API" in host.run("onboard", "--auth-choice", "list").out


# Every option of `openclaw onboard` of OpenClaw 2026.2, `--reset` aside.
OF_OPENCLAW = [
    "--workspace=d",
    "--non-interactive",
    "--accept-risk",
    "--flow=advanced",
    "--mode=local",
    "--auth-choice=skip",
    "--token-provider=anthropic",
    "--token=t",
    "--token-profile-id=a:b",
    "--token-expires-in=365d",
    "--anthropic-api-key=k",
    "--openai-api-key=k",
    "--openrouter-api-key=k",
    "--ai-gateway-api-key=k",
    "--cloudflare-ai-gateway-account-id=i",
    "--cloudflare-ai-gateway-gateway-id=i",
    "--cloudflare-ai-gateway-api-key=k",
    "--moonshot-api-key=k",
    "--kimi-code-api-key=k",
    "--gemini-api-key=k",
    "--zai-api-key=k",
    "--xiaomi-api-key=k",
    "--minimax-api-key=k",
    "--synthetic-api-key=k",
    "--venice-api-key=k",
    "--opencode-zen-api-key=k",
    "--xai-api-key=k",
    "--qianfan-api-key=k",
    "--gateway-port=1",
    "--gateway-bind=auto",
    "--gateway-auth=token",
    "--gateway-token=t",
    "--gateway-password=p",
    "--remote-url=ws://h",
    "--remote-token=t",
    "--tailscale=off",
    "--tailscale-reset-on-exit",
    "--install-daemon",
    "--no-install-daemon",
    "--skip-daemon",
    "--daemon-runtime=node",
    "--skip-channels",
    "--skip-skills",
    "--skip-health",
    "--skip-ui",
    "--node-manager=npm",
    "--json",
]


def test_every_option_of_openclaw_is_understood():
    parser = make(("onboard",), "")
    build(parser)
    parsed = parser.parse_args(OF_OPENCLAW)
    assert parsed.install_daemon is False
    assert parsed.kimi_code_api_key == "k"
