// Which pointers draw: the pen's strokes, or a finger's where there is no pen; never the palm that lies on the glass.

/** @import { Point } from "../card/types.js" */

const NEAREST = 0.004;
const LONGEST_STROKE = 1_500;
const DOT = 0.03;

/**
 * Takes pointers and hands out each stroke when it is done.
 *
 * Once a pen has drawn, touches are the hand that holds it. Before that a dot, or a touch that the tablet itself took
 * away, may be a palm: it is held until the next stroke tells. A pen drops it, a finger or the end hands it out.
 */
export class Strokes {
  /** @type {Point[] | null} */
  points = null;
  /** @type {number | null} */
  pointer = null;
  kind = "";
  withPen = false;
  /** @type {Point[][]} */
  held = [];

  /** @param {(points: Point[]) => void} drawn */
  constructor(drawn) {
    this.drawn = drawn;
  }

  /** A pointer touches the sheet; tell whether it draws. */
  down({ pointerId, pointerType, button }, point) {
    const pen = pointerType === "pen";
    if (pen && !this.withPen) this.dropTouches();
    if (this.points || (this.withPen && pointerType === "touch") || (pointerType === "mouse" && button !== 0)) return false;
    this.withPen ||= pen;
    this.pointer = pointerId;
    this.kind = pointerType;
    this.points = [point];
    return true;
  }

  /** The hand lay on the glass before the pen came: what it drew is no part of the signature. */
  dropTouches() {
    this.held = [];
    if (this.kind === "touch") this.points = this.pointer = null;
  }

  /** Tell whether a pointer is the one that draws. */
  draws(pointerId) {
    return this.points !== null && pointerId === this.pointer;
  }

  /** Add where the pointer has been; a stroke that gets too long is handed out, and tells so. */
  add(points) {
    for (const point of points) {
      const last = this.points?.at(-1);
      if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) >= NEAREST) this.points?.push(point);
    }
    if ((this.points?.length ?? 0) < LONGEST_STROKE) return false;
    this.end();
    return true;
  }

  /** The pointer left the sheet. */
  up(pointerId) {
    if (this.draws(pointerId)) this.end();
  }

  /** The tablet took the pointer away in mid-stroke. */
  cancel(pointerId) {
    if (this.draws(pointerId)) this.end(this.kind === "touch");
  }

  end(doubtful = false) {
    const { points } = this;
    this.points = this.pointer = null;
    if (!points) return;
    if (this.kind === "touch" && (doubtful || isDot(points))) {
      this.held.push(points);
      return;
    }
    this.handOut();
    this.drawn(points);
  }

  handOut() {
    for (const points of this.held.splice(0)) this.drawn(points);
  }

  /** Hand out everything: the sheet is closed, or the page is going. */
  finish() {
    this.end();
    this.handOut();
  }
}

function isDot(points) {
  const spread = (values) => Math.max(...values) - Math.min(...values);
  return spread(points.map(([x]) => x)) < DOT && spread(points.map(([, y]) => y)) < DOT;
}
