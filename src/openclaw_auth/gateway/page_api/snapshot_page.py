"""The board as one HTML file to pass on: no scripts, nothing fetched, nothing secret. Pure.

Masks and e-mail fields are left out, e-mail addresses in other texts are shortened, and the home
directory is shown as `~`. Moments are in UTC: whoever reads it may be anywhere.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape

from openclaw_auth.codes import Reason, render
from openclaw_auth.expiry import remaining
from openclaw_auth.gateway.page_api.snapshot_style import STYLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Json = dict[str, Any]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
SNAPSHOT_HEADERS = {
    "content-security-policy": f"{_POLICY}; sandbox",
    "referrer-policy": "no-referrer",
}
_DAY_MS = 86_400_000
_SPAN_MS = 60 * _DAY_MS
_MOST_ENDING = 60
_COMMANDS = ("openclaw ", "chmod ")
_EMAIL = re.compile(r"([\w.+-])[\w.+-]*@([\w-])[\w.-]*\w")


def snapshot_html(parts: Mapping[str, Json], at_ms: int, lang: str, *, home: str = "") -> str:
    """Return the file.

    Args:
        parts: of the board.
        at_ms: when it was made, epoch ms.
        lang: `en` or `zh`.
        home: the home directory, "" for none.
    """
    return _Page(parts, at_ms, lang, home).whole()


class _Page:
    def __init__(self, parts: Mapping[str, Json], at_ms: int, lang: str, home: str) -> None:
        self._parts = parts
        self._at_ms = at_ms
        self._lang = lang
        self._home = home.rstrip("/")

    def whole(self) -> str:
        title = self._say("snapshot_title", at=_moment(self._at_ms))
        agents = [part for name, part in self._parts.items() if name.startswith("agent:")]
        body = [
            f"<h1>{title}</h1><p class='quiet'>{self._say('snapshot_note')}</p>",
            *(self._agent(agent) for agent in agents if agent["listed"] or agent["providers"]),
            self._timeline(agents),
            self._findings(),
        ]
        return (
            f"<!doctype html>\n<html lang='{'zh-CN' if self._lang == 'zh' else 'en'}'><head>"
            f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            "<meta name='viewport' content='width=device-width, initial-scale=1'>"
            "<meta name='color-scheme' content='light dark'><meta name='robots' content='noindex'>"
            f"<title>{title}</title><style>{STYLE}</style></head>"
            f"<body><main>{''.join(body)}</main></body></html>\n"
        )

    def _agent(self, agent: Json) -> str:
        providers = [self._parts[f"provider:{agent['id']}/{p}"] for p in agent["providers"]]
        model = agent["model"]
        first = next((p for p in providers if p["isDefault"]), None)
        answers = first["next"] if first is not None and first["next"]["key"] else None
        if answers is not None:
            name = answers.get("profileId") or answers.get("source") or answers["key"]
            said = self._say("snapshot_answers", model=model, profile=name)
        else:
            said = self._say("snapshot_nobody", model=model)
        kind = "good" if answers is not None else "bad"
        then = ""
        if agent["fallbacks"]:
            then = f" <span class='quiet'>{self._say('snapshot_then', models=', '.join(agent['fallbacks']))}</span>"
        cards = "".join(self._provider(agent["id"], provider) for provider in providers)
        head = self._say("snapshot_agent", agent=agent["id"])
        return f"<section><h2>{head}</h2><p class='banner {kind}'>{said}{then}</p>{cards}</section>"

    def _provider(self, agent_id: str, provider: Json) -> str:
        name = f"{agent_id}/{provider['id']}"
        rows = [self._parts.get(f"candidate:{name}/{key}") for key in provider["keys"]]
        chosen = provider["next"]["key"]
        listed = "".join(self._candidate(row, chosen) for row in rows if row is not None)
        missing = (
            f"<p class='dead'>{self._text(provider['missing'])}</p>" if provider["missing"] else ""
        )
        return (
            f"<article><h3>{self._safe(provider['label'])} {self._traffic(name)}</h3>"
            f"<ol>{listed}</ol>{missing}</article>"
        )

    def _candidate(self, one: Json, chosen: str | None) -> str:
        facts = [self._say(f"snapshot_state_{one['state']}")]
        if one["billingClass"]:
            facts.append(self._say(f"snapshot_billing_{one['billingClass']}"))
        if one["expiresMs"] is not None:
            facts.append(self._ends(one["expiresMs"]))
        mark = f" <b class='next'>{self._say('snapshot_next')}</b>" if one["key"] == chosen else ""
        why = (
            "" if one["reason"]["code"] == "usable" else f"<p>{self._text(one['reason'], one)}</p>"
        )
        name = self._safe(one["profileId"] or one["source"])
        said = f"<strong>{name}</strong>{mark} <span class='quiet'>{' · '.join(facts)}</span>"
        return f"<li class='{one['state']}'>{said}{why}</li>"

    def _ends(self, expires_ms: int) -> str:
        left_ms = expires_ms - self._at_ms
        at = _moment(expires_ms)
        if left_ms <= 0:
            return self._say("snapshot_ended", at=at)
        return self._say("snapshot_ends", at=at, left=remaining(left_ms))

    def _traffic(self, provider: str) -> str:
        served = failed = 0
        for name, part in self._parts.items():
            if name.startswith("traffic:"):
                own = [n for key, n in part["counts"].items() if key.startswith(f"{provider}/")]
                served += sum(n[0] for n in own)
                failed += sum(n[1] for n in own)
        if not served + failed:
            return ""
        said = self._say("snapshot_traffic", count=served + failed, failed=failed)
        return f"<small class='quiet'>{said}</small>"

    def _timeline(self, agents: Iterable[Json]) -> str:
        found = sorted(self._ending(agents))[:_MOST_ENDING]
        if not found:
            return ""
        rows = []
        for expires_ms, name in found:
            share = min(1.0, max(0.0, (expires_ms - self._at_ms) / _SPAN_MS))
            bar = f"<rect class='{'over' if share <= 0 else 'left'}' width='{max(6, share * 600):.0f}' height='8' rx='4'/>"
            rows.append(
                f"<li><span>{self._safe(name)}</span><svg viewBox='0 0 600 8' aria-hidden='true'>"
                f"<rect class='track' width='600' height='8' rx='4'/>{bar}</svg>"
                f"<span class='quiet'>{self._ends(expires_ms)}</span></li>"
            )
        head = self._say("snapshot_timeline")
        return f"<section><h2>{head}</h2><ul class='timeline'>{''.join(rows)}</ul></section>"

    def _ending(self, agents: Iterable[Json]) -> Iterable[tuple[int, str]]:
        ids = {agent["id"] for agent in agents}
        for name, one in self._parts.items():
            if name.startswith("candidate:") and name[10:].partition("/")[0] in ids:
                expires_ms = one["expiresMs"]
                renews = one.get("renewal", {}).get("renewable") == "yes"
                soon = expires_ms is not None and expires_ms < self._at_ms + _SPAN_MS
                if soon and not renews and not one["inherited"]:
                    yield expires_ms, one["profileId"] or one["source"]

    def _findings(self) -> str:
        shown = self._parts["gateway"]["findings"]["shown"]
        if not shown:
            return ""
        rows = "".join(f"<li class='{f['severity']}'>{self._text(f, f)}</li>" for f in shown)
        return f"<section><h2>{self._say('snapshot_findings')}</h2><ul>{rows}</ul></section>"

    def _text(self, said: Json, times: Mapping[str, Any] | None = None) -> str:
        """Return a reason in words, with its moments filled in, and what mends it."""
        own = {**(times or {}), **said}
        until_ms, expires_ms = own.get("untilMs"), own.get("expiresMs")
        ends_ms = until_ms if until_ms is not None else expires_ms
        text = str(said["text"][self._lang])
        if ends_ms is not None:
            text = text.replace("{until}", _moment(ends_ms))
            text = text.replace("{left}", remaining(ends_ms - self._at_ms))
        if expires_ms is not None:
            text = text.replace("{ago}", remaining(self._at_ms - expires_ms))
        mend = said["remedy"][self._lang]
        tag = "code" if mend.startswith(_COMMANDS) else "span"
        return self._safe(text) + (f" <{tag}>{self._safe(mend)}</{tag}>" if mend else "")

    def _say(self, code: str, **params: object) -> str:
        return self._safe(render(Reason(code, params), self._lang))

    def _safe(self, text: object) -> str:
        """Return a text without what is private, as HTML."""
        plain = _EMAIL.sub(r"\1…@\2…", str(text))
        if self._home:
            plain = plain.replace(self._home, "~")
        return escape(plain)


def _moment(at_ms: int) -> str:
    try:
        return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, ValueError, OSError):
        return "∞"  # what no calendar holds
