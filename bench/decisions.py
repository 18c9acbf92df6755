"""The decision alone: over a store just read, and over one whose index is there."""

import time
from dataclasses import dataclass
from statistics import median

from openclaw_auth.credentials import Profile, UsageStats
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request, Snapshot
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW_MS = 1_800_000_000_000
ROUNDS = 15
CALLS = 2_000
MANY = 10_000
FEW = 20
PROVIDERS = ("anthropic", "openai", "openrouter", "groq", "mistral")
MODEL = "claude-opus-4-5"


@dataclass(frozen=True)
class SelectTimes:
    """Medians: `mixed` and `one` in ms, the others in µs.

    `mixed` and `one` are first decisions over 10,000 profiles, of five providers and of one;
    `indexed` is a decision over 20 profiles of one provider, `renewed` one over a snapshot whose
    last uses have just been published, `listed` one of which every candidate is asked for.
    """

    mixed_ms: float
    one_ms: float
    indexed_us: float
    renewed_us: float
    listed_us: float


def profiles(count: int, providers: tuple[str, ...]) -> dict[str, Profile]:
    """Return API keys, the providers in turns."""
    made = {}
    for number in range(count):
        provider = providers[number % len(providers)]
        name = f"{provider}:account{number}"
        made[name] = Profile(name, "api_key", provider, Secret(f"sk-bench-{number:032d}"))
    return made


def snapshot(stored: dict[str, Profile]) -> Snapshot:
    """Return a view of a store that was just read; every profile was used once, in no order."""
    stats = {
        name: UsageStats(last_used_ms=NOW_MS - number * 7919 % 1_000_003)
        for number, name in enumerate(stored)
    }
    data = StoreData(profiles=stored, usage_stats=stats)
    return Snapshot("main", data, load_catalogue(), Environment({}))


def cold_ms(providers: tuple[str, ...]) -> float:
    """Return how long the first decision over 10,000 profiles takes."""
    stored = profiles(MANY, providers)
    elapsed = []
    for _ in range(ROUNDS):
        view = snapshot(stored)
        started = time.perf_counter()
        chosen = select(view, Request(providers[0], MODEL), NOW_MS).next
        elapsed.append((time.perf_counter() - started) * 1e3)
        if chosen is None:
            raise RuntimeError("nothing was chosen")
    return median(elapsed)


def measure_select() -> SelectTimes:
    """Measure decisions, cold and indexed."""
    view = snapshot(profiles(FEW, PROVIDERS[:1]))
    request = Request(PROVIDERS[0], MODEL)
    uses = {f"{PROVIDERS[0]}:account{number}": NOW_MS for number in range(FEW // 2)}
    indexed, renewed, listed = [], [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for _ in range(CALLS):
            select(view, request, NOW_MS).next  # noqa: B018 # asking is the work
        indexed.append((time.perf_counter() - started) / CALLS * 1e6)
        started = time.perf_counter()
        for _ in range(CALLS):
            select(view.with_last_used(uses), request, NOW_MS).next  # noqa: B018
        renewed.append((time.perf_counter() - started) / CALLS * 1e6)
        started = time.perf_counter()
        for _ in range(CALLS // 10):
            select(view, request, NOW_MS).candidates  # noqa: B018
        listed.append((time.perf_counter() - started) / (CALLS // 10) * 1e6)
    return SelectTimes(
        cold_ms(PROVIDERS),
        cold_ms(PROVIDERS[:1]),
        median(indexed),
        median(renewed),
        median(listed),
    )
