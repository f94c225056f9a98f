// The server's time as a tablet reckons it, whatever the tablet's own clock shows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { clockAt, tabletAt } from "./tablet.js";

const NOON = Date.UTC(2017, 10, 12, 5);
const HOUR = 3_600_000;

for (const [name, jump] of [["back 90 minutes", -1.5 * HOUR], ["one day ahead", 24 * HOUR], ["to 1970", -NOON]]) {
  test(`a clock set ${name} moves no act`, () => {
    const tablet = tabletAt(NOON);
    const clock = clockAt(NOON, tablet);
    tablet.passes(60_000);
    tablet.now += jump;
    assert.equal(clock.now(), NOON + 60_000);
    assert.equal(clock.reading().tablet_at, NOON + 60_000 + jump);
  });
}

test("an answer is believed within the time it took", () => {
  const tablet = tabletAt(NOON);
  const clock = clockAt(NOON, tablet);
  const asked = clock.reading();
  tablet.passes(2_000);
  clock.learn(NOON + 30_000, asked);
  assert.ok(clock.now() >= NOON + 30_000 && clock.now() <= NOON + 32_000);
});

test("ids sort in the order they were made, also within one millisecond", () => {
  const clock = clockAt(NOON);
  const ids = Array.from({ length: 50 }, () => clock.newId());
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, 50);
  assert.match(ids[0], /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("how long an act waited is told by a clock that nobody sets", () => {
  const tablet = tabletAt(NOON);
  const clock = clockAt(NOON, tablet);
  const stamp = clock.stamp();
  tablet.passes(5_000);
  tablet.now -= HOUR;
  assert.equal(clock.told(stamp).waited, 5_000);
});

test("a moment of today is shown without its day", () => {
  const clock = clockAt(NOON);
  assert.equal(clock.minute(NOON - 60_000), "11:59");
  assert.equal(clock.minute(NOON - 24 * HOUR), "12:00 11/11/2017");
});
