"""systemd's own opinion of the units. Debian package: systemd (no running systemd is needed)."""

import os
import re
import subprocess

import pytest

pytestmark = pytest.mark.slow
ODD = 'a home, 100% $odd "quoted" it\'s \\ back'


def analyze(*words, folder):
    done = subprocess.run(
        ["systemd-analyze", *words],
        env={"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def unit(host, folder, *words):
    done = host.run("gateway", "install", "--dry-run", *words)
    assert done.code == 0, done.err
    path = folder / "openclaw-gateway.service"
    path.write_text(done.out)
    return path


@pytest.mark.parametrize("system", [False, True])
@pytest.mark.parametrize("name", ["home", ODD])
def test_systemd_finds_no_fault_in_it(host, tmp_path, name, system):
    home = tmp_path / name
    (home / ".openclaw").mkdir(parents=True)
    host.env |= {"HOME": str(home), "OPENCLAW_STATE_DIR": str(home / ".openclaw")}
    words = ["--system"] if system else []
    path = unit(host, tmp_path, *words)
    mode = [] if system else ["--user"]
    assert analyze(*mode, "verify", str(path), folder=tmp_path) == (0, "")


@pytest.mark.parametrize(("words", "most"), [(["--system"], 2.0), ([], 6.6)])
def test_the_exposure_that_systemd_counts_stays_where_it_is(host, tmp_path, words, most):
    path = unit(host, tmp_path, *words)
    mode = [] if words else ["--user"]
    code, said = analyze(
        *mode, "security", "--offline=true", "--no-pager", str(path), folder=tmp_path
    )
    assert code == 0, said
    assert float(re.search(r"exposure level for \S+: ([0-9.]+)", said)[1]) <= most, said


def test_a_slip_in_the_unit_would_be_found(host, tmp_path):
    path = unit(host, tmp_path)
    path.write_text(path.read_text().replace("WatchdogSec=60", "WatchdogSec=soon"))
    assert "Failed to parse" in analyze("--user", "verify", str(path), folder=tmp_path)[1]
