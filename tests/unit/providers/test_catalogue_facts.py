"""The data files themselves: complete, consistent, and dressed up as nobody."""

import json
import re
from pathlib import Path

import pytest

import openclaw_auth.providers
from openclaw_auth.codes import table
from openclaw_auth.providers.catalogue import data_file, details, load_catalogue
from openclaw_auth.providers.headers import auth_headers
from openclaw_auth.providers.ids import ALIASES
from openclaw_auth.providers.provider import PATHS
from openclaw_auth.secret import Secret

FOLDER = Path(openclaw_auth.providers.__file__).parent
CATALOGUE = load_catalogue()
IDS = CATALOGUE.ids()
OTHER_CLIENTS = re.compile(
    r"claude-cli|claude-code|codex_cli|codexbar|geminicli|gemini-cli/|vscode|editor-version"
    r"|copilot-integration|githubcopilotchat|antigravity/|x-app|cloudshelleditor",
    re.IGNORECASE,
)
HEADER_NAME = re.compile(r"[a-z0-9-]+")


def test_all_sixty_providers_are_there():
    assert len(IDS) == 60
    assert {"anthropic", "openai", "openai-codex", "google", "openrouter", "sglang"} <= set(IDS)


def test_both_files_name_the_same_providers():
    assert set(data_file("catalogue_details.json")["providers"]) == set(IDS)


@pytest.mark.parametrize("provider_id", IDS)
def test_every_provider_has_what_its_credential_types_need(provider_id):
    provider = CATALOGUE.get(provider_id)
    shapes = data_file("catalogue.json")["shapes"]
    assert provider.label
    assert provider.kind in {"llm", "local", "audio"}
    assert provider.ethics in {"ok", "warn", "leave_out"}
    assert set(provider.auth) <= {"api_key", "token", "oauth"}
    for named in provider.auth.values():
        names = [named] if isinstance(named, str) else [named[f] for f in provider.endpoints]
        assert all(name in shapes for name in names)
    for credential_type in provider.auth:
        assert provider.billing_class(credential_type) in {"subscription", "metered", "free"}


@pytest.mark.parametrize("provider_id", IDS)
def test_a_provider_can_be_called_or_says_why_not(provider_id):
    provider = CATALOGUE.get(provider_id)
    if provider.callable:
        assert provider.auth
        assert provider.offers(provider.api)
        assert provider.url(provider.api).startswith(("https://", "http://"))
        assert provider.kind == "local" or provider.url(provider.api).startswith("https://")
    else:
        assert provider.blocked.code in table()
    if provider.ethics == "warn":
        assert provider.warning.code in table()
    if provider.instead:
        assert CATALOGUE.get(provider.instead).callable


def test_nothing_that_is_left_out_has_a_probe_or_a_login():
    for provider_id in IDS:
        if CATALOGUE.get(provider_id).ethics == "leave_out":
            assert not {"probe", "usage", "oauth"} & set(details(provider_id))


@pytest.mark.parametrize("provider_id", IDS)
@pytest.mark.parametrize("credential_type", ["api_key", "token", "oauth"])
def test_no_header_presents_us_as_another_client(provider_id, credential_type):
    provider = CATALOGUE.get(provider_id)
    for dialect in PATHS:
        for value in ("sk-test-0123456789", "sk-ant-oat01-" + "k" * 70):
            lease = auth_headers(
                provider, credential_type, Secret(value), dialect=dialect, account_id="acct"
            )
            for name, content in lease:
                assert HEADER_NAME.fullmatch(name.decode())
                assert not OTHER_CLIENTS.search(f"{name.decode()}: {content.decode()}")


def test_no_data_file_names_another_client():
    for name in ("catalogue.json", "catalogue_details.json"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        headers = json.dumps(data_file("catalogue.json")["shapes"])
        assert not OTHER_CLIENTS.search(headers)
        assert "user-agent" not in text.lower()


def test_no_alias_hides_a_provider():
    seen = {}
    for provider_id in IDS:
        assert provider_id not in ALIASES, "an old spelling would never reach this row"
        for alias in CATALOGUE.get(provider_id).aliases:
            assert alias not in IDS
            assert alias not in seen
            seen[alias] = provider_id
            assert CATALOGUE.get(alias).id == provider_id


def test_one_variable_is_not_sent_to_two_vendors():
    """OPENCODE_API_KEY and MINIMAX_API_KEY serve two plans of one vendor; nothing else repeats."""
    owners = {}
    for provider_id in IDS:
        for name in CATALOGUE.get(provider_id).env:
            owners.setdefault(name, []).append(provider_id)
    shared = {name: ids for name, ids in owners.items() if len(ids) > 1}
    assert shared == {
        "MINIMAX_API_KEY": ["minimax", "minimax-portal"],
        "OLLAMA_API_KEY": ["ollama", "ollama-cloud"],
        "OPENCODE_API_KEY": ["opencode", "opencode-go"],
        "OPENCODE_ZEN_API_KEY": ["opencode", "opencode-go"],
    }


def test_key_shapes_compile_and_probes_are_complete():
    shapes = data_file("catalogue.json")["shapes"]
    for provider_id in IDS:
        entry = details(provider_id)
        for shape in entry.get("shapes", ()):
            re.compile(shape["prefix"])
            re.compile(shape.get("full", ""))
            assert shape["kind"] in {"api_key", "token", "refresh", "admin", "access_key_id"}
            assert isinstance(shape["documented"], bool)
        probe = entry.get("probe")
        if probe:
            assert probe["method"] == "GET"
            assert probe["auth"] in shapes
            assert probe["ok"] in {"key", "key_and_balance", "key_and_quota", "reachable"}
            assert set(probe.get("types", ())) <= {"api_key", "token", "oauth"}


def test_a_public_list_of_models_is_nobodys_probe():
    for provider_id in IDS:
        entry = details(provider_id)
        probe = entry.get("probe")
        if probe and entry.get("public_models") and provider_id != "cerebras":  # its is elsewhere
            assert not probe["url"].endswith("/models")


def test_models_keep_their_known_faults_out():
    for rows in data_file("models.json")["providers"].values():
        assert len({row[0] for row in rows}) == len(rows)
        for model_id, _name, context, longest, kinds, _reasoning, cost in rows:
            assert 0 < longest <= context, model_id
            assert kinds in {"t", "ti", "i"}
            assert cost is None or min(cost) >= 0
