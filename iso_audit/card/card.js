// The checklist card: puts the parts together, takes in new data, and is mounted by `export default`.

/** The whole card for one account and one audit, under one parent element. */
class ChecklistCard {
  constructor(parent, data) {
    Object.assign(this, { parent, data, audit: data.audit, account: { ...data.account }, calls: 0 });
    this.clock = new Clock(data.server_time, data.zone);
    this.store = new Store(data.account.id, () => this.marksChanged());
    this.queue = new Queue(this.store);
    this.journal = new Journal(data.audit.id, this.account);
    this.journal.merge(data.fields || [], data.position || 0);
    this.lastSaved = 0;
    this.current = null;
    this.connect();
    this.arrange();
    this.bringBack();
    this.build();
    this.listen();
    this.goTo(data.item, false);
    this.sender.send();
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
        changes: (body) => this.merge(body.fields, body.position),
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
    this.homes = new Map(
      data.checklist.sections.flatMap((section) => section.items.map((item) => [item.id, section])),
    );
    if (!data.checklist.sections.some((section) => section.id === this.section)) this.section = this.firstSection();
  }

  firstSection() {
    const { checklist, mine } = this.data;
    const open = (section) => countsOf(this.journal, section.items.map((item) => item.id)).unanswered > 0;
    const own = checklist.sections.filter((section) => mine?.includes(section.id));
    return (own.find(open) || checklist.sections.find(open) || checklist.sections[0])?.id;
  }

  /** Show what waited on the tablet, and make events of drafts that a closed page left. */
  bringBack() {
    for (const event of this.queue.ofAudit(this.audit.id)) this.journal.wait(event);
    if (!this.account.may_record) return;
    for (const draft of this.acts.drafts()) this.acts.write(draft);
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
    this.root.addEventListener("keydown", (event) => this.key(event));
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
    hear(window, "storage", (event) => this.otherTab(event));
    hear(document, "visibilitychange", () => (document.hidden ? this.leave() : this.sender.wake()));
  }

  /** Keep and send everything that is still being typed. */
  leave() {
    this.flush();
    this.sender.leave();
  }

  flush() {
    for (const view of this.list.views.values()) view.flush();
  }

  end() {
    this.leave();
    this.sender.end();
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
    const said = (one) => JSON.stringify([one.language, one.words, one.grades, one.checklist, one.mine, one.account]);
    if (data.position >= this.journal.position && data.server_time > this.sender.acknowledgedTime + 1000) {
      this.merge(data.fields, data.position);
    }
    if (said(before) !== said(data)) this.rebuild();
    if (data.item && data.item !== before.item && data.item !== this.current) this.goTo(data.item, false);
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
    this.header.update();
    this.sectionList.update();
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

  /** Follow another tab of the same account: what it recorded or sent is shown here too. */
  otherTab(storageEvent) {
    const key = this.store.ownKey(storageEvent.key);
    const followed = key && this.queue.follow(key, storageEvent.newValue);
    if (!followed?.event || followed.event.audit !== this.audit.id) return;
    if (followed.gone) this.journal.release(followed.event, this.clock.now());
    else this.journal.wait(followed.event);
    this.changed(new Set([followed.event.subject]));
  }

  unsentCount() {
    const typing = [...this.list.views.values()].filter((view) => view.typing()).length;
    return this.queue.events.size + typing;
  }

  stuck() {
    return !this.queue.events.size && [...this.list.views.values()].some((view) => view.stuck());
  }

  marksChanged(itemId) {
    if (!this.list) return;
    for (const [id, view] of this.list.views) if (!itemId || id === itemId) view.updateMark();
    this.header.updateMark();
  }

  sectionOf(itemId) {
    return this.homes.get(itemId);
  }

  sectionNow() {
    return this.data.checklist.sections.find((section) => section.id === this.section);
  }

  neighbours(section) {
    const { sections } = this.data.checklist;
    const at = sections.indexOf(section);
    return { previous: sections[at - 1], next: sections[at + 1] };
  }

  itemName(itemId) {
    const item = this.items.find((one) => one.id === itemId);
    return item ? `${item.clause} (${item.id})` : "";
  }

  showItems() {
    const section = this.filters.active ? null : this.sectionNow();
    const items = section ? section.items : this.filters.items();
    this.filters.tell(items.length);
    this.list.show(items, section);
    this.header.update();
    this.sectionList.update();
  }

  toggleSections(open = !this.root.classList.contains("choosing")) {
    this.root.classList.toggle("choosing", open);
    this.header.sectionButton.setAttribute("aria-expanded", String(open));
  }

  openSection(sectionId, { scroll }) {
    this.section = sectionId;
    this.toggleSections(false);
    if (this.filters.active) this.filters.toggle();
    else this.showItems();
    if (scroll) this.list.node.scrollIntoView({ block: "start" });
  }

  /** Go to an item: its section, its place on the screen, and the keyboard with it. */
  goTo(itemId, focus) {
    const section = this.sectionOf(itemId);
    if (!section) return;
    if (section.id !== this.section || this.filters.active) this.openSection(section.id, { scroll: false });
    this.setCurrent(itemId);
    const { node } = this.list.views.get(itemId);
    requestAnimationFrame(() => {
      node.scrollIntoView({ block: "start" });
      if (focus) node.focus({ preventScroll: true });
    });
  }

  /** Go to the next item nobody judged: in this section or one's own first, then anywhere. */
  nextUnanswered() {
    const at = this.itemIds.indexOf(this.current) + 1;
    const inOrder = [...this.itemIds.slice(at), ...this.itemIds.slice(0, at)];
    const left = inOrder.filter((id) => this.journal.value(`item:${id}`, "grade") === null);
    const near = (id) => this.sectionOf(id).id === this.section || this.data.mine?.includes(this.sectionOf(id).id);
    const next = left.find(near) || left[0];
    if (next) this.goTo(next, true);
  }

  /** Mark the item at hand, here and in the address, so that a reload comes back to it. */
  setCurrent(itemId) {
    if (itemId === this.current) return;
    this.current = itemId;
    for (const view of this.list.views.values()) view.markCurrent();
    const address = new URL(window.location.href);
    if (!address.searchParams.has("audit")) address.searchParams.set("audit", this.audit.id);
    address.searchParams.set("item", itemId);
    window.history.replaceState(window.history.state, "", address);
  }

  /** Keys 1 to 8 grade the item at hand; letters typed into a text stay there. */
  key(event) {
    event.stopPropagation();
    const typing = event.target.closest("textarea, input");
    if (typing || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest("article.item");
    const grade = [...this.grades.keys()][Number(event.key) - 1];
    if (!item || !grade || !this.account.may_record || item.dataset.item !== this.current) return;
    event.preventDefault();
    this.acts.grade(this.current, grade);
  }
}

/** Mount the card, or give a mounted one new data; the last call's cleanup ends it. */
export default function mount({ data, parentElement }) {
  let card = parentElement.isoAuditCard;
  if (card && card.fits(data)) card.take(data);
  else {
    card?.end();
    card = new ChecklistCard(parentElement, data);
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
