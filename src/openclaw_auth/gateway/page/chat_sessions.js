// @ts-check
// The sessions of the agent, newest first.
import { beginSession, lookAgain, mainKey, sessionKey, sessions } from "./chat_state.js";
import { html } from "./html.js";
import { PlusIcon } from "./icons.js";
import { chatAddress } from "./route.js";
import { ago, sessionName } from "./session_name.js";
import { agent, agents, chosenAgent } from "./state.js";
import { useEffect } from "./vendor/preact-hooks.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const OFTEN_MS = 20_000;
const MANY = 8;
const SHOWN = 60;

export function Sessions() {
  const looked = useSignal("");
  const all = useSignal(false);
  useEffect(() => {
    const look = () => document.hidden || void lookAgain();
    const timer = setInterval(look, OFTEN_MS);
    document.addEventListener("visibilitychange", look);
    return () => (clearInterval(timer), document.removeEventListener("visibilitychange", look));
  }, []);
  const known = sessions.value;
  const open = sessionKey.value;
  // One that was just begun has no entry yet.
  const list = open && !known.some((one) => one.key === open) ? [{ key: open, updatedAt: null }, ...known] : known;
  const word = looked.value.trim().toLowerCase();
  const found = word ? list.filter((one) => `${one.key} ${one.name ?? ""} ${sessionName(one.key, one.name)}`.toLowerCase().includes(word)) : list;
  const shown = all.value ? found : found.slice(0, SHOWN);
  return html`
    <nav class="sessions" aria-label=${t("chat_sessions")}>
      <button class="begin" onClick=${beginSession}><${PlusIcon} size=${18} /> ${t("chat_new")}</button>
      ${known.length > MANY &&
      html`<input type="search" aria-label=${t("chat_find")} placeholder=${t("chat_find")} value=${looked.value}
        onInput=${(e) => (looked.value = e.target.value)} />`}
      <ul>
        ${shown.map(
          (one) => html`
            <li key=${one.key}>
              <a href=${chatAddress(one.key === mainKey.value ? "" : one.key)} aria-current=${one.key === open ? "page" : undefined} title=${one.key}>
                <span class="session-name">${sessionName(one.key, one.name)}</span>
                <span class="session-facts">
                  <span>${one.updatedAt ? ago(one.updatedAt) : t("chat_begun")}</span>
                  ${one.model && html`<span class="session-model">${one.model.slice(one.model.indexOf("/") + 1)}</span>`}
                </span>
              </a>
            </li>
          `,
        )}
      </ul>
      ${found.length > shown.length &&
      html`<button class="plain small" onClick=${() => (all.value = true)}>${t("more", { count: found.length })}</button>`}
      ${word && !found.length && html`<p class="quiet">${t("chat_none")}</p>`}
      ${agents.value.length > 1 && html`<label class="inline"><span>${t("agent")}</span>
        <select value=${agent.value?.id} onChange=${(e) => (chosenAgent.value = e.target.value)}>
          ${agents.value.map((one) => html`<option value=${one.id}>${one.id}</option>`)}</select></label>`}
    </nav>
  `;
}
