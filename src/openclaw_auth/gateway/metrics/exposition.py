"""The metrics as Prometheus reads them, written by its own client library.

Names and units follow https://prometheus.io/docs/practices/naming/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import PROCESS_COLLECTOR, CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from openclaw_auth.gateway.metrics.standing import model_standings, profile_standings
from openclaw_auth.gateway.metrics.tally import RESULTS
from openclaw_auth.monitor.condition import stored
from openclaw_auth.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from prometheus_client.core import Metric

    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.gateway.metrics.histogram import Histogram
    from openclaw_auth.gateway.metrics.standing import Renewals
    from openclaw_auth.gateway.metrics.tally import Tally

_WHO = ("provider", "profile")
_PROFILE = ("agent", "provider", "profile", "type")


def exposition(
    gateway: Gateway, tally: Tally, renewals: Renewals, accept: str
) -> tuple[bytes, str]:
    """Return all metrics and their media type, in the text format that `accept` prefers.

    Args:
        gateway: how things stand.
        tally: what happened.
        renewals: what is known of logins, by agent and profile id.
        accept: of the request.
    """
    registry = CollectorRegistry(auto_describe=False)
    registry.register(PROCESS_COLLECTOR)
    registry.register(_Collector(gateway, tally, renewals))
    encode, media_type = choose_encoder(accept)
    return encode(registry), media_type


class _Collector(Collector):
    def __init__(self, gateway: Gateway, tally: Tally, renewals: Renewals) -> None:
        self._gateway = gateway
        self._tally = tally
        self._renewals = renewals

    def collect(self) -> Iterator[Metric]:
        """Yield every metric, as things are at this moment."""
        yield from _counters(self._tally)
        yield from _histograms(self._tally)
        yield from _gauges(self._gateway, self._renewals)


def _counters(tally: Tally) -> Iterator[Metric]:
    requests = CounterMetricFamily(
        "openclaw_requests",
        "Requests of clients, by who answered and the hundreds of the status.",
        labels=(*_WHO, "status"),
    )
    for who, served in tally.served.items():
        for result, count in zip(RESULTS, served.results, strict=True):
            if count:
                requests.add_metric(_labels(*who, result), count)
    yield requests
    yield _counter(
        "openclaw_failures",
        "Attempts at a provider that failed, by what that meant.",
        (*_WHO, "class", "detail"),
        tally.failures.items(),
    )
    yield _counter(
        "openclaw_refreshes",
        "Logins renewed, or not.",
        ("provider", "outcome"),
        tally.refreshes.items(),
    )
    yield _counter(
        "openclaw_reloads",
        "Changes of files that were taken over, or not.",
        ("outcome",),
        (((outcome,), count) for outcome, count in tally.reloads.items()),
    )


def _counter(
    name: str,
    text: str,
    labels: tuple[str, ...],
    counts: Iterable[tuple[tuple[str, ...], int]],
) -> CounterMetricFamily:
    family = CounterMetricFamily(name, text, labels=labels)
    for values, count in counts:
        family.add_metric(_labels(*values), count)
    return family


def _labels(*values: str) -> list[str]:
    """Return labels as UTF-8 can hold them: names from files may hold lone surrogates."""
    return [stored(value) for value in values]


def _histograms(tally: Tally) -> Iterator[Metric]:
    took = HistogramMetricFamily(
        "openclaw_request_duration_seconds",
        "From a request's head to the end of its answer.",
        labels=_WHO,
    )
    first = HistogramMetricFamily(
        "openclaw_upstream_first_byte_seconds",
        "From a request's head to the head of the provider's answer.",
        labels=_WHO,
    )
    for who, served in tally.served.items():
        _observe(took, who, served.took)
        _observe(first, who, served.first_byte)
    yield took
    yield first


def _observe(family: HistogramMetricFamily, who: tuple[str, str], found: Histogram) -> None:
    if any(found.counts):
        family.add_metric(_labels(*who), found.cumulative(), found.sum_ms / 1000)


def _gauges(gateway: Gateway, renewals: Renewals) -> Iterator[Metric]:
    broker, now_ms = gateway.broker, gateway.now_ms()
    usable = GaugeMetricFamily(
        "openclaw_profile_usable", "1 when a request may be sent with it now.", labels=_PROFILE
    )
    expiry = GaugeMetricFamily(
        "openclaw_profile_expiry_seconds",
        "Until its secret ends, negative when it has; logins that renew themselves say so.",
        labels=(*_PROFILE, "renews"),
    )
    rest = GaugeMetricFamily(
        "openclaw_profile_rest_seconds",
        "Until its cooldown or disable ends; +Inf where time does not end it.",
        labels=_PROFILE,
    )
    for one in profile_standings(broker, renewals, now_ms):
        labels = _labels(*one.labels)
        usable.add_metric(labels, int(one.usable))
        if one.expiry_s is not None:
            expiry.add_metric([*labels, "true" if one.renews else "false"], one.expiry_s)
        if one.rest_s is not None:
            rest.add_metric(labels, one.rest_s)
    yield from (usable, expiry, rest)
    candidates = GaugeMetricFamily(
        "openclaw_model_usable_candidates",
        "Credentials that are usable now for a model in use.",
        labels=("agent", "model", "rank"),
    )
    for agent, model, rank, count in model_standings(broker, now_ms):
        candidates.add_metric(_labels(agent, model, rank), count)
    yield candidates
    yield from _process(gateway)


def _process(gateway: Gateway) -> Iterator[Metric]:
    about = GaugeMetricFamily("openclaw_auth_info", "What runs here.", labels=("version",))
    about.add_metric((__version__,), 1)
    yield about
    for name, text, value in (
        ("openclaw_connections", "Clients' connections.", len(gateway.connections)),
        ("openclaw_held_body_bytes", "Request bodies in memory.", gateway.held_body_bytes),
        ("openclaw_generation", "Counts reloads.", gateway.broker.world.generation),
        (
            "openclaw_reload_problem",
            "1 while changed files are not taken over because of a fault in them.",
            int(gateway.reload_problem is not None),
        ),
    ):
        yield GaugeMetricFamily(name, text, value=value)
