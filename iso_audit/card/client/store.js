// What waits on this tablet: one key per waiting event, draft and refusal of an account, on the disk before it counts as kept.

import { asPromise, TabletDatabase, whyNotKept } from "./database.js";
import { OlderRelease } from "./older_release.js";
import { OtherTabs } from "./other_tabs.js";

/** @import { Change, Pending, Timer } from "../types.js" */

const WAITING_DATABASE = "iso-audit-waiting";
const WAITING_TABLE = "waiting";
const STORE_RETRY = 2_000;

/**
 * Keeps small values of one account: at once in memory, and on the tablet's disk a moment later.
 *
 * `state` is "kept", or "full" or "missing" where the tablet does not keep what is in memory. `ready` is false until what
 * an earlier page left was read; until then nothing is known of it, but everything may be put. `lasting` is false where
 * the browser does not promise to keep what it holds. Values written while one transaction is under way share the next.
 */
export class Store {
  /** @type {"kept" | "full" | "missing"} */
  state = "kept";
  ready = false;
  loaded = false;
  /** @type {boolean | null} */
  lasting = null;
  asked = false;
  ended = false;
  handing = false;
  /** @type {Promise<void> | null} */
  flushing = null;
  /** @type {Timer} */
  retry = undefined;
  /** @type {Map<string, string>} */
  values = new Map();
  /** @type {Map<string, Pending>} */
  pending = new Map();
  /** @type {Map<string, string>} */
  overlaid = new Map();
  /** @type {Change[][]} */
  missed = [];

  /**
   * @param {string} account
   * @param {{ changed: () => void, opened: () => void, followed: (key: string, text: string | null) => void }} on
   */
  constructor(account, on) {
    this.on = on;
    this.prefix = `iso-audit:account:${account}:`;
    this.older = new OlderRelease(this.prefix);
    this.database = new TabletDatabase(WAITING_DATABASE, [WAITING_TABLE]);
    this.tabs = new OtherTabs(this.prefix, (changes) => this.follow(changes));
    this.flush();
  }

  /** Keep a value; `instead` names keys that it replaces: they go when it is on the disk, and not before. */
  put(key, value, instead = []) {
    this.write(key, JSON.stringify(value));
    for (const one of instead) this.write(one, null, key);
    this.askToLast();
  }

  remove(key) {
    if (!this.ready || this.values.has(key) || this.pending.has(key)) this.write(key, null);
  }

  write(key, text, after = null) {
    if (text === null) this.values.delete(key);
    else this.values.set(key, text);
    this.pending.set(key, { text, after });
    if (this.flushing) this.handOver();
    else this.flush();
  }

  /** Give the browser what has to wait for the transaction under way, so that a page that crashes does not take it along. */
  async handOver() {
    if (this.handing) return;
    this.handing = true;
    await null;
    this.handing = false;
    this.writeNow("relaxed");
  }

  /** Tell whether a value is on the tablet's disk. */
  kept(key) {
    return this.values.has(key) && !this.pending.has(key);
  }

  /** How well values are kept: "kept" on the disk, "keeping" for now, "here" in this page alone. */
  standing(keys) {
    if (keys.every((key) => this.kept(key))) return "kept";
    return this.state === "kept" ? "keeping" : "here";
  }

  /** Write what is pending, until nothing is; what fails is tried again. Resolves after the first attempt of all of it. */
  flush() {
    this.flushing ??= this.drain().finally(() => {
      this.flushing = null;
      clearTimeout(this.retry);
      if (this.loaded && !this.pending.size) this.ended && this.tabs.end();
      else if (this.state === "kept") this.flush();
      else if (!this.ended) this.retry = setTimeout(() => this.flush(), STORE_RETRY);
    });
    return this.flushing;
  }

  async drain() {
    try {
      if (!this.loaded) await this.load();
      else await null;
      while (this.pending.size) await this.commit(new Map(this.pending));
      this.setState("kept");
    } catch (error) {
      this.setState(whyNotKept(error));
      if (!this.ready) this.open();
    }
  }

