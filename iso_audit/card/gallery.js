// All photographs of an audit on one page: by item, with captions, blurring and what has not arrived yet.

import { Client } from "./client/client.js";
import { button, element, fill, setText } from "./elements.js";
import { Frame } from "./frame.js";
import { PhotoPanel } from "./photo_panel.js";
import { TopBar } from "./top_bar.js";

/** @import { Data, Photo } from "./types.js" */

/** @type {Record<string, (photo: Photo) => boolean>} */
const PHOTO_CHOICES = {
  "gallery_shown": (photo) => !photo.withdrawn,
  "gallery_uncaptioned": (photo) => !photo.withdrawn && !photo.caption,
  "gallery_missing": (photo) => !photo.withdrawn && photo.state !== "received",
  "gallery_withdrawn": (photo) => Boolean(photo.withdrawn),
};

/** The page of photographs for one account and one audit, under one parent element. */
export class Gallery {
  choice = "gallery_shown";
  /** @type {TopBar} */
  topBar;
  /** @type {HTMLElement} */
  groups;
  /** @type {Map<string, HTMLElement>} */
  chips = new Map();
  arranged = "";
  /** @type {Map<string, PhotoPanel>} */
  panels = new Map();

  /**
   * @param {ParentNode} parent
   * @param {Data} data
   */
  constructor(parent, data) {
    this.client = new Client(data, {
      changed: () => this.topBar.update(),
      marks: () => this.topBar.update(),
      photos: () => this.show(),
      opened: () => this.opened(),
      heard: () => this.topBar.update(),
      acted: () => undefined,
    });
    this.frame = new Frame(parent, this.client, () => this.flush());
    this.build();
    this.client.start();
  }

  build() {
    const { words } = this.client;
    this.panels.clear();
    const chip = (name) => button(words.say(name), () => this.choose(name), { class: "plain chip", data: { filter: name } });
    this.chips = new Map(Object.keys(PHOTO_CHOICES).map((name) => [name, chip(name)]));
    this.groups = element("div", { class: "photo-groups" });
    this.topBar = new TopBar(this.client);
    const main = element("div", { class: "main" }, [element("div", { class: "row" }, [...this.chips.values()]), this.groups]);
    this.frame.show("iso-audit-card gallery", this.topBar.node, [main], (event) => event.stopPropagation());
    this.show();
  }

  opened() {
    for (const panel of this.panels.values()) panel.restore();
    this.flush();
    this.show();
  }

  flush() {
    for (const panel of this.panels.values()) panel.flush();
  }

  end() {
    this.frame.end();
  }

  /** @param {Data} data */
  fits(data) {
    return this.client.fits(data);
  }

  /** @param {Data} data */
  take(data) {
    if (this.client.take(data)) this.frame.rebuild(() => this.build());
  }

  choose(name) {
    this.choice = name;
    this.show();
  }

  /** Show the photographs that were chosen, and how many there are of each kind. */
  show() {
    const { words, photos } = this.client;
    setText(this.topBar.figures, photos.summary() || words.say("gallery_empty"));
    for (const [name, chip] of this.chips) {
      const fits = photos.all().filter(PHOTO_CHOICES[name]);
      setText(chip, `${words.say(name)} (${fits.length})`);
      chip.setAttribute("aria-pressed", String(name === this.choice));
    }
    this.showGroups(photos.all().filter(PHOTO_CHOICES[this.choice]));
    this.topBar.update();
  }

  /**
   * Show photographs below their items; panels that stay are not built again, so that typing goes on.
   *
   * @param {Photo[]} shown
   */
  showGroups(shown) {
    const kept = new Map(shown.map(({ id }) => [id, this.panels.get(id) || new PhotoPanel(this.client, id)]));
    for (const [id, panel] of this.panels) if (!kept.has(id)) panel.flush();
    this.panels = kept;
    const place = new Map(this.client.itemIds.map((id, at) => [id, at]));
    const items = [...new Set(shown.map((photo) => photo.item))];
    items.sort((one, other) => (place.get(one) ?? 1e6) - (place.get(other) ?? 1e6));
    const told = JSON.stringify(items.map((item) => [item, shown.filter((photo) => photo.item === item).map((photo) => photo.id)]));
    for (const panel of kept.values()) panel.update();
    if (told === this.arranged && this.groups.childElementCount) return;
    this.arranged = told;
    fill(this.groups, items.map((item) => this.group(item, shown.filter((photo) => photo.item === item))));
  }

  /**
   * @param {string} itemId
   * @param {Photo[]} photos
   */
  group(itemId, photos) {
    const item = this.client.item(itemId);
    const title = item ? `${item.clause} (${item.id}) ${item.question}` : itemId;
    return element("section", { class: "photo-group" }, [
      element("h2", { class: "list-title", text: title }),
      element("div", { class: "photo-panels" }, photos.map((photo) => this.panels.get(photo.id)?.node)),
    ]);
  }
}
