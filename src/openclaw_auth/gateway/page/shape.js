// @ts-check
// Says while somebody types whether it looks like what the provider gives out.
import { ask } from "./api.js";
import { html } from "./html.js";
import { speak } from "./time.js";
import { useEffect } from "./vendor/preact-hooks.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const PAUSE_MS = 250;

/** @param {{provider: string, kind: string, secret: string}} props */
export function Shape({ provider, kind, secret }) {
  const found = useSignal(/** @type {any} */ (null));
  useEffect(() => {
    found.value = null;
    if (!provider || !secret.trim()) return undefined;
    let stale = false;
    const timer = setTimeout(() => {
      ask("POST", "/api/shape", { provider, type: kind, secret }).then(
        (answer) => !stale && (found.value = answer),
        () => {},
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [provider, kind, secret]);
  const outcome = found.value?.outcome;
  return html`
    <div id="secret-shape" class=${`shape ${outcome ?? ""}`} aria-live="polite">
      ${outcome === "ok" && html`<p>✓ ${t("shape_ok")}</p>`}
      ${outcome && outcome !== "ok" && found.value.reasons.map((one) => html`<p>${outcome === "warn" ? "!" : "✕"} ${speak(one.text, one)}</p>`)}
    </div>
  `;
}
