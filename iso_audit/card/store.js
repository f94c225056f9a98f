// What waits on this tablet: one key per waiting event, draft and refusal, by account and audit.

/**
 * Keeps small values in local storage under the account's own prefix, and in memory where it cannot.
 *
 * Every value has a key of its own, so that two tabs never write over each other.
 */
class Store {
  constructor(account, onState) {
    this.prefix = `iso-audit:account:${account}:`;
    this.onState = onState;
    this.memory = new Map();
    this.state = this.probe();
  }

  probe() {
    try {
      window.localStorage.setItem("iso-audit:probe", "1");
      window.localStorage.removeItem("iso-audit:probe");
      return "kept";
    } catch (error) {
      return this.kindOf(error);
    }
  }

  kindOf(error) {
    return error && /quota/i.test(error.name) ? "full" : "missing";
  }

  put(key, value) {
    const text = JSON.stringify(value);
    try {
      window.localStorage.setItem(this.prefix + key, text);
      this.memory.delete(key);
      if (this.memory.size === 0) this.setState("kept");
    } catch (error) {
      this.memory.set(key, text);
      this.setState(this.kindOf(error));
    }
  }

  remove(key) {
    this.memory.delete(key);
    try {
      window.localStorage.removeItem(this.prefix + key);
    } catch {
      return;
    }
    if (this.state === "full") this.moveOut();
  }

  /** Try again to keep on the tablet what only memory holds. */
  moveOut() {
    for (const [key, text] of [...this.memory]) {
      try {
        window.localStorage.setItem(this.prefix + key, text);
        this.memory.delete(key);
      } catch {
        return;
      }
    }
    this.setState("kept");
  }

  setState(state) {
    if (state === this.state) return;
    this.state = state;
    this.onState();
  }

  /** Every kept value whose key starts with `start`, as [key, value] in the order of the keys. */
  all(start) {
    const found = new Map();
    for (const key of this.keys()) {
      if (key.startsWith(this.prefix + start)) found.set(key.slice(this.prefix.length), null);
    }
    for (const key of this.memory.keys()) if (key.startsWith(start)) found.set(key, null);
    const entries = [...found.keys()].sort().map((key) => [key, this.get(key)]);
    return entries.filter(([, value]) => value !== null);
  }

  keys() {
    try {
      return Array.from({ length: window.localStorage.length }, (_, index) => window.localStorage.key(index));
    } catch {
      return [];
    }
  }

  get(key) {
    const text = this.memory.get(key) ?? readPlain(this.prefix + key);
    return text === null ? null : this.parse(text);
  }

  parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  /** The key inside the account's part of a storage event, null where it is none of ours. */
  ownKey(storageKey) {
    return storageKey && storageKey.startsWith(this.prefix) ? storageKey.slice(this.prefix.length) : null;
  }
}
