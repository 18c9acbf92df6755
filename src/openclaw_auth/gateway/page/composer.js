// @ts-check
// Where one writes. Enter sends, Shift+Enter begins a line; a word that an input method is still
// composing is never sent.
import { choices, hereName, items, trouble, underWay } from "./chat_state.js";
import { say, stop } from "./chat_talk.js";
import { suggestions } from "./complete.js";
import { html } from "./html.js";
import { PictureIcon, UpIcon } from "./icons.js";
import { PickerButton } from "./picker.js";
import { ACCEPT, dropped, pictures, Previews, snippets, takeFiles, takeText } from "./pictures.js";
import { speak } from "./time.js";
import { useEffect, useLayoutEffect, useRef } from "./vendor/preact-hooks.js";
import { useSignal } from "./vendor/signals.js";
import { t } from "./words.js";

/** What was written and not sent yet, by session. @type {Map<string, string>} */
const drafts = new Map();
const TALLEST_PX = 260;
const LONG = 20_000;

/** What is being written in a session, and which suggestion is marked. @param {string} where */
function useDraft(where) {
  const text = useSignal(drafts.get(where) ?? "");
  const marked = useSignal(-1);
  const shut = useSignal(false);
  const found = shut.value ? [] : suggestions(text.value, choices.value, (said) => speak(said?.text ?? said, said));
  const write = (value) => {
    text.value = value;
    shut.value = false;
    marked.value = /^\/\S*$|^\/\S+ \S/.test(value) ? 0 : -1;
    drafts.set(where, value);
  };
  const accept = (one) => {
    write(one.insert);
    if (!one.more) shut.value = true;
  };
  return { text, marked, shut, found, at: Math.min(marked.value, found.length - 1), write, accept };
}

/** Say what is written, with what hangs on it. @param {string} where @param {ReturnType<typeof useDraft>} draft */
async function send(where, { text, write }) {
  const [words, images, long] = [text.peek().trim(), pictures.peek(), snippets.peek()];
  const message = [words, ...long].filter(Boolean).join("\n\n");
  if ((!message && !images.length) || trouble.peek()) return;
  write("");
  pictures.value = [];
  snippets.value = [];
  const taken = await say(message, images.map(({ mimeType, data }) => ({ mimeType, data })));
  if (taken || text.peek() || hereName.peek() !== where) return;
  write(words); // nothing of it is lost
  pictures.value = images;
  snippets.value = long;
}

/**
 * A key was pressed in the field.
 * @param {KeyboardEvent} event
 * @param {ReturnType<typeof useDraft>} draft
 * @param {() => void} sent
 */
function pressed(event, draft, sent) {
  const { text, shut, found, write } = draft;
  if (event.isComposing || event.keyCode === 229) return;
  if (found.length && moved(event, draft)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    return void sent();
  }
  if (event.key === "ArrowUp" && !text.peek()) {
    const last = (items.peek() ?? []).findLast((one) => one.kind === "user" && one.text);
    if (last) (event.preventDefault(), write(last.text), (shut.value = true));
  }
}

/**
 * Keys that belong to the list of suggestions; returns whether this was one.
 * @param {KeyboardEvent} event
 * @param {ReturnType<typeof useDraft>} draft
 */
function moved(event, { text, marked, shut, found, at, accept }) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) marked.value = (at + step + found.length + (at < 0 && step < 0 ? 1 : 0)) % found.length;
  else if (event.key === "Escape") shut.value = true;
  else if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && !event.shiftKey && at >= 0)) {
    const one = found[Math.max(0, at)];
    if (event.key === "Enter" && one.insert.trim() === text.peek().trim()) return false;
    accept(one);
  } else return false;
  event.preventDefault();
  return true;
}

/** Files of the clipboard are pictures, long text hangs on the message. @param {ClipboardEvent} event */
function pasted(event) {
  const files = dropped(event.clipboardData);
  if (!files.length) return void (takeText(event.clipboardData?.getData("text/plain") ?? "") && event.preventDefault());
  event.preventDefault();
  void takeFiles(files);
}

