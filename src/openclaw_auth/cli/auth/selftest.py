"""`openclaw models auth selftest`: prove on this machine that a login is refreshed exactly once."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.testing.refresh_proof import Proof

_EXAMPLES = """\
examples:
  openclaw models auth selftest refresh
  openclaw models auth selftest refresh --kill          # processes die at random steps
  openclaw models auth selftest refresh --processes 32 --rounds 20 --json
"""
_MOST = {"processes": 64, "agents": 16, "rounds": 1000}


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("what", choices=["refresh"], help="what to prove")
    parser.add_argument("--processes", type=int, default=16, metavar="N", help="default: 16")
    parser.add_argument("--agents", type=int, default=3, metavar="N", help="default: 3")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="default: 5")
    parser.add_argument("--kill", action="store_true", help="let processes die at random steps")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Run the proof in a directory of its own inside the state directory; returns the exit code."""
    import tempfile

    from openclaw_auth.files.filesystem import new_directories, write_error
    from openclaw_auth.testing.refresh_proof import RefreshProof

    for name, most in _MOST.items():
        value = getattr(args, name)
        if not 1 <= value <= most:
            raise UsageError("selftest_number", option=f"--{name}", value=value, most=most)
    state_dir = ctx.paths.state_dir
    try:
        new_directories(state_dir)
        folder = tempfile.TemporaryDirectory(prefix="selftest-", dir=state_dir)
    except OSError as error:
        raise write_error(error, state_dir) from error
    with folder as path:
        if not args.json:
            params = {"processes": args.processes, "agents": args.agents, "rounds": args.rounds}
            shown = {**params, "dir": ctx.paths.shorten(state_dir)}
            ctx.out(ctx.say(Reason("selftest_begins", shown)))
        proof = RefreshProof(path, args.processes, args.agents, ctx.ports).run(
            args.rounds, kill=args.kill
        )
    if args.json:
        ctx.json(proof.to_json())
    else:
        _show(proof, ctx)
    return 1 if proof.problems else 0


def _show(proof: Proof, ctx: Context) -> None:
    """Say what was seen."""
    params: dict[str, object] = {
        "asked": proof.asked,
        "generations": proof.generations,
        "posts": proof.posts,
        "lost": proof.lost_logins,
        "kills": proof.kills,
        "steps": ", ".join(f"{step} {count}" for step, count in sorted(proof.killed_at.items())),
        "count": len(proof.problems),
    }
    ctx.out(ctx.say(Reason("selftest_seen", params)))
    if proof.killed_at:
        ctx.out(ctx.say(Reason("selftest_killed", params)))
    if proof.window is not None:
        ctx.out(ctx.say(Reason("selftest_window", params)))
    for problem in proof.problems:
        ctx.out(f"  ✗ {problem}")
    code = "selftest_failed" if proof.problems else "selftest_passed"
    ctx.out(ctx.say(Reason(code, params)))
