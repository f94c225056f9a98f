// Choosing items across sections: by what is missing, by word, or by clause number.

const FOLDED = /[\u0300-\u036f]/g;

/** A text without Vietnamese marks and in small letters, so that a search finds it either way. */
function folded(text) {
  return text.toLowerCase().replaceAll("\u0111", "d").normalize("NFD").replace(FOLDED, "");
}

const CHOICES = {
  all: () => true,
  unanswered: (card, item, judgement) => judgement.grade === null,
  nonconformities: (card, item, judgement) => NONCONFORMITY.has(judgement.grade),
  starred: (card, item) => item.starred,
  mine: (card, item) => card.data.mine?.includes(card.place.sectionOf(item.id).id),
  photos: (card, item) => card.photos.ofItem(item.id).length > 0,
  disputed: (card, item, judgement) => judgement.disputes.length > 0,
  gaps: (card, item, judgement) => judgement.missing.length > 0 || judgement.grade === null,
};

/** The bar with the search box and the choices. */
class Filters {
  constructor(card) {
    this.card = card;
    this.choice = "all";
    this.query = "";
    this.open = false;
    this.build();
  }

  build() {
    const { words, data } = this.card;
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
    this.body = element("div", { class: "filter-body", hidden: true }, [
      this.search,
      element("div", { class: "row" }, this.chips),
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
    return this.card.items.filter((item) => {
      const judgement = judgementOf(this.card.journal, item.id);
      return CHOICES[this.choice](this.card, item, judgement) && this.fits(item, asked);
    });
  }

  fits(item, asked) {
    if (!asked.length) return true;
    const subject = `item:${item.id}`;
    const written = ["evidence", "gap", "reason", "unit"].map((field) => this.card.journal.value(subject, field) || "");
    const text = folded([item.id, item.clause, item.clause_title, item.question, item.evidence, ...written].join(" "));
    return asked.every((word) => text.includes(word));
  }

  tell(count) {
    const key = count ? "found" : "found_none";
    setText(this.found, this.active ? this.card.words.say(key, { count }) : "");
  }
}
