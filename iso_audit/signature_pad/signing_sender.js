// Sending what was signed until the server has it; what waits is kept on the tablet, by account and version.

/** @import { Store } from "../card/client/store.js" */
/** @import { SignatureEvent, SigningNeeds, Timer, Times } from "../card/types.js" */

const SIGNING_RETRY = [1_000, 2_000, 4_000, 8_000, 15_000];
const SIGNING_POLL = 5_000;
const SIGNING_BATCH = 40;

/** The waiting and the refused signature events of one account on this tablet. */
export class SigningQueue {
  /** @type {Map<string, SignatureEvent>} */
  waiting = new Map();
  /** @type {Map<string, { event: SignatureEvent, message: string }>} */
  refused = new Map();

  /** @param {Store} store */
  constructor(store) {
    this.store = store;
  }

  /** Take in what an earlier page left on the tablet. */
  load() {
    for (const [, event] of this.store.all("signature:")) this.waiting.set(event.id, event);
    for (const [, one] of this.store.all("signature-refused:")) this.refused.set(one.event.id, one);
  }

  /** Keep an event, `instead` of other keys of the tablet. */
  add(event, instead) {
    this.waiting.set(event.id, event);
    this.store.put(`signature:${event.id}`, event, instead);
  }

  /** How well the tablet keeps what waits of some events. */
  standing(events) {
    return this.store.standing(events.map(({ id }) => `signature:${id}`));
  }

  done(id) {
    this.waiting.delete(id);
    this.store.remove(`signature:${id}`);
  }

  refuse(id, message) {
    const event = this.waiting.get(id);
    if (!event) return;
    this.refused.set(id, { event, message });
    this.waiting.delete(id);
    this.store.put(`signature-refused:${id}`, { event, message }, [`signature:${id}`]);
  }

  forgetRefused() {
    for (const id of this.refused.keys()) this.store.remove(`signature-refused:${id}`);
    this.refused.clear();
  }

  of(version) {
    return [...this.waiting.values()].filter((event) => event.version === version);
  }

  batch() {
    return [...this.waiting.values()].sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, SIGNING_BATCH);
  }
}

/** Drives the queue towards the server, and asks what was signed on other tablets. */
export class SigningSender {
  state = "idle";
  failures = 0;
  busy = false;
  ended = false;
  /** @type {Record<string, Timer>} */
  timers = {};

  /** @param {SigningNeeds} needs */
  constructor({ server, queue, version, on }) {
    this.server = server;
    this.queue = queue;
    this.version = version;
    this.on = on;
  }

  later(name, wait, act) {
    clearTimeout(this.timers[name]);
    if (!this.ended) this.timers[name] = setTimeout(act, wait);
  }

  setState(state) {
    if (this.state === state) return;
    this.state = state;
    this.on.state();
  }

  async send() {
    if (this.busy || this.ended || !this.queue.waiting.size) return;
    this.busy = true;
    try {
      while (this.queue.waiting.size && !this.ended) await this.deliver(this.queue.batch());
      this.failures = 0;
      this.setState("idle");
    } catch {
      const wait = SIGNING_RETRY[Math.min(this.failures, SIGNING_RETRY.length - 1)];
      this.failures += 1;
      this.setState("waiting");
      this.later("retry", wait, () => this.send());
    } finally {
      this.busy = false;
    }
  }

  async deliver(events, leaving = false) {
    const { status, body } = await this.server.request("/api/signatures", {
      method: "POST",
      keepalive: leaving,
      headers: { "Content-Type": "application/json", "X-Account": this.server.account },
      body: JSON.stringify({ device: this.server.device, sent_at: Date.now(), events: events.map((event) => this.plain(event)) }),
    });
    if (!Array.isArray(body.accepted)) throw new Error(body.message || `HTTP ${status}`);
    for (const id of body.accepted) this.queue.done(id);
    for (const { id, message } of body.refused) this.queue.refuse(id, message);
    if (!body.accepted.length && !body.refused.length) throw new Error("nothing acknowledged");
    this.server.clock.settle(body, !this.queue.waiting.size);
    this.on.acknowledged(body);
  }

  /** An event as it is sent: without the ticks and the page that only this tablet knows. */
  plain({ id, version, place, kind, attempt, value, text_hash, ...times }) {
    return { id, version, place, kind, attempt, value, text_hash, ...this.server.clock.told(/** @type {Times} */ (times)) };
  }

  /** The page is being closed: send what is small enough without waiting for the answer. */
  leave() {
    const events = this.queue.batch();
    if (events.length && JSON.stringify(events).length < 50_000) this.deliver(events, true).catch(() => undefined);
  }

  wake() {
    this.failures = 0;
    this.send();
    this.poll();
  }

  async poll() {
    clearTimeout(this.timers.poll);
    if (this.ended) return;
    if (!document.hidden && !this.busy) {
      try {
        const path = `/api/minutes/${encodeURIComponent(this.version)}/signatures`;
        const { status, body } = await this.server.request(path, this.server.background());
        if (status === 200 && Array.isArray(body.events)) this.on.told(body.events);
      } catch {
        this.later("poll", SIGNING_POLL * 2, () => this.poll());
        return;
      }
    }
    this.later("poll", SIGNING_POLL, () => this.poll());
  }

  end() {
    this.ended = true;
    Object.values(this.timers).forEach(clearTimeout);
  }
}
