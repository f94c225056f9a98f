// Texts: tidied as the server keeps them, and the words of one language.

/**
 * A text as the server keeps it: composed letters, one kind of line end, no outer space.
 *
 * @param {string | null | undefined} text
 */
export function tidy(text) {
  return (text || "").replace(/\r\n?/g, "\n").normalize("NFC").trim();
}

/** The words of one language, with {slots} filled in. */
export class Words {
  /** @param {Record<string, string>} words */
  constructor(words) {
    this.words = words || {};
  }

  /**
   * @param {string} key
   * @param {Record<string, unknown>} [slots]
   */
  say(key, slots = {}) {
    const text = this.words[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in slots ? String(slots[name]) : whole));
  }
}
