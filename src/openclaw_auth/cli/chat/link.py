"""Through whom a command talks: the gateway that runs, else this process itself."""

from __future__ import annotations

from contextlib import asynccontextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from typing import Protocol

    from openclaw_auth.cli.context import Context
    from openclaw_auth.gateway.chat.talked import Talked
    from openclaw_auth.sessions.turn import Picture

    class Talker(Protocol):
        """What talks: `Talk` or `RemoteTalk`."""

        def say(
            self, agent_id: str, key: str, message: str, pictures: Sequence[Picture] = ()
        ) -> AsyncGenerator[Talked, None]:
            """Yield what comes of a message; whoever stops listening stops the answer."""

        async def stop(self, agent_id: str, key: str) -> bool:
            """Stop the answer under way; returns whether there was one."""


_LOOK_S = 1.0


def running_gateway(ctx: Context, *, local: bool = False) -> str | None:
    """Return the address of the gateway that a chat goes through; None where none is used.

    A command that names another agent directory (OPENCLAW_AGENT_DIR) has credentials of its own,
    which no gateway knows.

    Args:
        ctx: of the command.
        local: whether the user wants none.
    """
    from openclaw_auth.gateway.lock import running_info

    if local or ctx.paths.agent_dir_override:
        return None
    info = running_info(ctx.paths.run_dir)
    if info is None:
        return None
    url = str(info.get("url") or f"http://127.0.0.1:{info.get('port')}")
    return url if _listens(url) else None


def _listens(url: str) -> bool:
    """Whether anybody does: after `kill -9` the gateway's process id may be another process's."""
    import socket
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname, parts.port), _LOOK_S).close()
    except ConnectionRefusedError:
        return False
    except OSError:
        return True  # it may be there all the same: the message itself will tell
    return True


@asynccontextmanager
async def talking(ctx: Context, *, local: bool = False) -> AsyncGenerator[Talker, None]:
    """Yield what talks, and take it down afterwards; arguments as in `running_gateway`."""
    url = running_gateway(ctx, local=local)
    if url is None:
        from openclaw_auth.gateway.chat.local import LocalKit
        from openclaw_auth.gateway.chat.talk import Talk
        from openclaw_auth.gateway.chat.zone import host_zone

        async with LocalKit(ctx.paths, ctx.ports) as kit:
            talk = Talk(kit, host_zone(ctx.ports.environ), kit.changed)
            try:
                yield talk
            finally:
                await talk.aclose()
        return
    from openclaw_auth.gateway.chat.remote import RemoteTalk
    from openclaw_auth.gateway.token import find_token

    token = find_token(ctx.settings(), None)
    shown = token.secret.reveal() if token is not None else None
    remote = RemoteTalk(url, shown, ctx.lang)
    try:
        yield remote
    finally:
        await remote.aclose()
