// @ts-check
// The chat: sessions at the side, the conversation, and where one writes.
import { Conversation } from "./chat_log.js";
import { Sessions } from "./chat_sessions.js";
import { beginSession, here, hereName, loadChoices, sessionKey } from "./chat_state.js";
import { listen } from "./chat_talk.js";
import { Composer } from "./composer.js";
import { html } from "./html.js";
import { MenuIcon, PlusIcon } from "./icons.js";
import { dropped, takeFiles } from "./pictures.js";
import { PickerPlace } from "./picker.js";
import { sessionName } from "./session_name.js";
import { parts } from "./state.js";
import { useEffect } from "./vendor/preact-hooks.js";
import { effect, useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const SOON_MS = 1000;

/** What the board tells may concern the picker: a pin, a rest, a key. Returns how to end it. */
function choicesFollow() {
  const known = parts.peek();
  let timer = 0;
  const end = effect(() => {
    if (parts.value === known) return;
    clearTimeout(timer);
    timer = setTimeout(loadChoices, SOON_MS);
  });
  return () => (clearTimeout(timer), end());
}

export function Chat() {
  const aside = useSignal(false);
  const over = useSignal(false);
  const name = hereName.value;
  useEffect(() => {
    aside.value = false;
    if (!here.peek().agent) return;
    const until = new AbortController();
    void listen(until.signal);
    return () => until.abort();
  }, [name]);
  useEffect(() => {
    if (!aside.value) return;
    const close = (event) => event.key === "Escape" && (aside.value = false);
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, [aside.value]);
  useEffect(() => choicesFollow(), [name]);
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const drag = (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    over.value = true;
  };
  const drop = (event) => {
    over.value = false;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    void takeFiles(dropped(event.dataTransfer));
  };
  const left = (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) over.value = false;
  };
  return html`
    <main class=${`chat${aside.value ? " with-sessions" : ""}`} onDragOver=${drag} onDragLeave=${left} onDrop=${drop}>
      <${Sessions} />
      ${aside.value && html`<button class="veil" aria-label=${t("close")} onClick=${() => (aside.value = false)}></button>`}
      <section class="talk" aria-label=${t("chat_conversation")}>
        <div class="talk-head">
          <button class="icon" aria-label=${t("chat_sessions")} aria-expanded=${aside.value} onClick=${() => (aside.value = !aside.value)}><${MenuIcon} /></button>
          <h2>${sessionName(sessionKey.value)}</h2>
          <button class="icon" aria-label=${t("chat_new")} onClick=${beginSession}><${PlusIcon} /></button>
        </div>
        <${Conversation} key=${name} />
        <${Composer} key=${`composer ${name}`} />
      </section>
      <${PickerPlace} />
      ${over.value && html`<div class="drop-here" aria-hidden="true"><span>${t("chat_drop")}</span></div>`}
    </main>
  `;
}
