// One item on the screen: the question, eight grades, its texts, its saved mark.

/** A card for one item; `update` brings it up to what the journal says. */
class ItemView {
  constructor(card, item) {
    Object.assign(this, { card, item });
    this.subject = `item:${item.id}`;
    this.openPanel = null;
    this.texts = new Map(
      ["reason", "evidence", "gap", "unit"].map((field) => [field, new TextField(card, item.id, field)]),
    );
    this.photos = new ItemPhotos(card, item.id);
    this.node = this.build();
    this.update();
  }

  build() {
    this.state = element("span", { class: "state" });
    this.mark = element("p", { class: "mark" });
    this.writer = element("p", { class: "quiet writer" });
    this.boxes = element("div", { class: "boxes" });
    this.panelPlace = element("div", {});
    this.grades = this.buildGrades();
    return element(
      "article",
      {
        class: "item",
        tabindex: "0",
        data: { item: this.item.id },
        "aria-labelledby": `question-${this.item.id}`,
        on: { focusin: () => this.card.place.setCurrent(this.item.id), click: () => this.card.place.setCurrent(this.item.id) },
      },
      [
        this.buildHead(),
        element("h3", { id: `question-${this.item.id}`, text: this.item.question }),
        ...this.buildHints(),
        this.grades,
        element("div", { class: "row between" }, [this.writer, this.mark]),
        this.boxes,
        ...[...this.texts.values()].map((text) => text.node),
        this.photos.node,
        this.buildTools(),
        this.panelPlace,
      ],
    );
  }

  buildHead() {
    const { words } = this.card;
    return element("header", { class: "item-head" }, [
      element("span", { class: "clause" }, [
        element("b", { text: this.item.clause }),
        element("span", { text: ` ${this.item.clause_title}` }),
      ]),
      this.item.starred && element("span", { class: "star", text: `★ ${words.say("starred")}` }),
      this.state,
    ]);
  }

  buildHints() {
    const { words } = this.card;
    const { evidence, methods, exclusion } = this.item;
    const line = (key, text) =>
      element("p", { class: "hint" }, [element("b", { text: `${words.say(key)}: ` }), element("span", { text })]);
    return [
      exclusion && element("p", { class: "notice", text: words.say("exclusion", { reason: exclusion }) }),
      evidence && line("look_at", evidence),
      methods && methods.length ? line("methods", methods.join(", ")) : null,
      ...this.buildEarlier(),
    ];
  }

  /** What earlier years found on this clause at this agency; the same item again is called a repeat. */
  buildEarlier() {
    const { words, data, grades } = this.card;
    return ((data.earlier || {})[this.item.clause] || []).map((one) =>
      element("p", { class: "notice earlier" }, [
        element("b", {
          text: words.say(one.items.includes(this.item.id) ? "earlier_same" : "earlier", {
            year: one.year,
            grade: grades.get(one.grade)?.label || "",
          }),
        }),
        element("span", { text: ` ${one.statement}` }),
      ]),
    );
  }

  buildGrades() {
    const { words, account, acts } = this.card;
    this.gradeButtons = [...this.card.grades.values()].map((grade, index) =>
      element(
        "button",
        {
          type: "button",
          class: `grade grade-${grade.id}`,
          data: { grade: grade.id },
          disabled: !account.may_record,
          on: { click: () => acts.grade(this.item.id, grade.id) },
        },
        [
          element("span", { class: "sign", "aria-hidden": "true", text: grade.sign }),
          element("span", { class: "word", text: grade.label }),
          element("kbd", { "aria-hidden": "true", text: String(index + 1) }),
        ],
      ),
    );
    return element("div", { class: "grades", role: "group", "aria-label": words.say("grade") }, this.gradeButtons);
  }

