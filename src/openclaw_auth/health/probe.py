"""Asks the providers: every target's questions, several targets at a time, each within its deadline.

All of it runs on one event loop, so that a deadline, a Ctrl-C and a resolver that hangs end a
probe at once: no thread is left to wait for.
"""

from __future__ import annotations

import asyncio
import json

from openclaw_auth.errors import TransportError, UnexpectedError, UpstreamTimeout
from openclaw_auth.health.probe_verdict import (
    Verdict,
    combined,
    control_verdict,
    free_verdict,
    paid_verdict,
    skipped,
    wants_paid,
)
from openclaw_auth.health.skew import skew_ms
from openclaw_auth.selection.classify import Answer, classify
from openclaw_auth.transport.blocking import fetch_on, single_use_client
from openclaw_auth.transport.exchange import UpstreamRequest
from openclaw_auth.transport.route import plan_route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from openclaw_auth.health.probe_target import ProbeAsk, ProbeTarget, Question
    from openclaw_auth.ports import Ports
    from openclaw_auth.selection.failure import Failure
    from openclaw_auth.selection.failure_rules import FailureRules


class ProbeResult:
    """What came of one target.

    Attributes:
        target, verdict: whose, and what it came to.
        latency_ms: of the question that decided; None when none was asked.
        asked: the purposes of the questions that went out, in order.
        model: that a completion was bought from, else None.
        skew_ms: how far ahead of ours the provider's clock is; None when it did not say.
    """

    __slots__ = ("asked", "latency_ms", "model", "skew_ms", "target", "verdict")

    def __init__(
        self,
        target: ProbeTarget,
        verdict: Verdict,
        *,
        latency_ms: int | None = None,
        asked: Sequence[str] = (),
        model: str | None = None,
        skew_ms: int | None = None,
    ) -> None:
        self.skew_ms = skew_ms
        self.target = target
        self.verdict = verdict
        self.latency_ms = latency_ms
        self.asked = tuple(asked)
        self.model = model

    def __repr__(self) -> str:
        return f"ProbeResult({self.target.key}: {self.verdict!r})"


class ProbeRun:
    """One run over many targets. Times are epoch ms; results are in the order of the targets."""

    __slots__ = ("duration_ms", "finished_ms", "results", "started_ms")

    def __init__(
        self, started_ms: int, finished_ms: int, duration_ms: int, results: Sequence[ProbeResult]
    ) -> None:
        self.started_ms = started_ms
        self.finished_ms = finished_ms
        self.duration_ms = duration_ms
        self.results = tuple(results)


def run_probes(
    targets: Sequence[ProbeTarget],
    ask: ProbeAsk,
    *,
    environ: Mapping[str, str],
    ports: Ports,
    rules: FailureRules,
    on_result: Callable[[ProbeResult], None] = lambda _: None,
) -> ProbeRun:
    """Probe every target and return what came of it. Blocks; not for a thread with a loop.

    Args:
        targets: from `plan_probes`.
        ask: deadline, concurrency, and whether a completion may be bought.
        environ: proxies and certificate authorities.
        ports: clock.
        rules: what refusals mean.
        on_result: told of each as it comes, for a progress display.
    """
    started_ms, began_s = ports.now_ms(), ports.monotonic_s()
    results = asyncio.run(_run_all(targets, _Asker(ask, environ, ports, rules), on_result))
    duration_ms = round((ports.monotonic_s() - began_s) * 1000)
    return ProbeRun(started_ms, ports.now_ms(), duration_ms, results)


async def _run_all(
    targets: Sequence[ProbeTarget], asker: _Asker, on_result: Callable[[ProbeResult], None]
) -> list[ProbeResult]:
    found: dict[int, ProbeResult] = {}
    waiting: Iterator[tuple[int, ProbeTarget]] = iter(enumerate(targets))

    async def work() -> None:
        for number, target in waiting:
            result = found[number] = await asker.probe(target)
            on_result(result)

    workers = min(asker.concurrency, len(targets)) or 1
    try:
        await asyncio.gather(*(work() for _ in range(workers)))
    finally:
        await asker.aclose()
    return [found[number] for number in range(len(targets))]


