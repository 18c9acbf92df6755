// @ts-check
// A login at a provider: shows where to go, takes what comes back, and waits for the end.
import { ask } from "./api.js";
import { html } from "./html.js";
import { agent, dialog, toast, whyNot } from "./state.js";
import { length, now, speak } from "./time.js";
import { useEffect } from "./vendor/preact-hooks.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const OVER = new Set(["stored", "failed", "cancelled"]);

/**
 * Follow a login to its end.
 * @param {import("./vendor/signals.js").Signal<any>} flow
 * @param {import("./vendor/signals.js").Signal<string>} failed
 * @param {import("./vendor/signals.js").Signal<boolean>} alive whether anybody still looks
 */
async function watch(flow, failed, alive) {
  while (alive.peek() && !OVER.has(flow.peek().state)) {
    try {
      flow.value = await ask("GET", `/api/logins/${flow.peek().id}?after=${flow.peek().version}&wait=20`);
    } catch (error) {
      failed.value = whyNot(error);
      return;
    }
  }
  const end = flow.peek();
  if (end.state === "stored" && alive.peek()) {
    toast(t("login_stored", { profile: end.profileId }));
    dialog.value = null;
  } else if (end.state !== "stored") {
    failed.value = end.error ? [end.error.text, end.error.remedy].filter(Boolean).map((one) => speak(one)).join(" — ") : t("login_cancelled");
    flow.value = null;
  }
}

/** @param {{offered: any[] | null, provider: string, profileId: string}} props */
export function Login({ offered, provider, profileId }) {
  const flow = useSignal(/** @type {any} */ (null));
  const failed = useSignal("");
  const chosen = useSignal(provider);
  const alive = useSignal(true);
  useEffect(
    () => () => {
      alive.value = false;
      const open = flow.peek();
      if (open && !OVER.has(open.state)) void ask("POST", `/api/logins/${open.id}/cancel`, {}).catch(() => {});
    },
    [],
  );
  const start = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    failed.value = "";
    try {
      flow.value = await ask("POST", "/api/logins", {
        provider: form.get("provider"),
        device: form.get("device") === "on",
        agentId: agent.value.listed ? agent.value.id : undefined,
        profileId: String(form.get("profileId")).trim() || undefined,
      });
      void watch(flow, failed, alive);
    } catch (error) {
      failed.value = whyNot(error);
    }
  };
  if (offered === null) return null;
  if (!offered.length) return html`<p>${t("no_logins")}</p>`;
  if (flow.value) return html`<${Waiting} flow=${flow} failed=${failed} />`;
  const flows = offered.find((one) => one.id === chosen.value)?.flows ?? [];
  return html`
    <form class="stack" onSubmit=${start}>
      <label>${t("provider")}
        <select name="provider" required onChange=${(e) => (chosen.value = e.target.value)}>
          <option value="">${t("choose")}</option>
          ${offered.map((one) => html`<option value=${one.id} selected=${one.id === chosen.value}>${one.label}</option>`)}
        </select></label>
      ${flows.length > 1 && html`<label class="check"><input type="checkbox" name="device" />${t("device")}</label>`}
      <label>${t("profile_id")}<input name="profileId" defaultValue=${profileId} spellcheck="false" /></label>
      <p class="error" role="alert">${failed.value}</p>
      <div class="row end"><button class="main">${t("start_login")}</button></div>
    </form>
  `;
}

/** @param {{flow: any, failed: any}} props */
function Waiting({ flow, failed }) {
  const { id, show, state } = flow.value;
  const paste = async (event) => {
    event.preventDefault();
    try {
      await ask("POST", `/api/logins/${id}/paste`, { answer: String(new FormData(event.target).get("answer")) });
      failed.value = "";
    } catch (error) {
      failed.value = whyNot(error);
    }
  };
  const address = show?.completeUrl ?? show?.url ?? "";
  return html`
    <div class="stack">
      ${/^https?:\/\//.test(address) &&
      html`<p>${t("login_open")}</p>
        <p><a class="button main" href=${address} target="_blank" rel="noopener noreferrer">${t("login_open_link")} ↗</a></p>`}
      ${show?.userCode && html`<p>${t("login_code")}</p><p><code class="big">${show.userCode}</code></p>`}
      ${show?.kind === "open_url" &&
      html`<form class="row" onSubmit=${paste}>
        <label class="grow">${t("login_paste")}<input name="answer" required autocomplete="off" spellcheck="false" /></label>
        <button disabled=${state !== "waiting"}>${t("login_send")}</button>
      </form>`}
      <p class="error" role="alert">${failed.value}</p>
      <div class="row end">
        <span class="quiet grow">${t("login_waiting")} ${show?.expiresAt ? length(show.expiresAt - now.value) : ""}</span>
        <button onClick=${() => (dialog.value = null)}>${t("cancel")}</button>
      </div>
    </div>
  `;
}
