// @ts-check
// The bar on top: whose board, the connection, language, theme.
import { html } from "./html.js";
import { inChat } from "./route.js";
import { agent, agents, chosenAgent, dialog, forget, parts, status } from "./state.js";
import { effect, signal } from "./vendor/signals.js";
import { switchLanguage, t } from "./words.js";

const KEPT_AS = "openclaw-auth.theme";
const THEMES = ["auto", "light", "dark"];
const kept = localStorage.getItem(KEPT_AS) ?? "";
const theme = signal(THEMES.includes(kept) ? kept : "auto");

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

function nextTheme() {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length];
  localStorage.setItem(KEPT_AS, theme.value);
}

export function Header() {
  const open = parts.value !== null;
  const themeName = t("theme", { theme: t(`theme_${theme.value}`) });
  return html`
    <header>
      <h1><img src="/page/icon.svg" alt="" width="26" height="26" />
        <span class=${open ? "only-read" : ""}>${t(inChat.value ? "chat" : "title")}</span></h1>
      ${open && html`<${Views} />`}
      ${open &&
      html`<span class=${`pulse ${status.value}`} role="status">${t(status.value === "live" ? "live" : "lost")}</span>`}
      <nav>
        ${open &&
        agents.value.length > 1 &&
        html`
          <label class="inline">
            <span class="hidden-small">${t("agent")}</span>
            <select aria-label=${t("agent")} value=${agent.value?.id} onChange=${(e) => (chosenAgent.value = e.target.value)}>
              ${agents.value.map((one) => html`<option value=${one.id}>${one.id}</option>`)}
            </select>
          </label>
        `}
        ${open && !inChat.value &&
        html`<button class="main" onClick=${() => (dialog.value = { name: "add" })}>
          <span class="hidden-small">${t("add")}</span><span class="only-small">${t("add_short")}</span>
        </button>`}
        <button onClick=${switchLanguage} lang=${t("other_language") === "English" ? "en" : "zh-CN"}>${t("other_language")}</button>
        <button class="icon" title=${themeName} aria-label=${themeName} onClick=${nextTheme}>
          ${{ auto: "◐", light: "☀", dark: "☾" }[theme.value]}
        </button>
        ${open && html`<button class="icon" title=${t("sign_out")} aria-label=${t("sign_out")} onClick=${() => forget()}>⏏</button>`}
      </nav>
    </header>
  `;
}

function Views() {
  const view = (address, name, here) =>
    html`<a href=${address} aria-current=${here ? "page" : undefined}>${t(name)}</a>`;
  return html`
    <span class="views" role="navigation" aria-label=${t("views")}>
      ${view("#/", "title", !inChat.value)} ${view("#/chat", "chat", inChat.value)}
    </span>
  `;
}
