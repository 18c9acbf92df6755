// @ts-check
// What a model writes, as nodes of the page. Its text never becomes markup: the parser only says
// what is a heading or a list, HTML is shown as it was written, and pictures are links, so that
// reading an answer sends nothing anywhere.
import { CodeBlock } from "./code_block.js";
import { PictureIcon } from "./icons.js";
import { h } from "./vendor/preact.js";
import { useRef } from "./vendor/preact-hooks.js";
import { Lexer } from "./vendor/marked.js";

const DEEPEST = 16;
const LONGEST = 400_000;
const OPTIONS = { gfm: true, breaks: true };
const LINKS = new Set(["http:", "https:", "mailto:"]);
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", hellip: "…", mdash: "—", ndash: "–", copy: "©" };

/** One answer. While it grows, the blocks that are whole stay as they are. @param {{text: string, growing?: boolean}} props */
export function Markdown({ text, growing = false }) {
  const kept = useRef(/** @type {{raw: string, node: any}[]} */ ([]));
  const blocks = blocksOf(text);
  if (blocks === null) return h("div", { class: "markdown plain-text", dir: "auto" }, text);
  kept.current = blocks.map((token, at) => {
    const old = kept.current[at];
    return growing && old?.raw === token.raw ? old : { raw: token.raw, node: block(token, 0, at) };
  });
  return h("div", { class: "markdown", dir: "auto" }, kept.current.map((one) => one.node));
}

/** The blocks of a text, null where it is too much to take apart. @param {string} text */
function blocksOf(text) {
  if (text.length > LONGEST) return null;
  try {
    return new Lexer(OPTIONS).lex(text).filter((token) => token.type !== "space" && token.type !== "def");
  } catch {
    return null; // nested deeper than the stack
  }
}

/** @param {any[] | undefined} tokens @param {number} depth */
const all = (tokens, depth) => (tokens ?? []).map((token, at) => block(token, depth + 1, at));

/** @param {any} token @param {number} depth @param {number} [key] */
function block(token, depth, key) {
  if (depth > DEEPEST) return h("span", { key }, token.raw);
  switch (token.type) {
    case "paragraph":
      return h("p", { key }, all(token.tokens, depth));
    case "heading": // below the page's own
      return h(`h${Math.min(6, token.depth + 2)}`, { key, class: `level${token.depth}` }, all(token.tokens, depth));
    case "code":
      return h(CodeBlock, { key, text: token.text, language: (token.lang ?? "").split(/\s/)[0] });
    case "blockquote":
      return h("blockquote", { key }, all(token.tokens, depth));
    case "list":
      return h(token.ordered ? "ol" : "ul", { key, start: token.ordered ? token.start || 1 : undefined },
        token.items.map((item, at) => listItem(item, depth + 1, at)));
    case "table":
      return table(token, depth, key);
    case "html":
      if (token.block) return h("p", { key, class: "raw" }, token.raw.trimEnd());
      return inline(token, depth, key);
    case "hr":
      return h("hr", { key });
    case "space":
    case "def":
    case "checkbox": // the item has it
      return null;
    default:
      return inline(token, depth, key);
  }
}

/** @param {any} item @param {number} depth @param {number} key */
function listItem(item, depth, key) {
  const box = item.task && h("input", { type: "checkbox", checked: item.checked, disabled: true, "aria-label": item.checked ? "✓" : "☐" });
  return h("li", { key, class: item.task ? "task" : undefined }, box, all(item.tokens, depth));
}

/** @param {any} token @param {number} depth @param {number} [key] */
function table(token, depth, key) {
  const cell = (name) => (one, at) => h(name, { key: at, class: one.align ? `to-${one.align}` : undefined }, all(one.tokens, depth + 1));
  return h("div", { key, class: "table", tabindex: 0, role: "group" },
    h("table", null,
      h("thead", null, h("tr", null, token.header.map(cell("th")))),
      h("tbody", null, token.rows.map((row, at) => h("tr", { key: at }, row.map(cell("td")))))));
}

/** @param {any} token @param {number} depth @param {number} [key] */
function inline(token, depth, key) {
  switch (token.type) {
    case "strong":
    case "em":
    case "del":
      return h(token.type, { key }, all(token.tokens, depth));
    case "codespan":
      return h("code", { key }, token.text);
    case "br":
      return h("br", { key });
    case "link":
      return link(token.href, all(token.tokens, depth), key);
    case "image":
      return link(token.href, [h(PictureIcon, { size: 16 }), ` ${token.text || token.href}`], key);
    case "html":
      return /^<br\s*\/?>$/i.test(token.raw) ? h("br", { key }) : token.raw;
    default:
      return token.tokens ? all(token.tokens, depth) : plain(token.text ?? token.raw);
  }
}

/** @param {string} address @param {any} shown @param {number} [key] */
function link(address, shown, key) {
  const href = safe(address);
  if (href === null) return h("span", { key, class: "no-link", title: address }, shown);
  return h("a", { key, href, title: href, target: "_blank", rel: "noopener noreferrer nofollow" }, shown);
}

/** The address if it leads to a web page or a mailbox; null otherwise. @param {string} address */
function safe(address) {
  try {
    const url = new URL(address);
    return LINKS.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Text with the few entities that people write. @param {string} text */
function plain(text) {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole;
    const point = decimal ? Number(decimal) : parseInt(hex, 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
