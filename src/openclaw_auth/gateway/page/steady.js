// @ts-check
// Computed lists that stay the same array while their members do, so that what shows them rests.
import { computed } from "./vendor/signals.js";

/**
 * @param {any[]} a
 * @param {any[]} b
 */
const same = (a, b) => a.length === b.length && a.every((one, at) => one === b[at]);

/** @param {() => any[]} make */
export function steady(make) {
  /** @type {any[]} */
  let last = [];
  return computed(() => {
    const next = make();
    return same(last, next) ? last : (last = next);
  });
}
