// @ts-check
// Which session is open, what was said in it, and what can be chosen for it.
import { ask, Refused } from "./api.js";
import { goToChat, inChat, sessionInAddress } from "./route.js";
import { agent, agents, chosenAgent, forget } from "./state.js";
import { present } from "./time.js";
import { computed, effect, signal } from "./vendor/signals.js";

/** The agent's sessions, newest first. @type {import("./vendor/signals.js").Signal<any[]>} */
export const sessions = signal([]);
/** The key of the agent's main session. */
export const mainKey = signal("");
/** Models, their profiles and commands. @type {import("./vendor/signals.js").Signal<any>} */
export const choices = signal(null);
/** What was said: turns, notes and failures, oldest first; null while it is fetched. @type {import("./vendor/signals.js").Signal<any[] | null>} */
export const items = signal(null);
/** How many lines of the transcript made no sense. */
export const broken = signal(0);
/** How many older turns only the transcript has. */
export const earlier = signal(0);
/** Why there is no conversation to see, "" if there is one. @type {import("./vendor/signals.js").Signal<any>} */
export const trouble = signal(null);
/** The messages that are being answered, by who sent them. @type {import("./vendor/signals.js").Signal<Map<string, any>>} */
export const underWay = signal(new Map());

/** The open session: `session` as the address has it. */
export const here = computed(() => ({ agent: agent.value?.id ?? "", session: sessionInAddress.value }));
export const hereName = computed(() => `${here.value.agent} ${here.value.session}`);

export const sessionKey = computed(() => here.value.session || mainKey.value);

/** @param {string} key */
const agentOf = (key) => /^agent:([^:]+):/.exec(key)?.[1] ?? null;

// The address may name another agent's session, and the agent may be changed above it.
effect(() => {
  const named = agentOf(sessionInAddress.value);
  if (named && named !== agent.peek()?.id && agents.peek().some((one) => one.id === named)) chosenAgent.value = named;
});
let agentBefore = "";
effect(() => {
  const id = agent.value?.id ?? "";
  const named = agentOf(sessionInAddress.peek());
  if (id && agentBefore && id !== agentBefore && inChat.peek() && named && named !== id) goToChat("");
  agentBefore = id;
});

/** @param {Record<string, string>} [more] */
export function query(more = {}) {
  const { agent: id, session } = here.peek();
  return new URLSearchParams({ agent: id, ...(session && { session }), ...more });
}

const SAME_MS = 15_000;
let lastId = 0;
export const freshId = () => `${++lastId}`;
/** What the transcript does not have, by session: the answers to commands, and failures. @type {Map<string, any[]>} */
const asides = new Map();

/** Put something after an item, or at the end. @param {any} item @param {string} [after] */
export function put(item, after) {
  const made = { id: freshId(), at: present(), ...item };
  const list = items.peek() ?? [];
  let at = list.length;
  if (after) {
    const found = list.findIndex((one) => one.id === after);
    if (found >= 0) at = found + 1;
  }
  items.value = [...list.slice(0, at), made, ...list.slice(at)];
  if (made.kind === "note" || made.kind === "error") keep(made.id);
  return made.id;
}

/** Have an item of which the transcript knows nothing outlast the next look at it. @param {string} id */
export function keep(id) {
  const found = items.peek()?.find((one) => one.id === id);
  const rest = (asides.get(hereName.peek()) ?? []).filter((one) => one.id !== id);
  if (found) asides.set(hereName.peek(), [...rest, found]);
}

/** The transcript has it after all. @param {string} id */
export function unkeep(id) {
  asides.set(hereName.peek(), (asides.get(hereName.peek()) ?? []).filter((one) => one.id !== id));
}

/** Change an item. @param {string} id @param {any} fields */
export function change(id, fields) {
  items.value = (items.peek() ?? []).map((one) => (one.id === id ? { ...one, ...fields } : one));
}

/** @param {string} id */
export function take(id) {
  items.value = (items.peek() ?? []).filter((one) => one.id !== id);
}

let sessionId = "";

/** An answer names its session; returns whether it began anew meanwhile, by a day's end for example. @param {string} id */
export function sawSession(id) {
  if (sessionId) return Boolean(id) && id !== sessionId;
  sessionId = id;
  return false;
}

/** Fetch the conversation anew. What is being said stays; so do notes, unless the session began anew. */
export async function loadHistory() {
  const name = hereName.peek();
  try {
    const found = await ask("GET", `/api/chat/history?${query()}`);
    if (name !== hereName.peek()) return;
    if (sessionId && found.sessionId && found.sessionId !== sessionId && items.peek() !== null) dropAsides(name);
    sessionId = found.sessionId ?? "";
    broken.value = found.broken ?? 0;
    trouble.value = null;
    earlier.value = found.earlier ?? 0;
    let at = 0;
    const turns = found.turns.map((turn, place) => itemOf(turn, place, (at = turn.at ?? at)));
    items.value = merged(turns, asides.get(name) ?? []);
  } catch (error) {
    if (name === hereName.peek()) refused(error, items.peek() === null);
  }
}

