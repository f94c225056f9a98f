// Photographs that wait on this tablet: one record each in IndexedDB, by account, audit and id.

const PHOTO_DATABASE = "iso-audit-photos";
const PHOTO_TABLE = "photo";
const BYTES_TABLE = "bytes";

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Keeps photographs with their bytes until the server has them, and in memory where the tablet cannot.
 *
 * `state` is "kept", "full" or "missing". A write counts only when the browser says that it is on the disk.
 */
class PhotoStore {
  constructor(account, onState) {
    this.prefix = `${account}|`;
    this.onState = onState;
    this.memory = new Map();
    this.state = "kept";
    this.opening = null;
  }

  key({ audit, id }) {
    return `${this.prefix}${audit}|${id}`;
  }

  /** The open database; opened anew where the browser closed it. */
  open() {
    this.opening ??= new Promise((resolve, reject) => {
      const request = window.indexedDB.open(PHOTO_DATABASE, 1);
      request.onupgradeneeded = () => {
        for (const name of [PHOTO_TABLE, BYTES_TABLE]) request.result.createObjectStore(name);
      };
      request.onsuccess = () => {
        request.result.onclose = () => this.forget();
        request.result.onversionchange = () => this.forget();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error("blocked"));
    });
    return this.opening;
  }

  forget() {
    this.opening?.then((database) => database.close()).catch(() => undefined);
    this.opening = null;
  }

  /** Do something in one transaction; a database that the browser closed is opened once more. */
  async run(mode, act) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.once(mode, act);
      } catch (error) {
        this.forget();
        if (attempt > 0 || /quota/i.test(error?.name || "")) throw error;
      }
    }
  }

  async once(mode, act) {
    const database = await this.open();
    const transaction = database.transaction([PHOTO_TABLE, BYTES_TABLE], mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error || new Error("aborted"));
    });
    done.catch(() => undefined);
    const result = await act(transaction.objectStore(PHOTO_TABLE), transaction.objectStore(BYTES_TABLE));
    await done;
    return result;
  }

  /** Keep a photograph; `bytes` only where they are not kept yet. */
  async put(photo, bytes) {
    const key = this.key(photo);
    const plain = { ...photo, state: photo.state === "sending" ? "waiting" : photo.state };
    try {
      await this.run("readwrite", async (photos, contents) => {
        photos.put(plain, key);
        if (bytes) contents.put(bytes, key);
      });
      this.memory.delete(key);
    } catch (error) {
      const held = this.memory.get(key);
      this.memory.set(key, { photo: plain, bytes: bytes || held?.bytes || null });
      this.setState(/quota/i.test(error?.name || "") ? "full" : "missing");
    }
  }

  async remove(photo) {
    const key = this.key(photo);
    this.memory.delete(key);
    try {
      await this.run("readwrite", async (photos, contents) => {
        photos.delete(key);
        contents.delete(key);
      });
    } catch {
      return;
    }
    if (!this.memory.size) this.setState("kept");
  }

  /** The bytes of a photograph, null where they are gone. */
  async bytes(photo) {
    const key = this.key(photo);
    const held = this.memory.get(key)?.bytes;
    if (held) return held;
    return (await this.run("readonly", (photos, contents) => asPromise(contents.get(key)))) || null;
  }

  /** Every photograph of the account that waits, without its bytes, in the order they were taken. */
  async all() {
    const range = window.IDBKeyRange?.bound(this.prefix, `${this.prefix}\uffff`);
    try {
      return await this.run("readonly", (photos) => asPromise(photos.getAll(range)));
    } catch {
      this.setState("missing");
      return [];
    }
  }

  setState(state) {
    if (state === this.state) return;
    this.state = state;
    this.onState();
  }
}