  buildTools() {
    const { words, data, account } = this.card;
    const close = () => this.show(null);
    const tool = (name, make) => button(words.say(name), () => this.show(name, make), { data: { tool: name } });
    this.clear = button(words.say("clear"), () => this.card.acts.grade(this.item.id, null), {
      data: { tool: "clear" },
    });
    this.help = data.grade_help?.length && account.may_record && tool("help", () => helpPanel(this.card, this.item.id, close));
    this.phrases =
      data.phrases?.[this.item.id]?.length &&
      account.may_record &&
      tool("phrases", () => phrasePanel(this.card, this.item.id, (text) => this.insertPhrase(text), close));
    const history = tool("history", () => historyPanel(this.card, this.item.id, close));
    return element("div", { class: "row tools" }, [this.help, this.phrases, history, this.clear]);
  }

  insertPhrase(text) {
    const gap = this.texts.get("gap");
    gap.insert(text);
    this.show(null);
    gap.box.focus();
  }

  /** Open one panel below the item, or close it when it is open. */
  async show(name, make) {
    const opening = name && name !== this.openPanel;
    this.openPanel = opening ? name : null;
    const made = opening ? await make() : null;
    if ((opening ? name : null) !== this.openPanel) return;
    fill(this.panelPlace, [made]);
  }

  update() {
    const { journal, grades, words } = this.card;
    const judgement = judgementOf(journal, this.item.id);
    const shown = journal.shown(this.subject, "grade");
    const grade = shown && shown.value ? grades.get(shown.value) : null;
    this.node.className = grade ? `item judged grade-${grade.id}` : "item unanswered";
    setText(this.state, grade ? `${grade.sign} ${grade.label}` : words.say("unanswered"));
    for (const one of this.gradeButtons) {
      one.setAttribute("aria-pressed", String(Boolean(grade) && one.dataset.grade === grade.id));
    }
    setText(this.writer, shown && shown.value ? headLine(this.card, shown, false) : "");
    toggle(this.clear, Boolean(grade) && this.card.account.may_record);
    this.updateTexts(grade ? grade.id : null, judgement.missing);
    this.updateBoxes(judgement.disputes);
    this.photos.update();
    this.markCurrent();
    this.updateMark();
  }

  markCurrent() {
    this.node.classList.toggle("current", this.card.place.current === this.item.id);
  }

  updateTexts(grade, missing) {
    const worse = WORSE.has(grade);
    const wanted = { evidence: true, reason: NEEDS_REASON.has(grade), gap: worse, unit: worse };
    for (const [field, text] of this.texts) {
      text.sync();
      toggle(text.node, wanted[field] || Boolean(text.box.value) || text.focused());
      text.setMissing(missing.find((code) => code === `${field}_missing`));
    }
    if (this.help) toggle(this.help, worse);
    if (this.phrases) toggle(this.phrases, worse);
  }

  /** Show disagreements and refusals, rebuilt only when they changed. */
  updateBoxes(disputes) {
    const { journal, queue, audit } = this.card;
    const refusals = queue.refusalsOf(audit.id, this.subject);
    const told = JSON.stringify([disputes.map((field) => journal.sides(this.subject, field)), refusals]);
    if (told === this.told) return;
    this.told = told;
    fill(this.boxes, [
      ...disputes.map((field) => disputeBox(this.card, this.item.id, field)),
      ...refusals.map((refusal) => refusalBox(this.card, refusal)),
    ]);
  }

  /** Tell whether a text is too long to be sent, so that it stays on the tablet until it is shortened. */
  stuck() {
    return [...this.texts.values()].some((text) => text.dirty && tooLong(text.box.value));
  }

  flush() {
    for (const text of this.texts.values()) text.flush();
    this.photos.flush();
  }

  /** Show what the tablet kept, once it was read. */
  restore() {
    for (const text of this.texts.values()) text.restore();
  }

  grow() {
    for (const text of this.texts.values()) text.grow(false);
  }

  /** Say whether this item is saved, being saved, or waiting on the tablet. */
  updateMark() {
    const { journal, words, sender, clock, waiting } = this.card;
    const waits = waiting.ofSubject(this.subject, sender.delayed || this.stuck());
    const saved = journal.savedAt(this.subject, ITEM_FIELDS);
    this.mark.className = `mark ${waits?.kind ?? "saved"}`;
    this.mark.dataset.standing = waits?.standing ?? "";
    setText(this.mark, waits?.itemText ?? (saved ? words.say("saved_at", { time: clock.second(saved) }) : ""));
  }
}
