// @ts-check
// More rows frame by frame, so that a thousand of them do not hold up the page.

const AT_ONCE = 24;

/**
 * @param {{value: number}} most how many are shown
 * @param {number} wanted how many there are
 */
export function reveal(most, wanted) {
  most.value = Math.min(most.value + AT_ONCE, wanted);
  if (most.value < wanted) requestAnimationFrame(() => reveal(most, wanted));
}
