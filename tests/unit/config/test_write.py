"""Writing edits to real files: which file, what is kept, and who else may write meanwhile."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
import warnings

import pytest

from openclaw_auth.codes import render
from openclaw_auth.config.edit import Edit
from openclaw_auth.config.json5_parse import parse
from openclaw_auth.config.load import load_config
from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.config.schema import validate_as_reference
from openclaw_auth.config.write import edit_config
from openclaw_auth.errors import ConfigConflict, ConfigEditRefused, ConfigError, ConfigInvalid
from openclaw_auth.ports import Ports

NOBODY = 65534


def places(directory):
    environ = {"OPENCLAW_STATE_DIR": str(directory)}
    return resolve_paths(environ, None, str(directory), os.path.lexists)


def ports(random_bytes=os.urandom):
    return Ports(
        now_ms=lambda: 0,
        monotonic_s=time.monotonic,
        sleep_s=time.sleep,
        random_bytes=random_bytes,
        environ={},
        cwd="/",
    )


@pytest.fixture
def state(tmp_path):
    return tmp_path


@pytest.fixture
def edit(state):
    def run(operation, path, value=None, lookup=None, random_bytes=os.urandom):
        change = Edit(operation, path, value)
        return edit_config(places(state), [change], ports(random_bytes), lookup)

    return run


def read(path):
    return parse(path.read_text())


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_edit_makes_the_directory_and_a_pretty_file(tmp_path):
    deep = tmp_path / "a" / "b"
    result = edit_config(places(deep), [Edit("set", ("gateway", "port"), 1)], ports())
    assert (deep / "openclaw.json").read_text() == '{\n  "gateway": {\n    "port": 1\n  }\n}\n'
    assert mode(deep / "openclaw.json") == 0o600
    assert mode(deep) == 0o700
    assert (result.file, result.changed, result.backup) == (f"{deep}/openclaw.json", True, None)


def test_comments_stay_and_the_old_text_is_kept_as_backup(state, edit):
    before = "{\n  // mine\n  gateway: { port: 1 }, // here\n}\n"
    (state / "openclaw.json").write_text(before)
    os.chmod(state / "openclaw.json", 0o644)
    result = edit("set", ("gateway", "port"), 2)
    assert (state / "openclaw.json").read_text() == before.replace("1", "2")
    assert result.backup == f"{state}/openclaw.json.bak"
    assert (state / "openclaw.json.bak").read_text() == before
    assert mode(state / "openclaw.json") == mode(state / "openclaw.json.bak") == 0o600


def test_five_backups_are_kept_the_newest_without_a_number(state, edit):
    for port in range(1, 9):
        edit("set", ("gateway", "port"), port)
    names = ["", ".bak", ".bak.1", ".bak.2", ".bak.3", ".bak.4"]
    ports_kept = [read(state / f"openclaw.json{name}")["gateway"]["port"] for name in names]
    assert ports_kept == [8, 7, 6, 5, 4, 3]
    assert not (state / "openclaw.json.bak.5").exists()


def test_an_edit_that_changes_nothing_writes_nothing(state, edit):
    (state / "openclaw.json").write_text('{"gateway": {"port": 1}}')
    before = sorted(os.listdir(state))
    result = edit("set", ("gateway", "port"), 1)
    assert not result.changed
    assert sorted(os.listdir(state)) == before


def test_a_linked_config_is_written_through_the_link(state, edit, tmp_path_factory):
    real = tmp_path_factory.mktemp("dotfiles") / "my.json"
    real.write_text("{}")
    (state / "openclaw.json").symlink_to(real)
    edit("set", ("gateway", "port"), 1)
    assert (state / "openclaw.json").is_symlink()
    assert read(real) == {"gateway": {"port": 1}}
    assert (real.parent / "my.json.bak").exists()


def test_what_the_reference_refuses_goes_to_our_own_file(state, edit):
    (state / "openclaw.json").write_text('{"agents": {"list": [{"id": "main"}, {"id": "w"}]}}')
    before = (state / "openclaw.json").read_text()
    edit("set", ("auth", "billing"), {"cross": "allow"})
    edit("set", ("env", "trustWorkingDirectory"), True)
    edit("set", ("agents", "list", 1, "isolate"), True)
    edit("set", ("gateway", "bind"), "10.0.0.1")
    edit("set", ("models", "providers", "openai", "proxy"), "http://p")
    assert (state / "openclaw.json").read_text() == before
    assert validate_as_reference(read(state / "openclaw.json")) == []
    assert read(state / "openclaw-auth.json5")["agents"] == {"list": [{"id": "w", "isolate": True}]}
    data = load_config(places(state), {}.get).require_valid().data
    assert data["agents"]["list"] == [{"id": "main"}, {"id": "w", "isolate": True}]


def test_a_listed_thing_is_taken_out_of_our_own_file_too_whatever_its_place_there(state, edit):
    listed = '{"agents": {"list": [{"id": "main"}, {"id": "w"}, {"id": "b"}]}}'
    (state / "openclaw.json").write_text(listed)
    edit("set", ("agents", "list", 2, "isolate"), True)
    edit("set", ("agents", "list", 1, "isolate"), True)
    edit("unset", ("agents", "list", 1, "isolate"))
    edit("unset", ("agents", "list", 2))
    assert read(state / "openclaw.json")["agents"]["list"] == [{"id": "main"}, {"id": "w"}]
    assert load_config(places(state), {}.get).data["agents"]["list"] == [
        {"id": "main"},
        {"id": "w"},
    ]


def test_a_known_key_stays_in_the_main_file(state, edit):
    edit("set", ("auth", "profiles", "a:b"), {"provider": "a", "mode": "token"})
    edit("append", ("auth", "order", "a"), "a:b")
    edit("set", ("gateway", "bind"), "lan")
    assert not (state / "openclaw-auth.json5").exists()
    assert validate_as_reference(read(state / "openclaw.json")) == []


def test_our_own_keys_in_the_main_file_are_taken_out_where_they_stand(state, edit):
    (state / "openclaw.json").write_text('{"auth": {"billing": {}}, "gateway": {}}')
    (state / "openclaw-auth.json5").write_text("{auth: {billing: {}}}")
    result = edit("unset", ("auth", "billing"))
    assert read(state / "openclaw.json") == {"auth": {}, "gateway": {}}
    assert read(state / "openclaw-auth.json5") == {"auth": {}}
    assert len(result.files) == 2


def test_the_included_file_that_defines_the_place_is_edited(state, edit):
    (state / "openclaw.json").write_text('{"$include": "./a.json5", "gateway": {}}')
    (state / "a.json5").write_text("{\n  // order\n  auth: { order: { a: ['x'] } },\n}\n")
    before = (state / "openclaw.json").read_text()
    result = edit("append", ("auth", "order", "a"), "y")
    assert result.file == f"{state}/a.json5"
    assert (state / "a.json5").read_text().count("['x', 'y']") == 1
    assert (state / "openclaw.json").read_text() == before


def test_a_list_joined_from_two_files_is_not_edited_in_one(state, edit):
    (state / "openclaw.json").write_text('{"$include": "./a", "auth": {"order": {"a": ["x"]}}}')
    (state / "a").write_text('{"auth": {"order": {"a": ["y"]}}}')
    with pytest.raises(ConfigEditRefused) as caught:
        edit("set", ("auth", "order", "a"), ["z"])
    assert caught.value.reason.code == "config_edit_overruled"
    assert "a: [" in render(caught.value.reason)
    assert not (state / "openclaw.json.bak").exists()


def test_a_change_that_would_make_the_config_invalid_is_refused(state, edit):
    for path, value in [
        (("gateway", "prot"), 1),
        (("gateway", "port"), "x"),
        (("nonsense",), {}),
    ]:
        with pytest.raises(ConfigInvalid) as caught:
            edit("set", path, value)
        assert caught.value.reason.code == "config_edit_invalid"
    with pytest.raises(ConfigInvalid):
        edit("set", ("env", "X"), "${NOPE}", {}.get)
    assert not (state / "openclaw.json").exists()


def test_an_invalid_config_can_be_mended_and_is_not_made_worse(state, edit):
    (state / "openclaw.json").write_text('{"gateway": {"prot": 1}, "nonsense": 1}')
    with pytest.raises(ConfigInvalid):
        edit("set", ("gateway", "prto"), 1)
    edit("unset", ("gateway", "prot"))
    assert read(state / "openclaw.json") == {"gateway": {}, "nonsense": 1}


@pytest.mark.parametrize("content", ["{ agents: ", "", "[]"])
def test_a_file_that_cannot_be_read_is_never_overwritten(state, edit, content):
    (state / "openclaw.json").write_text(content)
    with pytest.raises(ConfigInvalid):
        edit("set", ("gateway", "port"), 1)
    assert (state / "openclaw.json").read_text() == content
    assert os.listdir(state) == ["openclaw.json"]


def test_a_foreign_change_in_between_is_kept(state, edit):
    file = state / "openclaw.json"
    file.write_text('{"gateway": {"port": 1}}')
    interruptions = iter(["{gateway: {port: 1}, meta: {x: 1}}"])

    def random_bytes(count):
        # Called for each temporary name: that is between reading and renaming.
        file.write_text(next(interruptions, file.read_text()))
        return os.urandom(count)

    edit("set", ("gateway", "port"), 2, random_bytes=random_bytes)
    assert read(file) == {"gateway": {"port": 2}, "meta": {"x": 1}}


def test_a_file_that_never_rests_is_given_up_without_a_trace(state, edit):
    file = state / "openclaw.json"
    file.write_text("{}")
    counter = iter(range(1000))

    def random_bytes(count):
        file.write_text('{"meta": {"n": %d}}' % next(counter))  # noqa: UP031 # braces
        return os.urandom(count)

    with pytest.raises(ConfigConflict):
        edit("set", ("gateway", "port"), 2, random_bytes=random_bytes)
    assert list(read(file)) == ["meta"]
    assert not [name for name in os.listdir(state) if name.endswith(".tmp")]


WRITER = """
import os, sys, time
sys.path.insert(0, sys.argv[4])
from openclaw_auth.config.edit import Edit
from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.config.write import edit_config
from openclaw_auth.ports import system_ports
paths = resolve_paths({"OPENCLAW_STATE_DIR": sys.argv[1]}, None, "/", os.path.lexists)
for n in range(int(sys.argv[3])):
    edit_config(paths, [Edit("set", ("env", "vars", f"W{sys.argv[2]}_{n}"), "v")], system_ports())
