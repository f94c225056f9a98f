// The checklist card: puts the parts together, takes in new data, and is mounted by `export default`.

const ACCOUNT_KEY = "iso-audit:account";

/** The whole card for one account and one audit, under one parent element. */
class ChecklistCard {
  constructor(parent, data) {
    Object.assign(this, { parent, data, audit: data.audit, account: { name: "", ...data.account }, calls: 0 });
    this.clock = new Clock(data.server_time, data.zone);
    this.store = new Store(data.account.id, {
      changed: () => this.marksChanged(),
      opened: () => this.opened(),
      followed: (key, text) => this.waiting.follow(key, text),
    });
    this.queue = new Queue(this.store);
    this.waiting = new Waiting(this);
    this.journal = new Journal(data.audit.id, this.account, deviceName());
    this.journal.merge(data.fields || [], data.position || 0);
    this.lastSaved = 0;
    this.connect();
    this.photos = new Photos(this);
    this.arrange();
    this.build();
    this.listen();
    this.place.goTo(data.item, false);
    this.photos.start();
    writePlain(ACCOUNT_KEY, data.account.id);
    this.sender.poll();
  }

  connect() {
    const device = deviceName();
    this.server = new Server(this.clock, device, this.account.id);
    this.sender = new Sender({
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
          this.header.updateMark();
        },
      },
    });
    this.acts = new Acts({
      audit: this.audit.id,
      device,
      clock: this.clock,
      store: this.store,
      queue: this.queue,
      journal: this.journal,
      on: { recorded: (event) => this.recorded(event), acted: () => this.undoBar.update() },
    });
  }

  /** Index the checklist and the words, after the data came or changed. */
  arrange() {
    const { data } = this;
    this.words = new Words(data.words);
    this.grades = new Map(data.grades.map((grade) => [grade.id, grade]));
    this.items = data.checklist.sections.flatMap((section) => section.items);
    this.itemIds = this.items.map((item) => item.id);
    if (this.place) this.place.arrange();
    else this.place = new Place(this);
  }

  /** The tablet was read, or cannot be: show and send what waited there, and what was typed meanwhile. */
  opened() {
    if (this.store.loaded) this.waiting.bringBack();
    if (!this.place.current) this.place.section = this.place.firstSection()?.id;
    for (const view of this.list.views.values()) view.restore();
    this.flush();
    this.showItems();
    this.photos.announce();
    this.sender.send();
  }

  build() {
    this.header = new Header(this);
    this.sectionList = new SectionList(this);
    this.filters = new Filters(this);
    this.list = new ItemList(this);
    this.undoBar = new UndoBar(this);
    const main = element("div", { class: "main" }, [this.filters.node, this.list.node]);
    const columns = element("div", { class: "columns" }, [this.sectionList.node, main]);
    this.root = element("div", { class: "iso-audit-card", lang: this.data.language }, [
      element("div", { class: "frame" }, [this.header.node, columns, this.undoBar.node]),
    ]);
    this.parent.querySelector(".iso-audit-card")?.remove();
    this.parent.append(this.root);
    this.root.addEventListener("keydown", (event) => this.place.key(event));
    this.layout = new ResizeObserver(() => this.measure());
    this.layout.observe(this.header.node);
    this.measure();
    this.showItems();
    this.undoBar.update();
  }

  /** Leave room for the sticky top, and for a page's own top bar that would lie over it. */
  measure() {
    const bars = [...document.querySelectorAll("header")].filter((bar) => {
      const { position } = getComputedStyle(bar);
      const { top, bottom } = bar.getBoundingClientRect();
      return position !== "static" && top <= 0 && bottom > 0 && bottom < 120;
    });
    const covered = Math.max(0, ...bars.map((bar) => bar.getBoundingClientRect().bottom));
    this.root.style.setProperty("--covered", `${covered}px`);
    this.root.style.setProperty("--top", `${covered + this.header.node.offsetHeight}px`);
  }

  listen() {
    const hear = (target, name, act) => {
      target.addEventListener(name, act);
      this.deaf.push(() => target.removeEventListener(name, act));
    };
    this.deaf = [];
    hear(window, "online", () => this.sender.wake());
    hear(window, "focus", () => this.sender.stopped && this.sender.wake());
    hear(window, "pagehide", () => this.leave());
    hear(window, "storage", ({ key, newValue }) => key === ACCOUNT_KEY && this.signedIn(newValue));
    hear(document, "visibilitychange", () => (document.hidden ? this.leave() : this.sender.wake()));
  }

  /** Keep and send everything that is still being typed. */
  leave() {
    this.flush();
    this.store.leave();
    this.sender.leave();
  }

  flush() {
    for (const view of this.list.views.values()) view.flush();
  }

  end() {
    this.leave();
    this.sender.end();
    this.photos.end();
    this.store.end();
    this.layout.disconnect();
    this.deaf.forEach((stop) => stop());
    clearTimeout(this.undoBar.timer);
    this.root.remove();
  }

  /** Tell whether new data belongs to this card, or to another person or audit. */
  fits(data) {
    return data.audit.id === this.audit.id && data.account.id === this.account.id;
  }

  /** Take in the data of a rerun; what is being typed stays as it is. */
  take(data) {
    const before = this.data;
    this.data = data;
    Object.assign(this.account, data.account);
    this.clock.take(data.server_time);
    const said = (one) => JSON.stringify([one.language, one.words, one.grades, one.checklist, one.mine, one.account]);
    if (data.position >= this.journal.position && data.server_time > this.sender.acknowledgedTime + 1000) {
      this.merge(data.fields, data.position);
    }
    if (said(before) !== said(data)) this.rebuild();
    if (data.item && data.item !== before.item && data.item !== this.place.current) this.place.goTo(data.item, false);
  }

  rebuild() {
    const active = this.parent.activeElement ?? document.activeElement;
    const place = active?.id ? [active.id, active.selectionStart, active.selectionEnd] : null;
    this.flush();
    this.layout.disconnect();
    this.arrange();
    this.build();
    const again = place && this.root.querySelector(`#${CSS.escape(place[0])}`);
    if (!again) return;
    again.focus({ preventScroll: true });
    again.setSelectionRange?.(place[1], place[2]);
  }

  merge(fields, position) {
    const subjects = this.journal.merge(fields, position);
    if (subjects.size) this.changed(subjects);
  }

  changed(subjects) {
    this.list.update([...subjects].map((subject) => subject.slice("item:".length)));
    this.photos.changed(subjects);
    this.header.update();
    this.sectionList.update();
  }

  photosChanged(itemId) {
    if (!this.list) return;
    for (const [id, view] of this.list.views) if (!itemId || id === itemId) view.photos.update();
    this.header.update();
  }

  recorded(event) {
    if (this.list) this.changed(new Set([event.subject]));
    if (this.list) queueMicrotask(() => this.sender.send());
  }

  accepted(events, time) {
    const own = events.filter((event) => event.audit === this.audit.id);
    for (const event of own) this.journal.release(event, time);
    this.lastSaved = time;
    this.changed(new Set(own.map((event) => event.subject)));
  }

  refused(event) {
    this.journal.release(event, null);
    this.changed(new Set([event.subject]));
  }

  resend(refusal) {
    this.queue.forgetRefusal(refusal.event.id);
    const { subject, field, value } = refusal.event;
    this.acts.record(subject, field, value, this.journal.seen(subject, field));
  }

  forgetRefusal(refusal) {
    this.queue.forgetRefusal(refusal.event.id);
    this.changed(new Set([refusal.event.subject]));
  }

  /** Stop when another account has signed in on this tablet, and go on when this one is back. */
  signedIn(accountId) {
    if (accountId === this.account.id) this.sender.wake();
    else this.sender.setState("other_account");
  }

  marksChanged(itemId) {
    if (!this.list) return;
    for (const [id, view] of this.list.views) if (!itemId || id === itemId) view.updateMark();
    this.header.updateMark();
  }

  itemName(itemId) {
    const item = this.items.find((one) => one.id === itemId);
    return item ? `${item.clause} (${item.id})` : "";
  }

  showItems() {
    const section = this.filters.active ? null : this.place.sectionNow();
    const items = section ? section.items : this.filters.items();
    this.filters.tell(items.length);
    this.list.show(items, section);
    this.header.update();
    this.sectionList.update();
  }

}

/** Mount the card, or give a mounted one new data; the last call's cleanup ends it. */
export default function mount({ data, parentElement }) {
  let card = parentElement.isoAuditCard;
  if (card && card.fits(data)) card.take(data);
  else {
    card?.end();
    card = data.view === "photos" ? new PhotoGallery(parentElement, data) : new ChecklistCard(parentElement, data);
    parentElement.isoAuditCard = card;
  }
  card.calls += 1;
  const call = card.calls;
  return () => {
    if (parentElement.isoAuditCard !== card || card.calls !== call) return;
    card.end();
    parentElement.isoAuditCard = null;
  };
}
