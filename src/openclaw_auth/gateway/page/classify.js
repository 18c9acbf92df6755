// @ts-check
// What an answer of a provider means: pasted here, judged by the gateway's own rules.
import { ask } from "./api.js";
import { Command } from "./command.js";
import { Dialog } from "./dialog.js";
import { html } from "./html.js";
import { parts, whyNot } from "./state.js";
import { length, speak } from "./time.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

export function ClassifyDialog() {
  const found = useSignal(/** @type {any} */ (null));
  const failed = useSignal("");
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    try {
      found.value = await ask("POST", "/api/classify", {
        provider: form.get("provider"),
        status: Number(form.get("status")),
        headers: form.get("headers"),
        body: form.get("body"),
      });
      failed.value = "";
    } catch (error) {
      found.value = null;
      failed.value = whyNot(error);
    }
  };
  return html`
    <${Dialog} title=${t("classify")}>
      <form class="stack" onSubmit=${submit}>
        <p class="quiet">${t("classify_text")}</p>
        <div class="row">
          <label class="grow">${t("provider")}
            <select name="provider" required>
              <option value="">${t("choose")}</option>
              ${parts.value.gateway.known.map((one) => html`<option value=${one.id}>${one.label}</option>`)}
            </select></label>
          <label>${t("classify_status")}<input name="status" type="number" min="100" max="599" defaultValue="429" required /></label>
        </div>
        <label>${t("classify_headers")}<textarea name="headers" rows="2" spellcheck="false" placeholder="retry-after: 30"></textarea></label>
        <label>${t("classify_body")}<textarea name="body" rows="5" spellcheck="false"></textarea></label>
        <p class="error" role="alert">${failed.value}</p>
        ${found.value && html`<${Meaning} found=${found.value} />`}
        <div class="row end"><button class="main">${t("classify_ask")}</button></div>
      </form>
    <//>
  `;
}

/** @param {{found: any}} props */
function Meaning({ found }) {
  const { reason, waitMs } = found;
  return html`
    <div class=${found.class ? "banner warn" : "banner"} role="status">
      <span class="mark" aria-hidden="true">${found.class ? "!" : "✓"}</span>
      <div class="stack">
        <p><span class="badge">${t(`class_${found.class ?? "none"}`)}</span> ${speak(reason.text, reason)}
          ${waitMs != null && html` <strong>${t("classify_waits", { left: length(waitMs) })}</strong>`}</p>
        <${Command} text=${speak(reason.remedy, reason)} />
      </div>
    </div>
  `;
}
