// @ts-check
// Lengths of time and moments, as people read them; the gateway leaves places for them in its texts.
import { signal } from "./vendor/signals.js";
import { lang } from "./words.js";

/** The present, epoch ms by the gateway's clock; moves on every second. */
export const now = signal(Date.now());
let ahead = 0;

/** This very moment by the gateway's clock. */
export const present = () => Date.now() + ahead;

/** Take the gateway's clock for the right one. @param {number} atMs */
export function setClock(atMs) {
  ahead = atMs - Date.now();
  now.value = atMs;
}

setInterval(() => {
  if (!document.hidden) now.value = Date.now() + ahead;
}, 1000);
document.addEventListener("visibilitychange", () => (now.value = Date.now() + ahead));

const UNITS = /** @type {[number, string, string][]} */ ([
  [86_400, "d", "天"],
  [3_600, "h", "小时"],
  [60, "min", "分"],
  [1, "s", "秒"],
]);

/**
 * A length of time by its two greatest units.
 * @param {number} ms
 */
export function length(ms) {
  let left = Math.max(0, Math.round(ms / 1000));
  const first = UNITS.findIndex(([size]) => left >= size);
  if (first < 0) return lang.value === "zh" ? "0 秒" : "0 s";
  const parts = [];
  for (const [size, en, zh] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count) parts.push(`${count} ${lang.value === "zh" ? zh : en}`);
  }
  return parts.join(" ");
}

/** Made once: making one costs more than using it a hundred times. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {boolean} near whether the hour alone says which moment is meant */
function formatOf(near) {
  const name = `${lang.value} ${near}`;
  let found = formats.get(name);
  if (!found) {
    const locale = lang.value === "zh" ? "zh-CN" : undefined;
    found = new Intl.DateTimeFormat(locale, near ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
    formats.set(name, found);
  }
  return found;
}

/** A moment in the reader's own time zone. @param {number} atMs */
export function moment(atMs) {
  const near = Math.abs(atMs - now.value) < 20 * 3_600_000;
  try {
    return formatOf(near).format(atMs);
  } catch {
    return "∞"; // what no calendar holds
  }
}

/**
 * A text of the gateway in the reader's language, with its moments filled in.
 * @param {any} text `{en, zh}`, or already a string
 * @param {{untilMs?: number | null, expiresMs?: number | null}} [times]
 */
export function speak(text, times = {}) {
  const said = typeof text === "string" ? text : text?.[lang.value] ?? "";
  const until = times.untilMs ?? times.expiresMs;
  return said
    .replaceAll("{until}", until == null ? "?" : moment(until))
    .replaceAll("{left}", until == null ? "?" : length(until - now.value))
    .replaceAll("{ago}", times.expiresMs == null ? "?" : length(now.value - times.expiresMs));
}
