// @ts-check
// Asking a provider whether a credential works: costs nothing, and says what came of it.
import { ask } from "./api.js";
import { html } from "./html.js";
import { agent, toast, whyNot } from "./state.js";
import { moment, speak } from "./time.js";
import { signal, useComputed } from "./vendor/signals.js";
import { t } from "./words.js";

/** What came of each, by agent/provider/key; `null` while it is asked. @type {import("./vendor/signals.js").Signal<any>} */
const found = signal({});

/** @param {string} provider @param {string} key */
const nameOf = (provider, key) => `${agent.value.id}/${provider}/${key}`;

/**
 * Ask the provider about some of its credentials.
 * @param {string} provider
 * @param {string[]} keys
 * @param {boolean} [all] whether these are all of them, so that one question does
 */
export async function check(provider, keys, all = false) {
  const names = Object.fromEntries(keys.map((key) => [nameOf(provider, key), null]));
  const agentId = agent.value.id;
  found.value = { ...found.value, ...names };
  try {
    const { atMs, results } = await ask("POST", "/api/actions/probe", { agentId, provider, key: all ? undefined : keys[0] });
    const told = Object.fromEntries(results.map((one) => [`${agentId}/${provider}/${one.key}`, { atMs, ...one }]));
    found.value = { ...without(names), ...told };
  } catch (error) {
    found.value = without(names);
    toast(whyNot(error), { bad: true });
  }
}

/** @param {object} names */
const without = (names) => Object.fromEntries(Object.entries(found.value).filter(([name]) => !(name in names)));

/** What the last check said. @param {{provider: string, keyOf: string}} props */
export function Checked({ provider, keyOf }) {
  const result = useComputed(() => found.value[nameOf(provider, keyOf)]);
  if (result.value === undefined) return null;
  if (result.value === null) return html`<p class="checked quiet" role="status">${t("checking")}</p>`;
  const { good, status, reason, latencyMs, atMs } = result.value;
  const level = good ? "good" : status === "inconclusive" ? "odd" : "bad";
  return html`
    <p class=${`checked ${level}`} role="status">
      <span aria-hidden="true">${good ? "✓" : level === "odd" ? "?" : "✕"}</span>
      <span>${speak(reason.text, reason)} <span class="quiet">${t("checked", { at: moment(atMs) })}${
        latencyMs == null ? "" : ` · ${t("took", { ms: latencyMs })}`
      }</span></span>
    </p>
  `;
}
