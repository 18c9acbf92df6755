// @ts-check
// What the page knows: the board, kept up to date by steps, and what is open.
import { ask, follow, keepToken, keptToken, Refused } from "./api.js";
import { steady } from "./steady.js";
import { setClock, speak } from "./time.js";
import { batch, computed, signal } from "./vendor/signals.js";
import { t } from "./words.js";

/** `gate` until there is a token that is right. */
export const status = signal(keptToken() === null ? "gate" : "connecting");
/** The board's parts by name; null before the first answer. @type {import("./vendor/signals.js").Signal<any>} */
export const parts = signal(null);
/** What was served and failed in each minute of the last hour. @type {import("./vendor/signals.js").Signal<any>} */
export const minutes = signal({});
export const chosenAgent = signal("");
/** The dialog that is open. @type {import("./vendor/signals.js").Signal<any>} */
export const dialog = signal(null);
/** @type {import("./vendor/signals.js").Signal<any[]>} */
export const toasts = signal([]);

export const agents = steady(() =>
  Object.entries(parts.value ?? {})
    .filter(([name]) => name.startsWith("agent:"))
    .map(([, part]) => part)
    .filter((agent) => agent.listed || agent.id === "main" || agent.id === parts.value.gateway.defaultAgent),
);
export const agent = computed(() => {
  const wanted = chosenAgent.value || parts.value?.gateway.defaultAgent;
  return agents.value.find((one) => one.id === wanted) ?? agents.value[0];
});

/** The parts of the agent's providers, what is in use first. */
export const providers = steady(() =>
  (agent.value?.providers ?? []).map((id) => parts.value[`provider:${agent.value.id}/${id}`]).filter(Boolean),
);

/**
 * The candidates of one of its providers, in the order in which they are shown: the user's own
 * order stays as he wrote it, whoever rests.
 * @param {any} provider
 */
export function candidatesOf(provider) {
  const found = provider.keys
    .map((key) => parts.value[`candidate:${agent.value.id}/${provider.id}/${key}`])
    .filter(Boolean);
  if (!provider.order) return found;
  const place = (one) => {
    const at = provider.order.indexOf(one.profileId);
    return at < 0 ? provider.order.length : at;
  };
  return found.sort((a, b) => place(a) - place(b));
}

let aborter = new AbortController();
let wait = 0;

/** Follow the board for as long as the page is open. */
export async function run() {
  for (;;) {
    if (keptToken() === null) return;
    try {
      const board = await ask("GET", "/api/board");
      setClock(board.atMs);
      takeParts(board.parts, {}, {});
      status.value = "live";
      wait = 500;
      aborter = new AbortController();
      await follow(board.run, board.number, take, watched(aborter));
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return void forget("wrong");
    }
    if (keptToken() === null) return;
    status.value = parts.value === null ? "unreachable" : "lost";
    await new Promise((later) => setTimeout(later, wait));
    wait = Math.min(wait * 2 || 500, 8000);
  }
}

let lastHeard = 0;

/** A connection that has said nothing for long is dead: the gateway beats every 15 s. @param {AbortController} of */
function watched(of) {
  lastHeard = Date.now();
  const timer = setInterval(() => {
    if (of.signal.aborted) clearInterval(timer);
    else if (Date.now() - lastHeard > 45_000) of.abort();
  }, 5000);
  of.signal.addEventListener("abort", () => clearInterval(timer));
  return of.signal;
}

/** @param {any} step */
function take(step) {
  lastHeard = Date.now();
  if (step.beat) setClock(step.beat);
  if (step.gap) {
    wait = 0;
    aborter.abort();
  }
  if (step.set === undefined) return;
  setClock(step.atMs);
  const gone = new Set(step.gone);
  const left = (of) => (step.gone.length ? Object.fromEntries(Object.entries(of).filter(([name]) => !gone.has(name))) : of);
  takeParts(step.set, left(parts.value), left(minutes.value));
}

const TRAFFIC = "traffic:";

/**
 * Take new parts; those of the traffic change most often and concern the charts alone.
 * @param {Record<string, any>} set
 * @param {any} known
 * @param {any} knownMinutes
 */
function takeParts(set, known, knownMinutes) {
  const of = (wanted) => Object.entries(set).filter(([name]) => name.startsWith(TRAFFIC) === wanted);
  const told = of(false);
  batch(() => {
    minutes.value = { ...knownMinutes, ...Object.fromEntries(of(true)) };
    if (told.length || parts.value === null || known !== parts.value) parts.value = { ...known, ...Object.fromEntries(told) };
  });
}

/** Enter with the one-time code of a link, if the address has one. */
export async function begin() {
  const code = /^#code=([\w-]+)$/.exec(location.hash)?.[1];
  if (code) {
    // First of all it leaves the address and the history.
    history.replaceState(null, "", `${location.pathname}#/`);
    if (parts.value !== null) return; // in already
    status.value = "connecting";
    try {
      keepToken((await ask("POST", "/api/links/redeem", { code })).token);
    } catch (error) {
      if (keptToken() === null) status.value = error instanceof Refused ? "spent" : "unreachable";
    }
  }
  await run();
}

addEventListener("hashchange", () => location.hash.startsWith("#code=") && void begin());

/** Enter with a token. @param {string} token */
export function enter(token) {
  keepToken(token);
  status.value = "connecting";
  void run();
}

/** Forget the token and everything that was shown. @param {string} [why] */
export function forget(why = "gate") {
  keepToken(null);
  aborter.abort();
  parts.value = null;
  minutes.value = {};
  dialog.value = null;
  status.value = why;
}

let toastId = 0;

/**
 * Say something for a while.
 * @param {string} text
 * @param {{bad?: boolean, undo?: () => void}} [more]
 */
export function toast(text, more = {}) {
  const id = ++toastId;
  toasts.value = [...toasts.value.slice(-3), { id, text, ...more }];
  setTimeout(() => dismiss(id), more.undo ? 30_000 : 8000);
}

/** @param {number} id */
export function dismiss(id) {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/**
 * Do something at the gateway and say what came of it; returns whether it was done.
 * @param {string} what
 * @param {any} fields
 * @param {(() => void)} [undo]
 */
export async function act(what, fields, undo) {
  try {
    const { done } = await ask("POST", `/api/actions/${what}`, { agentId: agent.value.id, ...fields });
    toast(done.map((one) => speak(one.text)).join(" "), { undo });
    return true;
  } catch (error) {
    toast(whyNot(error), { bad: true });
    return false;
  }
}

/** What the gateway said against it. @param {unknown} error */
export function whyNot(error) {
  if (!(error instanceof Refused) || !error.said?.text) return t("failed");
  const mend = speak(error.said.remedy);
  return speak(error.said.text) + (mend ? ` — ${mend}` : "");
}
