// @ts-check
// The gateway's own explanation of a model: who answers, and why the others do not.
import { ask } from "./api.js";
import { Command } from "./command.js";
import { Dialog } from "./dialog.js";
import { html } from "./html.js";
import { agent, whyNot } from "./state.js";
import { useEffect } from "./vendor/preact-hooks.js";
import { useSignal } from "./vendor/signals.js";
import { lang, t } from "./words.js";

/** @param {{model?: string}} props */
export function ExplainDialog({ model = "" }) {
  const found = useSignal(/** @type {any} */ (null));
  const failed = useSignal("");
  const look = async (text) => {
    const [provider, ...rest] = text.trim().split("/");
    const asked = new URLSearchParams({ provider, name: text.trim(), agent: agent.value.id, lang: lang.value });
    if (rest.length) asked.set("model", rest.join("/"));
    try {
      found.value = await ask("GET", `/api/explain?${asked}`);
      failed.value = "";
    } catch (error) {
      failed.value = whyNot(error);
    }
  };
  useEffect(() => {
    if (model) void look(model);
  }, [model, lang.value]);
  const submit = (event) => {
    event.preventDefault();
    void look(String(new FormData(event.target).get("model")));
  };
  return html`
    <${Dialog} title=${t("explain_title")}>
      <form class="row" onSubmit=${submit}>
        <label class="grow">${t("explain_model")}
          <input name="model" defaultValue=${model} required spellcheck="false" /></label>
        <button class="main">${t("explain_ask")}</button>
      </form>
      <p class="error" role="alert">${failed.value}</p>
      ${found.value && html`<${Way} found=${found.value} />`}
    <//>
  `;
}

/** @param {{found: any}} props */
function Way({ found }) {
  const winner = found.winner?.rank;
  return html`
    ${!winner && html`<p class="banner bad"><span class="mark" aria-hidden="true">!</span>${t("explain_none")}</p>`}
    <ol class="way">
      ${found.candidates.map(
        (one) => html`
          <li class=${one.rank === winner ? "next" : one.eligible ? "could" : "cannot"}>
            <span class="rank" aria-hidden="true">${one.rank}</span>
            ${one.eligible ? html`<strong>${one.profileId ?? one.source}</strong>` : html`<s>${one.profileId ?? one.source}</s>`}
            ${one.rank === winner && html`<span class="badge strong">${t("explain_first")}</span>`}
            <span class="quiet">${one.reason}</span>
            ${!one.eligible && html`<${Command} text=${one.remedy ?? ""} />`}
          </li>
        `,
      )}
    </ol>
  `;
}
