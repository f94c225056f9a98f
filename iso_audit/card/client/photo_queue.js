// Sending photographs one at a time until the server has each, or says why it will not take it.

import { PhotoStore } from "./photo_store.js";
import { FIRST_WAIT, LONGEST_WAIT } from "./sender.js";

/** @import { PhotoQueueNeeds, Timer, WaitingPhoto } from "../types.js" */

const REFUSING = new Set([400, 403, 404, 409, 413, 422]);

/**
 * The photographs of one account that wait on this tablet, of every audit.
 *
 * Each is {id, audit, item, made_at and the other times of its stamp, name, type, size, state, message}; `state` is
 * "keeping" until the tablet has it and its announcement on the disk, then "waiting", "sending" or "refused".
 */
export class PhotoQueue {
  /** @type {Map<string, WaitingPhoto>} */
  photos = new Map();
  /** @type {Map<string, string>} */
  previews = new Map();
  /** @type {Map<string, number>} */
  tries = new Map();
  ready = false;
  failures = 0;
  busy = false;
  ended = false;
  /** @type {Timer} */
  timer = undefined;

  /** @param {PhotoQueueNeeds} needs */
  constructor({ server, account, device, largest, words, on }) {
    this.server = server;
    this.account = account;
    this.device = device;
    this.largest = largest;
    this.words = words;
    this.on = on;
    this.store = new PhotoStore(account, () => this.on.state());
  }

  /** Bring back what an earlier page left, and send it. */
  async open() {
    for (const photo of await this.store.all()) if (!this.photos.has(photo.id)) this.photos.set(photo.id, photo);
    this.ready = true;
    for (const photo of this.photos.values()) await this.preview(photo);
    this.on.changed();
    this.send();
  }

  /** Tell whether what waits stays on the tablet for now. */
  get delayed() {
    return this.failures > 0;
  }

  /** How well the tablet keeps what waits: "kept" on the disk, "keeping" for now, "here" in this page alone. */
  standing() {
    const waiting = [...this.photos.values()].filter((photo) => photo.state !== "refused");
    if (waiting.some((photo) => this.store.onlyHere(photo))) return "here";
    return waiting.some((photo) => photo.state === "keeping") ? "keeping" : "kept";
  }

  waitingCount() {
    return [...this.photos.values()].filter((photo) => photo.state !== "refused").length;
  }

  async preview(photo, bytes = null) {
    if (this.previews.has(photo.id)) return;
    const content = bytes || (await this.store.bytes(photo).catch(() => null));
    if (content) this.previews.set(photo.id, URL.createObjectURL(new Blob([content], { type: photo.type })));
  }

  forgetPreview(id) {
    const address = this.previews.get(id);
    if (address) URL.revokeObjectURL(address);
    this.previews.delete(id);
  }

  /** Keep a new photograph on the tablet before anything is sent. */
  async add(photo, file) {
    if (file.size > this.largest) {
      const message = this.words().say("photo_too_large", { largest: this.largest / 1024 / 1024 });
      this.photos.set(photo.id, { ...photo, state: "refused", message });
      await this.store.put(this.photos.get(photo.id), null);
      return;
    }
    const bytes = await file.arrayBuffer();
    const kept = { ...photo, type: file.type, size: bytes.byteLength, state: "keeping" };
    this.photos.set(photo.id, kept);
    await this.preview(kept, bytes);
    this.on.changed(photo.item);
    await this.store.put(kept, bytes);
  }

  /** Keep a photograph that another tablet gave out; it was announced there, or is by an act that came along. */
  async takeIn(photo, bytes) {
    const kept = { ...photo, size: bytes.byteLength, state: "waiting", message: "" };
    this.photos.set(photo.id, kept);
    await this.preview(kept, bytes);
    await this.store.put(kept, bytes);
    this.on.changed(photo.item);
  }

  /** The photograph and its announcement are as well kept as the tablet can: it may be sent, and said to wait. */
  added(id) {
    const photo = this.photos.get(id);
    if (photo?.state === "keeping") this.mark(photo, "waiting", "");
    this.send();
  }

  async drop(photo) {
    this.photos.delete(photo.id);
    this.forgetPreview(photo.id);
    await this.store.remove(photo);
  }

  /** Try a refused photograph again. */
  async again(id) {
    const photo = this.photos.get(id);
    if (!photo) return;
    this.photos.set(id, { ...photo, state: "waiting", message: "" });
    await this.store.put(this.photos.get(id), null);
    this.on.changed();
    this.send();
  }

  wake() {
    if (this.ready && !this.store.loaded) this.open();
    this.send();
  }

  /** The oldest of those that failed least, so that one the server stumbles over does not hold up the others. */
  next() {
    const waiting = [...this.photos.values()].filter((photo) => photo.state === "waiting");
    const tries = (photo) => this.tries.get(photo.id) || 0;
    return waiting.sort((one, other) => tries(one) - tries(other) || (one.id < other.id ? -1 : 1))[0];
  }

  /** Send what waits, one request at a time, until nothing waits or the connection fails. */
  async send() {
    if (this.busy || this.ended || !this.next()) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      for (let photo = this.next(); photo && !this.ended; photo = this.next()) await this.deliver(photo);
    } catch {
      this.failures += 1;
      this.on.state();
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(this.failures - 1, 5));
      if (!this.ended) this.timer = setTimeout(() => this.send(), wait * (0.75 + Math.random() / 2));
    } finally {
      this.busy = false;
    }
  }

  async deliver(photo) {
    const bytes = await this.store.bytes(photo);
    if (!bytes) {
      await this.drop(photo);
      this.on.changed();
      return;
    }
    this.mark(photo, "sending", "");
    this.tries.set(photo.id, (this.tries.get(photo.id) || 0) + 1);
    try {
      const { status, body } = await this.post(photo, bytes);
      if (status === 200 && body.sha256) await this.received(photo, body);
      else if (REFUSING.has(status) && body.code !== "account_changed") await this.refused(photo, body);
      else throw new Error(body.message || `HTTP ${status}`);
    } catch (error) {
      if (this.photos.has(photo.id)) this.mark(photo, "waiting", "");
      throw error;
    }
    this.failures = 0;
  }

  async post(photo, bytes) {
    const { audit, item, id } = photo;
    const query = new URLSearchParams({ audit, item, id, device: this.device });
    const times = { ...this.server.clock.told(photo), sent_at: Date.now() };
    for (const [name, value] of Object.entries(times)) if (value !== undefined) query.set(name, String(value));
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), 60_000 + bytes.byteLength / 10);
    const type = photo.type.startsWith("image/") ? photo.type : "application/octet-stream";
    try {
      return await this.server.request(`/api/photos?${query}`, {
        method: "POST",
        headers: { "Content-Type": type, "X-Account": this.account, "X-Background": "1" },
        body: bytes,
        signal: abort.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  mark(photo, state, message) {
    this.photos.set(photo.id, { ...photo, state, message });
    this.on.changed(photo.item);
  }

  async received(photo, body) {
    await this.drop(photo);
    this.on.received(photo, body);
  }

  async refused(photo, body) {
    this.mark(photo, "refused", body.message || String(body.code));
    await this.store.put(this.photos.get(photo.id), null);
  }

  end() {
    this.ended = true;
    clearTimeout(this.timer);
    for (const id of [...this.previews.keys()]) this.forgetPreview(id);
  }
}
