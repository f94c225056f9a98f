// What a page of one audit works with: clock, tablet store, queue, journal, acts, sender and photographs, without a view.

import { Acts } from "./acts.js";
import { AfterMinutes } from "./after_minutes.js";
import { Clock } from "./clock.js";
import { Emptied } from "./emptied.js";
import { Journal } from "./journal.js";
import { Judgements } from "./judgements.js";
import { Photos } from "./photos.js";
import { Queue } from "./queue.js";
import { PageStore, Rehearsal } from "./rehearsal.js";
import { Replaced } from "./replaced.js";
import { Sender } from "./sender.js";
import { Server } from "./server.js";
import { Store } from "./store.js";
import { deviceName, writePlain } from "./tablet.js";
import { nameOf, Words } from "./text.js";
import { Waiting } from "./waiting.js";

/** @import { ClientHears, Data, Grade, Item, JournalEvent, Refusal } from "../types.js" */

export const ACCOUNT_KEY = "iso-audit:account";

/** One account at work on one audit on this tablet; `on` tells a view what changed. */
export class Client {
  lastSaved = 0;
  /** @type {Words} */
  words;
  /** @type {Map<string, Grade>} */
  grades;
  /** @type {Judgements} */
  judgements;
  /** @type {Item[]} */
  items = [];
  /** @type {string[]} */
  itemIds = [];
  /** @type {Map<string, string>} */
  sections = new Map();

  /**
   * @param {Data} data
   * @param {ClientHears} on
   */
  constructor(data, on) {
    this.emptied = new Emptied(this);
    const device = deviceName();
    this.data = data;
    this.on = on;
    this.audit = data.audit;
    this.account = { ...data.account };
    this.clock = new Clock(data.server_time, data.zone);
    this.store = new (data.preview ? PageStore : Store)(this.account.id, {
      changed: () => this.marksChanged(),
      opened: () => this.opened(),
      followed: (key, text) => this.waiting.follow(key, text),
    });
    this.queue = new Queue(this.store);
    this.waiting = new Waiting(this);
    this.minutes = new AfterMinutes(this);
    this.journal = new Journal(this.account, device);
    this.journal.merge(data.fields, data.position);
    this.server = new (data.preview ? Rehearsal : Server)(this.clock, device, this.account.id);
    this.sender = this.makeSender();
    this.acts = this.makeActs(device);
    this.replaced = new Replaced(this);
    this.photos = new Photos(this);
    this.arrange();
  }

  makeSender() {
    return new Sender({
      server: this.server,
      queue: this.queue,
      audit: this.audit.id,
      account: this.account.id,
      position: () => this.journal.position,
      on: {
        state: () => this.marksChanged(),
        accepted: (events, time) => this.accepted(events, time),
        refused: (event) => event && this.refused(event),
        changes: (body) => {
          this.merge(body.fields, body.position);
          if (this.minutes.take(body.minutes)) this.on.acted();
          this.on.heard();
        },
      },
    });
  }

  makeActs(device) {
    return new Acts({
      audit: this.audit.id,
      device,
      clock: this.clock,
      store: this.store,
      queue: this.queue,
      journal: this.journal,
      longest: (field) => this.data.item_texts.find((text) => text.name === field)?.limit ?? this.data.limits.text,
      guards: (itemId, head) => this.guards(itemId, head),
      on: {
        recorded: (event, before) => {
          this.minutes.recorded(event, before);
          this.changed(new Set([event.subject]));
          queueMicrotask(() => this.sender.send());
        },
        acted: () => {
          this.minutes.acted(this.acts.last);
          this.on.acted();
        },
      },
    });
  }

  /** Index the checklist and the words, after the data came or changed. */
  arrange() {
    const { data } = this;
    this.words = new Words(data.words);
    this.grades = new Map(data.grades.map((grade) => [grade.id, grade]));
    this.items = data.checklist.sections.flatMap((section) => section.items);
    this.judgements = new Judgements(this.journal, this.grades, data.item_texts, this.items, (itemId) => this.keeps(itemId));
    this.itemIds = this.items.map((item) => item.id);
    this.sections = new Map(data.checklist.sections.flatMap((section) => section.items.map((item) => [item.id, section.id])));
  }

