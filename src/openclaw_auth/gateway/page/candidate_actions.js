// @ts-check
// What can be done with one credential: what it needs at once, the rest behind a button.
import { check } from "./checks.js";
import { html } from "./html.js";
import { act, agent, dialog } from "./state.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

// Held against it by us, so that clearing it helps.
const CLEARABLE = new Set(["cooling", "cooling_model", "disabled", "dead"]);

/** @param {{candidate: any, providerId: string, isPinned: boolean, useToo: ((id: string) => void) | null}} props */
export function Actions({ candidate, providerId, isPinned, useToo }) {
  const { key, profileId, reason, type } = candidate;
  const open = useSignal(false);
  const dead = candidate.state === "dead";
  const add = (how) => (dialog.value = { name: "add", how, provider: providerId, profileId });
  const how = type === "oauth" ? "login" : type === "token" ? "token" : "api_key";
  const name = profileId ?? candidate.source;
  return html`
    <div class="actions">
      ${CLEARABLE.has(reason.code) &&
      html`<button class="small" onClick=${() => act("clear-cooldown", { key })}>${t("clear_cooldown")}</button>`}
      ${useToo && html`<button class="small" onClick=${() => useToo(profileId)}>${t("use_too")}</button>`}
      ${profileId && !candidate.inherited && dead &&
      html`<button class="small" onClick=${() => add(how)}>${t(type === null ? "add_short" : how === "login" ? "login_again" : "replace")}</button>`}
      ${type !== null &&
      html`<button class="icon small more" aria-expanded=${open.value ? "true" : "false"} aria-label=${t("more_actions", { profile: name })}
        title=${t("more_actions", { profile: name })} onClick=${() => (open.value = !open.value)}>⋯</button>`}
    </div>
    ${open.value && html`<${More} candidate=${candidate} providerId=${providerId} isPinned=${isPinned} />`}
  `;
}

/** @param {{candidate: any, providerId: string, isPinned: boolean}} props */
function More({ candidate, providerId, isPinned }) {
  const { key, profileId } = candidate;
  const remove = () => {
    if (!confirm(t("remove_sure", { profile: profileId }))) return;
    const whose = agent.value.id;
    void act("remove", { profileId }, () => void act("undo", { agentId: whose, profileId }));
  };
  return html`
    <div class="more-actions">
      <button class="small" title=${t("check_free")} onClick=${() => check(providerId, [key])}>${t("check")}</button>
      ${profileId &&
      html`<button class="small" title=${t("pin_what", { agent: agent.value.id, profile: profileId })}
        onClick=${() => act("pin", { profileId: isPinned ? null : profileId })}>${t(isPinned ? "unpin" : "pin")}</button>`}
      <button class="small" onClick=${() => (dialog.value = { name: "rehearse", provider: providerId, keyOf: key })}>${t("what_if")}</button>
      ${profileId && !candidate.inherited &&
      html`<button class="small danger" onClick=${remove} aria-label=${`${t("remove")}: ${profileId}`}>${t("remove")}</button>`}
    </div>
  `;
}
