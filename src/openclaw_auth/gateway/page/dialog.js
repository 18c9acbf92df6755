// @ts-check
// A modal window: the browser keeps the focus inside it, and Escape closes it.
import { html } from "./html.js";
import { dialog } from "./state.js";
import { useEffect, useRef } from "./vendor/preact-hooks.js";
import { t } from "./words.js";

/** @param {{title: string, children?: any, onClose?: () => void, wide?: boolean}} props */
export function Dialog({ title, children, onClose, wide = false }) {
  const shown = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    shown.current?.showModal();
  }, []);
  const closed = () => {
    onClose?.();
    dialog.value = null;
  };
  return html`
    <dialog class=${wide ? "wide" : ""} ref=${shown} onClose=${closed} aria-label=${title}>
      <header>
        <h2>${title}</h2>
        <button class="icon" aria-label=${t("close")} onClick=${() => shown.current?.close()}>✕</button>
      </header>
      ${children}
    </dialog>
  `;
}
