// Sending the queue until every event is acknowledged, and asking for what colleagues recorded.

import { Unreachable } from "./server.js";

/** @import { SenderNeeds, Timer } from "../types.js" */

export const FIRST_WAIT = 1_000;
export const LONGEST_WAIT = 15_000;
const POLL_EVERY = 4_000;

/**
 * Drives the queue towards the server and the server's changes towards the journal.
 *
 * `state` is "idle", "sending", "waiting" (no connection), "signed_out" or "other_account".
 */
export class Sender {
  state = "idle";
  message = "";
  failures = 0;
  pollFailures = 0;
  busy = false;
  polling = false;
  acknowledgedAt = 0;
  acknowledgedTime = 0;
  ended = false;
  afresh = false;
  /** @type {Record<string, Timer>} */
  timers = {};

  /** @param {SenderNeeds} needs */
  constructor({ server, queue, audit, account, position, on }) {
    this.server = server;
    this.queue = queue;
    this.audit = audit;
    this.account = account;
    this.position = position;
    this.on = on;
  }

  setState(state, message = "") {
    if (state === this.state && message === this.message) return;
    this.state = state;
    this.message = message;
    this.on.state();
  }

  get stopped() {
    return this.state === "signed_out" || this.state === "other_account";
  }

  /** Tell whether what waits stays on the tablet for now. */
  get delayed() {
    return this.state === "waiting" || this.stopped;
  }

  later(name, milliseconds, act) {
    clearTimeout(this.timers[name]);
    if (!this.ended) this.timers[name] = setTimeout(act, milliseconds);
  }

  /** Send what waits, one request at a time, until nothing waits or the connection fails. */
  async send() {
    if (this.busy || this.stopped || this.ended || !this.queue.events.size) return;
    this.busy = true;
    clearTimeout(this.timers.retry);
    try {
      if (this.state !== "waiting") this.setState("sending");
      await this.drain();
      if (!this.stopped) this.setState("idle");
    } catch (error) {
      this.fail(error);
    } finally {
      this.busy = false;
    }
  }

  async drain() {
    while (this.queue.events.size && !this.stopped) {
      const batch = this.queue.batch();
      this.queue.start(batch);
      try {
        await this.deliver(batch);
      } finally {
        this.queue.stop(batch);
      }
    }
  }

  /** Send some events and act on the answer; a batch refused as a whole is sent one by one. */
  async deliver(events) {
    const { status, body } = await this.server.sendEvents(events, false);
    if (this.turnedAway(status, body)) return;
    if (Array.isArray(body.accepted)) {
      this.settle(events, body);
      return;
    }
    if (![400, 413, 422].includes(status)) throw new Error(body.message || `HTTP ${status}`);
    if (events.length === 1) {
      this.on.refused(this.queue.refused(events[0].id, body.message || String(status)));
      return;
    }
    for (const event of events) {
      if (!this.stopped) await this.deliver([event]);
    }
  }

  settle(events, body) {
    const asked = new Set(events.map((event) => event.id));
    this.failures = 0;
    this.acknowledgedAt = performance.now();
    this.acknowledgedTime = body.server_time;
    const accepted = body.accepted.filter((id) => asked.has(id)).map((id) => this.queue.accepted(id));
    const refused = (body.refused || []).filter(({ id }) => asked.has(id));
    const putAside = refused.map(({ id, message, code }) => this.queue.refused(id, message || code));
    if (!accepted.length && !putAside.length) throw new Error("nothing acknowledged");
    this.on.accepted(accepted.filter(Boolean), body.server_time);
    putAside.filter(Boolean).forEach((event) => this.on.refused(event));
    this.server.clock.settle(body, !this.queue.events.size);
  }

  fail(error) {
    this.failures += 1;
    const told = error instanceof Unreachable ? "" : error.message;
    this.setState("waiting", told);
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(this.failures - 1, 5));
    this.later("retry", wait * (0.75 + Math.random() / 2), () => this.send());
  }

  turnedAway(status, body) {
    if (status !== 401 && body.code !== "account_changed") return false;
    this.setState(status === 401 ? "signed_out" : "other_account");
    return true;
  }

  /** Look again at once: the page was shown, the network came back, or somebody signed in. */
  async wake() {
    this.failures = 0;
    if (this.stopped && !(await this.signedInAgain())) return;
    this.send();
    this.poll();
  }

  /** Tell whether the tablet is signed in as this account again, after it had not been. */
  async signedInAgain() {
    try {
      const { status, body } = await this.server.session();
      if (status !== 200 || body.account !== this.account) return false;
    } catch {
      return false;
    }
    this.setState("idle");
    return true;
  }

  /** The page is being closed: send everything small enough without waiting for the answer. */
  leave() {
    if (this.stopped || !this.queue.events.size) return;
    const batch = this.queue.batch();
    this.queue.start(batch);
    this.server.sendEvents(batch, true).catch(() => undefined).finally(() => this.queue.stop(batch));
  }

  /** Ask for what changed since the last position, and ask again after a while. */
  async poll() {
    clearTimeout(this.timers.poll);
    if (this.ended || this.stopped) return;
    if (globalThis.document?.hidden || this.polling) {
      this.later("poll", POLL_EVERY, () => this.poll());
      return;
    }
    this.polling = true;
    let wait = POLL_EVERY;
    try {
      wait = await this.ask();
    } catch {
      this.pollFailures += 1;
      wait = Math.min(LONGEST_WAIT, POLL_EVERY * 2 ** Math.min(this.pollFailures, 3));
    } finally {
      this.polling = false;
    }
    this.later("poll", wait, () => this.poll());
  }

  /** Ask for the whole audit: what was acknowledged may be older than what was known. */
  lookAfresh() {
    this.afresh = true;
    return this.poll();
  }

  /** Ask once; an answer older than an acknowledgement is thrown away, since it may not know of it. */
  async ask() {
    const asked = performance.now();
    const { afresh } = this;
    const { status, body } = await this.server.changes(this.audit, afresh ? 0 : this.position());
    if (this.turnedAway(status, body)) return POLL_EVERY;
    if (status !== 200 || !Array.isArray(body.fields)) throw new Error(body.message || `HTTP ${status}`);
    const hadFailed = this.pollFailures > 0;
    this.pollFailures = 0;
    if (hadFailed) this.send();
    if (asked < this.acknowledgedAt) return 300;
    if (afresh) this.afresh = false;
    this.on.changes(body);
    return POLL_EVERY;
  }

  end() {
    this.ended = true;
    Object.values(this.timers).forEach(clearTimeout);
  }
}
