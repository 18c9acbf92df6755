// @ts-check
// What goes with the next message: pictures that were pasted, dropped or chosen, and long texts that were
// pasted. These would make the field slow, and hide what one writes oneself.
import { html } from "./html.js";
import { toast } from "./state.js";
import { signal } from "./vendor/signals.js";
import { t } from "./words.js";

const MOST = 10;
const MOST_CHARACTERS = 19 * 1024 * 1024; // of base64; a request may have 20 MB
const TYPES = ["image/png", "image/jpeg", "image/webp", "image/gif"];
export const ACCEPT = TYPES.join(",");

/** @type {import("./vendor/signals.js").Signal<{name: string, mimeType: string, data: string}[]>} */
export const pictures = signal([]);

/** @type {import("./vendor/signals.js").Signal<string[]>} */
export const snippets = signal([]);
const LONG_PASTE = 20_000;

/** Take a pasted text aside if it is long; returns whether it is. @param {string} text */
export function takeText(text) {
  if (text.length < LONG_PASTE) return false;
  snippets.value = [...snippets.peek(), text];
  return true;
}

/** @param {{mimeType: string, data: string}} picture */
export const pictureAddress = (picture) =>
  TYPES.includes(picture.mimeType) && /^[\w+/=\s-]*$/.test(picture.data) ? `data:${picture.mimeType};base64,${picture.data}` : "";

/** The files of a paste or a drop. @param {DataTransfer | null} from */
export const dropped = (from) => [...(from?.files ?? [])];

/** Add files to the next message; says why one cannot go. @param {File[]} files */
export async function takeFiles(files) {
  for (const file of files) {
    if (!TYPES.includes(file.type)) {
      toast(t("chat_not_a_picture", { name: file.name }), { bad: true });
      continue;
    }
    const data = await base64(file);
    const size = pictures.peek().reduce((sum, one) => sum + one.data.length, data.length);
    if (pictures.peek().length >= MOST || size > MOST_CHARACTERS) {
      toast(t("chat_too_many", { most: MOST }), { bad: true });
      return;
    }
    pictures.value = [...pictures.peek(), { name: file.name, mimeType: file.type, data }];
  }
}

/** @param {File} file @returns {Promise<string>} */
function base64(file) {
  return new Promise((found, failed) => {
    const reader = new FileReader();
    reader.onload = () => found(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}

/** What goes with the next message. */
export function Previews() {
  if (!pictures.value.length && !snippets.value.length) return null;
  const dropText = (place) => (snippets.value = snippets.value.filter((_, at) => at !== place));
  const drop = (one) => (pictures.value = pictures.value.filter((other) => other !== one));
  return html`
    <ul class="previews" aria-label=${t("chat_pictures")}>
      ${pictures.value.map(
        (one) => html`<li><img src=${pictureAddress(one)} alt=${one.name || t("chat_picture")} />
          <button type="button" class="icon" aria-label=${`${t("remove")}: ${one.name || t("chat_picture")}`} onClick=${() => drop(one)}>✕</button></li>`,
      )}
      ${snippets.value.map(
        (text, place) => html`<li><div class="snippet"><strong>${t("chat_snippet")}</strong>
            <span>${t("chat_characters", { count: text.length.toLocaleString() })}</span></div>
          <button type="button" class="icon" aria-label=${`${t("remove")}: ${t("chat_snippet")}`} onClick=${() => dropText(place)}>✕</button></li>`,
      )}
    </ul>
  `;
}
