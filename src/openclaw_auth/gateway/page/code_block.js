// @ts-check
// Code as it was written, with a way to take it along.
import { copyText } from "./copying.js";
import { html } from "./html.js";
import { CopyIcon, DoneIcon } from "./icons.js";
import { h } from "./vendor/preact.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

/** @param {{text: string, language?: string}} props */
export function CodeBlock({ text, language = "" }) {
  return html`
    <figure class="code">
      <figcaption><span>${language || t("chat_code")}</span><${CopyButton} text=${text} /></figcaption>
      <pre tabindex="0"><code>${text}</code></pre>
    </figure>
  `;
}

/** @param {{text: string, label?: string}} props a label stands for a drawing instead of a word */
export function CopyButton({ text, label }) {
  const copied = useSignal(false);
  const copy = async () => {
    copied.value = await copyText(text);
    setTimeout(() => (copied.value = false), 1500);
  };
  const word = t(copied.value ? "copied" : "copy");
  if (!label) return html`<button type="button" class="small quiet copy" onClick=${copy}>${word}</button>`;
  return html`<button type="button" class="small quiet copy drawing" title=${label} aria-label=${copied.value ? word : label} onClick=${copy}>
    ${h(copied.value ? DoneIcon : CopyIcon, {})}</button>`;
}
