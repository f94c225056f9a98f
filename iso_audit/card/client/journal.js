// The fields of one audit as this tablet sees them: the server's heads, and the acts still waiting above them.

/** @import { Account, Head } from "../types.js" */

function newestFirst(one, other) {
  if (one.made_at !== other.made_at) return other.made_at - one.made_at;
  return one.id < other.id ? 1 : -1;
}

/**
 * The heads of one field, the newest first: what no event replaces, and circles of events that nothing else replaces.
 *
 * The same rule as the server's (`iso_audit/domain/journal.py`); of two events of one id the later one counts.
 *
 * @template {{ id: string, made_at: number, replaces?: string[] }} T
 * @param {T[]} events
 * @returns {T[]}
 */
export function fold(events) {
  const known = new Map(events.map((event) => [event.id, event]));
  const replaces = (event) => (event.replaces || []).filter((id) => id !== event.id);
  const replaced = new Set([...known.values()].flatMap(replaces));
  const reached = new Set([...known.keys()].filter((id) => !replaced.has(id)));
  const heads = [...known.values()].filter((event) => reached.has(event.id));
  for (const id of reached) for (const older of replaces(known.get(id))) if (known.has(older)) reached.add(older);
  const circle = [...known.values()].filter((event) => !reached.has(event.id));
  return [...heads, ...circle].sort(newestFirst);
}

/** Heads of every field by `subject|field`, the newest first, as one account sees them on one device. */
export class Journal {
  /** @type {Map<string, Head[]>} */
  fields = new Map();
  /** @type {Map<string, (Head & { subject: string })[]>} */
  waiting = new Map();
  position = 0;

  /**
   * @param {Pick<Account, "id"> & Partial<Account>} account
   * @param {string} device
   */
  constructor(account, device) {
    this.account = account;
    this.device = device;
  }

  key(subject, field) {
    return `${subject}|${field}`;
  }

  /** Take in whole fields as the server gave them; return the subjects they belong to. */
  merge(fields, position) {
    for (const one of fields) {
      this.fields.set(this.key(one.subject, one.field), [...one.heads].sort(newestFirst));
    }
    this.position = Math.max(this.position, position);
    return new Set(fields.map((one) => one.subject));
  }

  /** Show an act before the server has it. */
  wait(event) {
    const key = this.key(event.subject, event.field);
    const line = (this.waiting.get(key) || []).filter((one) => one.id !== event.id);
    this.waiting.set(key, [...line, this.asHead(event)]);
  }

  asHead(event) {
    return { ...event, account: this.account.id, name: this.account.name, device: event.device, waiting: true };
  }

  /** Forget a waiting act; where the server accepted it, it stands among the heads from now on. */
  release(event, receivedAt) {
    const key = this.key(event.subject, event.field);
    const line = (this.waiting.get(key) || []).filter((one) => one.id !== event.id);
    if (line.length) this.waiting.set(key, line);
    else this.waiting.delete(key);
    if (receivedAt === null) return;
    const kept = { ...this.asHead(event), waiting: false, received_at: receivedAt };
    this.fields.set(key, fold([...(this.fields.get(key) || []), kept]));
  }

  heads(subject, field) {
    const key = this.key(subject, field);
    const line = this.waiting.get(key);
    const known = this.fields.get(key) || [];
    return line ? fold([...known, ...line]) : known;
  }

  /** The newest head of each account on each device, the newest first: the sides of a disagreement. */
  sides(subject, field) {
    const seen = new Set();
    const side = ({ account, device }) => JSON.stringify([account, device]);
    return this.heads(subject, field).filter((head) => !seen.has(side(head)) && seen.add(side(head)));
  }

  disputed(subject, field) {
    return new Set(this.sides(subject, field).map((head) => head.value)).size > 1;
  }

  /** Tell whether a head was made by this account. */
  isOwn(head) {
    return head.account === this.account.id;
  }

  /** Tell whether a head was made by this account on this device: what an ordinary act in a disagreement replaces. */
  isHere(head) {
    return this.isOwn(head) && head.device === this.device;
  }

  /** The head that is shown: one's own side of a disagreement (of this device, if it has one), else the newest. */
  shown(subject, field) {
    const heads = this.heads(subject, field);
    if (!heads.length) return null;
    if (!this.disputed(subject, field)) return heads[0];
    return heads.find((head) => this.isHere(head)) || heads.find((head) => this.isOwn(head)) || heads[0];
  }

  value(subject, field) {
    const heads = this.heads(subject, field);
    return heads.length ? heads[0].value : null;
  }

  /** The ids an ordinary act may replace: all that is shown as one value, else this device's own side only. */
  seen(subject, field) {
    const heads = this.heads(subject, field);
    const own = this.disputed(subject, field) ? heads.filter((head) => this.isHere(head)) : heads;
    return own.map((head) => head.id);
  }

  /** The ids of this account's own heads, on whatever device. */
  ownIds(subject, field) {
    return this.heads(subject, field).filter((head) => this.isOwn(head)).map((head) => head.id);
  }

  /** Who first gave the value that is shown: heads of one value are of one mind. */
  author(subject, field) {
    const shown = this.shown(subject, field);
    return this.heads(subject, field).filter((head) => head.value === shown?.value).at(-1) ?? null;
  }

  /** The subjects of one kind that anything is known of, here or on the server. */
  subjects(kind) {
    const keys = [...this.fields.keys(), ...this.waiting.keys()].filter((key) => key.startsWith(kind));
    return [...new Set(keys.map((key) => key.slice(0, key.indexOf("|"))))];
  }

  maySettle(subject, field) {
    if (!this.account.may_record) return false;
    const writer = this.heads(subject, field).some((head) => this.isOwn(head));
    return this.account.leads || writer;
  }

  unsentOf(subject) {
    return [...this.waiting.values()].flat().filter((event) => event.subject === subject).length;
  }

  /** When the server received the newest thing it has of a subject, 0 where it has nothing. */
  savedAt(subject, fields) {
    const heads = fields.flatMap((field) => this.fields.get(this.key(subject, field)) || []);
    return Math.max(0, ...heads.map((head) => head.received_at || 0));
  }
}
