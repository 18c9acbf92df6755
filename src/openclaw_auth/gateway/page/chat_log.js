// @ts-check
// The conversation, which keeps its end in sight unless the reader looks elsewhere.
import { broken, choices, earlier as older, items, trouble, underWay } from "./chat_state.js";
import { say } from "./chat_talk.js";
import { Item } from "./chat_turn.js";
import { html } from "./html.js";
import { DownIcon } from "./icons.js";
import { whyNot } from "./state.js";
import { h } from "./vendor/preact.js";
import { useEffect, useLayoutEffect, useRef } from "./vendor/preact-hooks.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const SHOWN = 80;
const NEAR_PX = 90;

export function Conversation() {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const atEnd = useSignal(true);
  const limit = useSignal(SHOWN);
  const list = items.value;
  const shown = list?.slice(-limit.value) ?? [];
  const toEnd = () => box.current && (box.current.scrollTop = box.current.scrollHeight);

  useLayoutEffect(() => {
    if (atEnd.peek()) toEnd();
  });
  useEffect(() => {
    const element = /** @type {HTMLDivElement} */ (box.current);
    const look = new ResizeObserver(() => atEnd.peek() && toEnd());
    look.observe(element);
    if (element.firstElementChild) look.observe(element.firstElementChild);
    return () => look.disconnect();
  }, []);
  // Whoever says something wants to see what comes of it.
  const mine = shown.filter((one) => one.kind === "user" && one.state).length;
  useLayoutEffect(() => {
    if (!mine) return;
    atEnd.value = true;
    toEnd();
  }, [mine]);

  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = /** @type {HTMLDivElement} */ (box.current);
    atEnd.value = scrollHeight - scrollTop - clientHeight < NEAR_PX;
  };
  const earlier = () => {
    const element = /** @type {HTMLDivElement} */ (box.current);
    const below = element.scrollHeight - element.scrollTop;
    limit.value += SHOWN;
    requestAnimationFrame(() => (element.scrollTop = element.scrollHeight - below));
  };
  return html`
    <div class="log-frame">
      <div class="log" ref=${box} onScroll=${scrolled} tabindex="0" role="log" aria-label=${t("chat_conversation")} aria-live="off">
        <div class="log-inner">
          ${list && list.length > shown.length && html`<button class="small earlier" onClick=${earlier}>${t("chat_earlier")}</button>`}
          ${older.value > 0 && list && list.length <= shown.length && html`<p class="quiet centre">${t("chat_older", { count: older.value })}</p>`}
          ${broken.value > 0 && html`<p class="quiet centre">${t("chat_broken", { count: broken.value })}</p>`}
          ${trouble.value && html`<div class="banner bad" role="alert"><span class="mark" aria-hidden="true">!</span><span>${whyNot(trouble.value)}</span></div>`}
          ${list === null && !trouble.value && html`<div class="loading" aria-busy="true"><i></i><i></i><i></i></div>`}
          ${list?.length === 0 && html`<${Welcome} />`}
          ${shown.map((item) => h(Item, { key: item.id, item }))}
        </div>
      </div>
      ${!atEnd.value && html`<button class="icon to-end" aria-label=${t("chat_to_end")} title=${t("chat_to_end")}
        onClick=${() => ((atEnd.value = true), toEnd())}><${DownIcon} /></button>`}
      <p class="only-read" role="status">${underWay.value.size ? t("chat_answering") : ""}</p>
    </div>
  `;
}

function Welcome() {
  const model = choices.value?.selected;
  return html`
    <div class="welcome">
      <h3>${t("chat_welcome")}</h3>
      ${model && html`<p class="quiet">${t("chat_welcome_model", { model })}</p>`}
      <div class="hints">
        ${["/model list", "/auth", "/status", "/help"].map(
          (one) => html`<button class="hint" onClick=${() => say(one)}><code>${one}</code>
            <span>${t(`chat_hint_${one.slice(1).split(" ")[0]}`)}</span></button>`,
        )}
      </div>
    </div>
  `;
}
