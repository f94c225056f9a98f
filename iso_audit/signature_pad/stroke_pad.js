// The sheet one draws on: strokes as vectors, 0..1 from the left and the top, whatever the size on this screen.

import { element } from "../card/elements.js";
import { Strokes } from "./strokes.js";

/** @import { Point } from "../card/types.js" */

const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** The picture of strokes, at any size. */
export function strokePicture(strokes, aspect, label) {
  const wide = 1000 * aspect;
  const picture = svg("svg", { viewBox: `0 0 ${wide} 1000`, class: "strokes", role: "img", "aria-label": label });
  for (const points of strokes) picture.append(strokeLine(points, aspect));
  return picture;
}

function strokeLine(points, aspect) {
  const told = points.length > 1 ? points : [points[0], points[0]];
  return svg("polyline", { points: told.map(([x, y]) => `${(x * 1000 * aspect).toFixed(1)},${(y * 1000).toFixed(1)}`).join(" ") });
}

/** A pad that hands out each stroke when the finger leaves it, and keeps the one being drawn through everything. */
export class StrokePad {
  /** @type {SVGElement | null} */
  line = null;
  /** @type {Point[][]} */
  shown = [];

  /** @param {{ aspect: number, label: string, drawn: (points: Point[]) => void }} needs */
  constructor({ aspect, label, drawn }) {
    this.aspect = aspect;
    this.strokes = new Strokes(drawn);
    this.picture = strokePicture([], aspect, label);
    this.node = element("div", { class: "pad", tabindex: "0" }, [this.picture]);
    this.node.style.aspectRatio = String(aspect);
    const hear = (name, act) => this.node.addEventListener(name, act);
    hear("pointerdown", (event) => this.down(event));
    hear("pointermove", (event) => this.move(event));
    hear("pointerup", ({ pointerId }) => this.ends(() => this.strokes.up(pointerId)));
    hear("pointercancel", ({ pointerId }) => this.ends(() => this.strokes.cancel(pointerId)));
    hear("lostpointercapture", ({ pointerId }) => this.ends(() => this.strokes.up(pointerId)));
    hear("touchmove", (event) => event.preventDefault());
  }

  /** Show what was drawn: what is recorded, what is held in doubt, and the stroke being drawn. */
  show(strokes) {
    this.shown = strokes;
    this.picture.replaceChildren(...[...strokes, ...this.strokes.held].map((points) => strokeLine(points, this.aspect)));
    if (this.line) this.picture.append(this.line);
  }

  /** @returns {Point} */
  at(event) {
    const { left, top, width, height } = this.node.getBoundingClientRect();
    const within = (value) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
    return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
  }

  down(event) {
    if (event.pointerType !== "mouse" || event.button === 0) event.preventDefault();
    const point = this.at(event);
    if (!this.strokes.down(event, point)) return;
    this.node.setPointerCapture(event.pointerId);
    this.line = strokeLine([point], this.aspect);
    this.show(this.shown);
  }

  move(event) {
    if (!this.strokes.draws(event.pointerId)) return;
    const points = [...(event.getCoalescedEvents?.() || []), event].map((one) => this.at(one));
    if (this.strokes.add(points)) this.ends(() => undefined);
    const wide = 1000 * this.aspect;
    this.line?.setAttribute("points", (this.strokes.points ?? []).map(([x, y]) => `${x * wide},${y * 1000}`).join(" "));
  }

  /** Do what may end the stroke being drawn, and take its line away where it did. */
  ends(act) {
    act();
    if (this.strokes.points || !this.line) return;
    this.line = null;
    this.show(this.shown);
  }

  /** Begin afresh: what is held in doubt belongs to what was cleared. */
  clear() {
    this.strokes.held = [];
  }

  /** Hand out what was drawn so far: the sheet is closed, the tablet was turned, or the page is closing. */
  finish() {
    this.ends(() => this.strokes.finish());
  }
}
