// When a text that is being typed is written down: after a pause, and not in the middle of a syllable.

/** @import { Timer } from "../types.js" */

export const PAUSE = 700;
export const IN_SYLLABLE = 2_000;
export const COMPOSING = 5_000;
const LETTER = /[\p{L}\p{M}]$/u;

/**
 * Waits until somebody pauses, then calls `pause`.
 *
 * Vietnamese marks are typed after their letter, by programs that take letters back and put others in their place, or by
 * keyboards that compose a whole word: behind a letter the syllable may go on, so the pause has to be longer there.
 */
export class Typing {
  composing = false;
  /** @type {Timer} */
  timer = undefined;

  /** @param {() => void} pause */
  constructor(pause) {
    this.pause = pause;
  }

  /** Something was typed; `before` is the text up to the caret. */
  typed(before) {
    this.stop();
    this.timer = setTimeout(() => this.pause(), this.patience(before));
  }

  patience(before) {
    if (this.composing) return COMPOSING;
    return LETTER.test(before) ? IN_SYLLABLE : PAUSE;
  }

  stop() {
    clearTimeout(this.timer);
  }
}
