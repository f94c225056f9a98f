// The server's time as this tablet reckons it, the tablet's name, and new event ids (UUID version 7, RFC 9562).

import { hex, THIS_TABLET } from "./tablet.js";

/** @import { Times } from "../types.js" */
/** @import { Tablet } from "./tablet.js" */

const NEWEST_KEY = "iso-audit:newest";
const KEPT_KEY = "iso-audit:kept";
export const NOTICEABLE = 120_000;

/**
 * The server's time: what it last said, and what a clock that nobody sets (`performance.now()`) has counted since.
 *
 * That clock may stand still while the tablet sleeps, so `now()` is never too late, at worst too early. The tablet's own
 * clock is read beside it and told to the server; nothing here is reckoned from it.
 */
export class Clock {
  /** @type {Intl.DateTimeFormat} */
  exact;
  /** @type {Intl.DateTimeFormat} */
  short;
  /** @type {Intl.DateTimeFormat} */
  day;

  /**
   * @param {number} serverTime
   * @param {string} zone
   * @param {Tablet} [tablet]
   */
  constructor(serverTime, zone, tablet = THIS_TABLET) {
    this.tablet = tablet;
    this.known = { moment: serverTime || tablet.time(), ticks: tablet.ticks() };
    this.newest = 0;
    this.written = 0;
    this.kept = Number(this.tablet.read(KEPT_KEY)) || 0;
    this.offBy = 0;
    this.lastMoment = 0;
    this.counter = 0;
    this.setZone(zone);
  }

  /** @param {string} zone */
  setZone(zone) {
    const timeZone = zone || "Asia/Ho_Chi_Minh";
    const two = /** @type {const} */ ("2-digit");
    const clock = { timeZone, hour: two, minute: two, hour12: false };
    this.exact = new Intl.DateTimeFormat("en-GB", { ...clock, second: two });
    this.short = new Intl.DateTimeFormat("en-GB", clock);
    this.day = new Intl.DateTimeFormat("en-GB", { timeZone, day: two, month: two, year: "numeric" });
  }

  now() {
    return this.known.moment + this.tablet.ticks() - this.known.ticks;
  }

  /** What this tablet's clocks show; `page` tells apart the pages whose ticks count from different starts. */
  reading() {
    return { tablet_at: this.tablet.time(), ticks: this.tablet.ticks(), page: this.tablet.page() };
  }

  /** Take the server's time that came with a page: it may be a while ago, but was no later than now. */
  take(serverTime) {
    if (Number.isFinite(serverTime) && serverTime > this.now()) this.set(serverTime);
  }

  set(moment) {
    this.known = { moment, ticks: this.tablet.ticks() };
  }

  /** Take the server's time from an answer: it lies between asking and hearing, so now is that plus at most the way. */
  learn(serverTime, asked) {
    if (!Number.isFinite(serverTime)) return;
    const { tablet_at, ticks } = this.reading();
    const way = ticks - asked.ticks;
    this.set(Math.min(Math.max(this.now(), serverTime), serverTime + way));
    this.kept = Math.min(this.kept, serverTime + way);
    const wasSet = Math.abs(tablet_at - asked.tablet_at - way) > 1_000;
    if (!wasSet) this.offBy = tablet_at - this.now();
  }

  /** How far the tablet's own clock is ahead of the server's, in milliseconds; 0 while that is nothing to speak of. */
  get off() {
    return Math.abs(this.offBy) > NOTICEABLE ? this.offBy : 0;
  }

  /** Id and times of a new act. Both come after all that this tablet gave out before, on this page or another. */
  stamp() {
    const reading = this.reading();
    const newest = Number(this.tablet.read(NEWEST_KEY)) || 0;
    if (newest !== this.written) this.reach(newest + 1);
    this.reach(Math.round(this.now()));
    const id = this.newId(this.newest);
    this.reach(this.lastMoment);
    this.written = this.newest;
    this.tablet.write(NEWEST_KEY, String(this.newest));
    return { id, made_at: this.newest, ...reading };
  }

  /** Let every new act come after a moment that was given out. */
  reach(moment) {
    if (moment > this.newest) this.newest = moment;
  }

  /** Let every new act come after one that waits here from an earlier page. */
  follow({ id, made_at }) {
    this.reach(Math.max(made_at, Number.parseInt(id.replace("-", "").slice(0, 12), 16) || 0) + 1);
  }

  /** Heed an answer to acts that were sent: the moments they are kept with; `idle` says that none waits any longer. */
  settle(body, idle) {
    if (body.newest > this.kept) {
      this.kept = body.newest;
      this.tablet.write(KEPT_KEY, String(this.kept));
    }
    this.reach(this.kept);
    if (!idle || !(this.newest > body.server_time + NOTICEABLE)) return;
    this.newest = this.lastMoment = body.server_time;
    this.tablet.write(NEWEST_KEY, String(this.newest));
  }

  /**
   * The times of an act as they are sent; those of an older card's act are its moment alone.
   *
   * @param {Times} times
   */
  told({ made_at, tablet_at, ticks, page, elsewhere }) {
    if (elsewhere) return { made_at, tablet_at: undefined, waited: undefined };
    const waited = page === this.tablet.page() ? Math.max(0, Math.round(this.tablet.ticks() - (ticks ?? 0))) : undefined;
    return { made_at: Math.max(made_at, this.kept), tablet_at, waited };
  }

  /** "10:42:07" */
  second(moment) {
    return this.exact.format(moment);
  }

  /** "10:42" today, "10:42 12/11/2017" on any other day. */
  minute(moment) {
    const day = this.day.format(moment);
    const time = this.short.format(moment);
    return day === this.day.format(this.now()) ? time : `${time} ${day}`;
  }

  /** A new id that sorts after every id made before it in this page. */
  newId(from = Math.round(this.now())) {
    const moment = Math.max(from, this.lastMoment);
    this.counter = moment === this.lastMoment ? this.counter + 1 : 0;
    this.lastMoment = moment + (this.counter > 0xfff ? 1 : 0);
    this.counter &= 0xfff;
    const time = this.lastMoment.toString(16).padStart(12, "0");
    const order = this.counter.toString(16).padStart(3, "0");
    const random = crypto.getRandomValues(new Uint8Array(8));
    random[0] = (random[0] & 0x3f) | 0x80;
    const tail = hex(random);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  }
}