class _Asker:
    """Puts one target's questions, free ones first."""

    def __init__(
        self, ask: ProbeAsk, environ: Mapping[str, str], ports: Ports, rules: FailureRules
    ) -> None:
        self.concurrency = ask.concurrency
        self._timeout_s = ask.timeout_ms / 1000
        self._paid = ask.paid
        self._environ = environ
        self._ports = ports
        self._rules = rules
        self._client = single_use_client(self._timeout_s)

    async def aclose(self) -> None:
        """Close what is still open."""
        await self._client.aclose()

    async def probe(self, target: ProbeTarget) -> ProbeResult:
        """Return what a target comes to. Never raises what a provider can cause."""
        if target.skip is not None:
            return ProbeResult(target, skipped(target))
        inquiry = _Inquiry(target, self._ports.monotonic_s() + self._timeout_s)
        try:
            verdict = await self._verdict(inquiry)
        except Exception as error:  # noqa: BLE001 - one odd answer must not cost the other results
            verdict = Verdict("inconclusive", UnexpectedError.of(error).reason)
        return ProbeResult(
            target,
            verdict,
            latency_ms=inquiry.latency_ms,
            asked=inquiry.asked,
            model=inquiry.model,
            skew_ms=inquiry.skew_ms,
        )

    async def _verdict(self, inquiry: _Inquiry) -> Verdict:
        free = await self._free(inquiry)
        paid = inquiry.target.paid
        if paid is None or not self._paid or not wants_paid(free):
            assert free is not None
            return free
        latency_ms = inquiry.latency_ms
        answer = await self._answer(inquiry, paid)
        inquiry.model = paid.model
        bought = paid_verdict(inquiry.target, _json(answer), self._failure(inquiry, answer))
        verdict = combined(free, bought)
        if verdict is free:
            inquiry.latency_ms = latency_ms
        return verdict

    async def _free(self, inquiry: _Inquiry) -> Verdict | None:
        """Ask the free questions until one settles it; None when there is none."""
        verdict = None
        for question in inquiry.target.free:
            answer = await self._answer(inquiry, question)
            failure = self._failure(inquiry, answer)
            verdict = free_verdict(inquiry.target, question, answer, _json(answer), failure)
            if verdict.settled:
                control = inquiry.target.controls.get(question.url)
                if verdict.good and control is not None:
                    return await self._controlled(inquiry, verdict, control)
                return verdict
        return verdict

    async def _controlled(self, inquiry: _Inquiry, good: Verdict, control: Question) -> Verdict:
        latency_ms = inquiry.latency_ms
        answer = await self._answer(inquiry, control)
        inquiry.latency_ms = latency_ms
        return control_verdict(inquiry.target, good, answer, self._failure(inquiry, answer))

    def _failure(self, inquiry: _Inquiry, answer: Answer) -> Failure | None:
        candidate = inquiry.target.candidate
        return classify(
            candidate.provider,
            answer,
            credential=candidate.type,
            rules=self._rules,
            now_ms=self._ports.now_ms(),
        )

    async def _answer(self, inquiry: _Inquiry, question: Question) -> Answer:
        """Send one question and wait for its answer, for as long as is left."""
        began_s = self._ports.monotonic_s()
        inquiry.asked.append(question.purpose)
        try:
            request = _request(question, self._environ, inquiry.target.proxy)
            left_s = inquiry.deadline_s - began_s
            if left_s <= 0:
                raise _out_of_time(request, self._timeout_s)
            response = await fetch_on(self._client, request, left_s)
        except TransportError as error:
            return Answer(None, error=error)
        finally:
            inquiry.latency_ms = round((self._ports.monotonic_s() - began_s) * 1000)
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in response.headers
        }
        inquiry.skew_ms = skew_ms(headers, self._ports.now_ms())
        return Answer(response.status, headers, response.body)


class _Inquiry:
    """What is going on for one target."""

    __slots__ = ("asked", "deadline_s", "latency_ms", "model", "skew_ms", "target")

    def __init__(self, target: ProbeTarget, deadline_s: float) -> None:
        self.target = target
        self.deadline_s = deadline_s
        self.asked: list[str] = []
        self.latency_ms: int | None = None
        self.model: str | None = None
        self.skew_ms: int | None = None


def _request(question: Question, environ: Mapping[str, str], proxy: str | None) -> UpstreamRequest:
    address, mark, query = question.url.partition("?")
    route, path = plan_route(address, environ, proxy)
    return UpstreamRequest(
        route,
        question.method,
        ((path or "/") + mark + query).encode(),
        list(question.headers),
        question.body,
        idempotent=question.purpose != "paid",
    )


def _out_of_time(request: UpstreamRequest, limit_s: float) -> UpstreamTimeout:
    origin = str(request.route.origin)
    return UpstreamTimeout(
        "upstream_timeout_first_byte", origin=origin, kind="first_byte", limit_s=limit_s
    )


def _json(answer: Answer) -> object:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
