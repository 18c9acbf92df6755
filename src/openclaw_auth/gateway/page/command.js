// @ts-check
// What mends something: a command to copy, or a step in words.
import { html } from "./html.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

/** @param {{text: string}} props */
export function Command({ text }) {
  const copied = useSignal(false);
  if (!text) return null;
  const command = /^(?:openclaw|chmod) [^;。]*$/.test(text) ? text : /`(openclaw [^`]*)`/.exec(text)?.[1];
  const copy = async () => {
    await navigator.clipboard.writeText(command ?? "");
    copied.value = true;
    setTimeout(() => (copied.value = false), 1500);
  };
  return html`
    <span class="command">
      ${command === text ? html`<code>${text}</code>` : html`<span>${text}</span>`}
      ${command && navigator.clipboard && html`<button class="small" onClick=${copy}>${t(copied.value ? "copied" : "copy")}</button>`}
    </span>
  `;
}
