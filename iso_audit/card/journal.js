// The fields of one audit as this tablet sees them: the server's heads, and the acts still waiting above them.

const JUDGING = new Set([
  "conformity",
  "good_practice",
  "observation",
  "opportunity_for_improvement",
  "minor_nonconformity",
  "major_nonconformity",
]);
const WORSE = new Set([
  "observation",
  "opportunity_for_improvement",
  "minor_nonconformity",
  "major_nonconformity",
]);
const NONCONFORMITY = new Set(["minor_nonconformity", "major_nonconformity"]);
const NEEDS_REASON = new Set(["not_applicable", "not_checked"]);

/** A text as the server keeps it: composed letters, one kind of line end, no outer space. */
function tidy(text) {
  return (text || "").replace(/\r\n?/g, "\n").normalize("NFC").trim();
}

function newestFirst(one, other) {
  if (one.made_at !== other.made_at) return other.made_at - one.made_at;
  return one.id < other.id ? 1 : -1;
}

/** Heads of every field by `subject|field`, the newest first, as one account sees them on one device. */
class Journal {
  constructor(audit, account, device) {
    this.audit = audit;
    this.account = account;
    this.device = device;
    this.fields = new Map();
    this.waiting = new Map();
    this.position = 0;
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
    this.fields.set(key, this.over(this.fields.get(key) || [], kept).sort(newestFirst));
  }

  over(heads, event) {
    const replaced = new Set(event.replaces || []);
    return [...heads.filter((head) => head.id !== event.id && !replaced.has(head.id)), event];
  }

  heads(subject, field) {
    const key = this.key(subject, field);
    const line = this.waiting.get(key);
    const known = this.fields.get(key) || [];
    return line ? line.reduce((heads, event) => this.over(heads, event), known).sort(newestFirst) : known;
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

const ITEM_FIELDS = ["grade", "reason", "evidence", "gap", "unit"];

/** What the journal says of one item: its grade, what is missing, and whether people disagree. */
function judgementOf(journal, itemId) {
  const subject = `item:${itemId}`;
  const grade = journal.value(subject, "grade");
  const disputes = ITEM_FIELDS.filter((field) => journal.disputed(subject, field));
  const missing = [];
  if (NEEDS_REASON.has(grade) && !journal.value(subject, "reason")) missing.push("reason_missing");
  if (WORSE.has(grade) && !journal.value(subject, "evidence")) missing.push("evidence_missing");
  return { grade, disputes, missing };
}

/** Counts of items: completion is judged of applicable; not checked stands apart. */
function countsOf(journal, itemIds) {
  const counts = { total: 0, judged: 0, notApplicable: 0, notChecked: 0, unanswered: 0, disputed: 0, gaps: 0 };
  for (const itemId of itemIds) {
    const { grade, disputes, missing } = judgementOf(journal, itemId);
    counts.total += 1;
    counts.judged += JUDGING.has(grade) ? 1 : 0;
    counts.notApplicable += grade === "not_applicable" ? 1 : 0;
    counts.notChecked += grade === "not_checked" ? 1 : 0;
    counts.unanswered += grade === null ? 1 : 0;
    counts.disputed += disputes.length ? 1 : 0;
    counts.gaps += missing.length;
  }
  counts.applicable = counts.total - counts.notApplicable;
  return counts;
}