/** A new beginning keeps only what told of it. @param {string} name */
function dropAsides(name) {
  const old = asides.get(name) ?? [];
  const last = old.findLastIndex((one) => one.kind === "user");
  asides.set(name, last < 0 ? [] : old.slice(last));
}

/**
 * The transcript with what it does not have. What is shown already stays the same object, so that
 * it is not drawn again, and keeps what only the stream told.
 * @param {any[]} turns
 * @param {any[]} notes
 */
function merged(turns, notes) {
  const shown = items.peek() ?? [];
  const moving = new Set([...underWay.peek().values()].flatMap((one) => [one.user, one.answer]));
  const live = shown.filter((one) => moving.has(one.id));
  const said = live.filter((one) => one.kind === "user").map((one) => one.text);
  const last = turns.at(-1);
  if (last?.kind === "user" && said.includes(last.text)) turns = turns.slice(0, -1);
  /** @type {Map<string, any[]>} */
  const known = new Map();
  for (const one of shown) if (!moving.has(one.id)) known.set(nameOf(one), [...(known.get(nameOf(one)) ?? []), one]);
  const written = new Set(turns.map(nameOf));
  notes = notes.filter((one) => !moving.has(one.id) && !written.has(nameOf(one)));
  const errors = notes.filter((one) => one.kind === "error");
  const kept = [];
  for (const turn of turns) {
    const old = known.get(nameOf(turn))?.shift();
    const told = turn.failed && errors.some((one) => Math.abs(one.at - turn.at) < SAME_MS);
    if (told && !turn.text) continue; // the failure is among the notes, with more to it
    if (old) kept.push(old.at === turn.at ? old : { ...old, at: turn.at });
    else kept.push(told ? { ...turn, failed: undefined } : turn);
  }
  return [...[...kept, ...notes].sort((a, b) => a.at - b.at), ...live];
}

/** @param {any} item */
const nameOf = (item) => `${item.kind} ${item.text}`;

/** A turn of the transcript. @param {any} turn @param {number} place @param {number} at */
function itemOf(turn, place, at) {
  const kind = turn.role === "user" ? "user" : "answer";
  const { text, pictures, model, profile, footer, stopped, failed } = turn;
  const meta = model ? { ...turn, model, profile, footer: footer ?? [] } : null;
  return { id: `turn${place} ${at}`, kind, text, pictures: pictures ?? [], at, meta, stopped, failed, growing: false };
}

/** @param {unknown} error @param {boolean} nothingShown */
function refused(error, nothingShown) {
  if (error instanceof Refused && error.status === 401) return forget("wrong");
  if (nothingShown) trouble.value = error;
}

export async function loadSessions() {
  const id = here.peek().agent;
  try {
    const found = await ask("GET", `/api/chat/sessions?agent=${encodeURIComponent(id)}`);
    if (id !== here.peek().agent) return;
    sessions.value = found.sessions;
    mainKey.value = found.main;
  } catch (error) {
    refused(error, false);
  }
}

/** What the list of sessions says of the open one. */
const listed = () => JSON.stringify(sessions.peek().find((one) => one.key === sessionKey.peek()));

/** Look whether another program, of which no stream tells, went on with the session. */
export async function lookAgain() {
  const [name, before] = [hereName.peek(), listed()];
  await loadSessions();
  if (name !== hereName.peek() || listed() === before || underWay.peek().size) return;
  void loadChoices();
  void loadHistory();
}

export async function loadChoices() {
  const name = hereName.peek();
  try {
    const found = await ask("GET", `/api/chat/choices?${query()}`);
    if (name === hereName.peek()) choices.value = found;
  } catch (error) {
    refused(error, false);
  }
}

/** Show nothing of the session before. */
export function clear() {
  items.value = null;
  trouble.value = null;
  broken.value = earlier.value = 0;
  sessionId = "";
  underWay.value = new Map();
}

/** Begin a session of its own, named after the minute. */
export function beginSession() {
  const at = new Date();
  const two = (n) => String(n).padStart(2, "0");
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const base = `agent:${here.peek().agent}:chat-${day}-${two(at.getHours())}${two(at.getMinutes())}`;
  let key = base;
  for (let n = 2; key === here.peek().session || sessions.peek().some((one) => one.key === key); n++) key = `${base}-${n}`;
  goToChat(key);
}
