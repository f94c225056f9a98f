// What an item is called, and words with values in them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { nameOf, withoutStop, Words } from "../../../iso_audit/card/client/text.js";

test("an item has one name everywhere: its id, and its clause where the id does not say it", () => {
  const names = [["P02", "P.7"], ["M04", "M.2"], ["5.4.1-1", "5.4.1"]].map(([id, clause]) => nameOf({ id, clause }));
  assert.deepEqual(names, ["P02 · P.7", "M04 · M.2", "5.4.1-1"]);
});

test("a word that is not there is known not to be", () => {
  const words = new Words({ gap: "Điểm chưa đáp ứng" });
  assert.deepEqual([words.has("gap"), words.has("gap_at_conformity")], [true, false]);
});

test("a text that goes on in a sentence brings no second full stop", () => {
  assert.deepEqual(["Theo quy định.", "Theo quy định", "Theo Điều 3. "].map(withoutStop), ["Theo quy định", "Theo quy định", "Theo Điều 3"]);
});

test("a count chooses between one and many", () => {
  const words = new Words({ found: "{count} {count:item|items}" });
  assert.deepEqual([1, 2, 0].map((count) => words.say("found", { count })), ["1 item", "2 items", "0 items"]);
});
