// @ts-check
// The way into the chat: its code is fetched when somebody first goes there.
import { html } from "./html.js";
import { h } from "./vendor/preact.js";
import { signal } from "./vendor/signals.js";
import { t } from "./words.js";

/** @type {import("./vendor/signals.js").Signal<any>} */
const view = signal(null);
const failed = signal(false);
let asked = false;

function fetchIt() {
  asked = true;
  failed.value = false;
  import("./chat.js").then(
    (chat) => (view.value = chat.Chat),
    () => ((failed.value = true), (asked = false)),
  );
}

export function ChatDoor() {
  if (!asked && !failed.value) fetchIt();
  if (view.value) return h(view.value, null);
  if (!failed.value) return html`<main class="chat-door" aria-busy="true"></main>`;
  return html`<main class="chat-door"><p class="error" role="alert">${t("failed")}</p>
    <button onClick=${fetchIt}>${t("chat_again")}</button></main>`;
}
