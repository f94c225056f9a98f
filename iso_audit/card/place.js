// Where one is in the checklist: the section shown, the item at hand, the ways from one to the next.

import { readPlain, writePlain } from "./client/tablet.js";
import { steadily } from "./elements.js";

/** @import { Section } from "./types.js" */
/** @import { Checklist } from "./checklist.js" */

/** The place of one card; it stands in the address, so that a reload comes back to it. */
export class Place {
  /** @type {string | undefined} */
  section = undefined;
  /** @type {string | null} */
  current = null;
  /** @type {Section[]} */
  sections = [];
  /** @type {Map<string, Section>} */
  homes = new Map();

  /** @param {Checklist} card */
  constructor(card) {
    this.card = card;
    this.arrange();
  }

  /** Index the sections, and choose one where none is chosen. */
  arrange() {
    this.sections = this.card.client.data.checklist.sections;
    this.homes = new Map(this.sections.flatMap((section) => section.items.map((item) => [item.id, section])));
    if (!this.sectionNow()) this.section = this.firstSection()?.id;
  }

  /** One's own first section with something left to judge, or else anybody's. */
  firstSection() {
    const { judgements, data } = this.card.client;
    const open = (section) => judgements.counts(section.items.map((item) => item.id)).unanswered > 0;
    const own = this.sections.filter((section) => data.mine?.includes(section.id));
    return own.find(open) || this.sections.find(open) || this.sections[0];
  }

  sectionOf(itemId) {
    return this.homes.get(itemId);
  }

  sectionNow() {
    return this.sections.find((section) => section.id === this.section);
  }

  /** The items of a section that are asked. */
  asked(section) {
    return this.card.client.judgements.asked(section?.items ?? []);
  }

  /** The sections before and behind one; where nothing is asked, there is none. */
  neighbours(section) {
    const there = this.sections.filter((one) => one === section || this.asked(one).length);
    const at = there.indexOf(section);
    return { previous: there[at - 1], next: there[at + 1] };
  }

  toggleSections(open = !this.card.frame.root.classList.contains("choosing")) {
    this.card.frame.root.classList.toggle("choosing", open);
    this.card.header.sectionButton.setAttribute("aria-expanded", String(open));
  }

  openSection(sectionId, { scroll }) {
    const { filters, list } = this.card;
    this.section = sectionId;
    this.toggleSections(false);
    if (filters.active) filters.toggle();
    else this.card.showItems();
    const [first] = this.asked(this.sectionNow());
    if (scroll && first) this.remember(first.id);
    if (scroll) list.node.scrollIntoView({ block: "start" });
  }

  /** Go to an item: its section, its place on the screen, and the keyboard with it. */
  goTo(itemId, focus) {
    const section = this.sectionOf(itemId);
    if (!section) return;
    if (section.id !== this.section || this.card.filters.active) this.openSection(section.id, { scroll: false });
    this.setCurrent(itemId);
    const node = this.card.list.views.get(itemId)?.node;
    if (!node) return;
    requestAnimationFrame(() => {
      node.scrollIntoView({ block: "start" });
      if (focus) node.focus({ preventScroll: true });
    });
  }

  /** The items nobody judged, in order from the item at hand on. */
  left() {
    const { itemIds, journal, judgements } = this.card.client;
    const at = itemIds.indexOf(this.current ?? "") + 1;
    const inOrder = [...itemIds.slice(at), ...itemIds.slice(0, at)];
    return inOrder.filter((id) => journal.value(`item:${id}`, "grade") === null && judgements.isAsked(id));
  }

  /**
   * Go to the next item nobody judged in this section or one's own.
   *
   * Where none is left there but elsewhere, say so and let the person choose: another's part is not walked into unasked.
   */
  nextUnanswered() {
    const { mine } = this.card.client.data;
    const left = this.left();
    const near = (id) => [this.section, ...mine].includes(this.sectionOf(id)?.id);
    const next = left.find(near) || (mine.length ? undefined : left[0]);
    if (next) this.goTo(next, true);
    else if (left.length) this.card.header.offer(left[0]);
  }

  get rememberedKey() {
    const { account, audit } = this.card.client;
    return `iso-audit:place:${account.id}:${audit.id}`;
  }

  /** The item where this account was on this tablet, "" where that is not known. */
  remembered() {
    return readPlain(this.rememberedKey) ?? "";
  }

  remember(itemId) {
    writePlain(this.rememberedKey, itemId);
  }

  /** Mark the item at hand, here, in the address and on the tablet (of a preview here alone); other parameters stay. */
  setCurrent(itemId) {
    if (itemId === this.current) return;
    this.current = itemId;
    const { client, list } = this.card;
    steadily(list.views.get(itemId)?.node ?? null, () => {
      for (const view of list.views.values()) view.markCurrent();
    });
    if (client.data.preview) return;
    this.remember(itemId);
    const address = new URL(window.location.href);
    if (!address.searchParams.has("audit")) address.searchParams.set("audit", client.audit.id);
    address.searchParams.set("item", itemId);
    window.history.replaceState(window.history.state, "", address);
  }

  /** Keys 1 to 8 grade the item at hand; letters typed into a text stay there. */
  key(event) {
    event.stopPropagation();
    const typing = event.target.closest("textarea, input");
    if (typing || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { grades, account, acts } = this.card.client;
    const item = event.target.closest("article.item");
    const grade = [...grades.keys()][Number(event.key) - 1];
    if (!item || !grade || !account.may_record || item.dataset.item !== this.current) return;
    event.preventDefault();
    acts.grade(this.current, grade);
  }
}
