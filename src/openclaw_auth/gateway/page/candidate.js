// @ts-check
// One credential: its state, why, until when, and what mends it.
import { Actions } from "./candidate_actions.js";
import { Checked } from "./checks.js";
import { Command } from "./command.js";
import { html } from "./html.js";
import { agent } from "./state.js";
import { Ticking } from "./ticking.js";
import { length, now, speak } from "./time.js";
import { Traffic } from "./traffic.js";
import { useComputed } from "./vendor/signals.js";
import { t } from "./words.js";

const SAYS_NOTHING = new Set(["usable", "keyless"]);

/** @param {{candidate: any, providerId: string, isNext: boolean, isPinned: boolean, isOver: boolean, mayGo: string, isLeftOut: boolean, handles: any}} props */
export function Candidate({ candidate, providerId, isNext, isPinned, isOver, mayGo, isLeftOut, handles }) {
  const { reason, state, profileId: id } = candidate;
  const name = id ?? candidate.source;
  const rests = useComputed(() => state === "resting" && candidate.untilMs != null && candidate.untilMs > now.value);
  return html`
    <li
      class=${`candidate ${state}${isNext ? " next" : ""}${isOver ? " over" : ""}`}
      draggable=${mayGo ? "true" : undefined}
      onDragStart=${mayGo && ((e) => (e.dataTransfer?.setData("text/plain", name), handles.drag(id)))}
      onDragOver=${mayGo && ((e) => (e.preventDefault(), handles.over(id)))}
      onDrop=${mayGo && ((e) => (e.preventDefault(), handles.drop(id)))}
      onDragEnd=${mayGo && handles.end}
    >
      <div class="line">
        ${mayGo && html`<${Moves} mayGo=${mayGo} id=${id} handles=${handles} />`}
        <span class="dot" aria-hidden="true"></span>
        <strong class="name">${name}</strong>
        ${isNext && html`<span class="badge strong">${t("next")}</span>`}
        ${isPinned && html`<span class="badge pinned">${t("pinned")}</span>`}
        ${!isNext && state !== "ready" && html`<span class=${`badge ${state}`}>${t(`state_${state}`)}</span>`}
        ${rests.value && html`<span class="countdown"><${Ticking} say=${() => t("back_in", { left: length(candidate.untilMs - now.value) })} /></span>`}
      </div>
      <div class="told">
        <div class="facts">
          <span>${candidate.kind !== "profile" ? t(`kind_${candidate.kind}`) : candidate.type && t(`type_${candidate.type}`)}</span>
          ${candidate.mask && candidate.type !== "oauth" && html`<code>${candidate.mask}</code>`}
          ${candidate.email && !name.includes(candidate.email) && html`<span>${candidate.email}</span>`}
          ${candidate.billingClass && html`<span class=${`bill ${candidate.billingClass}`}>${t(`billing_${candidate.billingClass}`)}</span>`}
          ${candidate.inherited && html`<span>${t("inherited")}</span>`}
          <${Ends} candidate=${candidate} />
          <${Traffic} name=${`${agent.value.id}/${providerId}/${candidate.key}`} />
        </div>
        ${!SAYS_NOTHING.has(reason.code) && html`<p class="why"><${Ticking} say=${() => speak(reason.text, reason)} /></p>`}
        ${!candidate.eligible && html`<${Command} text=${speak(reason.remedy, reason)} />`}
        <${Checked} provider=${providerId} keyOf=${candidate.key} />
      </div>
      <${Actions} candidate=${candidate} providerId=${providerId} isPinned=${isPinned}
        useToo=${isLeftOut ? handles.useToo : null} />
    </li>
  `;
}

/** @param {{mayGo: string, id: string, handles: any}} props */
function Moves({ mayGo, id, handles }) {
  return html`
    <span class="moves" title=${t("drag")}>
      <button class="icon tiny" disabled=${mayGo === "down"} onClick=${() => handles.up(id)} aria-label=${t("move_up", { profile: id })}>▲</button>
      <button class="icon tiny" disabled=${mayGo === "up"} onClick=${() => handles.down(id)} aria-label=${t("move_down", { profile: id })}>▼</button>
    </span>
  `;
}

/** When a login or token ends, and whether it renews itself. @param {{candidate: any}} props */
function Ends({ candidate }) {
  const { expiresMs, renewal, expiry } = candidate;
  const over = useComputed(() => expiresMs != null && expiresMs <= now.value);
  const left = () => length(Math.abs(expiresMs - now.value));
  if (renewal) {
    const good = renewal.renewable === "yes";
    return html`
      <span class=${good ? "" : "ending"}>${t(`renew_${renewal.renewable}`)}</span>
      ${expiresMs != null && (over.value
        ? good && html`<span>${t("token_over")}</span>`
        : html`<span><${Ticking} say=${() => t("token_left", { left: left() })} /></span>`)}
    `;
  }
  if (expiresMs == null) return null;
  if (over.value && candidate.reason.code === "token_expired") return null; // said below
  if (over.value) return html`<span class="over"><${Ticking} say=${() => t("ended_ago", { left: left() })} /></span>`;
  return html`<span class=${expiry === "expiring" ? "ending" : ""}><${Ticking} say=${() => t("ends_in", { left: left() })} /></span>`;
}
