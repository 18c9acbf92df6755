"""`openclaw completion bash|zsh|fish`: what a shell needs to complete our words."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context

SHELLS = ("bash", "zsh", "fish")
_EXAMPLES = """\
examples:
  echo 'source <(openclaw completion bash)' >> ~/.bashrc
  openclaw completion zsh > "${fpath[1]}/_openclaw"
  openclaw completion fish > ~/.config/fish/completions/openclaw.fish
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("shell", choices=SHELLS, help="which shell")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Print the script; returns the exit code."""
    from importlib import import_module

    from openclaw_auth.cli.completion.tree import whole_tree

    shell = import_module(f"openclaw_auth.cli.completion.{args.shell}")
    ctx.stdout.write(shell.script(whole_tree(ctx.lang)))
    return 0
