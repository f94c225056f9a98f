// One photograph opened: its picture, caption, what became of it, and what can be done with it.

import { BlurEditor } from "./blur_editor.js";
import { PHOTO } from "./client/photos.js";
import { tidy } from "./client/text.js";
import { button, element, fill, setText } from "./elements.js";
import { TextField } from "./text_field.js";

/** @import { Client } from "./client/client.js" */

const CAPTION = { name: "caption", lines: 2 };

/** A box for one photograph; `large` shows the whole picture from the start, `close` is there where it can be closed. */
export class PhotoPanel {
  told = "";

  /**
   * @param {Client} client
   * @param {string} id
   * @param {{ large?: boolean, close?: (() => void) | null }} [options]
   */
  constructor(client, id, { large = false, close = null } = {}) {
    this.client = client;
    this.id = id;
    this.large = large;
    this.close = close;
    this.photo = client.photos.one(id);
    this.caption = new TextField(client, id, CAPTION, PHOTO + id);
    this.caption.box.maxLength = client.data.limits.caption;
    this.picture = element("div", { class: "photo-picture" });
    this.state = element("p", { class: "photo-state" });
    this.acts = element("div", { class: "row photo-acts" });
    this.below = element("div", {});
    const side = element("div", { class: "photo-side" }, [this.state, this.caption.node, this.acts, this.below]);
    this.node = element("section", { class: "photo-panel", data: { photo: id } }, [this.picture, side]);
    this.update();
  }

  update() {
    const photo = this.client.photos.one(this.id);
    this.caption.sync();
    const told = JSON.stringify([photo, this.large, this.client.photos.address(photo, this.large)]);
    if (told === this.told) return;
    this.told = told;
    this.photo = photo;
    this.node.classList.toggle("large", this.large);
    this.node.classList.toggle("withdrawn", Boolean(photo.withdrawn));
    this.showPicture();
    this.showState();
    this.showActs();
  }

  showPicture() {
    const { words, photos } = this.client;
    const address = photos.address(this.photo, this.large);
    if (!address) {
      fill(this.picture, [element("p", { class: "photo-none", text: this.photo.name || words.say("photo_not_here") })]);
      return;
    }
    const alt = this.photo.caption || words.say("photo_alt");
    const image = element("img", { src: address, alt, loading: "lazy", decoding: "async" });
    const label = words.say(this.large ? "photo_smaller" : "photo_larger");
    const turn = element("button", { type: "button", class: "photo-open", "aria-label": label, on: { click: () => this.turn() } }, [image]);
    fill(this.picture, [turn]);
  }

  turn() {
    if (this.close) this.close();
    else {
      this.large = !this.large;
      this.update();
    }
  }

  showState() {
    const { words } = this.client;
    const { state, message, withdrawn, writer } = this.photo;
    const texts = {
      received: "",
      looking: "",
      keeping: words.say("keeping"),
      here: words.say("photo_here"),
      waiting: words.say("photo_waiting"),
      sending: words.say("photo_sending"),
      refused: words.say("photo_refused", { message }),
      elsewhere: words.say("photo_elsewhere", { name: writer }),
    };
    this.state.className = `photo-state ${withdrawn ? "withdrawn" : state}`;
    setText(this.state, withdrawn ? words.say("photo_withdrawn", { reason: withdrawn }) : texts[state]);
  }

  showActs() {
    const { words, account, photos } = this.client;
    const { state, withdrawn } = this.photo;
    const may = account.may_record;
    const act = (key, run, options = {}) => button(words.say(key), run, { data: { act: key }, ...options });
    fill(this.below, []);
    fill(this.acts, [
      may && state === "received" && !withdrawn && act("photo_blur", () => this.blur()),
      may && state === "refused" && !withdrawn && act("photo_again", () => photos.queue.again(this.id)),
      may && state === "refused" && !withdrawn && act("photo_give_up", () => photos.giveUp(this.photo)),
      may && !withdrawn && ["received", "elsewhere"].includes(state) && act("photo_withdraw", () => this.askWhy()),
      may && withdrawn && act("photo_put_back", () => photos.withdraw(this.photo, null)),
      this.close && act("close", this.close),
    ]);
  }

  /** Ask for the reason before the photograph is withdrawn. */
  askWhy() {
    const { words, photos } = this.client;
    const id = `why-${this.id}`;
    const box = element("textarea", { id, rows: 2, maxlength: 500 });
    const done = button(words.say("photo_withdraw"), () => tidy(box.value) && photos.withdraw(this.photo, tidy(box.value)), {
      class: "accent",
      data: { act: "photo_withdraw_done" },
      disabled: true,
    });
    box.addEventListener("input", () => (done.disabled = !tidy(box.value)));
    this.node.classList.remove("blurring");
    fill(this.below, [
      element("div", { class: "panel" }, [
        element("label", { for: id, text: words.say("photo_withdraw_why") }),
        box,
        element("div", { class: "row" }, [done, button(words.say("cancel"), () => fill(this.below, []))]),
      ]),
    ]);
    box.focus();
  }

  blur() {
    const editor = new BlurEditor(this.client, this.photo, () => {
      this.node.classList.remove("blurring");
      fill(this.below, []);
    });
    this.node.classList.add("blurring");
    fill(this.below, [editor.node]);
    editor.node.scrollIntoView({ block: "nearest" });
  }

  flush() {
    this.caption.flush();
  }

  /** Show what the tablet kept of the caption, once it was read. */
  restore() {
    this.caption.restore();
  }
}
