// @ts-check
// A provider as a card: its candidates in the order in which they are asked.
import { Candidate } from "./candidate.js";
import { check } from "./checks.js";
import { Command } from "./command.js";
import { filter, matches } from "./filter.js";
import { html } from "./html.js";
import { reveal } from "./reveal.js";
import { act, agent, candidatesOf, dialog } from "./state.js";
import { steady } from "./steady.js";
import { speak } from "./time.js";
import { Traffic } from "./traffic.js";
import { useMemo, useRef } from "./vendor/preact-hooks.js";
import { h } from "./vendor/preact.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const SHOWN = 12;

/** @param {{provider: any}} props */
export function Provider({ provider }) {
  const most = useSignal(SHOWN);
  const over = useSignal("");
  const known = useMemo(() => steady(() => candidatesOf(provider)), [provider]);
  const candidates = known.value;
  const matching = filter.value ? candidates.filter((one) => matches(provider, one)) : candidates;
  const shown = matching.slice(0, most.value);
  // What is named but not stored has no type: it cannot be put anywhere.
  const stored = candidates.filter((one) => one.profileId && one.type !== null).map((one) => one.profileId);
  const order = provider.order?.filter((id) => stored.includes(id)) ?? stored;
  const handles = useHandles(provider, order, over);
  const places = new Map(order.map((id, at) => [id, at]));
  if (filter.value && !matching.length) return null;

  const row = (candidate) => {
    const id = candidate.profileId;
    const at = places.get(id) ?? -1;
    const movable = at >= 0 && order.length > 1;
    return h(Candidate, {
      key: candidate.key,
      candidate,
      providerId: provider.id,
      isNext: provider.next.key === candidate.key,
      isPinned: provider.pinned !== null && provider.pinned === id,
      isOver: over.value === id,
      mayGo: movable ? (at === 0 ? "down" : at === order.length - 1 ? "up" : "both") : "",
      isLeftOut: Boolean(provider.order) && stored.includes(id) && at < 0,
      handles,
    });
  };
  return html`
    <article class=${provider.next.key || !provider.models.length ? "card provider" : "card provider needed"}>
      <header>
        <h2>${provider.label}</h2>
        ${provider.label !== provider.id && html`<code class="quiet">${provider.id}</code>`}
        <span class="quiet grow">${(candidates.length > 1 || provider.order) && t(`order_${provider.next.orderSource}`)}</span>
        <${Traffic} name=${`${agent.value.id}/${provider.id}`} whole=${true} />
        ${provider.order &&
        html`<button class="small" onClick=${() => act("order", { provider: provider.id, order: null })}>${t("order_clear")}</button>`}
        ${stored.length > 1 &&
        html`<button class="small quiet" title=${t("check_free")} onClick=${() => check(provider.id, provider.keys, true)}>${t("check_all")}</button>`}
      </header>
      ${shown.length > 0 && html`<ol class="candidates" aria-label=${`${agent.value.id}: ${provider.label}`}>${shown.map(row)}</ol>`}
      ${matching.length > shown.length &&
      html`<button class="plain" onClick=${() => reveal(most, matching.length)}>${t("more", { count: matching.length })}</button>`}
      ${provider.missing &&
      html`<p class="missing">${speak(provider.missing.text)}</p>
        <div class="actions">
          <button class="small" onClick=${() => (dialog.value = { name: "add", provider: provider.id })}>${t("add")}</button>
          <${Command} text=${speak(provider.missing.remedy)} />
        </div>`}
    </article>
  `;
}

/**
 * What a row may have done with the order; the same object for as long as the card is there, so
 * that rows draw again only when they changed.
 * @param {any} provider
 * @param {string[]} order
 * @param {any} over the row that something is dragged over
 */
function useHandles(provider, order, over) {
  const now = useRef(/** @type {any} */ (null));
  now.current = { provider, order };
  return useMemo(() => {
    let dragged = "";
    const set = (next) => void act("order", { provider: now.current.provider.id, order: next });
    const place = (id, to) => {
      const next = now.current.order.filter((one) => one !== id);
      next.splice(to, 0, id);
      set(next);
    };
    const at = (id) => now.current.order.indexOf(id);
    return {
      up: (id) => place(id, at(id) - 1),
      down: (id) => place(id, at(id) + 1),
      drag: (id) => (dragged = id),
      over: (id) => (over.value = dragged && dragged !== id ? id : ""),
      drop: (id) => {
        if (dragged && dragged !== id) place(dragged, at(id));
        dragged = over.value = "";
      },
      end: () => (dragged = over.value = ""),
      useToo: (id) => set([...now.current.order, id]),
    };
  }, []);
}
