// What waits for the server: how well the tablet keeps it, the words for that, and bringing it back after a page was closed.

/** @import { Client } from "./client.js" */

const WORST_FIRST = ["here", "keeping", "kept"];

/** What waits of one client: its acts and drafts, and the photographs of its account. */
export class Waiting {
  /** @param {Client} client */
  constructor(client) {
    this.client = client;
  }

  /** How many acts, texts and photographs the server does not have. */
  count() {
    const { queue, acts, photos } = this.client;
    return queue.events.size + acts.drafts.size + photos.queue.waitingCount();
  }

  /** Tell whether what is left to send stays on the tablet for now: texts that are too long, photos not sent. */
  stuck() {
    const { queue, acts, photos } = this.client;
    const drafts = [...acts.drafts.values()];
    if (photos.queue.delayed) return true;
    return !queue.events.size && drafts.length > 0 && drafts.every((draft) => acts.tooLong(draft.field, draft.text));
  }

  get delayed() {
    return this.client.sender.delayed || this.stuck();
  }

  /** The mark for what waits of everything, null where nothing does. */
  ofAll() {
    const { store, photos } = this.client;
    if (!this.count()) return null;
    const standings = [store.standing(this.keys(() => true)), photos.queue.standing()];
    return this.mark(WORST_FIRST.find((one) => standings.includes(one)), this.delayed);
  }

  /** The mark for what waits of one subject, null where nothing does. */
  ofSubject(subject, delayed) {
    const { store, audit } = this.client;
    const keys = this.keys((one) => one.subject === subject && (one.audit ?? audit.id) === audit.id);
    return keys.length ? this.mark(store.standing(keys), delayed) : null;
  }

  /** The keys of the acts and drafts that are meant. */
  keys(meant) {
    const { queue, acts } = this.client;
    return [
      ...[...queue.events.values()].filter(meant).map((event) => queue.eventKey(event)),
      ...[...acts.drafts.values()].filter(meant).map((draft) => acts.draftKey(draft.subject, draft.field)),
    ];
  }

  /** "Kept" is said of what is on the disk only; `standing` says it to programs. */
  mark(standing, delayed) {
    const { words } = this.client;
    const count = this.count();
    if (standing === "keeping") return { standing, kind: "saving", text: words.say("keeping"), itemText: words.say("keeping") };
    if (!delayed) {
      const text = words.say(standing === "kept" ? "kept" : "saving");
      return { standing, kind: standing === "kept" ? "kept" : "saving", text, itemText: text };
    }
    const kept = standing === "kept";
    const text = words.say(kept ? "unsent" : "unsent_here", { count });
    return { standing, kind: "unsent", text, itemText: words.say(kept ? "item_unsent" : "item_unsent_here") };
  }

  /** Take in what an earlier page left on the tablet; what was typed since stays, below it where both are of one text. */
  bringBack() {
    const { queue, journal, acts, clock, audit, account } = this.client;
    const typed = [...acts.drafts.values()];
    const events = queue.load();
    for (const event of queue.events.values()) clock.follow(event);
    const drafts = acts.loadDrafts();
    for (const event of queue.ofAudit(audit.id)) journal.wait(event);
    if (!account.may_record) return;
    for (const draft of typed) this.putBelow(draft, events);
    for (const draft of drafts) acts.write(draft);
  }

  /** Put a text typed before the tablet was read below the one that waited there for the same field. */
  putBelow({ subject, field, text, seen }, events) {
    const { store, acts, audit } = this.client;
    const here = (one) => one.audit === audit.id && one.subject === subject && one.field === field;
    const event = events.filter(here).pop();
    const draft = store.parse(store.overlaid.get(acts.draftKey(subject, field)));
    const older = draft || (event && { text: event.value, seen: [...event.replaces, event.id] });
    if (!older?.text) return;
    acts.keepDraft(subject, field, `${older.text}\n${text}`, [...new Set([...older.seen, ...seen])]);
  }

  /** Follow another tab: what the same account recorded or sent there is shown here. */
  follow(key, text) {
    const { queue, journal, clock, audit } = this.client;
    const followed = queue.follow(key, text);
    if (!followed?.event || followed.event.audit !== audit.id) return;
    const { event, became } = followed;
    if (became === "waiting") journal.wait(event);
    else journal.release(event, became === "sent" ? clock.now() : null);
    this.client.changed(new Set([event.subject]));
  }
}
