// @ts-check
// Which model answers, and with which credential: what there is, who may serve and why not.
import { choices, loadChoices } from "./chat_state.js";
import { say } from "./chat_talk.js";
import { html } from "./html.js";
import { PictureIcon } from "./icons.js";
import { speak } from "./time.js";
import { useEffect, useRef } from "./vendor/preact-hooks.js";
import { signal, useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

const open = signal(false);
const nameOf = (model) => model.alias ?? model.ref.slice(model.ref.indexOf("/") + 1);

export function PickerButton() {
  const found = choices.value;
  const model = found?.models.find((one) => one.ref === found.selected);
  const pinned = found?.pin?.source === "user" ? found.pin.profile : null;
  const usable = !model || model.profiles.some((one) => one.eligible);
  const shown = model ? nameOf(model) : found?.selected ?? "…";
  return html`
    <button type="button" class="picked" aria-haspopup="dialog" aria-label=${`${t("chat_model")}: ${shown}`} title=${found?.selected}
      disabled=${!found} onClick=${() => (open.value = true)}>
      <span class=${usable ? "dot good" : "dot bad"} aria-hidden="true"></span>
      <span class="picked-name">${shown}</span>
      ${pinned && html`<span class="picked-pin">@ ${pinned}</span>`}
      <span aria-hidden="true">▾</span>
    </button>
  `;
}

/** Outside of the form that the button is in. */
export const PickerPlace = () => open.value && choices.value && html`<${Picker} />`;

function Picker() {
  const shown = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const word = useSignal("");
  useEffect(() => {
    shown.current?.showModal();
    shown.current?.querySelector("input")?.focus();
    void loadChoices();
    return () => (open.value = false);
  }, []);
  const choose = (what) => {
    shown.current?.close();
    void say(`/model ${what}`);
  };
  const found = choices.value;
  const models = found.models.filter((one) => holds(one, word.value.trim().toLowerCase()));
  const providers = [...new Set(models.map((one) => one.ref.split("/")[0]))];
  const outside = (event) => event.target === shown.current && shown.current?.close();
  return html`
    <dialog class="picker" ref=${shown} aria-label=${t("chat_pick")} onClose=${() => (open.value = false)} onMouseDown=${outside} onKeyDown=${walk}>
      <header>
        <h2>${t("chat_pick")}</h2>
        <button class="icon" type="button" aria-label=${t("close")} onClick=${() => shown.current?.close()}>✕</button>
      </header>
      <input type="search" placeholder=${t("chat_pick_find")} aria-label=${t("chat_pick_find")} value=${word.value}
        onInput=${(e) => (word.value = e.target.value)} autocomplete="off" spellcheck="false" />
      ${found.pin?.source === "user" &&
      html`<p class="pick-pinned"><span>${t("chat_pinned", { profile: found.pin.profile })}</span>
        <button type="button" class="small" onClick=${() => choose(found.selected)}>${t("chat_unpin")}</button></p>`}
      <div class="picks">
        ${!models.length && html`<p class="quiet">${t("chat_none")}</p>`}
        ${providers.map(
          (provider) => html`
            <section key=${provider} aria-label=${provider}>
              <h3>${provider}</h3>
              <ul>${models.filter((one) => one.ref.startsWith(`${provider}/`)).map(
                (one) => html`<${Model} key=${one.ref} model=${one} found=${found} choose=${choose} wide=${word.value.trim() !== ""} />`,
              )}</ul>
            </section>
          `,
        )}
      </div>
    </dialog>
  `;
}

/** @param {{model: any, found: any, choose: (what: string) => void, wide: boolean}} props */
function Model({ model, found, choose, wide }) {
  const selected = model.ref === found.selected;
  const shown = useSignal(selected);
  const usable = model.profiles.filter((one) => one.eligible).length;
  const opened = shown.value || (wide && model.profiles.length < 5);
  const forbidden = model.allowed === false;
  return html`
    <li class=${selected ? "pick-model selected" : "pick-model"}>
      <div class="pick-line">
        <button type="button" class="pick" aria-pressed=${selected} disabled=${forbidden} onClick=${() => choose(model.ref)}>
          <span class=${usable ? "dot good" : "dot bad"} aria-hidden="true"></span>
          <span class="pick-name">${model.ref.slice(model.ref.indexOf("/") + 1)}</span>
          ${model.alias && html`<span class="badge">${model.alias}</span>`}
          <span class="pick-facts">
            ${forbidden ? t("chat_not_allowed") : !usable ? t("chat_unusable") : ""}
            ${model.images && html`<span title=${t("chat_takes_pictures")} role="img" aria-label=${t("chat_takes_pictures")}><${PictureIcon} size=${16} /></span>`}
            ${selected && html`<span aria-hidden="true">✓</span>`}
          </span>
        </button>
        ${model.profiles.length > 0 &&
        html`<button type="button" class="pick unfold" aria-expanded=${opened} aria-label=${`${usable}/${model.profiles.length} ${t("chat_profiles_of", { model: model.ref })}`}
          onClick=${() => (shown.value = !opened)}>${usable}/${model.profiles.length} <span aria-hidden="true">${opened ? "▴" : "▾"}</span></button>`}
      </div>
      ${opened && html`<ul class="pick-profiles">${model.profiles.map((one) => profile(one))}</ul>`}
    </li>
  `;
  function profile(one) {
    const pinned = selected && found.pin?.profile === one.id;
    return html`
      <li key=${one.id}>
        <button type="button" class=${one.eligible ? "pick profile" : "pick profile cannot"} disabled=${forbidden || one.pinnable === false}
          aria-pressed=${pinned && found.pin.source === "user"} onClick=${() => choose(`${model.ref}@${one.id}`)}>
          <span class=${one.eligible ? "dot good" : "dot bad"} aria-hidden="true"></span>
          <span class="pick-name">${one.id}</span>
          ${pinned && html`<span class=${found.pin.source === "user" ? "badge strong" : "badge"}>${t(`chat_pin_${found.pin.source}`)}</span>`}
          ${!one.eligible && html`<span class="pick-why">${speak(one.why?.text, one.why ?? {})}</span>`}
        </button>
      </li>
    `;
  }
}

/** @param {any} model @param {string} word */
const holds = (model, word) => [model.ref, model.alias ?? "", ...model.profiles.map((one) => one.id)].some((name) => name.toLowerCase().includes(word));

/** Arrow keys go from choice to choice. @param {KeyboardEvent} event */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const all = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("input, .pick:not(.unfold):not(:disabled)")];
  const at = all.indexOf(/** @type {Element} */ (document.activeElement));
  event.preventDefault();
  /** @type {HTMLElement} */ (all[(at + step + all.length) % all.length]).focus();
}
