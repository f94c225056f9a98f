// Acts that wait for the server, kept on the tablet before anything is sent, and refused ones with their sentence.

/** @import { JournalEvent, Keeping, Refusal } from "../types.js" */

const GRADE = "grade";

/** The waiting and refused events of one account on this tablet, of every audit. */
export class Queue {
  /** @type {Map<string, JournalEvent>} */
  events = new Map();
  /** @type {Map<string, Refusal>} */
  refusals = new Map();
  /** @type {Set<string>} */
  sending = new Set();
  /** @type {Set<string>} */
  attempted = new Set();

  /** @param {Keeping} store */
  constructor(store) {
    this.store = store;
  }

  /** Take in what an earlier page left on the tablet; return those events. */
  load() {
    const left = this.store.all("event:").map(([, event]) => event).filter((event) => !this.events.has(event.id));
    for (const event of left) this.events.set(event.id, event) && this.attempted.add(event.id);
    for (const [, refusal] of this.store.all("refused:")) this.refusals.set(refusal.event.id, refusal);
    return left;
  }

  eventKey(event) {
    return `event:${event.audit}:${event.id}`;
  }

  /**
   * Keep a new act; of a text, the newest wording takes the place of one that is not on its way yet.
   *
   * `instead` names what else on the tablet it takes the place of.
   */
  add(event, instead = []) {
    const older = event.field === GRADE ? [] : this.olderWordings(event);
    for (const one of older) event.replaces = this.takenOver(event, one);
    for (const one of older) this.events.delete(one.id);
    this.events.set(event.id, event);
    this.store.put(this.eventKey(event), event, [...instead, ...older.map((one) => this.eventKey(one))]);
    return older;
  }

  /** What a newer wording replaces in place of the older one; an id that never left is of no use to anybody. */
  takenOver(event, older) {
    const known = [...event.replaces.filter((id) => id !== older.id), ...older.replaces];
    return [...new Set(this.attempted.has(older.id) ? [...known, older.id] : known)];
  }

  /** Mark events as being on their way, and back when the answer came or failed. */
  start(events) {
    for (const { id } of events) this.sending.add(id) && this.attempted.add(id);
  }

  stop(events) {
    for (const { id } of events) this.sending.delete(id);
  }

  olderWordings(event) {
    return [...this.events.values()].filter(
      (one) =>
        one.audit === event.audit &&
        one.subject === event.subject &&
        one.field === event.field &&
        !this.sending.has(one.id),
    );
  }

  drop(event) {
    this.events.delete(event.id);
    this.store.remove(this.eventKey(event));
  }

  /** Forget an event the server has; return it, or undefined where it was forgotten already. */
  accepted(id) {
    const event = this.events.get(id);
    if (event) this.drop(event);
    return event;
  }

  /** Put an event aside that the server will not take: its value stays on the tablet. */
  refused(id, message) {
    const event = this.events.get(id);
    if (!event) return undefined;
    const refusal = { event, message };
    this.refusals.set(id, refusal);
    this.events.delete(id);
    this.store.put(`refused:${id}`, refusal, [this.eventKey(event)]);
    return event;
  }

  forgetRefusal(id) {
    this.refusals.delete(id);
    this.store.remove(`refused:${id}`);
  }

  refusalsOf(audit, subject) {
    return [...this.refusals.values()].filter(
      ({ event }) => event.audit === audit && (!subject || event.subject === subject),
    );
  }

  ofAudit(audit) {
    return this.inOrder().filter((event) => event.audit === audit);
  }

  inOrder() {
    return [...this.events.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** The next events to send: few enough, and small enough for a page that is being closed. */
  batch() {
    const encoder = new TextEncoder();
    const chosen = [];
    let size = 200;
    for (const event of this.inOrder()) {
      size += encoder.encode(JSON.stringify(event)).length + 1;
      if (chosen.length && (size > 50_000 || chosen.length >= 100)) break;
      chosen.push(event);
    }
    return chosen;
  }

  /** Take in what another tab of the same account did; tell which event it concerns and what became of it. */
  follow(key, text) {
    const kind = key.slice(0, key.indexOf(":"));
    const kept = text === null ? null : this.store.parse(text);
    if (kind === "event") return this.followEvent(key, kept);
    if (kind !== "refused") return null;
    const id = key.slice("refused:".length);
    if (!kept) return { event: this.takeRefusal(id), became: "dropped" };
    this.refusals.set(id, kept);
    this.events.delete(id);
    return { event: kept.event, became: "refused" };
  }

  followEvent(key, event) {
    const id = key.slice(key.lastIndexOf(":") + 1);
    const known = this.events.get(id);
    if (!event) this.events.delete(id);
    else this.events.set(id, event);
    return { event: event || known, became: event ? "waiting" : "sent" };
  }

  takeRefusal(id) {
    const refusal = this.refusals.get(id);
    this.refusals.delete(id);
    return refusal?.event;
  }
}
