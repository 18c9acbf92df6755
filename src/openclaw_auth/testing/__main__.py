"""The emulator as a process: `python -m openclaw_auth.testing --port 0 --key sk-good --behaviour sk-bad=openai-429-quota`.

Prints one JSON line `{"port": N, …}` when it listens, and runs until SIGINT or SIGTERM.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys

from openclaw_auth.testing.behaviour_text import STEPS, parse_behaviour
from openclaw_auth.testing.failures import FAILURES
from openclaw_auth.testing.provider import ProviderEmulator


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m openclaw_auth.testing", description="An emulated model provider."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 (default): a free one")
    parser.add_argument(
        "--key", action="append", help="an accepted key, repeatable; without it any key is accepted"
    )
    parser.add_argument("--model", action="append", help="a model to list, repeatable")
    parser.add_argument(
        "--behaviour",
        action="append",
        default=[],
        metavar="[KEY=]STEP[:ARG][,STEP…]",
        help=f"what happens, for everyone or for one key. Steps: {', '.join(STEPS)}. "
        f"Failures: {', '.join(sorted(FAILURES))}",
    )
    return parser


def _build(arguments: argparse.Namespace) -> ProviderEmulator:
    emulator = ProviderEmulator(
        keys=arguments.key,
        models=arguments.model or ("demo",),
        host=arguments.host,
        port=arguments.port,
    )
    for text in arguments.behaviour:
        key, behaviour = parse_behaviour(text)
        if key is None:
            emulator.behaviour = behaviour
        else:
            emulator.behaviour_by_key[key] = behaviour
    return emulator


async def _run(emulator: ProviderEmulator) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with emulator:
        ready = {
            "port": emulator.port,
            "anthropic": emulator.base_url,
            "openai": emulator.openai_base_url,
        }
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        await stopped.wait()


def main() -> int:
    """Run until a signal; 2 for a bad command line or a port in use."""
    parser = _parser()
    try:
        asyncio.run(_run(_build(parser.parse_args())))
    except (ValueError, OSError) as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
