// @ts-check
// Which view the address asks for: `#/` is the board, `#/chat/<session>` a chat. Back and forward work.
import { computed, signal } from "./vendor/signals.js";

const CHAT = "#/chat";

/** The part of the address that chooses a view; other fragments choose none. */
const hash = signal(read());

function read() {
  return location.hash.startsWith("#/") ? location.hash : "#/";
}

addEventListener("hashchange", () => (hash.value = read()));

export const inChat = computed(() => hash.value === CHAT || hash.value.startsWith(`${CHAT}/`));
/** The session that the address names, "" for the agent's main one. */
export const sessionInAddress = computed(() => {
  if (!inChat.value) return "";
  try {
    return decodeURIComponent(hash.value.slice(CHAT.length + 1));
  } catch {
    return "";
  }
});

/** @param {string} [session] */
export const chatAddress = (session = "") => (session ? `${CHAT}/${encodeURIComponent(session)}` : CHAT);

/** Show a session. @param {string} session */
export function goToChat(session) {
  location.hash = chatAddress(session);
}
