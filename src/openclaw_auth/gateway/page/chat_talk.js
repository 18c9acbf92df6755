// @ts-check
// What is said: ours on the way to the gateway, everybody's as it comes.
import { ask, lines, Refused } from "./api.js";
import { change, clear, freshId, here, items, keep, loadChoices, loadHistory, loadSessions, put, query, sawSession, take, underWay, unkeep } from "./chat_state.js";
import { forget, status, toast, whyNot } from "./state.js";
import { t } from "./words.js";

const BEGIN = new Set(["said", "told", "delta"]);
const OVER = new Set(["answered", "failed", "stopped"]);
const SILENT_MS = 45_000;

/** Which opening of a session this is: what began in another one is heard by `live`, like anybody's. */
let opening = 0;
/** Requests of this page, which `live` tells of too, and in which opening they began. @type {Map<string, number>} */
const ours = new Map();
/** What others may have said, as long as a request of ours does not know its own name. @type {[string, any][]} */
let unclear = [];
let nameless = 0;

/** @param {string} from @param {any} [fields] */
function track(from, fields) {
  const next = new Map(underWay.peek());
  if (fields) next.set(from, fields);
  else next.delete(from);
  underWay.value = next;
}

/**
 * Say something in the open session.
 * @param {string} message
 * @param {{mimeType: string, data: string}[]} pictures
 */
export async function say(message, pictures = []) {
  const mine = opening;
  const from = `own${freshId()}`;
  const user = put({ kind: "user", text: message, pictures, state: "sending" });
  track(from, { user, answer: null });
  nameless++;
  let named = false;
  const name = (id) => {
    if (named) return;
    named = true;
    if (id) ours.set(id, mine);
    nameless--;
    if (!nameless) for (const [other, event] of unclear.splice(0)) heard(other, event);
  };
  try {
    const { agent, session } = here.peek();
    const body = { agent, ...(session && { session }), message, pictures };
    await lines("POST", "/api/chat/say", body, (event) => {
      name(event.from);
      if (mine === opening) happened(from, event);
    }, new AbortController().signal);
    if (mine === opening) ended(from);
    return true;
  } catch (error) {
    if (mine === opening) broke(from, user, error);
    return false;
  } finally {
    name(undefined);
    if (mine === opening) refresh();
  }
}

/** Stop the answer under way, and what waits behind it. */
export async function stop() {
  try {
    const { agent, session } = here.peek();
    await ask("POST", "/api/chat/stop", { agent, ...(session && { session }) });
  } catch (error) {
    toast(whyNot(error), { bad: true });
  }
}

/** Something came of a message. @param {string} from @param {any} event */
function happened(from, event) {
  const of = underWay.peek().get(from);
  if (!of) return;
  switch (event.kind) {
    case "queued":
      return change(of.user, { state: "queued" });
    case "said":
      change(of.user, { state: "" });
      unkeep(of.user);
      return void answerOf(from);
    case "told":
      change(of.user, { state: "", command: true });
      keep(of.user);
      of.last = put({ kind: "note", lines: event.lines, failed: event.failed }, of.last ?? of.user);
      return refresh(true);
    case "delta":
      return grow(from, event.text);
    case "answered": {
      const id = answerOf(from);
      settle(from);
      change(id, { text: event.text, growing: false, meta: event });
      if (sawSession(event.sessionId)) refresh(true);
      break;
    }
    case "failed": {
      const after = close(from, {});
      put({ kind: "error", error: event.error, passedOver: event.passedOver ?? [] }, after);
      break;
    }
    case "stopped":
      if (close(from, { stopped: true }) === of.user) change(of.user, { state: "stopped" });
  }
  if (OVER.has(event.kind)) track(from);
}

/** The place of a message's answer, made when it is first needed. @param {string} from */
function answerOf(from) {
  const of = underWay.peek().get(from);
  if (!of.answer) {
    const answer = put({ kind: "answer", text: "", pictures: [], growing: true, meta: null }, of.last ?? of.user);
    track(from, { ...of, answer });
    return answer;
  }
  return of.answer;
}

/**
 * End an answer where it is; one without a word was none. Returns what is shown last of the message.
 * @param {string} from
 * @param {any} fields
 */
function close(from, fields) {
  settle(from);
  const of = underWay.peek().get(from);
  change(of.user, { state: "" });
  if (!of.answer) return of.last ?? of.user;
  if ((items.peek() ?? []).find((one) => one.id === of.answer)?.text) {
    change(of.answer, { growing: false, ...fields });
    return of.answer;
  }
  take(of.answer);
  return of.last ?? of.user;
}

