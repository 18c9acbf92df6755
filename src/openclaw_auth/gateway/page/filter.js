// @ts-check
// Finds credentials among many, by any part of their name or their provider's.
import { html } from "./html.js";
import { candidatesOf, providers } from "./state.js";
import { computed, signal } from "./vendor/signals.js";
import { t } from "./words.js";

// Fewer than this are seen at one glance.
const MANY = 16;

/** What was typed, in lower case. */
export const filter = signal("");

/**
 * @param {any} provider
 * @param {any} candidate
 */
export const matches = (provider, candidate) =>
  !filter.value ||
  [candidate.profileId, candidate.source, candidate.email, provider.id, provider.label].some((text) =>
    text?.toLowerCase().includes(filter.value),
  );

const count = computed(() => providers.value.reduce((sum, one) => sum + one.keys.length, 0));

export function Filter() {
  if (count.value < MANY) return null;
  return html`
    <label class="filter"><span class="only-read">${t("filter")}</span>
      <input type="search" placeholder=${t("filter")} spellcheck="false" onInput=${(e) => (filter.value = e.target.value.trim().toLowerCase())} />
    </label>
  `;
}

export function NothingMatches() {
  if (!filter.value) return null;
  const any = providers.value.some((provider) => candidatesOf(provider).some((one) => matches(provider, one)));
  return any ? null : html`<p class="quiet" role="status">${t("filter_none", { text: filter.value })}</p>`;
}
