// @ts-check
// Adding a credential: a login, a key, a token. What is pasted is sent and forgotten.
import { ask } from "./api.js";
import { Dialog } from "./dialog.js";
import { html } from "./html.js";
import { Login } from "./login.js";
import { Shape } from "./shape.js";
import { agent, dialog, parts, toast, whyNot } from "./state.js";
import { speak } from "./time.js";
import { useEffect } from "./vendor/preact-hooks.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const HOW = ["login", "api_key", "token"];
const HOW_WORDS = { login: "add_login", api_key: "add_key", token: "add_token" };

/** @param {{how?: string, provider?: string, profileId?: string}} props */
export function AddDialog({ how: first = "api_key", provider = "", profileId = "" }) {
  const how = useSignal(first);
  const logins = useSignal(/** @type {any[] | null} */ (null));
  useEffect(() => {
    ask("GET", "/api/logins/providers")
      .then(({ providers }) => (logins.value = providers.filter((one) => one.ready)))
      .catch(() => (logins.value = []));
  }, []);
  return html`
    <${Dialog} title=${t("add")}>
      <fieldset class="tabs">
        <legend class="only-read">${t("add_how")}</legend>
        ${HOW.map(
          (one) => html`<label class=${how.value === one ? "tab chosen" : "tab"}>
            <input type="radio" name="how" value=${one} checked=${how.value === one} onChange=${() => (how.value = one)} />
            ${t(HOW_WORDS[one])}
          </label>`,
        )}
      </fieldset>
      ${how.value === "login"
        ? html`<${Login} offered=${logins.value} provider=${provider} profileId=${profileId} />`
        : html`<${Paste} key=${how.value} kind=${how.value} provider=${provider} profileId=${profileId} />`}
    <//>
  `;
}

/** @param {{kind: string, provider: string, profileId: string}} props */
function Paste({ kind, provider, profileId }) {
  const failed = useSignal("");
  const refused = useSignal(false);
  const busy = useSignal(false);
  const chosen = useSignal(provider);
  const typed = useSignal("");
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const days = Number(form.get("days"));
    busy.value = true;
    try {
      const { done } = await ask("POST", "/api/actions/paste", {
        agentId: agent.value.id,
        provider: form.get("provider"),
        type: kind,
        secret: form.get("secret"),
        profileId: String(form.get("profileId")).trim() || undefined,
        expiresInDays: days > 0 ? Math.floor(days) : undefined,
        force: refused.value && event.submitter?.value === "force",
      });
      for (const one of done) toast(speak(one.text), { bad: one.severity === "error" });
      dialog.value = null;
    } catch (error) {
      failed.value = whyNot(error);
      refused.value = Boolean(/** @type {any} */ (error).said?.code?.startsWith("credential_"));
    }
    busy.value = false;
  };
  return html`
    <form class="stack" onSubmit=${submit} autocomplete="off">
      <label>${t("provider")}
        <select name="provider" required onChange=${(e) => (chosen.value = e.target.value)}>
          <option value="">${t("choose")}</option>
          ${parts.value.gateway.known.map((one) => html`<option value=${one.id} selected=${one.id === chosen.value}>${one.label}</option>`)}
        </select></label>
      <label>${t(kind === "token" ? "secret_token" : "secret_key")}
        <input name="secret" type="password" required autocomplete="off" spellcheck="false"
          aria-describedby="secret-note secret-shape" onInput=${(e) => (typed.value = e.target.value)} /></label>
      <${Shape} provider=${chosen.value} kind=${kind} secret=${typed.value} />
      <p class="quiet" id="secret-note">${t("secret_note")}</p>
      <label>${t("profile_id")}<input name="profileId" defaultValue=${profileId} spellcheck="false" /></label>
      ${kind === "token" &&
      html`<label>${t("expires_days")}<input name="days" type="number" min="1" max="3660" inputmode="numeric" /></label>`}
      <p class="error" role="alert">${failed.value}</p>
      <div class="row end">
        ${refused.value && html`<button name="force" value="force" disabled=${busy.value}>${t("store_anyway")}</button>`}
        <button class="main" disabled=${busy.value}>${t("store")}</button>
      </div>
    </form>
  `;
}
