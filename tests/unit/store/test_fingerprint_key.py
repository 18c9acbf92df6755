"""The key that fingerprints are made with."""

import os

from openclaw_auth.store.fingerprint_key import ensure_fingerprint_key, fingerprint_key


def test_a_read_before_the_first_write_stores_nothing(tmp_path, ports):
    assert len(fingerprint_key(str(tmp_path), ports)) == 32
    assert os.listdir(tmp_path) == []


def test_the_first_write_makes_it_and_all_agree(tmp_path, ports):
    state_dir = str(tmp_path / "state")
    key = ensure_fingerprint_key(state_dir, ports)
    assert key == ensure_fingerprint_key(state_dir, ports) == fingerprint_key(state_dir, ports)
    assert os.stat(f"{state_dir}/openclaw-auth.key").st_mode & 0o777 == 0o600


def test_a_damaged_key_is_replaced(tmp_path, ports):
    (tmp_path / "openclaw-auth.key").write_bytes(b"short")
    key = ensure_fingerprint_key(str(tmp_path), ports)
    assert (tmp_path / "openclaw-auth.key").read_bytes() == key
