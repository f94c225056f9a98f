// The sheet one draws on: strokes as vectors, 0..1 from the left and the top, whatever the size on this screen.

import { element } from "../card/elements.js";

/** @import { Point } from "../card/types.js" */

const NEAREST = 0.004;
const LONGEST_STROKE = 1_500;
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
  /** @type {Point[] | null} */
  points = null;
  /** @type {number | null} */
  pointer = null;
  /** @type {SVGElement | null} */
  line = null;

  /** @param {{ aspect: number, label: string, drawn: (points: Point[]) => void }} needs */
  constructor({ aspect, label, drawn }) {
    this.aspect = aspect;
    this.drawn = drawn;
    this.picture = strokePicture([], aspect, label);
    this.node = element("div", { class: "pad", tabindex: "0" }, [this.picture]);
    this.node.style.aspectRatio = String(aspect);
    const hear = (name, act) => this.node.addEventListener(name, act);
    hear("pointerdown", (event) => this.down(event));
    hear("pointermove", (event) => this.move(event));
    hear("pointerup", (event) => this.up(event));
    hear("pointercancel", () => this.finish());
    hear("lostpointercapture", () => this.finish());
    hear("touchmove", (event) => event.preventDefault());
  }

  show(strokes) {
    this.picture.replaceChildren(...strokes.map((points) => strokeLine(points, this.aspect)));
    if (this.line) this.picture.append(this.line);
  }

  /** @returns {Point} */
  at(event) {
    const { left, top, width, height } = this.node.getBoundingClientRect();
    const within = (value) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
    return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
  }

  down(event) {
    if (this.points || (event.pointerType === "mouse" && event.button !== 0)) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.node.setPointerCapture(event.pointerId);
    this.points = [this.at(event)];
    this.line = strokeLine(this.points, this.aspect);
    this.picture.append(this.line);
  }

  move(event) {
    if (!this.points || event.pointerId !== this.pointer) return;
    for (const one of event.getCoalescedEvents?.() || []) this.add(this.at(one));
    this.add(this.at(event));
    const wide = 1000 * this.aspect;
    this.line?.setAttribute("points", this.points.map(([x, y]) => `${x * wide},${y * 1000}`).join(" "));
    if (this.points.length >= LONGEST_STROKE) this.finish();
  }

  add(point) {
    const last = this.points?.at(-1);
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) >= NEAREST) this.points?.push(point);
  }

  up(event) {
    if (event.pointerId === this.pointer) this.finish();
  }

  /** Hand out what was drawn so far as a stroke: the finger left, the tablet was turned, or the page is closing. */
  finish() {
    const { points } = this;
    if (!points) return;
    this.points = this.pointer = null;
    this.line?.remove();
    this.line = null;
    this.drawn(points);
  }
}
