"""`models status` starts fast because it imports little; what it imports is locked here."""

from __future__ import annotations

import json
import subprocess
import sys

# Each costs milliseconds that a status does not have.
FORBIDDEN = {
    "asyncio",
    "dataclasses",
    "datetime",
    "hashlib",
    "httptools",
    "httpx2",
    "importlib.metadata",
    "inspect",
    "logging",
    "msgspec",
    "pathlib",
    "random",
    "rich",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "ssl",
    "subprocess",
    "tempfile",
    "typing",
    "urllib.parse",
    "urllib.request",
    "uuid",
}

# What of ours a status needs. A new name here is paid for at every start: about 0.2 ms.
OURS = """
agents cli cli.context cli.main cli.models cli.models.status cli.models.status_report
cli.parser cli.registry codes config
config.json5_parse config.keypath config.load config.paths config.problem config.schema
config.schema_reference config.view credentials errors expiry health health.status ports
providers providers.catalogue providers.ids providers.model_ref providers.provider secret
selection selection.billing selection.decision selection.eligibility selection.judge selection.order
selection.resting selection.select
selection.snapshot settings sources sources.config_keys sources.environment store store.codec
store.data store.inherit store.json_file store.open version world
"""

PROGRAM = """
import sys
before = set(sys.modules)
from openclaw_auth.cli.main import run
try:
    code = run(["models", "status", "--json"])
finally:
    sys.stdout.flush()
import json
print(json.dumps(sorted(set(sys.modules) - before)), file=sys.stderr)
"""


def imported(tmp_path):
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROGRAM],
        env={"HOME": str(tmp_path), "OPENCLAW_STATE_DIR": str(tmp_path / "state")},
        capture_output=True,
        check=True,
        text=True,
    )
    json.loads(done.stdout)
    return json.loads(done.stderr.splitlines()[-1])


def write_host(tmp_path):
    store = tmp_path / "state/agents/main/agent/auth-profiles.json"
    store.parent.mkdir(parents=True)
    profile = {"type": "api_key", "provider": "anthropic", "key": "sk-ant-api03-fake"}
    store.write_text(json.dumps({"version": 1, "profiles": {"anthropic:default": profile}}))
    (tmp_path / "state/openclaw.json").write_text('{"gateway": {"port": 19999}}')


def test_status_imports_nothing_dear(tmp_path):
    write_host(tmp_path)
    assert FORBIDDEN.isdisjoint(imported(tmp_path))


def test_status_imports_exactly_these_modules_of_ours(tmp_path):
    write_host(tmp_path)
    names = (name.partition(".") for name in imported(tmp_path))
    ours = [rest for package, _, rest in names if package == "openclaw_auth" and rest]
    assert ours == sorted(OURS.split())
