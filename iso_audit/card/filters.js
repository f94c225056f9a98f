// Choosing items across sections: by what is missing, by word, or by clause number.

import { tidy } from "./client/text.js";
import { button, element, setText, toggle } from "./elements.js";
import { UnsentView } from "./unsent_view.js";

/** @import { Item, Judgement, Timer } from "./types.js" */
/** @import { Checklist } from "./checklist.js" */

const FOLDED = /[\u0300-\u036f]/g;

/** A text without Vietnamese marks and in small letters, so that a search finds it either way. */
function folded(text) {
  return text.toLowerCase().replaceAll("\u0111", "d").normalize("NFD").replace(FOLDED, "");
}

/** @type {Record<string, (card: Checklist, item: Item, judgement: Judgement) => boolean | undefined>} */
const CHOICES = {
  all: () => true,
  unanswered: (card, item, judgement) => judgement.grade === null,
  nonconformities: (card, item, judgement) => card.client.judgements.calls(judgement.grade, "nonconformity"),
  starred: (card, item) => item.starred,
  mine: (card, item) => card.client.data.mine.includes(card.place.sectionOf(item.id)?.id ?? ""),
  photos: (card, item) => card.client.photos.ofItem(item.id).length > 0,
  disputed: (card, item, judgement) => judgement.disputes.length > 0,
  gaps: (card, item, judgement) => judgement.missing.length > 0 || judgement.grade === null,
};

/** The bar with the search box and the choices. */
export class Filters {
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
    const names = Object.keys(CHOICES).filter((name) => name !== "mine" || data.mine?.length);
    this.chips = names.map((name) =>
      button(words.say(`filter_${name}`), () => this.choose(name), { class: "plain chip", data: { filter: name } }));
    this.unsent = new UnsentView(card.client);
    this.body = element("div", { class: "filter-body", hidden: true }, [
      this.search,
      element("div", { class: "row" }, this.chips),
      card.client.account.may_record && this.unsent.node,
    ]);
    this.opener = button(words.say("tools"), () => this.toggle(), { class: "plain tools-button", "aria-expanded": "false" });
    this.found = element("p", { class: "quiet", role: "status" });
    this.node = element("div", { class: "filters" }, [this.opener, this.body, this.found]);
    this.update();
  }

  toggle() {
    this.open = !this.open;
    if (!this.open) this.reset();
    toggle(this.body, this.open);
    this.opener.setAttribute("aria-expanded", String(this.open));
  }

  get active() {
    return this.choice !== "all" || tidy(this.query) !== "";
  }

  reset() {
    this.choice = "all";
    this.query = "";
    this.search.value = "";
    this.changed();
  }

  choose(name) {
    this.choice = name;
    this.changed();
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

  update() {
    for (const chip of this.chips) chip.setAttribute("aria-pressed", String(chip.dataset.filter === this.choice));
  }

  /** The items that fit the choice and the words searched for. */
  items() {
    const asked = folded(tidy(this.query)).split(/\s+/).filter(Boolean);
    const { items, judgements } = this.card.client;
    return items.filter((item) => {
      const judgement = judgements.of(item.id);
      return CHOICES[this.choice](this.card, item, judgement) && this.fits(item, asked);
    });
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
