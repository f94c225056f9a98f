// The photographs of one audit as this tablet sees them: those the journal tells of, and those that wait here.

const PHOTO = "photo:";

/** Puts journal and queue together, and takes new photographs. */
class Photos {
  constructor(card) {
    this.card = card;
    this.list = null;
    this.queue = new PhotoQueue({
      server: card.server,
      account: card.account.id,
      device: card.acts.device,
      words: () => card.words,
      on: {
        state: () => this.card.marksChanged(),
        changed: (itemId) => this.refresh(itemId),
        received: (photo, body) => this.received(photo, body),
      },
    });
    this.wake = () => !document.hidden && this.queue.wake();
    for (const name of ["online", "focus"]) window.addEventListener(name, this.wake);
    document.addEventListener("visibilitychange", this.wake);
  }

  start() {
    this.queue.open().then(() => this.announce());
  }

  end() {
    this.queue.end();
    for (const name of ["online", "focus"]) window.removeEventListener(name, this.wake);
    document.removeEventListener("visibilitychange", this.wake);
  }

  /** Every photograph in the order they were taken; `state` is "received", "elsewhere", "looking" or what stands here. */
  all() {
    this.list ??= this.gather();
    return this.list;
  }

  gather() {
    const { journal, audit } = this.card;
    const ids = new Set([...this.queue.photos.values()].filter((one) => one.audit === audit.id).map((one) => one.id));
    for (const keys of [journal.fields.keys(), journal.waiting.keys()]) {
      for (const key of keys) if (key.startsWith(PHOTO)) ids.add(key.slice(PHOTO.length, key.indexOf("|")));
    }
    return [...ids].sort().map((id) => this.told(id)).filter((photo) => photo.item || photo.sha256);
  }

  told(id) {
    const { journal } = this.card;
    const value = (field) => journal.value(PHOTO + id, field) || "";
    const here = this.queue.photos.get(id);
    const sha256 = value("sha256");
    let state = here ? here.state : this.queue.ready ? "elsewhere" : "looking";
    if (state === "waiting" && this.queue.store.onlyHere(here)) state = "here";
    if (sha256) state = "received";
    const writer = journal.shown(PHOTO + id, "item")?.name || "";
    const message = here?.message || "";
    return {
      id, sha256, state, message, writer,
      item: value("item") || here?.item || "",
      caption: value("caption"),
      withdrawn: value("withdrawn"),
      name: here?.name || "",
    };
  }

  one(id) {
    return this.all().find((photo) => photo.id === id) || this.told(id);
  }

  ofItem(itemId) {
    return this.all().filter((photo) => photo.item === itemId && !photo.withdrawn);
  }

  /** How many were taken and how many of them the server has. */
  counts(photos = this.all().filter((photo) => !photo.withdrawn)) {
    return { taken: photos.length, received: photos.filter((photo) => photo.state === "received").length };
  }

  /** The line for the top of the card, empty while there is no photograph. */
  summary() {
    const counts = this.counts();
    return counts.taken ? this.card.words.say("photo_total", counts) : "";
  }

  notice() {
    const { state } = this.queue.store;
    if (state === "kept") return "";
    return this.card.words.say(state === "full" ? "photo_storage_full" : "photo_storage_missing");
  }

  /** Where an image element finds a photograph: what waits here from the tablet, the rest from the server. */
  address(photo, whole) {
    if (photo.state !== "received") return this.queue.previews.get(photo.id) || "";
    return `/api/photos/${photo.id}${whole ? "" : "/thumb"}?v=${photo.sha256.slice(0, 16)}`;
  }

  /** Keep chosen files on the tablet, announce each in the journal, and send those that are kept. */
  async take(files, itemId) {
    const { clock, audit, queue, store } = this.card;
    for (const file of files) {
      const small = await shrunk(file);
      const photo = { ...clock.stamp(), audit: audit.id, item: itemId, name: file.name, message: "" };
      await this.queue.add(photo, small);
      await store.settled(queue.eventKey(this.announced(photo)));
      this.queue.added(photo.id);
    }
  }

  announced({ id, item }) {
    return this.card.acts.record(PHOTO + id, "item", item, []);
  }

  /** Announce what waits here and nobody heard of: the page ended between keeping it and announcing it. */
  announce() {
    const { journal, audit, store, account, queue } = this.card;
    if (!this.queue.ready || !store.loaded || !account.may_record) return;
    for (const photo of [...this.queue.photos.values()]) {
      const known = journal.value(PHOTO + photo.id, "item") || queue.refusalsOf(audit.id, PHOTO + photo.id).length;
      if (photo.audit === audit.id && photo.state !== "keeping" && !known) this.announced(photo);
    }
  }

  received(photo, body) {
    if (photo.audit === this.card.audit.id) this.card.merge(body.fields, 0);
    this.card.lastSaved = Math.max(this.card.lastSaved, body.server_time);
    this.refresh(photo.item);
  }

  /** Give up a photograph the server will not take; why stays in the journal. */
  async giveUp(photo) {
    const here = this.queue.photos.get(photo.id);
    this.withdraw(photo, photo.message || photo.name);
    if (here) await this.queue.drop(here);
    this.refresh(photo.item);
  }

  withdraw(photo, reason) {
    const { acts, journal } = this.card;
    acts.record(PHOTO + photo.id, "withdrawn", reason, journal.seen(PHOTO + photo.id, "withdrawn"));
  }

  /** Make parts of a photograph unreadable on the server; return the sentence of what went wrong, or "". */
  async blur(photo, rectangles) {
    const { server, account, acts, words } = this.card;
    try {
      const { status, body } = await server.request(`/api/photos/${photo.id}/blur`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Account": account.id },
        body: JSON.stringify({ rectangles, sha256: photo.sha256, device: acts.device, sent_at: Date.now() }),
      });
      if (status !== 200) return body.message || words.say("photo_blur_failed");
      this.card.merge(body.fields, 0);
      this.card.sender.poll();
      return "";
    } catch {
      return words.say("photo_blur_failed");
    }
  }

  /** Take in what the journal changed. */
  changed(subjects) {
    if ([...subjects].some((subject) => subject.startsWith(PHOTO))) this.refresh();
  }

  refresh(itemId) {
    this.list = null;
    this.card.photosChanged(itemId);
  }
}
