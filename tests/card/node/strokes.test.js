// What a hand on the glass draws: the pen's strokes and the finger's, never the palm's.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Strokes } from "../../../iso_audit/signature_pad/strokes.js";

const PEN = { pointerId: 1, pointerType: "pen", button: 0 };
const FINGER = { pointerId: 2, pointerType: "touch", button: 0 };
const PALM = { pointerId: 3, pointerType: "touch", button: 0 };
const LINE = [[0.3, 0.3], [0.5, 0.4], [0.7, 0.3]];
const SMUDGE = [[0.801, 0.9], [0.806, 0.903]];

function sheet() {
  const drawn = [];
  const strokes = new Strokes((points) => drawn.push(points));
  const draw = (pointer, points = LINE) => {
    strokes.down(pointer, points[0]);
    if (strokes.draws(pointer.pointerId)) strokes.add(points.slice(1));
  };
  return { strokes, drawn, draw };
}

test("a palm that lies on the glass before, while and after the pen draws leaves nothing", () => {
  const { strokes, drawn, draw } = sheet();
  draw(PALM, SMUDGE);
  draw(PEN);
  strokes.cancel(PALM.pointerId);
  assert.equal(strokes.draws(PEN.pointerId), true);
  draw(FINGER, SMUDGE);
  strokes.up(FINGER.pointerId);
  strokes.up(PEN.pointerId);
  draw(PALM, LINE);
  strokes.up(PALM.pointerId);
  strokes.finish();
  assert.deepEqual(drawn, [LINE]);
});

test("a palm that was lifted, or taken away by the tablet, before the pen came leaves nothing either", () => {
  const { strokes, drawn, draw } = sheet();
  draw(PALM, SMUDGE);
  strokes.up(PALM.pointerId);
  draw(PALM);
  strokes.cancel(PALM.pointerId);
  draw(PEN);
  strokes.up(PEN.pointerId);
  strokes.finish();
  assert.deepEqual(drawn, [LINE]);
});

test("a finger's dot, and its stroke that the tablet cut off, are part of a finger's signature, in their order", () => {
  const { strokes, drawn, draw } = sheet();
  draw(FINGER, SMUDGE);
  strokes.up(FINGER.pointerId);
  assert.deepEqual(drawn, []);
  draw(FINGER);
  strokes.up(FINGER.pointerId);
  assert.deepEqual(drawn, [SMUDGE, LINE]);
  draw(FINGER);
  strokes.cancel(FINGER.pointerId);
  strokes.finish();
  assert.deepEqual(drawn, [SMUDGE, LINE, LINE]);
});

test("a pen that is cancelled in mid-stroke leaves what it drew, as does a page that goes", () => {
  const { strokes, drawn, draw } = sheet();
  draw(PEN);
  strokes.cancel(PEN.pointerId);
  draw(PEN);
  strokes.finish();
  assert.deepEqual(drawn, [LINE, LINE]);
});

test("a second finger neither draws nor ends the first one's stroke", () => {
  const { strokes, drawn, draw } = sheet();
  draw(FINGER);
  draw(PALM);
  strokes.up(PALM.pointerId);
  strokes.up(FINGER.pointerId);
  assert.deepEqual(drawn, [LINE]);
});
