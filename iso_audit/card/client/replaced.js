// Grades of this account that a colleague's took the place of: told to their author until the author has seen it.

/** @import { Head } from "../types.js" */
/** @import { Client } from "./client.js" */

const GRADE = "grade";

/** By item: the grade one had given. */
export class Replaced {
  /** @type {Map<string, string>} */
  items = new Map();

  /** @param {Client} client */
  constructor(client) {
    this.client = client;
    this.take(client.data.replaced);
  }

  /** Take in what the server tells of this account's grades. */
  take(told) {
    for (const { item, value } of told || []) this.items.set(item, value);
  }

  /** Note the grades of this account that `fields` replace, before the journal takes them in. */
  note(fields) {
    const { journal } = this.client;
    for (const { subject, field, heads } of fields) {
      if (field !== GRADE || !subject.startsWith("item:")) continue;
      const own = journal.heads(subject, GRADE).find((head) => journal.isOwn(head));
      const itemId = subject.slice("item:".length);
      if (own?.value && !own.waiting && !heads.some((head) => journal.isOwn(head))) {
        this.items.set(itemId, own.value);
      }
    }
  }

  /**
   * What stands in place of a grade one had given, null where nothing does or one knows already.
   *
   * @returns {{ value: string, head: Head } | null}
   */
  of(itemId) {
    const value = this.items.get(itemId);
    if (!value) return null;
    const { journal, store } = this.client;
    const subject = `item:${itemId}`;
    const heads = journal.heads(subject, GRADE);
    const head = journal.shown(subject, GRADE);
    const gone = !head || head.value === value || heads.some((other) => journal.isOwn(other));
    return gone || store.get(this.key(itemId)) === head.id ? null : { value, head };
  }

  key(itemId) {
    return `seen:${this.client.audit.id}:${itemId}`;
  }

  /** The author has seen it. */
  seen(itemId) {
    const told = this.of(itemId);
    if (told) this.client.store.put(this.key(itemId), told.head.id);
    this.client.changed(new Set([`item:${itemId}`]));
  }
}
