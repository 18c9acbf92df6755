// @ts-check
// The page: the gate, or the board or the chat, and what is open above it.
import { AddDialog } from "./add.js";
import { ChatDoor } from "./chat_door.js";
import { ClassifyDialog } from "./classify.js";
import { ExplainDialog } from "./explain.js";
import { Filter, NothingMatches } from "./filter.js";
import { Gate } from "./gate.js";
import { Header } from "./header.js";
import { html } from "./html.js";
import { Overview } from "./overview.js";
import { Provider } from "./provider.js";
import { RehearseDialog } from "./rehearse.js";
import { inChat } from "./route.js";
import { agent, begin, dialog, dismiss, parts, providers, status, toasts } from "./state.js";
import { Timeline } from "./timeline.js";
import { h, render } from "./vendor/preact.js";
import { effect } from "./vendor/signals.js";
import { lang, t } from "./words.js";

const DIALOGS = { add: AddDialog, classify: ClassifyDialog, explain: ExplainDialog, rehearse: RehearseDialog };

function Board() {
  if (!agent.value) return null;
  return html`
    <main>
      <${Overview} />
      ${!providers.value.some((one) => one.keys.length) &&
      html`<section class="card"><h2>${t("empty_title")}</h2><p>${t("empty_text")}</p></section>`}
      <${Timeline} />
      <${Filter} />
      <${NothingMatches} />
      <section class="providers" aria-label=${t("providers")}>
        ${providers.value.map((provider) => h(Provider, { key: `${agent.value.id}/${provider.id}`, provider }))}
      </section>
    </main>
  `;
}

function Toasts() {
  return html`
    <div class="toasts" role="status" aria-live="polite">
      ${toasts.value.map(
        (one) => html`
          <div class=${one.bad ? "toast bad" : "toast"} key=${one.id}>
            <span>${one.text}</span>
            ${one.undo &&
            html`<button class="plain" onClick=${() => (dismiss(one.id), one.undo())}>${t("undo")}</button>`}
            <button class="icon" aria-label=${t("close")} onClick=${() => dismiss(one.id)}>✕</button>
          </div>
        `,
      )}
    </div>
  `;
}

function App() {
  const shut = parts.value === null;
  const Open = dialog.value && DIALOGS[dialog.value.name];
  return html`
    <${Header} />
    ${shut ? (status.value === "connecting" ? null : html`<${Gate} />`) : inChat.value ? html`<${ChatDoor} />` : html`<${Board} />`}
    ${!shut && Open && h(Open, { key: dialog.value, ...dialog.value })}
    <${Toasts} />
  `;
}

effect(() => {
  document.documentElement.lang = lang.value === "zh" ? "zh-CN" : "en";
  document.title = `${t(inChat.value ? "chat" : "title")} · openclaw-auth`;
  document.documentElement.dataset.view = inChat.value && parts.value !== null ? "chat" : "board";
});

render(h(App, null), /** @type {HTMLElement} */ (document.getElementById("app")));
void begin();
