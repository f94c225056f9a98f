// One item on the screen: the question, eight grades, its texts, its saved mark.

import { nameOf, withoutStop } from "./client/text.js";
import { afterMinutesBox, besideBox, disputeBox, headLine, refusalBox, replacedBox } from "./dispute_view.js";
import { button, element, fill, setText, steadily, toggle } from "./elements.js";
import { helpPanel, historyPanel, phrasePanel } from "./item_panels.js";
import { ItemPhotos } from "./photo_view.js";
import { TextField } from "./text_field.js";

/** @import { Item } from "./types.js" */
/** @import { Checklist } from "./checklist.js" */


/** A card for one item; `update` brings it up to what the journal says. */
export class ItemView {
  /** @type {string | null} */
  openPanel = null;
  told = "";

  /**
   * @param {Checklist} card
   * @param {Item} item
   */
  constructor(card, item) {
    const { client } = card;
    this.card = card;
    this.client = client;
    this.item = item;
    this.subject = `item:${item.id}`;
    this.texts = client.data.item_texts.map((text) => ({ text, field: new TextField(client, item.id, text) }));
    this.photos = new ItemPhotos(client, item.id);
    this.state = element("span", { class: "state" });
    this.condition = element("p", { class: "quiet condition", hidden: true });
    this.mark = element("p", { class: "mark" });
    this.writer = element("p", { class: "quiet writer" });
    this.boxes = element("div", { class: "boxes" });
    this.panelPlace = element("div", {});
    this.gradeButtons = this.buildGrades();
    this.clear = button(client.words.say("clear"), () => client.acts.grade(item.id, null), { data: { tool: "clear" } });
    this.help = this.buildHelp();
    this.phrases = this.buildPhrases();
    this.node = element(
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
        this.condition,
        ...this.buildHints(),
        element("div", { class: "grades", role: "group", "aria-label": client.words.say("grade") }, this.gradeButtons),
        element("div", { class: "row between" }, [this.writer, this.mark]),
        this.boxes,
        ...this.texts.map(({ field }) => field.node),
        !client.data.preview && this.photos.node,
        this.buildTools(),
        this.panelPlace,
      ],
    );
    this.update();
  }

  buildHead() {
    const { words } = this.client;
    const owner = this.client.ownerOf(this.client.sections.get(this.item.id));
    return element("header", { class: "item-head" }, [
      element("span", { class: "clause" }, [
        element("b", { text: nameOf(this.item) }),
        element("span", { text: ` ${this.item.clause_title}` }),
        owner && element("span", { class: "owner", text: ` · ${words.say("owner", { name: owner })}` }),
      ]),
      this.item.starred && element("span", { class: "star", text: `★ ${words.say("starred")}` }),
      this.item.weight && element("span", { class: "quiet", text: words.say("weight", { weight: this.item.weight }) }),
      this.state,
    ]);
  }

  buildHints() {
    const { words } = this.client;
    const { evidence, methods, exclusion } = this.item;
    const line = (key, text) =>
      element("p", { class: "hint" }, [element("b", { text: `${words.say(key)}: ` }), element("span", { text })]);
    return [
      exclusion && element("p", { class: "notice", text: words.say("exclusion", { reason: withoutStop(exclusion) }) }),
      evidence && line("look_at", evidence),
      methods && methods.length ? line("methods", methods.join(", ")) : null,
      ...this.buildEarlier(),
    ];
  }

  /** What earlier years found on this clause at this agency; the same item again is called a repeat. */
  buildEarlier() {
    const { words, data, grades } = this.client;
    return (data.earlier[this.item.clause] || []).map((one) =>
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
    const { account, acts, grades } = this.client;
    return [...grades.values()].map((grade, index) =>
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
  }

  /** A button that opens a panel below the item. */
  tool(name, make) {
    return button(this.client.words.say(name), () => this.show(name, make), { data: { tool: name } });
  }

  buildHelp() {
    const { data, account } = this.client;
    if (!data.grade_help.length || !account.may_record) return null;
    return this.tool("help", () => helpPanel(this.client, this.item.id, () => this.show(null)));
  }

  /** The way to ready phrases, for the text of the item that takes them. */
  buildPhrases() {
    const { data, account } = this.client;
    const taking = this.texts.find(({ text }) => text.phrases);
    if (!taking || !data.phrases[this.item.id]?.length || !account.may_record) return null;
    const insert = (phrase) => {
      this.show(null);
      taking.field.insert(phrase);
    };
    return this.tool("phrases", () => phrasePanel(this.client, this.item.id, taking.field.called, insert, () => this.show(null)));
  }

  buildTools() {
    const history = this.tool("history", () => historyPanel(this.client, this.item.id, () => this.show(null)));
    return element("div", { class: "row tools" }, [this.help, this.phrases, history, this.clear]);
  }

  /**
   * Open one panel below the item, or close it when it is open.
   *
   * @param {string | null} name
   * @param {(() => HTMLElement | Promise<HTMLElement>) | null} [make]
   */
  async show(name, make = null) {
    const opening = name && name !== this.openPanel ? name : null;
    this.openPanel = opening;
    const made = opening && make ? await make() : null;
    if (opening !== this.openPanel) return;
    fill(this.panelPlace, [made]);
    made?.scrollIntoView({ block: "nearest" });
  }

  update() {
    const { journal, judgements, grades, words } = this.client;
    const judgement = judgements.of(this.item.id);
    const shown = journal.shown(this.subject, "grade");
    const grade = grades.get(shown?.value ?? "");
    const settled = grade && !judgement.missing.length && !judgement.disputes.length ? "settled" : "";
    this.node.className = grade ? `item judged ${settled} grade-${grade.id}` : "item unanswered";
    setText(this.state, grade ? `${grade.sign} ${grade.label}` : words.say("unanswered"));
    for (const one of this.gradeButtons) {
      one.setAttribute("aria-pressed", String(one.dataset.grade === grade?.id));
    }
    setText(this.writer, shown?.value ? headLine(this.client, journal.author(this.subject, "grade"), false) : "");
    toggle(this.clear, Boolean(grade) && this.client.account.may_record);
    this.updateCondition();
    this.updateTexts(grade ? grade.id : null, judgement.missing);
    this.updateBoxes(judgement.disputes);
    this.photos.update();
    this.markCurrent();
    this.updateMark();
  }

  /** Say on what the item hangs, and that this is so no more where it stays for what was entered. */
  updateCondition() {
    const { judgements, journal, grades, words } = this.client;
    const condition = this.item.asked_when;
    toggle(this.condition, Boolean(condition));
    if (!condition) return;
    const grade = grades.get(journal.value(`item:${condition.item}`, "grade") ?? "")?.label ?? words.say("unanswered");
    const key = judgements.holds(this.item.id) ? "asked_because" : "asked_no_more";
    setText(this.condition, words.say(key, { item: this.client.itemName(condition.item), grade }));
  }

  markCurrent() {
    this.node.classList.toggle("current", this.card.place.current === this.item.id);
  }

  updateTexts(grade, missing) {
    const { judgements } = this.client;
    for (const { text, field } of this.texts) {
      field.sync();
      field.call(grade);
      toggle(field.node, judgements.calls(grade, text.shown) || Boolean(field.box.value) || field.focused());
      field.setMissing(missing.find((code) => code === `${text.name}_missing`));
    }
    const finding = judgements.calls(grade, "finding");
    if (this.help) toggle(this.help, finding);
    if (this.phrases) toggle(this.phrases, finding);
  }

  /** Show disagreements and refusals, rebuilt only when they changed. */
  updateBoxes(disputes) {
    const { journal, queue, audit, acts, minutes, replaced } = this.client;
    const { id } = this.item;
    const refusals = queue.refusalsOf(audit.id, this.subject);
    const [beside, after, mine] = [acts.besideOf(id), minutes.askedOf(id), replaced.of(id)];
    const sides = disputes.map((field) => journal.sides(this.subject, field));
    const told = JSON.stringify([sides, refusals, beside, after, mine]);
    if (told === this.told) return;
    this.told = told;
    const dispute = (field) =>
      beside && field === "grade" ? besideBox(this.client, beside) : disputeBox(this.client, id, field);
    steadily(this.focusedBox(), () => fill(this.boxes, [
      after && afterMinutesBox(this.client, after),
      ...disputes.map(dispute),
      mine && replacedBox(this.client, id, mine),
      ...refusals.map((refusal) => refusalBox(this.client, refusal)),
    ]));
  }

  /** The text somebody is writing here, null where nobody is. */
  focusedBox() {
    return this.texts.find(({ field }) => field.focused())?.field.box ?? null;
  }

  /** Tell whether a text is too long to be sent, so that it stays on the tablet until it is shortened. */
  stuck() {
    return this.texts.some(({ field }) => field.dirty && field.tooLong());
  }

  flush() {
    for (const { field } of this.texts) field.flush();
    this.photos.flush();
  }

  /** Show what the tablet kept, once it was read. */
  restore() {
    for (const { field } of this.texts) field.restore();
  }

  grow() {
    for (const { field } of this.texts) field.grow(false);
  }

  /** Say whether this item is saved, being saved, or waiting on the tablet. */
  updateMark() {
    const { journal, judgements, words, sender, clock, waiting } = this.client;
    const waits = waiting.ofSubject(this.subject, sender.delayed || this.stuck());
    const saved = journal.savedAt(this.subject, judgements.fields);
    this.mark.className = `mark ${waits?.kind ?? "saved"}`;
    this.mark.dataset.standing = waits?.standing ?? "";
    setText(this.mark, waits?.itemText ?? (saved ? words.say("saved_at", { time: clock.second(saved) }) : ""));
  }
}
