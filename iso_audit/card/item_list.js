// The items on the screen: one section, or what a filter found, a few at a time.

import { readPlain, writePlain } from "./client/tablet.js";
import { arrange, button, element, fill, setText, toggle } from "./elements.js";
import { ItemView } from "./item_view.js";
import { RestOfSection } from "./rest_of_section.js";

/** @import { Item } from "./types.js" */
/** @import { Checklist } from "./checklist.js" */

const PAGE = 40;
const COMPACT_KEY = "iso-audit:compact";

/** Tell whether this tablet shows judged items as one line each. */
export function readCompact() {
  return readPlain(COMPACT_KEY) === "yes";
}

/** Shows items as cards and keeps the cards that stay. */
export class ItemList {
  /** @type {Map<string, ItemView>} */
  views = new Map();
  /** @type {Item[]} */
  items = [];
  limit = PAGE;
  compact = readCompact();

  /** @param {Checklist} card */
  constructor(card) {
    this.card = card;
    this.title = element("h2", { class: "list-title" });
    this.owner = element("p", { class: "quiet owner" });
    this.cards = element("div", { class: "cards" });
    this.foot = element("div", { class: "foot" });
    this.node = element("div", { class: "list" }, [this.title, this.owner, this.cards, this.foot]);
    this.fold(this.compact);
  }

  /** Show judged items with nothing left to do as one line each, but for the one at hand; the tablet remembers it. */
  fold(compact) {
    this.compact = compact;
    this.node.classList.toggle("compact", compact);
    writePlain(COMPACT_KEY, compact ? "yes" : "");
  }

  /** Show a section or the found items; views of items that stay are not built again. */
  show(items, section) {
    const shown = items.slice(0, this.limit);
    const kept = new Map();
    for (const item of shown) kept.set(item.id, this.views.get(item.id) || new ItemView(this.card, item));
    for (const [id, view] of this.views) if (!kept.has(id)) view.flush();
    this.views = kept;
    this.items = items;
    arrange(this.cards, [...kept.values()].map((view) => view.node));
    setText(this.title, section ? section.title : "");
    toggle(this.title, Boolean(section));
    const owner = this.card.client.ownerOf(section?.id);
    setText(this.owner, owner ? this.card.client.words.say("owner", { name: owner }) : "");
    toggle(this.owner, Boolean(owner));
    this.showFoot(items, section);
    for (const view of kept.values()) {
      view.update();
      view.grow();
    }
  }

  showFoot(items, section) {
    const { words, account, store } = this.card.client;
    const more = items.length - this.limit;
    const { previous, next } = section ? this.card.place.neighbours(section) : {};
    const go = (to, key) =>
      to && button(words.say(key, { title: to.title }), () => this.card.place.openSection(to.id, { scroll: true }));
    fill(this.foot, [
      more > 0 && button(words.say("show_more", { count: Math.min(more, PAGE) }), () => this.more()),
      section && account.may_record && store.ready && new RestOfSection(this.card.client, section).node,
      !section && button(words.say("back_to_section"), () => this.card.filters.toggle()),
      section && element("div", { class: "row neighbours" }, [go(previous, "section_previous"), go(next, "section_next")]),
    ]);
  }

  more() {
    this.limit += PAGE;
    this.card.showItems();
  }

  update(itemIds) {
    for (const id of itemIds || this.views.keys()) this.views.get(id)?.update();
  }
}
