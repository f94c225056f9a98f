// Whether a photograph has its end: a film behind it is none, and the end of the small picture in its tags neither.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hasItsEnd } from "../../../iso_audit/card/photo_shrink.js";

const THUMBNAIL = [0xff, 0xd8, 0xff, 0xd9];
const TAGS = [0xff, 0xe1, 0x00, 0x06, ...THUMBNAIL];
const SCAN = [0xff, 0xda, 0x00, 0x04, 0x01, 0x02, 0x11, 0xff, 0x00, 0x22];
const END = [0xff, 0xd9];
const FILM = new Array(100_000).fill(0x33);

function jpeg(...parts) {
  return new Uint8Array([0xff, 0xd8, ...parts].flat());
}

test("a whole photograph has its end", () => {
  assert.equal(hasItsEnd(jpeg(TAGS, SCAN, END)), true);
});

test("a film behind a photograph takes nothing of it", () => {
  assert.equal(hasItsEnd(jpeg(TAGS, SCAN, END, FILM)), true);
});

test("a photograph that was cut off has none, whatever its tags hold", () => {
  assert.equal(hasItsEnd(jpeg(TAGS, SCAN)), false);
  assert.equal(hasItsEnd(jpeg(TAGS)), false);
  assert.equal(hasItsEnd(jpeg()), false);
});
