// @ts-check
// Requests and failures of the last hour, minute by minute, as the gateway counts them.
import { html } from "./html.js";
import { now } from "./time.js";
import { minutes } from "./state.js";
import { computed, useComputed } from "./vendor/signals.js";
import { t } from "./words.js";

const SHOWN = 60;
const HEIGHT = 22;
const STEP = 2;

const thisMinute = computed(() => Math.floor(now.value / 60_000));

/** What each credential did: key → `[served, failed]` by minute, the present one last. */
const byKey = computed(() => {
  const first = thisMinute.value - SHOWN + 1;
  /** @type {Map<string, [Uint32Array, Uint32Array]>} */
  const found = new Map();
  for (const part of Object.values(minutes.value)) {
    const at = part.minute - first;
    if (at < 0 || at >= SHOWN) continue;
    for (const [key, counts] of Object.entries(part.counts)) {
      let row = found.get(key);
      if (!row) found.set(key, (row = [new Uint32Array(SHOWN), new Uint32Array(SHOWN)]));
      row[0][at] = counts[0];
      row[1][at] = counts[1];
    }
  }
  return found;
});

/** The same for every credential of a provider together. */
const byProvider = computed(() => {
  /** @type {Map<string, [Uint32Array, Uint32Array]>} */
  const found = new Map();
  for (const [key, row] of byKey.value) {
    const provider = key.split("/").slice(0, 2).join("/");
    const sum = found.get(provider);
    if (!sum) found.set(provider, [row[0].slice(), row[1].slice()]);
    else for (let at = 0; at < SHOWN; at++) (sum[0][at] += row[0][at]), (sum[1][at] += row[1][at]);
  }
  return found;
});

/** @param {Uint32Array} list */
const total = (list) => list.reduce((sum, n) => sum + n, 0);

/**
 * Both lines of a chart, as the `d` of two SVG paths: what was served stands on what failed.
 * @param {[Uint32Array, Uint32Array]} row
 */
function drawn([served, failed]) {
  let most = 4;
  for (let at = 0; at < SHOWN; at++) most = Math.max(most, served[at] + failed[at]);
  const bar = (at, from, n) => `M${at * STEP} ${(HEIGHT - from).toFixed(1)}v-${n.toFixed(1)}h${STEP - 0.4}v${n.toFixed(1)}z`;
  const tall = (n) => (n ? Math.max(1.5, (n / most) * HEIGHT) : 0);
  let good = "";
  let bad = "";
  for (let at = 0; at < SHOWN; at++) {
    const low = tall(failed[at]);
    if (low) bad += bar(at, 0, low);
    if (served[at]) good += bar(at, low, Math.min(tall(served[at]), HEIGHT - low));
  }
  return { good, bad, count: total(served) + total(failed), failed: total(failed), now: served[SHOWN - 1] + failed[SHOWN - 1] };
}

/** A chart of one credential (`name` is agent/provider/key) or provider. @param {{name: string, whole?: boolean}} props */
export function Traffic({ name, whole = false }) {
  const text = useComputed(() => {
    const row = (whole ? byProvider : byKey).value.get(name);
    return row ? JSON.stringify(drawn(row)) : "";
  });
  if (!text.value) return null;
  const { good, bad, count, failed, now: rate } = JSON.parse(text.value);
  const says = t("traffic", { count, failed });
  return html`
    <span class="traffic" title=${says}>
      <svg viewBox=${`0 0 ${SHOWN * STEP} ${HEIGHT}`} role="img" aria-label=${says} preserveAspectRatio="none">
        <path class="ground" d=${`M0 ${HEIGHT - 0.5}h${SHOWN * STEP}v.5h-${SHOWN * STEP}z`} />
        <path class="served" d=${good} /><path class="failed" d=${bad} />
      </svg>
      ${whole && rate > 0 && html`<span class="rate">${t("traffic_now", { count: rate })}</span>`}
    </span>
  `;
}
