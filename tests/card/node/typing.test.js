// When what is typed is written down: the pause is longer where a Vietnamese syllable may go on.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { COMPOSING, IN_SYLLABLE, PAUSE, Typing } from "../../../iso_audit/card/client/typing.js";

function typist(t) {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  let pauses = 0;
  const typing = new Typing(() => (pauses += 1));
  return { typing, pauses: () => pauses, waits: (milliseconds) => mock.timers.tick(milliseconds) };
}

test("behind a space, a full stop or a number a short pause is enough", (t) => {
  const { typing, pauses, waits } = typist(t);
  for (const before of ["Sổ ", "Sổ.", "Sổ số 12", ""]) {
    typing.typed(before);
    waits(PAUSE);
  }
  assert.equal(pauses(), 4);
});

test("a pause in the middle of a syllable writes nothing down, even where its marks come as letters of their own", (t) => {
  const { typing, pauses, waits } = typist(t);
  for (const before of ["Sổ theo doi vie", "Sổ theo dõi viê", "Sổ theo dõi việ".normalize("NFD"), "Sổ theo dõi việc"]) {
    typing.typed(before);
    waits(IN_SYLLABLE - 1);
  }
  assert.equal(pauses(), 0);
  waits(1);
  assert.equal(pauses(), 1);
});

test("between taking a letter back and putting another in its place nothing is written down", (t) => {
  const { typing, pauses, waits } = typist(t);
  typing.typed("dung ");
  waits(PAUSE - 1);
  typing.typed("dun");
  waits(3);
  typing.typed("đúng");
  waits(PAUSE);
  assert.equal(pauses(), 0);
});

test("a word that a keyboard composes is written down when it is done, or left alone for long", (t) => {
  const { typing, pauses, waits } = typist(t);
  typing.composing = true;
  typing.typed("Sổ 1");
  waits(IN_SYLLABLE);
  assert.equal(pauses(), 0);
  waits(COMPOSING - IN_SYLLABLE);
  assert.equal(pauses(), 1);
});
