// A database on this tablet: IndexedDB, where a write counts once it is on the disk; opened anew where the browser closed it.

const OPENING_PATIENCE = 5_000;
const WRITING_PATIENCE = 30_000;

export function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What a promise gives, or an error where it gives nothing in time: some browsers leave IndexedDB unanswered. */
function inTime(promise, patience) {
  let timer = 0;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Tell why the tablet does not keep something: "full" or "missing". */
export function whyNotKept(error) {
  return /quota/i.test(error?.name || "") ? "full" : "missing";
}

/** One database with its tables; keys are given by the caller. */
export class TabletDatabase {
  /** @type {IDBDatabase | null} */
  handle = null;
  /** @type {Promise<IDBDatabase> | null} */
  opening = null;

  /**
   * @param {string} name
   * @param {string[]} tables
   */
  constructor(name, tables) {
    this.name = name;
    this.tables = tables;
  }

  open() {
    if (this.handle) return Promise.resolve(this.handle);
    this.opening ??= inTime(this.opened(), OPENING_PATIENCE).catch((error) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  opened() {
    return new Promise((resolve, reject) => {
      const request = globalThis.indexedDB.open(this.name, 1);
      request.onupgradeneeded = () => {
        for (const table of this.tables) request.result.createObjectStore(table);
      };
      request.onsuccess = () => {
        const handle = request.result;
        handle.onclose = () => this.forget(handle);
        handle.onversionchange = () => this.forget(handle);
        this.handle = handle;
        resolve(handle);
      };
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error("blocked"));
    });
  }

  forget(handle) {
    handle?.close();
    if (this.handle !== handle) return;
    this.handle = null;
    this.opening = null;
  }

  /** Do something in one transaction with the tables; a database that the browser closed is opened once more. */
  async run(mode, act) {
    for (let attempt = 0; ; attempt += 1) {
      let handle = null;
      try {
        handle = await this.open();
        return await inTime(this.transact(handle, mode, act), WRITING_PATIENCE);
      } catch (error) {
        if (handle) this.forget(handle);
        if (attempt > 0 || whyNotKept(error) === "full") throw error;
      }
    }
  }

  /** One transaction, told to commit at once, so that a page being closed does not take it away. */
  async transact(handle, mode, act, durability = "strict") {
    const transaction = handle.transaction(this.tables, mode, { durability });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error || new Error("aborted"));
    });
    const asked = act(...this.tables.map((table) => transaction.objectStore(table)));
    if (mode === "readwrite") transaction.commit?.();
    const [result] = await Promise.all([asked, done]);
    return result;
  }

  /** Write without waiting for anything, where the database is open; only `run` tells that something is kept. */
  writeNow(act, durability) {
    if (this.handle) this.transact(this.handle, "readwrite", act, durability).catch(() => undefined);
  }
}
