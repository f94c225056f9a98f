// The checklist card: puts the parts of the checklist together on what the client tells, and takes in new data.

import { Client } from "./client/client.js";
import { element, steadily } from "./elements.js";
import { Filters } from "./filters.js";
import { Frame } from "./frame.js";
import { Header } from "./header.js";
import { ItemList } from "./item_list.js";
import { Place } from "./place.js";
import { SectionList } from "./section_list.js";
import { UndoBar } from "./undo_bar.js";

/** @import { Data, Item } from "./types.js" */

/** The whole card for one account and one audit, under one parent element. */
export class Checklist {
  /** @type {Header} */
  header;
  /** @type {SectionList} */
  sectionList;
  /** @type {Filters} */
  filters;
  /** @type {ItemList} */
  list;
  /** @type {UndoBar} */
  undoBar;
  /** @type {Set<string>} */
  asked = new Set();

  /**
   * @param {ParentNode} parent
   * @param {Data} data
   */
  constructor(parent, data) {
    this.client = new Client(data, {
      changed: (subjects) => this.changed(subjects),
      marks: (itemId) => this.marksChanged(itemId),
      photos: (itemId) => this.photosChanged(itemId),
      opened: () => this.opened(),
      heard: () => this.header.topBar.update(),
      acted: () => this.acted(),
    });
    this.frame = new Frame(parent, this.client, () => this.flush());
    this.place = new Place(this);
    this.build();
    this.place.goTo(data.item || this.place.remembered(), false);
    this.client.start();
  }

  build() {
    this.header = new Header(this);
    this.sectionList = new SectionList(this);
    this.filters = new Filters(this);
    this.list = new ItemList(this);
    this.undoBar = new UndoBar(this.client);
    const main = element("div", { class: "main" }, [this.filters.node, this.list.node]);
    const columns = element("div", { class: "columns" }, [this.sectionList.node, main]);
    this.frame.show("iso-audit-card", this.header.node, [columns, this.undoBar.node], (event) => this.place.key(event));
    this.showItems();
    this.undoBar.update();
    this.frame.measure();
  }

  /** The tablet was read, or cannot be: show what waited there, and make acts of what was typed meanwhile. */
  opened() {
    if (!this.place.current) this.place.section = this.place.firstSection()?.id;
    for (const view of this.list.views.values()) view.restore();
    this.flush();
    this.showItems();
  }

  flush() {
    for (const view of this.list.views.values()) view.flush();
  }

  end() {
    this.frame.end();
    this.undoBar.end();
  }

  /** @param {Data} data */
  fits(data) {
    return this.client.fits(data);
  }

  /**
   * Take in the data of a rerun; what is being typed stays as it is.
   *
   * @param {Data} data
   */
  take(data) {
    const before = this.client.data.item;
    if (this.client.take(data)) {
      this.place.arrange();
      this.frame.rebuild(() => this.build());
    }
    if (data.item && data.item !== before && data.item !== this.place.current) this.place.goTo(data.item, false);
  }

  acted() {
    this.undoBar.update();
    this.list.update();
  }

  /** @param {Set<string>} subjects */
  changed(subjects) {
    const itemIds = [...subjects].map((subject) => subject.slice("item:".length));
    this.followConditions();
    this.list.update(itemIds.flatMap((itemId) => [itemId, ...this.client.judgements.hangingOn(itemId)]));
    this.header.update();
    this.sectionList.update();
    this.filters.update();
  }

  /** @param {string} [itemId] */
  photosChanged(itemId) {
    for (const [id, view] of this.list.views) if (!itemId || id === itemId) view.photos.update();
    this.header.update();
  }

  /** @param {string} [itemId] */
  marksChanged(itemId) {
    for (const [id, view] of this.list.views) if (!itemId || id === itemId) view.updateMark();
    this.header.topBar.update();
    this.filters.unsent.update();
  }

  /** Let items appear that are asked from now on, and go that are not any more; the item at hand stays where it is. */
  followConditions() {
    const { judgements, items } = this.client;
    const asked = new Set(judgements.asked(items).map((item) => item.id));
    if (asked.size === this.asked.size && [...asked].every((id) => this.asked.has(id))) return;
    const listed = new Set(this.list.items);
    const fitting = new Set(this.filters.active ? this.filters.items().filter((item) => !this.asked.has(item.id)) : []);
    const kept = this.filters.active ? items.filter((item) => listed.has(item) || fitting.has(item)) : undefined;
    steadily(this.list.views.get(this.place.current ?? "")?.node ?? null, () => this.showItems(kept));
  }

  /**
   * Show the section at hand or what a filter found; of either what is asked.
   *
   * @param {Item[]} [found]
   */
  showItems(found) {
    const { judgements } = this.client;
    this.asked = new Set(judgements.asked(this.client.items).map((item) => item.id));
    const section = this.filters.active ? null : this.place.sectionNow();
    const items = judgements.asked(section ? section.items : found ?? this.filters.items());
    this.filters.tell(items.length);
    this.list.show(items, section);
    this.header.update();
    this.sectionList.update();
  }
}
