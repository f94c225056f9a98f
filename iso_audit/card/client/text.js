// Texts: tidied as the server keeps them, and the words of one language.

/**
 * A text as the server keeps it: composed letters, one kind of line end, no outer space.
 *
 * @param {string | null | undefined} text
 */
export function tidy(text) {
  return (text || "").replace(/\r\n?/g, "\n").normalize("NFC").trim();
}

/**
 * What an item is called wherever it is named: "P02 · P.7", and "5.4.1-1" alone where the id says the clause already.
 *
 * @param {{ id: string, clause: string }} item
 */
export function nameOf({ id, clause }) {
  return id.startsWith(clause) ? id : `${id} · ${clause}`;
}

/** A text that goes on in a sentence of ours: without the full stop it may end with. */
export function withoutStop(text) {
  return text.replace(/[.\s]+$/u, "");
}

/** The words of one language, with {slots} filled in. */
export class Words {
  /** @param {Record<string, string>} words */
  constructor(words) {
    this.words = words || {};
  }

  has(key) {
    return key in this.words;
  }

  /**
   * Fills values in; a count also chooses between two words: `{count} {count:item|items}`.
   * @param {string} key
   * @param {Record<string, unknown>} [slots]
   */
  say(key, slots = {}) {
    const text = this.words[key] ?? key;
    return text.replace(/\{(\w+)(?::([^|{}]*)\|([^{}]*))?\}/g, (whole, name, one, many) => {
      if (!(name in slots)) return whole;
      if (many === undefined) return String(slots[name]);
      return String(slots[name]) === "1" ? one : many;
    });
  }
}
