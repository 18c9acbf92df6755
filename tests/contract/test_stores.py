"""Every store keeps the same contract."""

import pytest

from openclaw_auth.ports import system_ports
from openclaw_auth.store.json_file import JsonFileStore
from openclaw_auth.store.memory import MemoryStore
from openclaw_auth.testing.store_contract import StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self):
        return MemoryStore()

    def reopen(self, store):
        return store


class TestJsonFileStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path):
        return JsonFileStore(str(tmp_path / "agents" / "main" / "agent"), system_ports())

    def reopen(self, store):
        return JsonFileStore(store._agent_dir, system_ports())
