// @ts-check
// What ends when, over the next 60 days.
import { html } from "./html.js";
import { candidatesOf, providers } from "./state.js";
import { length, moment, now } from "./time.js";
import { t } from "./words.js";

const DAY_MS = 86_400_000;
const DAYS = 60;
const MOST = 40;

export function Timeline() {
  const ending = providers.value
    .flatMap(candidatesOf)
    // A login that renews itself does not end with its access token.
    .filter((one) => one.expiresMs != null && one.renewal?.renewable !== "yes")
    .filter((one) => one.expiresMs < now.value + DAYS * DAY_MS)
    .sort((a, b) => a.expiresMs - b.expiresMs)
    .slice(0, MOST);
  if (!ending.length) return null;
  return html`
    <section class="card timeline" aria-label=${t("timeline")}>
      <h2>${t("timeline")}</h2>
      <div class="scale" aria-hidden="true">
        <span>${t("timeline_today")}</span>${[15, 30, 45, 60].map((n) => html`<span>${t("timeline_days", { n })}</span>`)}
      </div>
      <ul>
        ${ending.map((one) => {
          const left = one.expiresMs - now.value;
          const share = Math.min(100, Math.max(0.6, (left / (DAYS * DAY_MS)) * 100));
          const level = left <= 0 ? "over" : left < 7 * DAY_MS ? "soon" : "later";
          return html`
            <li class=${level}>
              <span class="track"><span class="bar" style=${{ width: `${share}%` }}></span></span>
              <span class="name">${one.profileId ?? one.source}</span>
              <span class="quiet" title=${moment(one.expiresMs)}>
                ${left > 0 ? t("ends_in", { left: length(left) }) : t("ended_ago", { left: length(-left) })}
              </span>
            </li>
          `;
        })}
      </ul>
    </section>
  `;
}
