// Marking what must not be read on a photograph: rectangles drawn with a finger, sent to be made unreadable.

import { button, element, fill, setText, toggle } from "./elements.js";

/** @import { Photo, Point, Rectangle } from "./types.js" */
/** @import { Client } from "./client/client.js" */

const LEAST_SHARE = 0.008;
const ZOOMS = [1, 2, 3];

function within(value) {
  return Math.min(1, Math.max(0, value));
}

/** The picture with a layer to draw on; `done` closes it. */
export class BlurEditor {
  /** @type {Rectangle[]} */
  rectangles = [];
  /** @type {{ from: Point, to: Point } | null} */
  drawing = null;
  zoom = 0;
  moving = false;

  /**
   * @param {Client} client
   * @param {Photo} photo
   * @param {() => void} done
   */
  constructor(client, photo, done) {
    const { words, photos } = client;
    this.client = client;
    this.photo = photo;
    this.done = done;
    const image = element("img", { src: photos.address(this.photo, true), alt: this.photo.caption || words.say("photo_alt"), draggable: "false" });
    this.layer = element("div", {
      class: "blur-layer",
      data: { blur: "layer" },
      on: {
        pointerdown: (event) => this.down(event),
        pointermove: (event) => this.move(event),
        pointerup: (event) => this.up(event),
        pointercancel: () => this.cancel(),
      },
    });
    this.sheet = element("div", { class: "blur-sheet" }, [image, this.layer]);
    this.stage = element("div", { class: "blur-stage" }, [this.sheet]);
    const act = (key, run, options = {}) => button(words.say(key), run, { data: { act: key }, ...options });
    this.undo = act("blur_undo", () => this.takeBack());
    this.zoomer = act("blur_zoom", () => this.magnify());
    this.mover = act("blur_move", () => this.toggleMoving(), { "aria-pressed": "false" });
    this.apply = act("blur_apply", () => this.ask(), { class: "accent" });
    this.confirm = element("div", { class: "panel", hidden: true }, [
      element("p", { text: words.say("blur_final") }),
      element("div", { class: "row" }, [
        act("blur_yes", () => this.send(), { class: "accent" }),
        act("cancel", () => toggle(this.confirm, false)),
      ]),
    ]);
    this.told = element("p", { class: "notice", role: "alert", hidden: true });
    this.node = element("div", { class: "blur-editor" }, [
      element("p", { class: "quiet", text: words.say("blur_explained") }),
      element("div", { class: "row" }, [this.zoomer, this.mover, this.undo]),
      this.stage,
      this.told,
      element("div", { class: "row" }, [this.apply, act("cancel", () => this.done())]),
      this.confirm,
    ]);
    this.update();
  }

  /** Where a finger is, as shares of the picture. */
  /** @returns {Point} */
  at(event) {
    const box = this.layer.getBoundingClientRect();
    return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
  }

  down(event) {
    if (this.moving || !event.isPrimary || event.button > 0) return;
    event.preventDefault();
    this.layer.setPointerCapture(event.pointerId);
    this.drawing = { from: this.at(event), to: this.at(event) };
    this.show();
  }

  move(event) {
    if (!this.drawing || !event.isPrimary) return;
    this.drawing.to = this.at(event);
    this.show();
  }

  up(event) {
    if (!this.drawing || !event.isPrimary) return;
    this.drawing.to = this.at(event);
    const rectangle = this.asRectangle(this.drawing);
    this.drawing = null;
    if (rectangle[2] > LEAST_SHARE && rectangle[3] > LEAST_SHARE) this.rectangles.push(rectangle);
    else this.removeAt(this.at(event));
    this.update();
  }

  cancel() {
    this.drawing = null;
    this.show();
  }

  /**
   * @param {{ from: Point, to: Point }} drawing
   * @returns {Rectangle}
   */
  asRectangle({ from, to }) {
    const [left, top] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
    return [left, top, Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
  }

  /** A tap takes away the rectangle under the finger. */
  removeAt([x, y]) {
    const hit = this.rectangles.findLastIndex(([left, top, width, height]) =>
      x >= left && x <= left + width && y >= top && y <= top + height);
    if (hit >= 0) this.rectangles.splice(hit, 1);
  }

  takeBack() {
    this.rectangles.pop();
    this.update();
  }

  magnify() {
    this.zoom = (this.zoom + 1) % ZOOMS.length;
    this.update();
  }

  toggleMoving() {
    this.moving = !this.moving;
    this.update();
  }

  show() {
    const drawn = this.drawing ? [...this.rectangles, this.asRectangle(this.drawing)] : this.rectangles;
    fill(this.layer, drawn.map((one) => {
      const mark = element("span", { class: "blur-mark" });
      ["left", "top", "width", "height"].forEach((side, at) => (mark.style[side] = `${one[at] * 100}%`));
      return mark;
    }));
  }

  update() {
    const { words } = this.client;
    this.show();
    this.sheet.style.width = `${ZOOMS[this.zoom] * 100}%`;
    this.layer.classList.toggle("moving", this.moving);
    setText(this.zoomer, words.say("blur_zoom", { times: ZOOMS[(this.zoom + 1) % ZOOMS.length] }));
    this.mover.setAttribute("aria-pressed", String(this.moving));
    toggle(this.mover, this.zoom > 0);
    if (this.zoom === 0) this.moving = false;
    this.undo.disabled = !this.rectangles.length;
    this.apply.disabled = !this.rectangles.length;
    setText(this.apply, words.say("blur_apply", { count: this.rectangles.length }));
    if (!this.rectangles.length) toggle(this.confirm, false);
  }

  ask() {
    toggle(this.confirm, true);
  }

  async send() {
    toggle(this.confirm, false);
    this.apply.disabled = true;
    const wrong = await this.client.photos.blur(this.photo, this.rectangles);
    if (!wrong) {
      this.done();
      return;
    }
    setText(this.told, wrong);
    toggle(this.told, true);
    this.apply.disabled = false;
  }
}
