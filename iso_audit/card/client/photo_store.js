// Photographs that wait on this tablet: one record each in IndexedDB, by account, audit and id.

import { asPromise, TabletDatabase, whyNotKept } from "./database.js";

/** @import { WaitingPhoto } from "../types.js" */

const PHOTO_DATABASE = "iso-audit-photos";
const PHOTO_TABLE = "photo";
const BYTES_TABLE = "bytes";

/**
 * Keeps photographs with their bytes until the server has them, and in memory where the tablet cannot.
 *
 * `state` is "kept", "full" or "missing". A write counts only when the browser says that it is on the disk.
 */
export class PhotoStore {
  /** @type {"kept" | "full" | "missing"} */
  state = "kept";
  loaded = false;
  /** @type {Map<string, { photo: WaitingPhoto, bytes: ArrayBuffer | null }>} */
  memory = new Map();

  /**
   * @param {string} account
   * @param {() => void} onState
   */
  constructor(account, onState) {
    this.prefix = `${account}|`;
    this.onState = onState;
    this.database = new TabletDatabase(PHOTO_DATABASE, [PHOTO_TABLE, BYTES_TABLE]);
  }

  key({ audit, id }) {
    return `${this.prefix}${audit}|${id}`;
  }

  /** Tell whether a photograph is in this page only. */
  onlyHere(photo) {
    return this.memory.has(this.key(photo));
  }

  /** Keep a photograph; `bytes` only where they are not kept yet. */
  async put(photo, bytes) {
    const key = this.key(photo);
    const plain = { ...photo, state: photo.state === "refused" ? "refused" : "waiting" };
    try {
      await this.database.run("readwrite", (photos, contents) => {
        photos.put(plain, key);
        if (bytes) contents.put(bytes, key);
      });
      this.memory.delete(key);
    } catch (error) {
      const held = this.memory.get(key);
      this.memory.set(key, { photo: plain, bytes: bytes || held?.bytes || null });
      this.setState(whyNotKept(error));
    }
  }

  async remove(photo) {
    const key = this.key(photo);
    this.memory.delete(key);
    try {
      await this.database.run("readwrite", (photos, contents) => {
        photos.delete(key);
        contents.delete(key);
      });
    } catch {
      return;
    }
    for (const { photo: one, bytes } of [...this.memory.values()]) await this.put(one, bytes);
    if (!this.memory.size && this.loaded) this.setState("kept");
  }

  /** The bytes of a photograph, null where they are gone. */
  async bytes(photo) {
    const key = this.key(photo);
    const held = this.memory.get(key)?.bytes;
    if (held) return held;
    return (await this.database.run("readonly", (_photos, contents) => asPromise(contents.get(key)))) || null;
  }

  /** Every photograph of the account that waits, without its bytes, in the order they were taken. */
  async all() {
    try {
      const range = IDBKeyRange.bound(this.prefix, `${this.prefix}\uffff`);
      const found = await this.database.run("readonly", (photos) => asPromise(photos.getAll(range)));
      this.loaded = true;
      if (!this.memory.size) this.setState("kept");
      return found;
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
