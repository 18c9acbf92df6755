// @ts-check
// A text that changes as time goes by: only the text, not what is around it.
import { html } from "./html.js";
import { useComputed } from "./vendor/signals.js";

/** @param {{say: () => string}} props */
export function Ticking({ say }) {
  // Its own words of now: the component draws again only when they differ.
  const text = useComputed(say);
  return html`${text}`;
}
