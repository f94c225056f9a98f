// The photographs of one item on its card: taking them, their thumbnails, how many the server has.

import { button, element, fill, setText } from "./elements.js";
import { PhotoPanel } from "./photo_panel.js";
import { shrunk } from "./photo_shrink.js";

/** @import { Client } from "./client/client.js" */

const PHOTO_BADGES = {
  keeping: "photo_badge_keeping",
  here: "photo_badge_here",
  waiting: "photo_badge_waiting",
  sending: "photo_badge_sending",
  refused: "photo_badge_refused",
  elsewhere: "photo_badge_elsewhere",
};

/** The row of thumbnails below an item, and the buttons that take more. */
export class ItemPhotos {
  /** @type {PhotoPanel | null} */
  panel = null;
  /** @type {Map<string, { told: string, node: HTMLElement }>} */
  made = new Map();

  /**
   * @param {Client} client
   * @param {string} itemId
   */
  constructor(client, itemId) {
    const { words, account } = client;
    this.client = client;
    this.itemId = itemId;
    this.tiles = element("div", { class: "photo-tiles" });
    this.count = element("p", { class: "quiet photo-count", role: "status" });
    this.panelPlace = element("div", {});
    const inputs = account.may_record ? [this.input(false), this.input(true)] : [];
    const [library, camera] = inputs;
    this.node = element("section", { class: "photos", "aria-label": words.say("photos") }, [
      this.tiles,
      this.panelPlace,
      element("div", { class: "row" }, [
        camera && button(words.say("photo_take"), () => camera.click(), { data: { act: "photo_take" } }),
        library && button(words.say("photo_choose"), () => library.click(), { data: { act: "photo_choose" } }),
        this.count,
        ...inputs,
      ]),
    ]);
    this.update();
  }

  /** A hidden file input; with `camera` a tablet opens its camera at once, without it the gallery is there too. */
  input(camera) {
    const made = element("input", {
      type: "file",
      accept: "image/*",
      multiple: !camera,
      capture: camera ? "environment" : null,
      hidden: true,
      tabindex: "-1",
      "aria-hidden": "true",
      data: { photos: camera ? "camera" : "library" },
    });
    made.addEventListener("change", () => {
      const files = [...(made.files ?? [])];
      made.value = "";
      this.client.photos.take(files, this.itemId, shrunk);
    });
    return made;
  }

  update() {
    const { photos, words } = this.client;
    const listed = photos.ofItem(this.itemId);
    this.panel?.update();
    setText(this.count, listed.length ? words.say("photo_count", photos.counts(listed)) : "");
    const nodes = listed.map((photo, index) => this.kept(photo, index + 1));
    const same = nodes.length === this.tiles.children.length && nodes.every((node, at) => this.tiles.children[at] === node);
    if (!same) this.tiles.replaceChildren(...nodes);
    const { panel } = this;
    if (panel && !listed.some((photo) => photo.id === panel.id)) this.open(null);
  }

  /** The tile of a photograph, made again only where something in it changed. */
  kept(photo, number) {
    const told = JSON.stringify([photo, number, this.client.photos.address(photo, false), this.panel?.id === photo.id]);
    const known = this.made.get(photo.id);
    if (known?.told === told) return known.node;
    const node = this.tile(photo, number);
    this.made.set(photo.id, { told, node });
    return node;
  }

  tile(photo, number) {
    const { words, photos } = this.client;
    const address = photos.address(photo, false);
    const badge = PHOTO_BADGES[photo.state];
    const name = words.say("photo_number", { number, caption: photo.caption || photo.name });
    return element(
      "button",
      {
        type: "button",
        class: `photo-tile ${photo.state}`,
        "aria-label": badge ? `${name}, ${words.say(badge)}` : name,
        "aria-expanded": String(this.panel?.id === photo.id),
        data: { photo: photo.id, state: photo.state },
        on: { click: () => this.open(this.panel?.id === photo.id ? null : photo.id) },
      },
      [
        address
          ? element("img", { src: address, alt: "", loading: "lazy", decoding: "async" })
          : element("span", { class: "photo-none", text: photo.name }),
        badge && element("span", { class: "photo-badge", text: words.say(badge) }),
        photo.caption && element("span", { class: "photo-caption", text: photo.caption }),
      ],
    );
  }

  open(id) {
    this.panel?.flush();
    this.panel = id ? new PhotoPanel(this.client, id, { large: true, close: () => this.open(null) }) : null;
    fill(this.panelPlace, [this.panel?.node]);
    this.update();
  }

  flush() {
    this.panel?.flush();
  }
}
