// @ts-check
// "What if this one gets 429?": the way of a request as it is, and with failures, side by side.
import { ask } from "./api.js";
import { Dialog } from "./dialog.js";
import { html } from "./html.js";
import { agent, candidatesOf, providers, whyNot } from "./state.js";
import { speak } from "./time.js";
import { useEffect } from "./vendor/preact-hooks.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const FAULTS = ["rate_limit", "auth", "billing", "timeout"];
const MOST = 60;

/** @param {{provider?: string, keyOf?: string}} props the credential that fails first, if any */
export function RehearseDialog({ provider = "", keyOf = "" }) {
  const faults = useSignal(/** @type {Record<string, string>} */ (keyOf ? { [`${provider} ${keyOf}`]: "rate_limit" } : {}));
  const found = useSignal(/** @type {any} */ (null));
  const failed = useSignal("");
  const chosen = faults.value;
  useEffect(() => {
    let stale = false;
    const fail = Object.entries(chosen).map(([name, kind]) => {
      const [whose, ...key] = name.split(" ");
      return { provider: whose, key: key.join(" "), class: kind };
    });
    // A credential of another provider is rehearsed for a model of that one.
    const own = providers.value.find((one) => one.id === provider);
    const model = own?.models[0] ?? own?.usual ?? undefined;
    ask("POST", "/api/rehearse", { agentId: agent.value.id, model, fail }).then(
      (answer) => !stale && ((found.value = answer), (failed.value = "")),
      (error) => !stale && (failed.value = whyNot(error)),
    );
    return () => void (stale = true);
  }, [chosen]);
  const set = (name, kind) => {
    const { [name]: _, ...rest } = faults.value;
    faults.value = kind ? { ...rest, [name]: kind } : rest;
  };
  return html`
    <${Dialog} title=${t("rehearse")} wide=${true}>
      <p class="quiet">${t("rehearse_text")}</p>
      <p class="error" role="alert">${failed.value}</p>
      ${found.value && html`
        <${Faults} of=${found.value.providers} chosen=${chosen} set=${set} />
        <${Change} found=${found.value} />
        <div class="lanes">
          <${Lane} title=${t("rehearse_before")} model=${found.value.model} way=${found.value.before} />
          <${Lane} title=${t("rehearse_after")} model=${found.value.model} way=${found.value.after} />
        </div>`}
    <//>
  `;
}

/** @param {{of: string[], chosen: Record<string, string>, set: (name: string, kind: string) => void}} props */
function Faults({ of, chosen, set }) {
  const rows = providers.value
    .filter((one) => of.includes(one.id))
    .flatMap((one) => candidatesOf(one).map((candidate) => ({ provider: one, candidate })))
    .slice(0, MOST);
  if (!rows.length) return html`<p>${t("rehearse_none")}</p>`;
  return html`
    <ul class="faults">
      ${rows.map(({ provider, candidate }) => {
        const name = `${provider.id} ${candidate.key}`;
        return html`
          <li key=${name}>
            <label><span class="name">${candidate.profileId ?? candidate.source}</span>
              <select class=${chosen[name] ? "fails" : ""} onChange=${(e) => set(name, e.target.value)}>
                <option value="" selected=${!chosen[name]}>${t("fault_none")}</option>
                ${FAULTS.map((kind) => html`<option value=${kind} selected=${chosen[name] === kind}>${t(`fault_${kind}`)}</option>`)}
              </select></label>
          </li>`;
      })}
    </ul>
  `;
}

/** What differs, in one sentence. @param {{found: any}} props */
function Change({ found }) {
  const before = found.before.answer;
  const after = found.after.answer;
  if (!after) return html`<p class="banner bad" role="status"><span class="mark" aria-hidden="true">!</span>${t("rehearse_nobody")}</p>`;
  const same = before && before.key === after.key && before.model === after.model;
  const name = (one) => `${one?.name ?? "–"} (${one?.model ?? ""})`;
  return html`<p class=${same ? "banner" : "banner warn"} role="status"><span class="mark" aria-hidden="true">${same ? "✓" : "→"}</span>
    ${same ? t("rehearse_same") : t("rehearse_changed", { before: name(before), after: name(after) })}</p>`;
}

/** One way of a request, drawn from top to bottom. @param {{title: string, model: string, way: any}} props */
function Lane({ title, model, way }) {
  return html`
    <section class="lane">
      <h3>${title}</h3>
      <ol>
        <li class="stop start"><span class="node">${t("rehearse_request", { model })}</span></li>
        ${way.steps.map((step) => html`<${Stop} step=${step} />`)}
        ${!way.answer && html`<li class="stop end bad"><span class="node">${t("rehearse_nobody")}</span></li>`}
      </ol>
    </section>
  `;
}

/** @param {{step: any}} props */
function Stop({ step }) {
  const kind = step.outcome === "ok" ? "ok" : step.outcome === "skipped" ? "skipped" : "fails";
  return html`
    <li class=${`stop ${kind}${kind === "ok" ? " end good" : ""}`}>
      <span class="node">
        <span class="line"><strong class="name">${step.name ?? step.model}</strong><span class="badge">${t(`outcome_${step.outcome}`)}</span></span>
        <span class="quiet">${step.model}${kind === "ok" ? step.billingClass && ` · ${t(`billing_${step.billingClass}`)}` : ` · ${speak(step.reason.text, step.reason)}`}</span>
      </span>
      ${step.then && html`<span class="then">${t(`then_${step.then}`)}</span>`}
    </li>
  `;
}
