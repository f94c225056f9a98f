// The photographs of one audit as this tablet sees them: those the journal tells of, and those that wait here.

import { PhotoQueue } from "./photo_queue.js";

/** @import { Photo } from "../types.js" */
/** @import { Client } from "./client.js" */

export const PHOTO = "photo:";

/** Puts journal and queue together, and takes new photographs. */
export class Photos {
  /** @type {Photo[] | null} */
  list = null;

  /** @param {Client} client */
  constructor(client) {
    this.client = client;
    this.queue = new PhotoQueue({
      server: client.server,
      account: client.account.id,
      device: client.acts.device,
      largest: client.data.limits.photo,
      words: () => client.words,
      on: {
        state: () => client.marksChanged(),
        changed: (itemId) => this.refresh(itemId),
        received: (photo, body) => this.received(photo, body),
      },
    });
  }

  start() {
    this.queue.open().then(() => this.announce());
  }

  end() {
    this.queue.end();
  }

  /** Every photograph in the order they were taken; `state` is "received", "elsewhere", "looking" or what stands here. */
  all() {
    this.list ??= this.gather();
    return this.list;
  }

  gather() {
    const { journal, audit } = this.client;
    const ids = new Set([...this.queue.photos.values()].filter((one) => one.audit === audit.id).map((one) => one.id));
    for (const subject of journal.subjects(PHOTO)) ids.add(subject.slice(PHOTO.length));
    return [...ids].sort().map((id) => this.told(id)).filter((photo) => photo.item || photo.sha256);
  }

  told(id) {
    const { journal } = this.client;
    const value = (field) => journal.value(PHOTO + id, field) || "";
    const here = this.queue.photos.get(id);
    const sha256 = value("sha256");
    let state = here ? here.state : this.queue.ready ? "elsewhere" : "looking";
    if (state === "waiting" && this.queue.store.onlyHere(here)) state = "here";
    if (sha256) state = "received";
    const writer = journal.shown(PHOTO + id, "item")?.name || "";
    const message = here?.message || "";
    return {
      id, sha256, state, message, writer,
      item: value("item") || here?.item || "",
      caption: value("caption"),
      withdrawn: value("withdrawn"),
      name: here?.name || "",
    };
  }

  one(id) {
    return this.all().find((photo) => photo.id === id) || this.told(id);
  }

  ofItem(itemId) {
    return this.all().filter((photo) => photo.item === itemId && !photo.withdrawn);
  }

  /** How many were taken and how many of them the server has. */
  counts(photos = this.all().filter((photo) => !photo.withdrawn)) {
    return { taken: photos.length, received: photos.filter((photo) => photo.state === "received").length };
  }

  /** The line for the top of the card, empty while there is no photograph. */
  summary() {
    const counts = this.counts();
    return counts.taken ? this.client.words.say("photo_total", counts) : "";
  }

  notice() {
    const { state } = this.queue.store;
    if (state === "kept") return "";
    return this.client.words.say(state === "full" ? "photo_storage_full" : "photo_storage_missing");
  }

  /** Where an image element finds a photograph: what waits here from the tablet, the rest from the server. */
  address(photo, whole) {
    if (photo.state !== "received") return this.queue.previews.get(photo.id) || "";
    return `/api/photos/${photo.id}${whole ? "" : "/thumb"}?v=${photo.sha256.slice(0, 16)}`;
  }

  /** Keep chosen files on the tablet, each made `smaller`, announce it in the journal, and send those that are kept. */
  async take(files, itemId, smaller) {
    const { clock, audit, queue, store } = this.client;
    for (const file of files) {
      const small = await smaller(file);
      const photo = { ...clock.stamp(), audit: audit.id, item: itemId, name: file.name, message: "" };
      await this.queue.add(photo, small);
      await store.settled(queue.eventKey(this.announced(photo)));
      this.queue.added(photo.id);
    }
  }

  announced({ id, item }) {
    return this.client.acts.record(PHOTO + id, "item", item, []);
  }

  /** Announce what waits here and nobody heard of: the page ended between keeping it and announcing it. */
  announce() {
    const { journal, audit, store, account, queue } = this.client;
    if (!this.queue.ready || !store.loaded || !account.may_record) return;
    for (const photo of [...this.queue.photos.values()]) {
      const known = journal.value(PHOTO + photo.id, "item") || queue.refusalsOf(audit.id, PHOTO + photo.id).length;
      if (photo.audit === audit.id && photo.state !== "keeping" && !known) this.announced(photo);
    }
  }

  received(photo, body) {
    if (photo.audit === this.client.audit.id) this.client.merge(body.fields, 0);
    this.client.lastSaved = Math.max(this.client.lastSaved, body.server_time);
    this.refresh(photo.item);
  }

  /** Give up a photograph the server will not take; why stays in the journal. */
  async giveUp(photo) {
    const here = this.queue.photos.get(photo.id);
    this.withdraw(photo, photo.message || photo.name);
    if (here) await this.queue.drop(here);
    this.refresh(photo.item);
  }

  withdraw(photo, reason) {
    const { acts, journal } = this.client;
    acts.record(PHOTO + photo.id, "withdrawn", reason, journal.seen(PHOTO + photo.id, "withdrawn"));
  }

  /** Make parts of a photograph unreadable on the server; return the sentence of what went wrong, or "". */
  async blur(photo, rectangles) {
    const { server, account, acts, words } = this.client;
    try {
      const { status, body } = await server.request(`/api/photos/${photo.id}/blur`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Account": account.id },
        body: JSON.stringify({ rectangles, sha256: photo.sha256, device: acts.device, sent_at: Date.now() }),
      });
      if (status !== 200) return body.message || words.say("photo_blur_failed");
      this.client.merge(body.fields, 0);
      this.client.sender.poll();
      return "";
    } catch {
      return words.say("photo_blur_failed");
    }
  }

  /** Take in what the journal changed. */
  changed(subjects) {
    if ([...subjects].some((subject) => subject.startsWith(PHOTO))) this.refresh();
  }

  refresh(itemId) {
    this.list = null;
    this.client.photosChanged(itemId);
  }
}
