// A server and a store that keep nothing: what a checklist is tried with before it comes in force.

import { Server, Unreachable } from "./server.js";
import { Store } from "./store.js";

/** Holds in this page alone what is tried; the tablet's disk and other tabs never get it. */
export class PageStore extends Store {
  async load() {
    await null;
    this.loaded = true;
    this.open();
  }

  async save(batch) {
    for (const [key, written] of batch) if (this.pending.get(key) === written) this.pending.delete(key);
    this.on.changed();
  }

  standing(keys) {
    return keys.length ? "here" : "kept";
  }

  writeNow() {}

  async askToLast() {}
}

/** Takes every act at once and knows of no colleague; nothing leaves the page. */
export class Rehearsal extends Server {
  async sendEvents(events) {
    return this.answer({ accepted: events.map(({ id }) => id), refused: [] });
  }

  async changes(_audit, since) {
    return this.answer({ position: since, fields: [], minutes: null });
  }

  async history() {
    return this.answer({ events: [] });
  }

  async session() {
    return this.answer({ account: this.account });
  }

  /** @returns {Promise<{ status: number, body: any }>} */
  async request() {
    throw new Unreachable("nothing is sent from a preview");
  }

  answer(body) {
    return { status: 200, body: { ...body, server_time: this.clock.now() } };
  }
}