  open() {
    this.ready = true;
    this.on.opened();
  }

  /** Wait until a value is on the disk, or until it is known that it cannot be. */
  async settled(key) {
    while (this.pending.has(key) && this.state === "kept") await this.flush();
  }

  /** Put a batch on the disk; a full disk first loses what may go, and is then asked again. */
  async commit(batch) {
    try {
      await this.save(batch);
    } catch (error) {
      const waitsFor = (after) => after && this.pending.has(after);
      const removals = new Map([...batch].filter(([, { text, after }]) => text === null && !waitsFor(after)));
      if (whyNotKept(error) !== "full" || !removals.size) throw error;
      await this.save(removals);
      await this.save(new Map([...batch].filter(([key]) => !removals.has(key))));
    }
  }

  async save(batch) {
    await this.database.run("readwrite", (table) => this.into(table, batch));
    for (const [key, written] of batch) if (this.pending.get(key) === written) this.pending.delete(key);
    this.older.moved(batch.keys());
    this.tabs.tell([...batch].map(([key, { text }]) => [key, text]));
    this.on.changed();
  }

  into(table, batch) {
    for (const [key, { text }] of batch) {
      if (text === null) table.delete(this.prefix + key);
      else table.put(text, this.prefix + key);
    }
  }

  /** Read what an earlier page left; what was put meanwhile stays above it, and `overlaid` tells what lay below. */
  async load() {
    const range = IDBKeyRange.bound(this.prefix, `${this.prefix}\uffff`);
    const [keys, texts] = await this.database.run("readonly", (table) =>
      Promise.all([asPromise(table.getAllKeys(range)), asPromise(table.getAll(range))]));
    const found = new Map(keys.map((key, at) => [key.slice(this.prefix.length), texts[at]]));
    const moving = this.older.moving(found);
    for (const [key, text] of new Map([...found, ...moving])) {
      const put = this.pending.get(key);
      if (!put) this.values.set(key, text);
      else if (put.text !== null && put.text !== text) this.overlaid.set(key, text);
      if (!put && moving.has(key)) this.pending.set(key, { text, after: null });
    }
    this.loaded = true;
    this.open();
    this.missed.splice(0).forEach((changes) => this.follow(changes));
    if (this.values.size) this.askToLast();
  }

  /** The page is going: write what is pending without waiting for the transaction under way. */
  leave() {
    this.writeNow("strict");
  }

  writeNow(durability) {
    if (this.pending.size) this.database.writeNow((table) => this.into(table, this.pending), durability);
  }

  end() {
    this.leave();
    this.ended = true;
    this.flush();
  }

  /** Take in what another tab of the same account has put on the disk. */
  follow(changes) {
    if (this.ended) return;
    if (!this.loaded) {
      this.missed.push(changes);
      return;
    }
    for (const [key, text] of changes) {
      if (this.pending.has(key) || (this.values.get(key) ?? null) === text) continue;
      if (text === null) this.values.delete(key);
      else this.values.set(key, text);
      this.on.followed(key, text);
    }
  }

  /** Ask the browser, once, not to throw away what it holds when the tablet's storage gets short. */
  async askToLast() {
    if (this.asked) return;
    this.asked = true;
    try {
      this.lasting = Boolean(await navigator.storage?.persist?.());
    } catch {
      this.lasting = false;
    }
    this.on.changed();
  }

  setState(state) {
    if (state === this.state) return;
    this.state = state;
    this.on.changed();
  }

  /**
   * Every value whose key starts with `start`, as [key, value] in the order of the keys.
   *
   * @param {string} start
   * @returns {[string, any][]}
   */
  all(start) {
    const keys = [...this.values.keys()].filter((key) => key.startsWith(start)).sort();
    /** @type {[string, any][]} */
    const entries = keys.map((key) => [key, this.get(key)]);
    return entries.filter(([, value]) => value !== null);
  }

  get(key) {
    return this.parse(this.values.get(key));
  }

  parse(text) {
    try {
      return JSON.parse(text ?? "null");
    } catch {
      return null;
    }
  }
}
