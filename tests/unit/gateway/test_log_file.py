"""The gateway's log file: its owner's alone, bounded, and no reason to stop."""

from __future__ import annotations

import stat

from openclaw_auth.gateway.log.log_file import LogFile, older_path


def test_lines_are_added_and_only_their_owner_reads_them(tmp_path):
    path = tmp_path / "logs" / "gateway.log"
    for text in ("one\n", "two\n"):
        log = LogFile(str(path))
        log.write(text)
        log.close()
    assert path.read_text() == "one\ntwo\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_files_are_all_that_is_ever_kept(tmp_path):
    path = tmp_path / "gateway.log"
    log = LogFile(str(path), most_bytes=100)
    for number in range(50):
        log.write(f"line {number:02}\n")
    log.close()
    older = tmp_path / "gateway.log.1"
    assert older_path(str(path)) == str(older)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["gateway.log", "gateway.log.1"]
    assert max(path.stat().st_size, older.stat().st_size) <= 100
    kept = (older.read_text() + path.read_text()).splitlines()
    assert kept == [f"line {number:02}" for number in range(50 - len(kept), 50)]


def test_a_directory_that_cannot_be_made_stops_nobody_and_is_tried_again(tmp_path):
    (tmp_path / "logs").write_text("a file")
    log = LogFile(str(tmp_path / "logs" / "gateway.log"))
    log.write("lost\n")
    (tmp_path / "logs").unlink()
    log.write("kept\n")
    log.close()
    assert (tmp_path / "logs" / "gateway.log").read_text() == "kept\n"


def test_a_link_that_somebody_put_there_is_not_followed(tmp_path):
    (tmp_path / "precious").write_text("x")
    (tmp_path / "gateway.log").symlink_to(tmp_path / "precious")
    LogFile(str(tmp_path / "gateway.log")).write("line\n")
    assert (tmp_path / "precious").read_text() == "x"
