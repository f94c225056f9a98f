// What an older release left in local storage: moved to the tablet's database, and removed once it is on the disk there.

const MOVED = "moved";

/**
 * The older release's values of one account.
 *
 * Local storage reaches the disk late: after a power cut a removed value may stand there again. What was moved is noted
 * beside the values, so that such a value is not taken for a new one.
 */
export class OlderRelease {
  /** @type {Set<string>} */
  leaving = new Set();

  /** @param {string} prefix */
  constructor(prefix) {
    this.prefix = prefix;
  }

  /** What is to be kept of it, by key, given what the tablet's database holds. */
  moving(found) {
    const known = new Map(JSON.parse(found.get(MOVED) ?? "[]"));
    const moving = new Map();
    for (const [key, text] of this.entries()) {
      if (known.get(key) === text || found.get(key) === text) this.remove(key);
      else if (!found.has(key)) moving.set(key, text);
    }
    if (!moving.size) return moving;
    this.leaving = new Set(moving.keys());
    return new Map([...moving, [MOVED, JSON.stringify([...known, ...moving])]]);
  }

  /** Remove what has arrived on the disk. */
  moved(keys) {
    for (const key of keys) if (this.leaving.delete(key)) this.remove(key);
  }

  entries() {
    try {
      const names = Array.from({ length: globalThis.localStorage.length }, (_, at) => globalThis.localStorage.key(at) ?? "");
      const own = names.filter((name) => name.startsWith(this.prefix));
      return own.map((name) => [name.slice(this.prefix.length), globalThis.localStorage.getItem(name)]);
    } catch {
      return [];
    }
  }

  remove(key) {
    try {
      globalThis.localStorage.removeItem(this.prefix + key);
    } catch {
      return;
    }
  }
}
