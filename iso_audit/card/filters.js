// Choosing items across sections: by what is missing, by word, or by clause number.

import { tidy } from "./client/text.js";
import { button, element, setAttribute, setText, toggle } from "./elements.js";
import { readCompact } from "./item_list.js";
import { UnsentView } from "./unsent_view.js";

/** @import { Item, Judgement, Timer } from "./types.js" */
/** @import { Checklist } from "./checklist.js" */

const FOLDED = /[\u0300-\u036f]/g;

/** A text without Vietnamese marks and in small letters, so that a search finds it either way. */
function folded(text) {
  return text.toLowerCase().replaceAll("\u0111", "d").normalize("NFD").replace(FOLDED, "");
}

/** @type {Record<string, (card: Checklist, item: Item) => boolean>} */
const WHOSE = {
  anybodys: () => true,
  mine: (card, item) => card.client.data.mine.includes(card.place.sectionOf(item.id)?.id ?? ""),
  written: (card, item) => card.client.wrote(item.id),
};

/** @type {Record<string, (card: Checklist, item: Item, judgement: Judgement) => boolean>} */
const CHOICES = {
  all: () => true,
  unanswered: (card, item, judgement) => judgement.grade === null,
  gaps: (card, item, judgement) => judgement.missing.length > 0,
  disputed: (card, item, judgement) => judgement.disputes.length > 0,
  replaced: (card, item) => card.client.replaced.of(item.id) !== null,
  nonconformities: (card, item, judgement) => card.client.judgements.calls(judgement.grade, "nonconformity"),
  starred: (card, item) => item.starred,
  photos: (card, item) => card.client.photos.ofItem(item.id).length > 0,
};
const GRADE = "grade:";

/** The bar with the search box, whose items are meant, and the choices with how many items each has. */
export class Filters {
  whose = "anybodys";
  choice = "all";
  query = "";
  open = false;
  /** @type {Timer} */
  timer = undefined;

  /** @param {Checklist} card */
  constructor(card) {
    const { words, data } = card.client;
    this.card = card;
    this.search = element("input", {
      type: "search",
      placeholder: words.say("search"),
      "aria-label": words.say("search"),
      autocomplete: "off",
      on: { input: () => this.searched() },
    });
    const chip = (name, act) => button("", () => act(name), { class: "plain chip", data: { filter: name } });
    const whose = Object.keys(WHOSE).filter((name) => name !== "mine" || data.mine?.length);
    this.owners = whose.map((name) => chip(name, () => this.choose(name, this.choice)));
    const grades = data.grades.map(({ id }) => `${GRADE}${id}`);
    this.chips = [...Object.keys(CHOICES), ...grades].map((name) => chip(name, () => this.choose(this.whose, name)));
    this.unsent = new UnsentView(card.client);
    this.compact = button(words.say("compact"), () => this.fold(!card.list.compact), { class: "plain chip", data: { act: "compact" } });
    this.body = element("div", { class: "filter-body", hidden: true }, [
      this.search,
      element("div", { class: "row" }, this.owners),
      element("div", { class: "row" }, this.chips),
      card.client.account.may_record && this.unsent.node,
    ]);
    this.opener = button(words.say("tools"), () => this.toggle(), { class: "plain tools-button", "aria-expanded": "false" });
    this.found = element("p", { class: "quiet", role: "status" });
    const openers = element("div", { class: "row" }, [this.opener, this.compact]);
    this.node = element("div", { class: "filters" }, [openers, this.body, this.found]);
    this.tellCompact(readCompact());
  }

  toggle() {
    this.open = !this.open;
    if (!this.open) this.reset();
    toggle(this.body, this.open);
    this.update();
    this.opener.setAttribute("aria-expanded", String(this.open));
  }

  get active() {
    return this.choice !== "all" || this.whose !== "anybodys" || tidy(this.query) !== "";
  }

  reset() {
    this.whose = "anybodys";
    this.choice = "all";
    this.query = "";
    this.search.value = "";
    this.changed();
  }

  choose(whose, choice) {
    this.whose = whose;
    this.choice = choice;
    this.changed();
  }

  /** Show judged items as one line each, or whole. */
  fold(compact) {
    this.card.list.fold(compact);
    this.tellCompact(compact);
  }

  tellCompact(compact) {
    setAttribute(this.compact, "aria-pressed", String(compact));
  }

  searched() {
    this.query = this.search.value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed(), 150);
  }

  changed() {
    this.update();
    this.card.showItems();
  }

  /** Say on every chip how many items it has among those that are meant; one that has none is not offered. */
  update() {
    this.unsent.update();
    if (!this.open) return;
    const { words, grades } = this.card.client;
    for (const chip of this.owners) this.tellChip(chip, chip.dataset.filter === this.whose, words.say(`filter_${chip.dataset.filter}`));
    const listed = this.meant();
    for (const chip of this.chips) {
      const name = chip.dataset.filter ?? "";
      const count = listed.filter(([item, judgement]) => this.chooses(name, item, judgement)).length;
      const pressed = name === this.choice;
      const grade = grades.get(name.slice(GRADE.length));
      const label = name.startsWith(GRADE) ? `${grade?.sign} ${grade?.label}` : words.say(`filter_${name}`);
      this.tellChip(chip, pressed, `${label} ${count}`);
      toggle(chip, count > 0 || pressed || name === "all");
    }
  }

  tellChip(chip, pressed, text) {
    setText(chip, text);
    setAttribute(chip, "aria-pressed", String(pressed));
  }

  /** The items that are meant, each with what the journal says of it. */
  meant() {
    const { items, judgements } = this.card.client;
    const told = judgements.asked(items).filter((item) => WHOSE[this.whose](this.card, item));
    return told.map((item) => /** @type {[Item, Judgement]} */ ([item, judgements.of(item.id)]));
  }

  chooses(name, item, judgement) {
    if (name.startsWith(GRADE)) return judgement.grade === name.slice(GRADE.length);
    return CHOICES[name](this.card, item, judgement);
  }

  /** The items that fit the choice and the words searched for. */
  items() {
    const asked = folded(tidy(this.query)).split(/\s+/).filter(Boolean);
    const chosen = this.meant().filter(([item, judgement]) => this.chooses(this.choice, item, judgement) && this.fits(item, asked));
    return chosen.map(([item]) => item);
  }

  fits(item, asked) {
    if (!asked.length) return true;
    const { data, journal } = this.card.client;
    const written = data.item_texts.map(({ name }) => journal.value(`item:${item.id}`, name) || "");
    const text = folded([item.id, item.clause, item.clause_title, item.question, item.evidence, ...written].join(" "));
    return asked.every((word) => text.includes(word));
  }

  tell(count) {
    const key = count ? "found" : "found_none";
    setText(this.found, this.active ? this.card.client.words.say(key, { count }) : "");
  }
}
