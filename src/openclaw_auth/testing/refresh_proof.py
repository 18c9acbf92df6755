"""The proof that a grant is refreshed once, whoever asks and whoever dies: N processes, M agents, a strict provider.

The provider gives every refresh token once and ends the login when one comes twice. The stores are real files below
the directory that is given, with the locks that the program uses.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openclaw_auth.credentials import Profile
from openclaw_auth.refresh.journal import Journal, journals_in
from openclaw_auth.secret import Secret
from openclaw_auth.store.data import PutProfile, RemoveProfile
from openclaw_auth.store.json_file import JsonFileStore
from openclaw_auth.testing.oauth_provider import OAuthProvider
from openclaw_auth.testing.refresh_crew import Crew
from openclaw_auth.testing.refresh_worker import UNREAD, named

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from openclaw_auth.ports import Ports
    from openclaw_auth.testing.oauth_grants import Family

PROFILE = "selftest:login"
WINDOW_PROFILE = "selftest:window"
PROVIDER = "selftest"
ACCOUNT = "selftest@example.com"
# Where a process may die without the login being lost. Between the provider's answer and `received` no client can
# do anything: that window is shown on its own.
SURVIVABLE = ("locked", "prepared", "sent", "received", "stored", "noted", "copied", "done")
_ENDED_MS = 1_000
_MINUTE_MS = 60_000
_HOUR_MS = 3_600_000
# What that window looks like: the journal knows that it does not know, and one retry follows.
WINDOW = {
    "journal": ["sent"],
    "whileTheOldTokenServes": ["unknown"],
    "postsWhileItServes": 0,
    "retries": 1,
    "afterItsEnd": ["rejected"],
}


@dataclass(slots=True)
class Proof:
    """What was seen. `problems` is empty when it holds."""

    processes: int
    agents: int
    rounds: int = 0
    generations: int = 0
    posts: int = 0
    asked: int = 0
    kills: int = 0
    killed_at: dict[str, int] = field(default_factory=dict)
    lost_logins: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    window: dict[str, Any] | None = None
    problems: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        names = {
            "lost_logins": "lostLogins",
            "killed_at": "killedAt",
        }
        found = {names.get(name, name): getattr(self, name) for name in self.__slots__}
        return {"ok": not self.problems, **found}


class RefreshProof:
    """One run of the proof.

    Args:
        folder: an empty directory on the file system that is to be tried; the caller removes it.
        processes, agents: how many; the first agent is main, every other one copies or inherits.
        ports: clock and randomness.
        on_round: told after each round.
    """

    def __init__(
        self,
        folder: str,
        processes: int,
        agents: int,
        ports: Ports,
        on_round: Callable[[Proof], None] = lambda _: None,
    ) -> None:
        """Set up; nothing runs yet."""
        self._state = os.path.join(folder, "state")
        self._ports = ports
        self._on_round = on_round
        self._names = ["main", *(f"agent{n}" for n in range(1, agents))]
        self._provider = OAuthProvider(client_id="selftest")
        self.proof = Proof(processes, agents)

    def run(self, rounds: int, *, kill: bool = False) -> Proof:
        """Race for that many rounds; with `kill` some processes die in each. Then, with `kill`, show the window."""
        with self._provider:
            self._write_config()
            family = self._log_in()
            with Crew(self.proof.processes, self._environment()) as crew:
                for number in range(rounds):
                    self._round(crew, family, number, kill=kill)
                if kill:
                    self._show_window(crew)
                self.proof.kills = crew.deaths
        self.proof.generations = family.generation
        return self.proof

    def _round(self, crew: Crew, family: Family, number: int, *, kill: bool) -> None:
        """Let the access token have ended everywhere, let everyone ask, and look at what came of it."""
        proof, before = self.proof, len(self._posts())
        generation = family.generation
        self._spread(number)
        orders = [self._order(index) for index in range(proof.processes)]
        if kill:
            for order in orders[: max(1, proof.processes // 4)]:
                order["die_at"] = self._draw(SURVIVABLE)
        answers = crew.all_at_once(orders)
        for order, answer in zip(orders, answers, strict=True):
            if answer is None:
                at = order["die_at"]
                proof.killed_at[at] = proof.killed_at.get(at, 0) + 1
        # Whoever comes next finds what the dead left.
        after = crew.all_at_once([self._order(index) for index in range(proof.processes)])
        for answer in [a for a in (*answers, *after) if a is not None]:
            self._judge_answer(answer, family)
        proof.rounds += 1
        proof.asked += len(orders) + len(after)
        posts = self._posts()[before:]
        proof.posts += len(posts)
        if posts != ["issued"] or family.generation != generation + 1:
            proof.problems.append(f"round {number + 1}: the provider was asked {posts}")
        self._judge_stores(family, number)
        self._on_round(proof)

    def _judge_answer(self, answer: dict[str, Any], family: Family) -> None:
        outcomes, outcome = self.proof.outcomes, answer["outcome"]
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        if outcome not in ("fresh", "refreshed", "adopted"):
            self.proof.problems.append(f"a process got {outcome}: {answer['code']}")
        elif answer["access"] != named(Secret(family.access)):
            self.proof.problems.append("a process got a token that is not the present one")

    def _judge_stores(self, family: Family, number: int) -> None:
        if family.revoked:
            self.proof.lost_logins += 1
            self.proof.problems.append(f"round {number + 1}: the provider ended the login")
        for name in self._names:
            profile = self._store(name).read().profiles.get(PROFILE)
            if profile is None and name != "main":
                continue  # reads through to main
            if profile is None or profile.refresh != Secret(family.refresh):
                self.proof.problems.append(f"round {number + 1}: {name} holds an old token")
        left = [name for name in self._names for _ in journals_in(self._dir(name))]
        if left:
            self.proof.problems.append(f"round {number + 1}: a journal stays at {left}")

    def _show_window(self, crew: Crew) -> None:
        """Let a process die with the answer unread: the one place where a strict provider wins."""
        self._log_in(WINDOW_PROFILE, ends_in_ms=_MINUTE_MS)
        everyone: list[dict[str, Any]] = [
            {"dir": self._dir("main"), "profile": WINDOW_PROFILE} for _ in range(crew.size)
        ]
        crew.all_at_once([{**everyone[0], "die_at": UNREAD}])
        before = len(self._posts())
        serving = crew.all_at_once(everyone)
        journals = [
            Journal(self._dir("main"), n, self._ports) for n in journals_in(self._dir("main"))
        ]
        states = [entry.state for journal in journals if (entry := journal.read()) is not None]
        while_alive = len(self._posts()) - before
        self._age("main", WINDOW_PROFILE)
        asked = crew.all_at_once(everyone)
        self.proof.window = window = {
            "journal": states,
            # (`busy`: someone else was just reading the same)
            "whileTheOldTokenServes": sorted({a["outcome"] for a in serving if a} - {"busy"}),
            "postsWhileItServes": while_alive,
            "retries": len(self._posts()) - before - while_alive,
            "afterItsEnd": sorted({a["outcome"] for a in asked if a}),
        }
        if window != WINDOW:
            self.proof.problems.append(f"the window: {window}")

    def _order(self, index: int) -> dict[str, Any]:
        """Return what a worker is to do: its agent's own store, or main's where it has none."""
        name = self._names[index % len(self._names)]
        if PROFILE not in self._store(name).read().profiles:
            name = "main"
        return {"dir": self._dir(name), "profile": PROFILE, "die_at": None}

    def _spread(self, number: int) -> None:
        """End the access token; the other agents inherit, hold a copy, or hold the copy before the last in turns."""
        older = self._provider.grants.families[0]
        self._age("main")
        main = self._store("main").read().profiles[PROFILE]
        for position, name in enumerate(self._names[1:], start=number):
            if position % 3 == 0:
                self._store(name).update(lambda _: [RemoveProfile(PROFILE)])
            elif position % 3 == 1 or len(older.refreshes) < 3:  # noqa: PLR2004 # two generations back
                self._store(name).update(lambda _: [PutProfile(main)])
            else:
                self._put(name, PROFILE, older.accesses[-3], older.refreshes[-3], -_HOUR_MS)

    def _age(self, name: str, profile_id: str = PROFILE) -> None:
        store = self._store(name)
        profile = store.read().profiles[profile_id]
        ended = profile.replace(expires_ms=self._ports.now_ms() - _ENDED_MS)
        store.update(lambda _: [PutProfile(ended)])

    def _log_in(self, profile_id: str = PROFILE, *, ends_in_ms: int = -_ENDED_MS) -> Family:
        pair = self._provider.issue(ACCOUNT)
        self._put("main", profile_id, pair.access, pair.refresh, ends_in_ms)
        return self._provider.family(pair.refresh)

    def _put(self, name: str, profile_id: str, access: str, refresh: str, ends_in_ms: int) -> None:
        profile = Profile(
            profile_id,
            "oauth",
            PROVIDER,
            Secret(access),
            refresh=Secret(refresh),
            expires_ms=self._ports.now_ms() + ends_in_ms,
            email=ACCOUNT,
        )
        self._store(name).update(lambda _: [PutProfile(profile)])

    def _posts(self) -> list[str]:
        return [p.outcome for p in self._provider.posts if p.grant_type == "refresh_token"]

    def _draw(self, choices: tuple[str, ...]) -> str:
        return choices[self._ports.random_bytes(1)[0] % len(choices)]

    def _dir(self, name: str) -> str:
        return os.path.join(self._state, "agents", name, "agent")

    def _store(self, name: str) -> JsonFileStore:
        return JsonFileStore(self._dir(name), self._ports)

    def _environment(self) -> dict[str, str]:
        environ = self._ports.environ
        kept = {name: environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in environ}
        return {**kept, "HOME": self._state, "OPENCLAW_STATE_DIR": self._state}

    def _write_config(self) -> None:
        os.mkdir(self._state, 0o700)
        agents = {"list": [{"id": name} for name in self._names]}
        entry = {"baseUrl": "http://127.0.0.1:9", "models": [], "oauth": self._provider.config}
        own = {"models": {"providers": {PROVIDER: entry}}}
        for name, content in (("openclaw.json", {"agents": agents}), ("openclaw-auth.json5", own)):
            with open(os.path.join(self._state, name), "w", encoding="utf-8") as file:
                json.dump(content, file)


__all__ = ["PROFILE", "PROVIDER", "SURVIVABLE", "Proof", "RefreshProof"]
