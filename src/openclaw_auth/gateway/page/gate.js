// @ts-check
// Asks for the gateway's token, once for each tab.
import { html } from "./html.js";
import { enter, status } from "./state.js";
import { t } from "./words.js";

export function Gate() {
  const submit = (event) => {
    event.preventDefault();
    const token = new FormData(event.target).get("token");
    if (typeof token === "string" && token.trim()) enter(token.trim());
  };
  const wrong = { wrong: "gate_wrong", unreachable: "gate_unreachable", spent: "gate_spent" }[status.value];
  return html`
    <main class="gate">
      <form class="card" onSubmit=${submit}>
        <h2>${t("gate_title")}</h2>
        <p>${t("gate_text")}</p>
        <label for="token">${t("gate_field")}</label>
        <input
          id="token" name="token" type="password" autocomplete="off" autofocus required
          spellcheck="false" aria-describedby="token-help"
        />
        <p class="error" role="alert">${wrong ? t(wrong) : ""}</p>
        <p class="quiet" id="token-help">${t("gate_command")} <code>openclaw gateway token</code></p>
        <p class="quiet">${t("gate_link")} <code>openclaw dashboard</code></p>
        <button class="main">${t("gate_enter")}</button>
      </form>
    </main>
  `;
}
