// @ts-check
// What ends when, over the next 60 days, of every agent.
import { html } from "./html.js";
import { reveal } from "./reveal.js";
import { agents, parts } from "./state.js";
import { steady } from "./steady.js";
import { Ticking } from "./ticking.js";
import { length, moment, now } from "./time.js";
import { computed, useComputed, useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const DAY_MS = 86_400_000;
const DAYS = 60;
const SPAN_MS = DAYS * DAY_MS;
const SHOWN = 6;
const MARKS = [15, 30, 45, 60];

const today = computed(() => Math.floor(now.value / DAY_MS));

/** Agent and credential in turn, so that the list is the same while its members are. */
const ending = steady(() => {
  const found = [];
  for (const agent of agents.value) {
    for (const id of agent.providers) {
      for (const key of parts.value[`provider:${agent.id}/${id}`]?.keys ?? []) {
        const one = parts.value[`candidate:${agent.id}/${id}/${key}`];
        // A login that renews itself does not end with its access token; what is inherited is main's.
        if (one?.expiresMs == null || one.renewal?.renewable === "yes" || one.inherited) continue;
        if (one.expiresMs < (today.value + 1) * DAY_MS + SPAN_MS) found.push([one.expiresMs, agent.id, one]);
      }
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  return found.flatMap(([, agentId, one]) => [agentId, one]);
});

export function Timeline() {
  const most = useSignal(SHOWN);
  const count = ending.value.length / 2;
  const shown = Math.min(count, most.value);
  const rows = Array.from({ length: shown }, (_, at) => ({ agentId: ending.value[2 * at], one: ending.value[2 * at + 1] }));
  if (!count) return null;
  const warnMs = parts.value.gateway.warnMs;
  const window = Math.max((warnMs / SPAN_MS) * 100, 1);
  const many = agents.value.length > 1;
  return html`
    <section class="card timeline" aria-label=${t("timeline")}>
      <header><h2>${t("timeline")}</h2>
        <span class="warn-key quiet"><span class="swatch" aria-hidden="true"></span>${t("warn_window", { left: length(warnMs) })}</span></header>
      <div class="scale" aria-hidden="true">
        <span class="at-0">${t("timeline_today")}</span>${MARKS.map((n) => html`<span class=${`at-${n}`}>${t("timeline_days", { n })}</span>`)}
      </div>
      <ul>
        ${rows.map(({ agentId, one }) => html`<${Row} key=${`${agentId}/${one.key}`} one=${one}
          agentId=${many ? agentId : ""} warnMs=${warnMs} window=${window} />`)}
      </ul>
      ${count > shown && html`<button class="plain" onClick=${() => reveal(most, count)}>${t("more", { count })}</button>`}
    </section>
  `;
}

/** @param {{one: any, agentId: string, warnMs: number, window: number}} props */
function Row({ one, agentId, warnMs, window }) {
  const level = useComputed(() => {
    const left = one.expiresMs - now.value;
    return left <= 0 ? "over" : left <= warnMs ? "soon" : "later";
  });
  // A tenth of a percent is two hours: no picture is finer.
  const share = useComputed(() => Math.min(100, Math.max(0.6, ((one.expiresMs - now.value) / SPAN_MS) * 100)).toFixed(1));
  const says = () => {
    const left = one.expiresMs - now.value;
    return left > 0 ? t("ends_in", { left: length(left) }) : t("ended_ago", { left: length(-left) });
  };
  return html`
    <li class=${level.value}>
      <span class="name">${one.profileId ?? one.source}${agentId && html` <span class="quiet">${agentId}</span>`}</span>
      <span class="track" aria-hidden="true">
        <span class="window" style=${{ width: `${window}%` }}></span><span class="bar" style=${{ width: `${share.value}%` }}></span>
      </span>
      <span class="left" title=${moment(one.expiresMs)}><${Ticking} say=${says} /></span>
    </li>
  `;
}
