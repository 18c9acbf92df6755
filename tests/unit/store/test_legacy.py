"""Credentials of older layouts: shown at once, imported by the first write."""

import json
import os

import pytest

from openclaw_auth.store.data import PutProfile, SetOrder
from openclaw_auth.store.json_file import JsonFileStore
from openclaw_auth.testing.store_contract import apply, key_profile

AUTH = {"anthropic": {"type": "api_key", "key": "k1"}, "x": {"type": "api_key", "provider": "y"}}
OAUTH = {
    "chutes": {"access": "a", "refresh": "r", "expires": 5, "email": "a@b.c", "clientId": "c"},
    "anthropic": {"access": "second"},
    "broken": "text",
}


@pytest.fixture
def agent_dir(tmp_path):
    path = tmp_path / "agent"
    path.mkdir()
    return path


@pytest.fixture
def oauth_file(tmp_path):
    return tmp_path / "oauth.json"


@pytest.fixture
def store(agent_dir, oauth_file, ports):
    return JsonFileStore(
        str(agent_dir), ports, oauth_file=str(oauth_file), removed_ids=lambda: {"x:default"}
    )


def test_legacy_files_are_shown_and_left_alone(store, agent_dir, oauth_file):
    (agent_dir / "auth.json").write_text(json.dumps(AUTH))
    oauth_file.write_text(json.dumps(OAUTH))
    data = store.read()
    assert list(data.profiles) == ["anthropic:default", "chutes:default"]
    assert data.profiles["anthropic:default"].secret.reveal() == "k1"
    assert data.profiles["chutes:default"].refresh.reveal() == "r"
    assert data.profiles["chutes:default"].extra == {"clientId": "c"}
    assert data.legacy == str(agent_dir / "auth.json")
    assert {p.code for p in data.problems} == {"store_from_legacy"}
    assert os.listdir(agent_dir) == ["auth.json"]


def test_the_first_write_imports_and_moves_only_auth_json(store, agent_dir, oauth_file):
    (agent_dir / "auth.json").write_text(json.dumps(AUTH))
    oauth_file.write_text(json.dumps(OAUTH))
    apply(store, PutProfile(key_profile("openai:a")))
    data = store.read()
    assert list(data.profiles) == ["anthropic:default", "chutes:default", "openai:a"]
    assert data.legacy is None
    assert not (agent_dir / "auth.json").exists()
    assert json.loads((agent_dir / "auth.json.imported").read_text()) == AUTH
    assert (agent_dir / "auth.json.imported").stat().st_mode & 0o777 == 0o600
    assert json.loads(oauth_file.read_text()) == OAUTH


def test_what_an_earlier_import_moved_aside_is_not_overwritten(store, agent_dir):
    (agent_dir / "auth.json.imported").write_text("earlier")
    (agent_dir / "auth.json").write_text(json.dumps(AUTH))
    store.import_legacy()
    assert (agent_dir / "auth.json.imported").read_text() == "earlier"
    assert json.loads((agent_dir / "auth.json.imported.1").read_text()) == AUTH


def test_the_import_can_be_asked_for(store, agent_dir, oauth_file):
    oauth_file.write_text(json.dumps(OAUTH))
    assert list(store.import_legacy().profiles) == ["chutes:default", "anthropic:default"]
    assert store.read().legacy is None
    assert oauth_file.exists()


def test_an_edit_that_wants_nothing_imports_nothing(store, agent_dir):
    (agent_dir / "auth.json").write_text(json.dumps(AUTH))
    store.update(lambda _: ())
    assert os.listdir(agent_dir) == ["auth.json"]


def test_a_store_hides_legacy_files(store, agent_dir, oauth_file):
    (agent_dir / "auth.json").write_text(json.dumps(AUTH))
    (agent_dir / "auth-profiles.json").write_text('{"version":1,"profiles":{}}')
    assert dict(store.read().profiles) == {}
    apply(store, SetOrder("openai", ("openai:a",)))
    store.import_legacy()
    assert dict(store.read().profiles) == {}
    assert (agent_dir / "auth.json").exists()


def test_a_broken_legacy_file_is_named_and_stays(store, agent_dir):
    (agent_dir / "auth.json").write_text('{"anthropic": ')
    assert [p.code for p in store.read().problems] == ["store_not_json"]
    apply(store, PutProfile(key_profile("openai:a")))
    assert (agent_dir / "auth.json").read_text() == '{"anthropic": '


def test_only_the_agent_that_is_given_it_reads_oauth_json(agent_dir, oauth_file, ports):
    oauth_file.write_text(json.dumps(OAUTH))
    assert dict(JsonFileStore(str(agent_dir), ports).read().profiles) == {}


@pytest.mark.parametrize("kind", [[], {}, 1, None])
def test_a_legacy_entry_of_no_type_is_left_out(store, agent_dir, kind):
    (agent_dir / "auth.json").write_text(json.dumps({**AUTH, "odd": {"type": kind, "key": "x"}}))
    assert "odd:default" not in store.read().profiles
    assert store.read().profiles
