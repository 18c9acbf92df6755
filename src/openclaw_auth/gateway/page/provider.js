// @ts-check
// A provider as a card: its candidates in the order in which they are asked.
import { Candidate } from "./candidate.js";
import { Command } from "./command.js";
import { html } from "./html.js";
import { act, agent, candidatesOf, dialog } from "./state.js";
import { speak } from "./time.js";
import { h } from "./vendor/preact.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const SHOWN = 12;

/** @param {{provider: any}} props */
export function Provider({ provider }) {
  const all = useSignal(false);
  const dragged = useSignal("");
  const over = useSignal("");
  const candidates = candidatesOf(provider);
  const shown = all.value ? candidates : candidates.slice(0, SHOWN);
  // What is named but not stored has no type: it cannot be put anywhere.
  const stored = candidates.filter((one) => one.profileId && one.type !== null).map((one) => one.profileId);
  const order = provider.order?.filter((id) => stored.includes(id)) ?? stored;
  const setOrder = (next) => void act("order", { provider: provider.id, order: next });

  /** @param {string} id @param {number} to */
  const place = (id, to) => {
    const next = order.filter((one) => one !== id);
    next.splice(to, 0, id);
    setOrder(next);
  };
  const row = (candidate) => {
    const id = candidate.profileId;
    const at = order.indexOf(id);
    const movable = at >= 0 && order.length > 1;
    return h(Candidate, {
      key: candidate.key,
      candidate,
      provider,
      isNext: provider.next.key === candidate.key,
      moves: movable
        ? {
            up: at > 0 ? () => place(id, at - 1) : null,
            down: at < order.length - 1 ? () => place(id, at + 1) : null,
            drag: () => (dragged.value = id),
            over: () => (over.value = dragged.value ? id : ""),
            drop: () => {
              if (dragged.value && dragged.value !== id) place(dragged.value, at);
              dragged.value = over.value = "";
            },
            end: () => (dragged.value = over.value = ""),
            isOver: over.value === id && dragged.value !== id,
          }
        : null,
      useToo: provider.order && stored.includes(id) && at < 0 ? () => setOrder([...order, id]) : null,
    });
  };
  return html`
    <article class=${provider.next.key || !provider.models.length ? "card provider" : "card provider needed"}>
      <header>
        <h2>${provider.label}</h2>
        ${provider.label !== provider.id && html`<code class="quiet">${provider.id}</code>`}
        <span class="quiet grow">${(candidates.length > 1 || provider.order) && t(`order_${provider.next.orderSource}`)}</span>
        ${provider.order &&
        html`<button class="small" onClick=${() => act("order", { provider: provider.id, order: null })}>${t("order_clear")}</button>`}
      </header>
      ${candidates.length > 0 && html`<ol class="candidates" aria-label=${`${agent.value.id}: ${provider.label}`}>${shown.map(row)}</ol>`}
      ${candidates.length > shown.length &&
      html`<button class="plain" onClick=${() => (all.value = true)}>${t("more", { count: candidates.length })}</button>`}
      ${provider.missing &&
      html`<p class="missing">${speak(provider.missing.text)}</p>
        <div class="actions">
          <button class="small" onClick=${() => (dialog.value = { name: "add", provider: provider.id })}>${t("add")}</button>
          <${Command} text=${speak(provider.missing.remedy)} />
        </div>`}
    </article>
  `;
}
