// @ts-check
// Talks to the gateway. The token goes in a header, never in an address.
import { lang } from "./words.js";

const KEPT_AS = "openclaw-auth.token";

/** What the gateway refuses, with its words. */
export class Refused extends Error {
  /** @param {number} status @param {any} said */
  constructor(status, said) {
    super(said?.code ?? String(status));
    this.status = status;
    this.said = said;
  }
}

/** @returns {string | null} */
export const keptToken = () => sessionStorage.getItem(KEPT_AS);

/** @param {string | null} token */
export function keepToken(token) {
  if (token === null) sessionStorage.removeItem(KEPT_AS);
  else sessionStorage.setItem(KEPT_AS, token);
}

/**
 * Ask the gateway; returns its JSON.
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 */
export async function ask(method, path, body) {
  const answer = await send(method, path, body);
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, found.error);
  return found;
}

/**
 * Fetch a text from the gateway.
 * @param {string} path
 */
export async function fetchText(path) {
  const answer = await send("GET", path);
  if (!answer.ok) throw new Refused(answer.status, (await answer.json().catch(() => ({}))).error);
  return answer.text();
}

/**
 * Follow the steps of the board until there are no more.
 * @param {string} run
 * @param {number} after
 * @param {(step: any) => void} took
 * @param {AbortSignal} signal
 */
export function follow(run, after, took, signal) {
  return lines("GET", `/api/board/changes?run=${encodeURIComponent(run)}&after=${after}`, undefined, took, signal);
}

/**
 * Ask for a stream and take each of its lines, until there are no more.
 * @param {string} method
 * @param {string} path
 * @param {object | undefined} body
 * @param {(line: any) => void} took
 * @param {AbortSignal} signal
 * @param {() => void} [opened] called when the gateway begins to answer
 */
export async function lines(method, path, body, took, signal, opened) {
  const answer = await send(method, path, body, signal);
  if (!answer.ok || !answer.body) throw new Refused(answer.status, (await answer.json().catch(() => ({}))).error);
  opened?.();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const whole = (rest + value).split("\n");
    rest = whole.pop() ?? "";
    for (const line of whole) if (line) took(JSON.parse(line));
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {AbortSignal} [signal]
 */
function send(method, path, body, signal) {
  /** @type {Record<string, string>} */
  const headers = {
    Authorization: `Bearer ${keptToken() ?? ""}`,
    "Accept-Language": lang.value === "zh" ? "zh-CN" : "en",
  };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return fetch(path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
    credentials: "omit",
    signal,
  });
}