/** Text that came since the page was last drawn, by message. @type {Map<string, string>} */
const grown = new Map();

/** @param {string} from @param {string} text */
function grow(from, text) {
  if (!grown.size) setTimeout(() => requestAnimationFrame(flush), 30);
  grown.set(from, (grown.get(from) ?? "") + text);
}

function flush() {
  for (const from of [...grown.keys()]) settle(from);
}

/** Show what has come. @param {string} from */
function settle(from) {
  const text = grown.get(from);
  grown.delete(from);
  if (!text || !underWay.peek().has(from)) return;
  const id = answerOf(from);
  const found = (items.peek() ?? []).find((one) => one.id === id);
  if (found) change(id, { text: found.text + text });
}

/** A stream is over, whatever its last line was. @param {string} from */
function ended(from) {
  if (!underWay.peek().has(from)) return;
  close(from, { stopped: true });
  track(from);
}

/** @param {string} from @param {string} user @param {unknown} error */
function broke(from, user, error) {
  const after = underWay.peek().has(from) ? close(from, { stopped: true }) : user;
  track(from);
  if (error instanceof Refused && error.status === 401) return forget("wrong");
  const words = error instanceof Refused ? error.said : null;
  if (!words) for (const id of new Set([user, after])) keep(id); // it may be written nowhere else
  put({ kind: "error", error: words, passedOver: [], text: words ? "" : t("chat_lost") }, after);
}

/** What someone said, told by `live`. @param {string} from @param {any} event */
function heard(from, event) {
  if (ours.get(from) === opening) return;
  if (nameless) return void unclear.push([from, event]);
  let of = underWay.peek().get(from);
  if (!of && !BEGIN.has(event.kind)) return;
  if (!of) track(from, (of = { user: "", answer: null }));
  if (event.kind === "said" && !of.user) {
    const user = put({ kind: "user", text: event.text ?? "", pictures: event.pictures ?? [], state: "" });
    track(from, (of = { ...of, user }));
  }
  happened(from, event);
  if (event.kind === "told" && !underWay.peek().get(from)?.answer) track(from);
  if (OVER.has(event.kind)) refresh();
}

let refreshing = 0;
let anew = false;

/** What a message may have changed. A command may have begun the session anew, and so may a new day. @param {boolean} [conversation] */
function refresh(conversation = false) {
  anew ||= conversation;
  clearTimeout(refreshing);
  refreshing = setTimeout(() => {
    void loadSessions();
    void loadChoices();
    if (!anew || underWay.peek().size) return;
    anew = false;
    void loadHistory();
  }, 150);
}

/** Follow the open session until `signal` says that another one is open. @param {AbortSignal} signal */
export async function listen(signal) {
  opening++;
  unclear = [];
  clear();
  void loadSessions();
  void loadChoices();
  let wait = 500;
  while (!signal.aborted) {
    const watch = watched(signal);
    let refusedBy = 0;
    try {
      const opened = () => {
        wait = 500;
        void resume();
      };
      await lines("GET", `/api/chat/live?${query()}`, undefined, (event) => {
        watch.heard();
        if (event.kind !== "ping" && !signal.aborted) heard(event.from, event);
      }, watch.signal, opened);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return void forget("wrong");
      refusedBy = error instanceof Refused ? error.status : 0;
      if (!signal.aborted && items.peek() === null) void loadHistory();
      if (refusedBy >= 400 && refusedBy < 500) return; // there is no such session to follow
    } finally {
      watch.end();
    }
    if (signal.aborted) return;
    // Once the board is back, so is the gateway.
    await new Promise((later) => setTimeout(later, status.peek() === "live" && !refusedBy ? 300 : wait));
    wait = Math.min(wait * 2, 5000);
  }
}

/** Connected: the stream begins with what is being said, the transcript has what was said before. */
async function resume() {
  for (const from of underWay.peek().keys()) {
    if (from.startsWith("own")) continue;
    close(from, {});
    track(from);
  }
  await loadHistory();
}

/** A connection that says nothing for long is dead. @param {AbortSignal} outer */
function watched(outer) {
  const own = new AbortController();
  let last = Date.now();
  const end = () => own.abort();
  outer.addEventListener("abort", end);
  const timer = setInterval(() => Date.now() - last > SILENT_MS && own.abort(), 5000);
  return {
    signal: own.signal,
    heard: () => (last = Date.now()),
    end: () => (clearInterval(timer), outer.removeEventListener("abort", end), own.abort()),
  };
}
