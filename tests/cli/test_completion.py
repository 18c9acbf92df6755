"""`openclaw completion`: what the real shells then offer."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from completing_host import CASES, prepare
from openclaw_auth.cli.completion.tree import whole_tree
from openclaw_auth.cli.registry import COMMANDS

# Asks bash as readline does: the line, where the cursor is, and our function.
ASK = """
source <(openclaw completion bash)
while IFS= read -r COMP_LINE; do
  COMP_POINT=${#COMP_LINE}
  _openclaw
  printf '%s\\n' "${COMPREPLY[@]}" end
done
"""


def offered_by_bash(host, lines):
    done = subprocess.run(
        ["/bin/bash", "--norc", "-c", ASK],
        env=host.env,
        cwd=host.home,
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
    )
    assert done.stderr == ""
    found = [part.split("\n") for part in done.stdout.split("end\n")[:-1]]
    return [[name for name in names if name] for names in found]


def without_what_is_there(line, names):
    """Readline takes a word to begin behind its last colon or equals sign."""
    word = line.rpartition(" ")[2]
    there = word.rpartition("=")[2].rpartition(":")
    return [name.removeprefix(there[0] + there[1]) for name in names]


def test_bash_offers_commands_options_and_this_hosts_names(host):
    prepare(host)
    offered = offered_by_bash(host, CASES)
    for (line, names), found in zip(CASES.items(), offered, strict=True):
        assert sorted(set(without_what_is_there(line, names))) == sorted(found), line


def test_bash_completes_on_a_terminal(host):
    shell = prepare(host).shell_on_terminal("/bin/bash", "--norc", "-i", PS1="> ")
    shell.see(">")
    shell.send("source <(openclaw completion bash); echo loa''ded\r")
    shell.see("\nloaded\n>")
    shell.send("openclaw models auth rem\tanthropic:wo\t--y\t")
    shell.see("remove anthropic:wo")
    shell.see("rk --y")
    shell.send("\x15exit\r")
    assert shell.ended() == 0


def test_shellcheck_finds_nothing_in_the_script_for_bash(host):
    script = host.home / "openclaw.bash"
    script.write_text(host.run("completion", "bash").out)
    program = os.path.join(os.path.dirname(sys.executable), "shellcheck")
    done = subprocess.run(
        [program, "--shell=bash", str(script)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_every_command_is_in_it_and_each_says_what_it_is_for():
    nodes = {node.words: node for node in whole_tree("zh")}
    for words in COMMANDS:
        if words[0] == "__complete":
            continue
        above, name = " ".join(words[:-1]), words[-1]
        assert name in nodes[above].below
        assert nodes[above].below[name], words
    assert "__complete" not in nodes[""].below
    assert nodes["models fallbacks"].below.keys() == {"list", "add", "remove", "clear"}


def test_nothing_is_said_while_somebody_types(host):
    host.write_config("{ broken")
    done = host.run("__complete", "models", "x")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert "__complete" not in host.run("--help").out


@pytest.mark.slow
def test_fish_offers_the_same(host):
    prepare(host)
    asks = "".join(f"complete -C '{line}'; echo ==;" for line in CASES)
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"openclaw completion fish | source; {asks}"],
        env=host.env,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    offered = [part.splitlines() for part in done.stdout.split("==\n")[:-1]]
    for (line, names), found in zip(CASES.items(), offered, strict=True):
        shown = [one.partition("\t")[0].rpartition("=")[2] for one in found]
        assert sorted(names) == sorted(shown), line
    assert "凭据" in host.run("--lang", "zh", "completion", "fish").out


@pytest.mark.slow
def test_zsh_completes_on_a_terminal(host):
    prepare(host)
    script = host.home / "_openclaw"
    script.write_text(host.run("completion", "zsh").out)
    (host.home / ".zshrc").write_text(
        f"PS1='> '; autoload -Uz compinit; compinit -u\nsource {script}\n"
    )
    shell = host.shell_on_terminal("zsh", "-i", ZDOTDIR=str(host.home))
    shell.see(">")
    for typed, seen in {
        "openclaw mod\tstat\t--che\t": "openclaw models status --check",
        "openclaw models auth rem\tanthropic:wor\t": "models auth remove anthropic:work",
        "openclaw --lang zh agents iso\two\t": "agents isolate work",
        "openclaw models auth list --provider=anthr\t": "--provider=anthropic",
        "openclaw models auth list --provider anthr\t": "--provider anthropic",
        "openclaw models set mine/m2\t": "models set mine/m2:7b",
        "openclaw models auth \t": "paste-api-key   -- store an API key",
    }.items():
        shell.send(f"\x15{typed}")
        shell.see(seen)
    shell.send("\x15exit\r")
    assert shell.ended() == 0
