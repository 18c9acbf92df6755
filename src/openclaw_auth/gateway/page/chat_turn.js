// @ts-check
// One thing that was said: by a person, by a model, by the gateway.
import { CopyButton } from "./code_block.js";
import { Command } from "./command.js";
import { html } from "./html.js";
import { Markdown } from "./markdown.js";
import { pictureAddress } from "./pictures.js";
import { moment, speak } from "./time.js";
import { useMemo } from "./vendor/preact-hooks.js";
import { useSignal } from "./vendor/signals.js";
import { lang, t } from "./words.js";

const KINDS = { user: Said, answer: Answer, note: Note, error: Failure };
// The line below the answer says it already, if it knows.
const IN_LINE = { chat_usage: "tokens", chat_usage_cost: "tokens", chat_answered_by: "profile" };

const LONG = 8000;

/** Drawn again only when it changed. @param {{item: any}} props */
export function Item({ item }) {
  const spoken = lang.value;
  return useMemo(() => html`<${KINDS[item.kind]} item=${item} />`, [item, spoken]);
}

/** @param {{item: any}} props */
function Said({ item }) {
  const command = item.command ?? /^\/[a-z]\S*(?: \S+)?$/i.test(item.text.trim());
  const whole = useSignal(false);
  const shown = whole.value || item.text.length <= LONG ? item.text : `${item.text.slice(0, LONG)} …`;
  const wait = { queued: "chat_queued", stopped: "chat_stopped" }[item.state];
  return html`
    <article class=${`turn said${item.state === "sending" ? " sending" : ""}`} aria-label=${t("chat_you")}>
      ${item.pictures.length > 0 &&
      html`<div class="pictures">${item.pictures.map((one) => html`<img src=${pictureAddress(one)} alt=${t("chat_picture")} />`)}</div>`}
      ${item.text && html`<div class=${command ? "bubble typed" : "bubble"} dir="auto">${shown}</div>`}
      ${item.text.length > LONG && !whole.value &&
      html`<button class="small quiet" onClick=${() => (whole.value = true)}>${t("chat_whole", { count: item.text.length })}</button>`}
      ${wait && html`<p class="meta">${t(wait)}</p>`}
    </article>
  `;
}

/** @param {{item: any}} props */
function Answer({ item }) {
  const { text, growing, meta, stopped, failed } = item;
  const waits = growing && !text;
  return html`
    <article class=${`turn answer${growing ? " growing" : ""}`} aria-label=${t("chat_model")} aria-busy=${growing}>
      ${waits && html`<p class="thinking" role="img" aria-label=${t("chat_thinking")}><i></i><i></i><i></i></p>`}
      ${text && html`<${Markdown} text=${text} growing=${growing} />`}
      ${stopped && html`<p class="meta stopped">${t("chat_stopped")}</p>`}
      ${failed && html`<${Failure} item=${{ error: failed, passedOver: [] }} />`}
      ${!growing && text && html`<${AnsweredBy} item=${item} meta=${meta ?? {}} />`}
    </article>
  `;
}

/** The line that says what answered. @param {{item: any, meta: any}} props */
function AnsweredBy({ item, meta }) {
  const footer = (meta.footer ?? []).filter((one) => !meta[IN_LINE[one.code]]);
  const moved = meta.asked && meta.model && meta.asked !== meta.model;
  const tokens = tokensOf(meta.tokens);
  return html`
    ${footer.length > 0 &&
    html`<ul class=${moved ? "footer moved" : "footer"}>
      ${footer.map((one) => html`<li class=${one.depth ? `depth${one.depth}` : ""}>${speak(one.text, one)}</li>`)}</ul>`}
    <p class="meta line-of">
      ${meta.model && html`<span class="who">${meta.model}</span>`}
      ${meta.profile && html`<span>${meta.profile}</span>`}
      ${meta.billing && html`<span class=${`bill ${meta.billing}`}>${t(`billing_${meta.billing}`)}</span>`}
      ${tokens && html`<span>${t("chat_tokens", tokens)}</span>`}
      ${meta.dollars != null && html`<span>≈ $${meta.dollars.toFixed(4)}</span>`}
      ${meta.durationMs != null && html`<span>${(meta.durationMs / 1000).toFixed(1)} s</span>`}
      ${item.at > 0 && html`<time>${moment(item.at)}</time>`}
      <${CopyButton} text=${item.text} label=${t("chat_copy_answer")} />
    </p>
  `;
}

/** @param {any} tokens */
function tokensOf(tokens) {
  if (!tokens) return null;
  const input = tokens.prompt ?? (tokens.input ?? 0) + (tokens.cacheRead ?? 0) + (tokens.cacheWrite ?? 0);
  if (!input && !tokens.output) return null;
  return { input: short(input), output: short(tokens.output ?? 0) };
}

/** @param {number} count */
const short = (count) => (count < 1000 ? String(count) : `${(count / 1000).toFixed(1)}k`);

/** What the gateway told: the answer to a command. @param {{item: any}} props */
function Note({ item }) {
  return html`
    <article class=${item.failed ? "turn note bad" : "turn note"} aria-label=${t("chat_gateway")}>
      ${item.lines.map(
        (one) => html`<p class=${one.depth ? `depth${Math.min(3, one.depth)}` : ""} dir="auto"><${WithCode} text=${speak(one.text, one)} /></p>`,
      )}
    </article>
  `;
}

/** Words with their `code`. @param {{text: string}} props */
function WithCode({ text }) {
  return text.split(/`([^`\n]+)`/).map((piece, at) => (at % 2 ? html`<code>${piece}</code>` : piece));
}

/** Nobody answered: why, and what mends it. @param {{item: any}} props */
function Failure({ item }) {
  const { error, passedOver, text } = item;
  return html`
    <div class="turn failure" role="alert">
      <span class="mark" aria-hidden="true">!</span>
      <div>
        <strong dir="auto">${error ? speak(error.text ?? error, error) : text || t("failed")}</strong>
        ${error?.remedy && html`<${Command} text=${speak(error.remedy, error)} />`}
        ${passedOver.length > 0 &&
        html`<ul class="passed">${passedOver.map((one) => html`<li><span class="who">${one.who ?? one.key ?? one.model}</span>
          <span>${speak(one.reason?.text ?? one.why?.text ?? one.text, one.reason ?? one.why ?? one)}</span></li>`)}</ul>`}
      </div>
    </div>
  `;
}
