"""Runs a flow: a generator that yields what is to be done and is sent what came of it.

The same generator serves a command, which waits, and the gateway, whose loop must not. What a flow
may yield: `HttpRequest`, answered by an `HttpAnswer` (a TransportError is thrown into it), and
`Pause`. A flow that talks to a person yields more; `other` answers that.
"""

from __future__ import annotations

from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.oauth.http import HttpRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from typing import Any, TypeVar

    from openclaw_auth.oauth.http import HttpAnswer

    T = TypeVar("T")


class Pause:
    """Wait that many seconds."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __repr__(self) -> str:
        return f"Pause({self.seconds})"


def drive(
    flow: Generator[Any, Any, T],
    send: Callable[[HttpRequest], HttpAnswer],
    sleep_s: Callable[[float], None],
) -> T:
    """Run a flow to its end, blocking; returns its result and raises what it raises."""
    give: Callable[[], Any] = lambda: next(flow)  # noqa: E731 # reassigned below
    while True:
        try:
            step = give()
        except StopIteration as end:
            result: T = end.value
            return result
        try:
            given = None
            if isinstance(step, Pause):
                sleep_s(step.seconds)
            else:
                given = send(step)
        except OpenclawAuthError as error:
            give = _throwing(flow, error)
        else:
            give = _sending(flow, given)


async def adrive(
    flow: Generator[Any, Any, T],
    send: Callable[[HttpRequest], Awaitable[HttpAnswer]],
    other: Callable[[Any], Awaitable[Any]] | None = None,
) -> T:
    """Run a flow to its end on the event loop; returns its result and raises what it raises.

    Args:
        flow: the generator.
        send: answers an HttpRequest.
        other: answers every step that is neither a request nor a pause.
    """
    import asyncio

    give: Callable[[], Any] = lambda: next(flow)  # noqa: E731 # reassigned below
    try:
        while True:
            try:
                step = give()
            except StopIteration as end:
                result: T = end.value
                return result
            try:
                given: Any = None
                if isinstance(step, HttpRequest):
                    given = await send(step)
                elif isinstance(step, Pause):
                    await asyncio.sleep(step.seconds)
                else:
                    assert other is not None, step
                    given = await other(step)
            except OpenclawAuthError as error:
                give = _throwing(flow, error)
            else:
                give = _sending(flow, given)
    finally:
        flow.close()  # a cancelled task leaves it in the middle


def _sending(flow: Generator[Any, Any, Any], given: Any) -> Callable[[], Any]:
    return lambda: flow.send(given)


def _throwing(flow: Generator[Any, Any, Any], error: BaseException) -> Callable[[], Any]:
    return lambda: flow.throw(error)
