// What a person does to the audit: each act becomes one event per field, and the last one can be undone.

import { tidy } from "./text.js";

/** @import { ActChange, ActsNeeds, Draft, LastAct } from "../types.js" */

const UNDO_FOR = 10_000;

/** Makes events, keeps them before they are sent, and remembers the last act. */
export class Acts {
  /** @type {LastAct | null} */
  last = null;
  /** @type {Map<string, Draft>} */
  drafts = new Map();
  /** @type {Map<string, ActChange>} */
  besides = new Map();

  /** @param {ActsNeeds} needs */
  constructor({ audit, device, clock, store, queue, journal, longest, guards = () => false, on }) {
    this.audit = audit;
    this.device = device;
    this.clock = clock;
    this.store = store;
    this.queue = queue;
    this.journal = journal;
    this.longest = longest;
    this.guards = guards;
    this.on = on;
  }

  /** Tell whether a text is longer than the server takes in a field. */
  tooLong(field, text) {
    return tidy(text).length > this.longest(field);
  }

  /** Take in the drafts that an earlier page left; return them. */
  loadDrafts() {
    const left = this.store.all(`draft:${this.audit}:`).filter(([key]) => !this.drafts.has(key));
    for (const [key, draft] of left) this.drafts.set(key, draft);
    return left.map(([, draft]) => draft);
  }

  /** Keep one act in the queue, `instead` of other keys of the tablet, and show it; return the event. */
  record(subject, field, value, replaces, instead = []) {
    const event = { ...this.clock.stamp(), audit: this.audit, subject, field, value, replaces, device: this.device };
    const before = this.journal.shown(subject, field)?.value ?? null;
    for (const older of this.queue.add(event, instead)) this.journal.release(older, null);
    this.journal.wait(event);
    this.on.recorded(event, before);
    return event;
  }

  /**
   * Grade an item; the grade it has already is left as it is.
   *
   * What somebody else recorded and is guarded is not replaced by one tap: the tap is kept beside it, and asked about.
   */
  grade(itemId, grade) {
    const subject = `item:${itemId}`;
    const shown = this.journal.shown(subject, "grade");
    const own = !this.journal.disputed(subject, "grade") || this.journal.isHere(shown);
    if (shown && own && shown.value === grade) return;
    if (!shown && grade === null) return;
    const asked = this.besideOf(itemId);
    const beside = asked || this.guarded(itemId, grade);
    const change = this.change(itemId, "grade", grade, beside && this.journal.ownIds(subject, "grade"));
    if (beside) this.besides.set(itemId, { ...change, before: asked ? asked.before : change.before });
    this.remember("grade", [change], grade);
  }

  /** Tell whether a tap would replace what somebody else recorded and is not to be replaced without being asked. */
  guarded(itemId, grade) {
    const subject = `item:${itemId}`;
    if (this.journal.disputed(subject, "grade")) return false;
    const theirs = this.journal.heads(subject, "grade").filter((head) => !this.journal.isOwn(head));
    return theirs.some((head) => head.value !== null && head.value !== grade && this.guards(itemId, head));
  }

  /** The grade that was kept beside another and is asked about, undefined where none is. */
  besideOf(itemId) {
    const change = this.besides.get(itemId);
    const asked = change && this.journal.disputed(`item:${itemId}`, "grade");
    return asked && this.journal.heads(`item:${itemId}`, "grade").some(({ id }) => id === change.event.id) ? change : undefined;
  }

  /** Let both grades stand: the question was answered. */
  keepBeside(itemId) {
    this.besides.delete(itemId);
    this.on.acted();
  }

  /** Put back what stood before one act. */
  takeBack({ itemId, field, before, event }) {
    const subject = `item:${itemId}`;
    if (this.journal.shown(subject, field)?.id === event.id) this.record(subject, field, before, [event.id]);
  }

  /** Set one field and return what undoing it needs. */
  change(itemId, field, value, replaces) {
    const subject = `item:${itemId}`;
    const shown = this.journal.shown(subject, field);
    const before = shown ? shown.value : null;
    const event = this.record(subject, field, value, replaces || this.journal.seen(subject, field));
    return { itemId, field, before, event };
  }

  /** End a disagreement with one value: it replaces every side. */
  settle(itemId, field, value) {
    const subject = `item:${itemId}`;
    const all = this.journal.heads(subject, field).map((head) => head.id);
    this.besides.delete(itemId);
    this.dropDraft(subject, field);
    this.remember("settle", [this.change(itemId, field, value, all)], value);
  }

  /** Give every item of a list one grade, and one reason where there is one. */
  gradeAll(itemIds, grade, reason) {
    const changes = itemIds.flatMap((itemId) => [
      this.change(itemId, "grade", grade),
      ...(reason ? [this.change(itemId, "reason", reason)] : []),
    ]);
    this.remember("rest", changes, grade);
  }

  remember(kind, changes, value) {
    this.last = { kind, changes, value, until: performance.now() + UNDO_FOR };
    this.on.acted();
  }

  /** Put back what the last act changed. */
  undo() {
    const last = this.last;
    this.last = null;
    if (last && performance.now() < last.until) {
      for (const change of last.changes) this.takeBack(change);
    }
    this.on.acted();
  }

  draftKey(subject, field) {
    return `draft:${this.audit}:${subject}|${field}`;
  }

  /** Keep what is being typed, with the ids that its writer had seen. */
  keepDraft(subject, field, text, seen) {
    const draft = { subject, field, text, seen };
    this.drafts.set(this.draftKey(subject, field), draft);
    this.store.put(this.draftKey(subject, field), draft);
  }

  draft(subject, field) {
    return this.drafts.get(this.draftKey(subject, field));
  }

  dropDraft(subject, field) {
    this.drafts.delete(this.draftKey(subject, field));
    this.store.remove(this.draftKey(subject, field));
  }

  /** Make an event of a draft; null where it says nothing new, or is too long to be taken. */
  write({ subject, field, text, seen }) {
    if (this.tooLong(field, text)) return null;
    const value = tidy(text) || null;
    const shown = this.journal.shown(subject, field);
    const same = value === (shown ? shown.value : null);
    const key = this.draftKey(subject, field);
    this.drafts.delete(key);
    if (!same) return this.record(subject, field, value, seen, [key]);
    this.store.remove(key);
    return null;
  }
}
