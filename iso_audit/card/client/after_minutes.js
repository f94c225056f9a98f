// What is recorded after the minutes were locked or issued: it enters only the next version, and is asked about once.

/** @import { ActChange, FixedMinutes } from "../types.js" */
/** @import { Client } from "./client.js" */

const LINES = { locked: "minutes_locked", issued: "minutes_issued" };

/** The minutes of one audit whose text is fixed, and the first act after that, until its question is answered. */
export class AfterMinutes {
  /** @type {FixedMinutes | null} */
  fixed = null;
  /** @type {ActChange | null} */
  asked = null;
  /** @type {ActChange[]} */
  together = [];
  /** @type {string | null} */
  answered = null;

  /** @param {Client} client */
  constructor(client) {
    this.client = client;
    this.fixed = client.data.minutes ?? null;
  }

  get key() {
    return `minutes-answered:${this.client.audit.id}`;
  }

  /** Tell which version and state is meant: an issued one is asked about again. */
  get standing() {
    return this.fixed && `${this.fixed.id} ${this.fixed.state}`;
  }

  /** Take in what the server says of the minutes; undefined where an older server says nothing. */
  take(minutes) {
    if (minutes === undefined || JSON.stringify(minutes) === JSON.stringify(this.fixed)) return false;
    this.fixed = minutes;
    this.asked = null;
    return true;
  }

  /** The line for the top of the page, empty while the text is open. */
  line() {
    if (!this.fixed || !this.client.account.may_record) return "";
    return this.client.words.say(LINES[this.fixed.state], { number: this.fixed.number });
  }

  /** Ask about the first act on an item since the text was fixed; the act itself is kept already. */
  recorded(event, before) {
    if (!this.fixed || this.asked || this.isAnswered() || !event.subject.startsWith("item:")) return;
    this.asked = { itemId: event.subject.slice("item:".length), field: event.field, before, event };
    this.together = [this.asked];
  }

  /** What was done in one go is kept or taken back together. */
  acted(last) {
    if (last?.changes.some(({ event }) => event.id === this.asked?.event.id)) this.together = last.changes;
  }

  isAnswered() {
    return this.standing === (this.answered ?? this.client.store.get(this.key));
  }

  /** The act that is asked about, where it is one of this item. */
  askedOf(itemId) {
    return this.asked?.itemId === itemId ? this.asked : null;
  }

  /** Keep the act: no further one is asked about. */
  keep() {
    this.answered = this.standing;
    this.client.store.put(this.key, this.standing);
    this.end();
  }

  /** Put back what stood there before; the next act is asked about again. */
  takeBack() {
    this.answered = this.standing;
    for (const change of this.together) this.client.acts.takeBack(change);
    this.answered = null;
    this.end();
  }

  end() {
    const { asked } = this;
    this.asked = null;
    if (asked) this.client.changed(new Set([asked.event.subject]));
  }
}