export function Composer() {
  const where = hereName.peek();
  const draft = useDraft(where);
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const { text, shut, found, at } = draft;
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) field.current?.focus();
    return () => void (pictures.value = snippets.value = []);
  }, []);
  useLayoutEffect(() => {
    const { style } = /** @type {HTMLTextAreaElement} */ (field.current);
    style.height = "auto"; // what is long is not measured at every key
    style.height = `${text.value.length > LONG ? TALLEST_PX : Math.min(TALLEST_PX, field.current?.scrollHeight ?? 0)}px`;
  }, [text.value]);

  const sent = () => (field.current?.focus(), void send(where, draft));
  const taken = (one) => (draft.accept(one), field.current?.focus());
  return html`
    <form class="composer" onSubmit=${(e) => (e.preventDefault(), sent())}>
      ${found.length > 0 && html`<${Suggestions} found=${found} at=${at} accept=${taken} />`}
      <div class="composer-box">
        <${Previews} />
        <${PicturesRefused} />
        <textarea ref=${field} rows="1" value=${text.value} placeholder=${t("chat_placeholder")} aria-label=${t("chat_message")}
          aria-autocomplete="list" aria-controls=${found.length ? "suggestions" : undefined}
          aria-activedescendant=${found.length && at >= 0 ? `suggestion-${at}` : undefined}
          enterkeyhint="send" autocomplete="off" dir="auto"
          onInput=${(e) => draft.write(e.target.value)} onKeyDown=${(e) => pressed(e, draft, sent)} onPaste=${pasted}
          onBlur=${() => (shut.value = true)}></textarea>
        <${Buttons} empty=${!text.value.trim() && !pictures.value.length && !snippets.value.length} />
      </div>
    </form>
  `;
}

/** @param {{empty: boolean}} props */
function Buttons({ empty }) {
  const busy = underWay.value.size > 0;
  return html`
    <div class="composer-row">
      <${PictureButton} />
      <${PickerButton} />
      <span class="grow"></span>
      ${busy && html`<button type="button" class="round halt" aria-label=${t("chat_stop")} title=${t("chat_stop")} onClick=${stop}>
        <span aria-hidden="true"></span></button>`}
      ${(!busy || !empty) && html`<button class="round send" aria-label=${t("chat_send")} title=${t("chat_send")} disabled=${empty || trouble.value !== null}><${UpIcon} /></button>`}
    </div>
  `;
}

function PictureButton() {
  const chooser = useRef(/** @type {HTMLInputElement | null} */ (null));
  const chosen = (event) => {
    void takeFiles([...event.target.files]);
    event.target.value = "";
  };
  return html`
    <button type="button" class="icon bare" aria-label=${t("chat_add_picture")} title=${t("chat_add_picture")} onClick=${() => chooser.current?.click()}>
      <${PictureIcon} />
    </button>
    <input ref=${chooser} type="file" accept=${ACCEPT} multiple hidden tabindex="-1" aria-label=${t("chat_add_picture")} onChange=${chosen} />
  `;
}

/** Said before the provider says it. */
function PicturesRefused() {
  const model = choices.value?.models.find((one) => one.ref === choices.value.selected);
  if (!pictures.value.length || !model || model.images) return null;
  return html`<p class="warned">${t("chat_no_pictures", { model: model.alias ?? model.ref })}</p>`;
}

/** @param {{found: import("./complete.js").Suggestion[], at: number, accept: (one: any) => void}} props */
function Suggestions({ found, at, accept }) {
  const list = useRef(/** @type {HTMLUListElement | null} */ (null));
  useLayoutEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return html`
    <ul class="suggestions" id="suggestions" role="listbox" aria-label=${t("chat_suggestions")} ref=${list}>
      ${found.map(
        (one, place) => html`
          <li id=${`suggestion-${place}`} role="option" aria-selected=${place === at} key=${one.insert}
            onMouseDown=${(e) => (e.preventDefault(), accept(one))}>
            <span class="suggested">${one.label}</span>${one.args && html`<span class="args">${one.args}</span>`}<span class="quiet">${one.detail}</span>
          </li>
        `,
      )}
    </ul>
  `;
}