  /** Tell whether this tablet keeps a text of an item that is being typed, or one that the server refused. */
  keeps(itemId) {
    const subject = `item:${itemId}`;
    const drafted = this.judgements.fields.some((field) => this.acts.draft(subject, field));
    return drafted || this.queue.refusalsOf(this.audit.id, subject).length > 0;
  }

  /** Who a section is given to, "" where that is nobody, or this account. */
  ownerOf(sectionId) {
    return this.data.mine.includes(sectionId) ? "" : this.data.owners?.[sectionId] ?? "";
  }

  /** Tell whether a colleague's grade is not replaced by one tap: a nonconformity, or an item of another's section. */
  guards(itemId, head) {
    return this.ownerOf(this.sections.get(itemId)) !== "" || this.judgements.calls(head.value, "nonconformity");
  }

  start() {
    if (this.data.preview) return;
    this.photos.start();
    writePlain(ACCOUNT_KEY, this.account.id);
    this.sender.poll();
    this.emptied.look();
  }

  /** The tablet was read, or cannot be: show and send what waited there, and what was typed meanwhile. */
  opened() {
    if (this.store.loaded) this.waiting.bringBack();
    this.on.opened();
    this.photos.announce();
    this.sender.send();
  }

  /** The page is being closed: keep and send what is there. */
  leave() {
    this.store.leave();
    this.sender.leave();
  }

  end() {
    this.leave();
    this.sender.end();
    this.photos.end();
    this.store.end();
  }

  /**
   * Tell whether new data is of this account and audit.
   *
   * @param {Data} data
   */
  fits(data) {
    return data.audit.id === this.audit.id && data.account.id === this.account.id;
  }

  /**
   * Take in newer data of the same account and audit; tell whether anything that is shown reads differently.
   *
   * @param {Data} data
   */
  take(data) {
    const before = this.data;
    this.data = data;
    Object.assign(this.account, data.account);
    this.clock.take(data.server_time);
    this.replaced.take(data.replaced);
    const said = (one) => JSON.stringify([one.language, one.words, one.grades, one.checklist, one.mine, one.account]);
    if (data.position >= this.journal.position && data.server_time > this.sender.acknowledgedTime + 1000) {
      this.merge(data.fields, data.position);
      this.minutes.take(data.minutes);
    }
    if (said(before) === said(data)) return false;
    this.arrange();
    return true;
  }

  merge(fields, position) {
    this.replaced?.note(fields);
    const subjects = this.journal.merge(fields, position);
    if (subjects.size) this.changed(subjects);
  }

  /** @param {Set<string>} subjects */
  changed(subjects) {
    this.photos.changed(subjects);
    this.on.changed(subjects);
  }

  /** @param {string} [itemId] */
  marksChanged(itemId) {
    this.on.marks(itemId);
  }

  /** @param {string} [itemId] */
  photosChanged(itemId) {
    this.on.photos(itemId);
  }

  accepted(events, time) {
    const own = events.filter((event) => event.audit === this.audit.id);
    for (const event of own) this.journal.release(event, time);
    this.lastSaved = time;
    this.changed(new Set(own.map((event) => event.subject)));
  }

  /** @param {JournalEvent} event */
  refused(event) {
    this.journal.release(event, null);
    this.changed(new Set([event.subject]));
  }

  /** @param {Refusal} refusal */
  resend(refusal) {
    this.queue.forgetRefusal(refusal.event.id);
    const { subject, field, value } = refusal.event;
    this.acts.record(subject, field, value, this.journal.seen(subject, field));
  }

  /** @param {Refusal} refusal */
  forgetRefusal(refusal) {
    this.queue.forgetRefusal(refusal.event.id);
    this.changed(new Set([refusal.event.subject]));
  }

  /** Stop when another account has signed in on this tablet, and go on when this one is back. */
  signedIn(accountId) {
    if (accountId === this.account.id) this.sender.wake();
    else this.sender.setState("other_account");
  }

  /**
   * @param {string} itemId
   * @returns {Item | undefined}
   */
  item(itemId) {
    return this.items.find((one) => one.id === itemId);
  }

  /** Tell whether what stands on an item now was written by this account, in part at least. */
  wrote(itemId) {
    const heads = this.judgements.fields.flatMap((field) => this.journal.heads(`item:${itemId}`, field));
    return heads.some((head) => this.journal.isOwn(head) && head.value);
  }

  itemName(itemId) {
    const item = this.item(itemId);
    return item ? nameOf(item) : "";
  }
}
