// @ts-check
// What may follow what was typed: commands, models, profiles. Thinks only; draws nothing.

/** @typedef {{insert: string, label: string, detail: string, more: boolean}} Suggestion */

const MOST = 40;

/**
 * @param {string} text up to the cursor
 * @param {any} choices as the gateway gives them
 * @param {(said: any) => string} words
 * @returns {Suggestion[]} what the whole text may become
 */
export function suggestions(text, choices, words) {
  if (!choices || !text.startsWith("/") || text.includes("\n")) return [];
  const [command, ...rest] = text.split(" ");
  if (!rest.length) return commandsFor(command.slice(1), choices, words);
  if (rest.length > 1) return [];
  const [word] = rest;
  const name = command.slice(1).toLowerCase();
  const found = argumentsFor(name, word, choices, words);
  return found.slice(0, MOST).map((one) => ({ ...one, insert: `${command} ${one.insert}`, more: one.more ?? false }));
}

/** @param {string} typed @param {any} choices @param {(said: any) => string} words */
function commandsFor(typed, choices, words) {
  const from = typed.toLowerCase();
  const named = choices.commands.map((one) => ({
    insert: `/${one.name}${one.args ? " " : ""}`,
    label: `/${one.name}`,
    detail: words(one.help).replace(/^\/.*?[:：] */, ""), // its form stands beside it
    args: one.args,
    more: Boolean(one.args),
  }));
  const known = new Set(named.map((one) => one.label));
  const aliases = choices.models
    .filter((one) => one.alias && !known.has(`/${one.alias}`))
    .map((one) => ({ insert: `/${one.alias}`, label: `/${one.alias}`, detail: one.ref, more: false }));
  return [...named, ...aliases].filter((one) => one.label.slice(1).toLowerCase().startsWith(from)).slice(0, MOST);
}

/** @param {string} name @param {string} word @param {any} choices @param {(said: any) => string} words @returns {any[]} */
function argumentsFor(name, word, choices, words) {
  if (name === "usage") return starting(["off", "tokens", "full"], word);
  if (name === "models") return starting([...new Set(choices.models.map((one) => one.ref.split("/")[0]))], word);
  if (name !== "model" && name !== "new") return [];
  if (word.includes("@") && name === "model") return profilesFor(word, choices, words);
  const models = choices.models.flatMap((one) => [
    ...(one.alias ? [{ insert: one.alias, label: one.alias, detail: one.ref }] : []),
    { insert: one.ref, label: one.ref, detail: one.alias ?? "" },
  ]);
  const plain = name === "model" ? starting(["list", "status"], word) : [];
  return [...plain, ...holding(models, word)];
}

/** @param {string} word @param {any} choices @param {(said: any) => string} words */
function profilesFor(word, choices, words) {
  const at = word.indexOf("@");
  const model = word.slice(0, at);
  const lower = model.toLowerCase();
  const found = choices.models.find((one) => one.ref.toLowerCase() === lower || one.alias?.toLowerCase() === lower);
  const profiles = found?.profiles ?? [];
  const named = profiles.map((one) => ({ insert: `${model}@${one.id}`, label: one.id, detail: one.eligible ? "" : words(one.why) }));
  return holding(named, word.slice(at + 1));
}

/** @param {string[]} names @param {string} word */
const starting = (names, word) =>
  names.filter((one) => one.toLowerCase().startsWith(word.toLowerCase())).map((one) => ({ insert: one, label: one, detail: "" }));

/** Those that have the word in them; those that begin with it first. @param {any[]} named @param {string} word */
function holding(named, word) {
  const lower = word.toLowerCase();
  const where = (one) => one.label.toLowerCase().indexOf(lower);
  return named.filter((one) => where(one) >= 0).sort((a, b) => Number(where(a) > 0) - Number(where(b) > 0));
}