"""


def source_dir():
    import openclaw_auth

    return os.path.dirname(os.path.dirname(openclaw_auth.__file__))


def test_several_processes_at_once_lose_no_edit(state):
    (state / "openclaw.json").write_text("{\n  // kept\n  env: { vars: {} },\n}\n")
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(state), str(i), "8", source_dir()])
        for i in range(4)
    ]
    assert [writer.wait(timeout=50) for writer in writers] == [0, 0, 0, 0]
    assert len(read(state / "openclaw.json")["env"]["vars"]) == 32
    assert "// kept" in (state / "openclaw.json").read_text()


def test_a_directory_that_may_not_be_written_is_named_with_its_remedy(tmp_path):
    """Root is not bound by permissions: there, a child process becomes somebody else."""
    (tmp_path / "openclaw.json").write_text("{}")
    (tmp_path / "openclaw.json").chmod(0o444)
    tmp_path.chmod(0o555)
    descriptor = os.open(tmp_path, os.O_RDONLY)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # test runners have threads
        child = os.fork()
    if child == 0:
        code = 1
        try:
            # Its parents are closed to others; it stands in the directory already.
            os.fchdir(descriptor)
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            edit_config(places("."), [Edit("set", ("gateway", "port"), 1)], ports())
        except ConfigError as error:
            remedy = str(error.reason.params["remedy"])
            expected = "chmod u+w" if os.geteuid() != NOBODY else "sudo chown -R"
            code = 0 if remedy.startswith(expected) else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(descriptor)
    assert os.listdir(tmp_path) == ["openclaw.json"]


def test_root_hands_new_files_to_the_directorys_owner(state, edit):
    if os.geteuid() == 0:
        os.chown(state, NOBODY, NOBODY)
    edit("set", ("gateway", "port"), 1)
    edit("set", ("gateway", "port"), 2)
    owners = {(state / name).stat().st_uid for name in os.listdir(state)}
    assert owners == {state.stat().st_uid}


def test_a_lock_file_that_is_a_symlink_is_refused_and_its_target_left_alone(state, edit):
    target = state / "precious"
    target.write_text("precious")
    target.chmod(0o644)
    (state / ".openclaw-config.flock").symlink_to(target)
    with pytest.raises(ConfigError):
        edit("set", "gateway.port", 1)
    assert not (state / "openclaw.json").exists()
    assert target.read_text() == "precious"


def test_a_place_below_a_plain_value_of_another_file_is_refused(state, edit):
    (state / "openclaw.json").write_text('{"auth": {"billing": "never"}}')
    with pytest.raises(ConfigEditRefused) as refused:
        edit("set", ("auth", "billing", "cross"), "allow")
    assert refused.value.reason.code == "config_edit_overruled"
    assert not (state / "openclaw-auth.json5").exists()
