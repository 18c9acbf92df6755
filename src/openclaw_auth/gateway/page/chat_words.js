// @ts-check
// The chat's own words.

/** @type {Record<string, [string, string]>} */
export const CHAT_WORDS = {
  views: ["Views", "视图"],
  chat: ["Chat", "聊天"],
  chat_again: ["Try again", "重试"],
};
