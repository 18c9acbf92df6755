// @ts-check
// One credential: its state, why, until when, and what mends it.
import { Command } from "./command.js";
import { html } from "./html.js";
import { act, agent, dialog } from "./state.js";
import { length, now, speak } from "./time.js";
import { t } from "./words.js";

// Held against it by us, so that clearing it helps.
const CLEARABLE = new Set(["cooling", "cooling_model", "disabled", "dead"]);
const SAYS_NOTHING = new Set(["usable", "keyless"]);

/** @param {{candidate: any, provider: any, isNext: boolean, moves: any, useToo: (() => void) | null}} props */
export function Candidate({ candidate, provider, isNext, moves, useToo }) {
  const { reason, state } = candidate;
  const name = candidate.profileId ?? candidate.source;
  const lastsUntil = candidate.untilMs != null && state === "resting" ? candidate.untilMs - now.value : 0;
  return html`
    <li
      class=${`candidate ${state}${isNext ? " next" : ""}${moves?.isOver ? " over" : ""}`}
      draggable=${moves ? "true" : undefined}
      onDragStart=${moves && ((e) => (e.dataTransfer?.setData("text/plain", name), moves.drag()))}
      onDragOver=${moves && ((e) => (e.preventDefault(), moves.over()))}
      onDrop=${moves && ((e) => (e.preventDefault(), moves.drop()))}
      onDragEnd=${moves?.end}
    >
      <div class="line">
        ${moves && html`<${Moves} moves=${moves} name=${name} />`}
        <span class="dot" aria-hidden="true"></span>
        <strong class="name">${name}</strong>
        ${isNext && html`<span class="badge strong">${t("next")}</span>`}
        ${!isNext && state !== "ready" && html`<span class=${`badge ${state}`}>${t(`state_${state}`)}</span>`}
        ${lastsUntil > 0 && html`<span class="countdown">${t("back_in", { left: length(lastsUntil) })}</span>`}
      </div>
      <div class="told">
        <div class="facts">
          <span>${candidate.kind !== "profile" ? t(`kind_${candidate.kind}`) : candidate.type && t(`type_${candidate.type}`)}</span>
          ${candidate.mask && candidate.type !== "oauth" && html`<code>${candidate.mask}</code>`}
          ${candidate.email && !name.includes(candidate.email) && html`<span>${candidate.email}</span>`}
          ${candidate.billingClass && html`<span class=${`bill ${candidate.billingClass}`}>${t(`billing_${candidate.billingClass}`)}</span>`}
          ${candidate.inherited && html`<span>${t("inherited")}</span>`}
          <${Ends} candidate=${candidate} />
        </div>
        ${!SAYS_NOTHING.has(reason.code) && html`<p class="why">${speak(reason.text, reason)}</p>`}
        ${!candidate.eligible && html`<${Command} text=${speak(reason.remedy, reason)} />`}
      </div>
      <${Actions} candidate=${candidate} provider=${provider} useToo=${useToo} />
    </li>
  `;
}

/** @param {{moves: any, name: string}} props */
function Moves({ moves, name }) {
  return html`
    <span class="moves" title=${t("drag")}>
      <button class="icon tiny" disabled=${!moves.up} onClick=${moves.up} aria-label=${t("move_up", { profile: name })}>▲</button>
      <button class="icon tiny" disabled=${!moves.down} onClick=${moves.down} aria-label=${t("move_down", { profile: name })}>▼</button>
    </span>
  `;
}

/** When a login or token ends, and whether it renews itself. @param {{candidate: any}} props */
function Ends({ candidate }) {
  const { expiresMs, renewal, expiry } = candidate;
  const left = expiresMs == null ? null : expiresMs - now.value;
  if (renewal) {
    const good = renewal.renewable === "yes";
    return html`
      <span class=${good ? "" : "ending"}>${t(`renew_${renewal.renewable}`)}</span>
      ${left !== null && html`<span>${left > 0 ? t("token_left", { left: length(left) }) : good && t("token_over")}</span>`}
    `;
  }
  if (left === null) return null;
  if (left <= 0 && candidate.reason.code === "token_expired") return null; // said below
  if (left <= 0) return html`<span class="over">${t("ended_ago", { left: length(-left) })}</span>`;
  return html`<span class=${expiry === "expiring" ? "ending" : ""}>${t("ends_in", { left: length(left) })}</span>`;
}

/** @param {{candidate: any, provider: any, useToo: (() => void) | null}} props */
function Actions({ candidate, provider, useToo }) {
  const { key, profileId, reason, type } = candidate;
  const dead = candidate.state === "dead";
  const open = (how) => (dialog.value = { name: "add", how, provider: provider.id, profileId });
  const remove = () => {
    if (!confirm(t("remove_sure", { profile: profileId }))) return;
    const whose = agent.value.id;
    void act("remove", { profileId }, () => void act("undo", { agentId: whose, profileId }));
  };
  const how = type === "oauth" ? "login" : type === "token" ? "token" : "api_key";
  return html`
    <div class="actions">
      ${CLEARABLE.has(reason.code) &&
      html`<button class="small" onClick=${() => act("clear-cooldown", { key })}>${t("clear_cooldown")}</button>`}
      ${useToo && html`<button class="small" onClick=${useToo}>${t("use_too")}</button>`}
      ${profileId && !candidate.inherited && dead &&
      html`<button class="small" onClick=${() => open(how)}>${t(type === null ? "add_short" : how === "login" ? "login_again" : "replace")}</button>`}
      ${profileId && type !== null && !candidate.inherited &&
      html`<button class="small quiet" onClick=${remove} aria-label=${`${t("remove")}: ${profileId}`}>${t("remove")}</button>`}
    </div>
  `;
}
