// @ts-check
// The answer to "does it work?": who answers for the model in use, and what stands against it.
import { html } from "./html.js";
import { Command } from "./command.js";
import { saveSnapshot } from "./snapshot.js";
import { agent, candidatesOf, dialog, parts, providers } from "./state.js";
import { speak } from "./time.js";
import { t } from "./words.js";

const providerOf = (model) => providers.value.find((one) => model.startsWith(`${one.id}/`));

export function Overview() {
  const { model, fallbacks } = agent.value;
  const chain = [model, ...fallbacks];
  return html`
    <section class="overview" aria-label=${t("primary")}>
      <${Banner} model=${model} fallbacks=${fallbacks} />
      <div class="chain">
        <span class="quiet">${t("primary")}</span>
        ${chain.map((one, at) => {
          const provider = providerOf(one);
          return html`
            ${at === 1 && html`<span class="quiet">${t("fallbacks")}</span>`}
            <button class=${provider?.next.key ? "model good" : "model bad"} title=${t("explain")}
              onClick=${() => (dialog.value = { name: "explain", model: one })}>
              <span class="dot" aria-hidden="true"></span>${one}
            </button>
          `;
        })}
        <${Tools} model=${model} />
      </div>
      <${Notices} />
    </section>
  `;
}

/** @param {{model: string}} props */
function Tools({ model }) {
  return html`
    <span class="tools" role="group" aria-label=${t("tools")}>
      <button class="plain" onClick=${() => (dialog.value = { name: "explain", model })}>${t("explain")} …</button>
      <button class="plain" onClick=${() => (dialog.value = { name: "rehearse" })}>${t("rehearse")} …</button>
      <button class="plain" onClick=${() => (dialog.value = { name: "classify" })}>${t("classify")}</button>
      <button class="plain" title=${t("snapshot_what")} onClick=${saveSnapshot}>${t("snapshot")}</button>
    </span>
  `;
}

/** @param {{model: string, fallbacks: string[]}} props */
function Banner({ model, fallbacks }) {
  const provider = providerOf(model);
  if (provider?.next.key) {
    return html`<p class="banner good"><span class="mark" aria-hidden="true">✓</span>
      <span>${t("ok_banner", { model, profile: provider.next.profileId ?? provider.next.source ?? provider.next.key })}</span></p>`;
  }
  const fallback = fallbacks.find((one) => providerOf(one)?.next.key);
  const first = provider && candidatesOf(provider)[0];
  const why = first?.reason ?? provider?.missing;
  return html`
    <div class=${fallback ? "banner warn" : "banner bad"} role="alert">
      <span class="mark" aria-hidden="true">!</span>
      <div>
        <strong>${fallback ? t("fallback_banner", { model, fallback }) : t("bad_banner", { model })}</strong>
        ${why && html`<p>${speak(why.text, why)}</p><${Command} text=${speak(why.remedy)} />`}
      </div>
    </div>
  `;
}

function Notices() {
  const { problems, crossings, findings } = parts.value.gateway;
  const { counts, shown } = findings;
  return html`
    ${problems.map(
      (one) => html`<div class="banner bad"><span class="mark" aria-hidden="true">!</span>
        <div>${speak(one.text, one)}<${Command} text=${speak(one.remedy)} /></div></div>`,
    )}
    ${crossings.inForce
      .filter((one) => one.agentId === agent.value.id)
      .map(
        (one) => html`<p class="banner warn"><span class="mark" aria-hidden="true">¤</span>
          <span>${t("crossing", { from: one.from ?? t("a_subscription"), to: one.to })}
          ${crossings.today > 0 && ` ${t("crossings_today", { count: crossings.today })}`}</span></p>`,
      )}
    ${shown.length > 0 &&
    html`
      <details class="findings">
        <summary>${t("findings")}: ${t("findings_counts", counts)}</summary>
        <ul>
          ${shown.map(
            (one) => html`<li class=${one.severity}><span>${speak(one.text, one)}</span>
              <${Command} text=${speak(one.remedy, one)} /></li>`,
          )}
        </ul>
      </details>
    `}
  `;
}
