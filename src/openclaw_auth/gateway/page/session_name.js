// @ts-check
// What a session is called, for people.
import { mainKey } from "./chat_state.js";
import { now } from "./time.js";
import { lang, t } from "./words.js";

const MINUTE = 60_000;
const STEPS = /** @type {[number, Intl.RelativeTimeFormatUnit, number][]} */ ([
  [60 * MINUTE, "minute", MINUTE],
  [24 * 60 * MINUTE, "hour", 60 * MINUTE],
  [7 * 24 * 60 * MINUTE, "day", 24 * 60 * MINUTE],
]);
const locale = () => (lang.value === "zh" ? "zh-CN" : undefined);

/** @param {string} key @param {string} [name] what the gateway calls it */
export function sessionName(key, name) {
  if (!key || key === mainKey.value) return t("chat_main");
  const word = name && name !== key ? name : key.replace(/^agent:[^:]+:/, "");
  const made = /^chat-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(?:-(\d+))?$/.exec(word);
  if (!made) return word;
  const [year, month, day, hour, minute] = made.slice(1, 6).map(Number);
  const at = new Date(year, month - 1, day, hour, minute);
  const said = new Intl.DateTimeFormat(locale(), { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }).format(at);
  return t("chat_of", { at: made[6] ? `${said} (${made[6]})` : said });
}

/** How long ago something was, roughly. @param {number} atMs */
export function ago(atMs) {
  const past = now.value - atMs;
  if (past < MINUTE) return t("chat_now");
  for (const [limit, unit, size] of STEPS) {
    if (past < limit) return new Intl.RelativeTimeFormat(locale(), { numeric: "always", style: "narrow" }).format(-Math.floor(past / size), unit);
  }
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(atMs);
}
