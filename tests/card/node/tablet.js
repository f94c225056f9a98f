// Stand-ins for what a page gives: the tablet's disk in memory, clocks that a test sets, a server that a test answers for.

import { Clock } from "../../../iso_audit/card/client/clock.js";
import { Queue } from "../../../iso_audit/card/client/queue.js";

/** A store whose disk is a map; every value goes through JSON, as on the tablet. */
export class MemoryStore {
  values = new Map();

  put(key, value, instead = []) {
    for (const older of instead) this.values.delete(older);
    this.values.set(key, JSON.stringify(value));
  }

  remove(key) {
    this.values.delete(key);
  }

  get(key) {
    return this.parse(this.values.get(key));
  }

  standing(keys) {
    return keys.every((key) => this.values.has(key)) ? "kept" : "keeping";
  }

  all(start) {
    const keys = [...this.values.keys()].filter((key) => key.startsWith(start)).sort();
    return keys.map((key) => [key, this.parse(this.values.get(key))]);
  }

  parse(text) {
    return JSON.parse(text ?? "null");
  }
}

/** A tablet whose own time and whose ticks a test sets. */
export function tabletAt(time) {
  const kept = new Map();
  return {
    now: time,
    ticked: 0,
    passes(milliseconds) {
      this.now += milliseconds;
      this.ticked += milliseconds;
    },
    time() {
      return this.now;
    },
    ticks() {
      return this.ticked;
    },
    page: () => 1,
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => kept.set(key, value),
  };
}

export function clockAt(serverTime, tablet = tabletAt(serverTime)) {
  return new Clock(serverTime, "Asia/Ho_Chi_Minh", tablet);
}

let made = 0;

/** An event with an id that sorts after every earlier one. */
export function event(values = {}) {
  made += 1;
  const id = `0190-${String(made).padStart(6, "0")}`;
  return { id, audit: "a", subject: "item:P01", field: "grade", value: "conformity", made_at: made, replaces: [], ...values };
}

export function queueWith(...events) {
  const queue = new Queue(new MemoryStore());
  for (const one of events) queue.add(one);
  return queue;
}
