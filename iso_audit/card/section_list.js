// The sections of the checklist: a column beside the items where there is room, a drop-down where there is not.

import { element, setAttribute, setText, toggle } from "./elements.js";

/** @import { Checklist } from "./checklist.js" */

/** The list of sections with their counts; choosing one shows its items. */
export class SectionList {
  /** @param {Checklist} card */
  constructor(card) {
    this.card = card;
    this.rows = new Map();
    this.node = element("nav", { class: "sections", "aria-label": card.client.words.say("sections") }, this.build());
  }

  build() {
    const { sections } = this.card.client.data.checklist;
    const made = [];
    let block = null;
    for (const section of sections) {
      if (section.block !== block) made.push(element("h2", { class: "block", text: section.block }));
      block = section.block;
      made.push(this.row(section));
    }
    return made;
  }

  row(section) {
    const { client } = this.card;
    const mine = client.data.mine?.includes(section.id);
    const owner = client.ownerOf(section.id);
    const count = element("span", { class: "count" });
    const bar = element("span", { class: "bar" }, [element("i", {})]);
    const node = element(
      "button",
      { type: "button", class: "section", data: { section: section.id }, on: { click: () => this.choose(section) } },
      [
        element("span", { class: "section-title" }, [
          element("span", { text: section.title }),
          mine && element("span", { class: "mine", text: client.words.say("section_mine") }),
          owner && element("span", { class: "owner", text: client.words.say("owner", { name: owner }) }),
        ]),
        count,
        bar,
      ],
    );
    this.rows.set(section.id, { node, count, fill: /** @type {HTMLElement} */ (bar.firstChild), section });
    return node;
  }

  choose(section) {
    this.card.place.openSection(section.id, { scroll: true });
  }

  update() {
    for (const { node, count, fill, section } of this.rows.values()) {
      const counts = this.card.client.judgements.counts(section.items.map((item) => item.id));
      toggle(node, counts.total > 0 || section.id === this.card.place.section);
      setText(count, this.card.client.words.say("section_counts", counts));
      fill.style.width = `${counts.applicable ? (100 * counts.judged) / counts.applicable : 100}%`;
      node.classList.toggle("complete", counts.unanswered === 0);
      setAttribute(node, "aria-current", section.id === this.card.place.section ? "true" : null);
    }
  }
}
