// What stands in a form and was not saved: kept until the server says so, brought back, and never more than that.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Keeper, LARGEST, LONGEST, MOST_FORMS } from "../../../iso_audit/unsaved/keeper.js";
import { MemoryStore } from "./tablet.js";

const EMPTY = { place: "", period: "" };

/** Inputs with texts, as the page tells of them. */
const inputs = (values) =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { kind: "text", value, label: id }]));

function keeperWith(values, store = new MemoryStore()) {
  const keeper = new Keeper(store, () => 5);
  keeper.touch("visit", inputs(EMPTY));
  keeper.keep("visit", inputs({ ...EMPTY, ...values }));
  return keeper;
}

const saved = (values = {}) => ({ id: "1", form: "visit", generation: 1, dropped: false, parts: null, ...values });

test("what differs from what was shown is kept with the moment, and the next page asks for it", () => {
  const { store } = keeperWith({ place: "Phòng A" });
  const next = new Keeper(store);
  assert.deepEqual(next.lacking("visit", inputs(EMPTY)), {
    form: "visit",
    at: 5,
    values: { place: ["text", "Phòng A"] },
    changed: [],
  });
});

test("what is set back to what was shown is kept no longer", () => {
  const keeper = keeperWith({ place: "Phòng A" });
  keeper.keep("visit", inputs(EMPTY));
  assert.equal(keeper.kept("visit"), null);
});

test("a form is forgotten when the server says that it was saved, and not before", () => {
  const keeper = keeperWith({ place: "Phòng A" });
  keeper.send("visit", inputs({ ...EMPTY, place: "Phòng A" }));
  assert.notEqual(keeper.kept("visit"), null);
  keeper.acknowledge(saved());
  assert.equal(keeper.kept("visit"), null);
});

test("what was typed after it was sent stays, and is asked for by the form that begins anew", () => {
  const keeper = keeperWith({ place: "Phòng A" });
  keeper.send("visit", inputs({ ...EMPTY, place: "Phòng A" }));
  keeper.keep("visit", inputs({ place: "Phòng A", period: "2026" }));
  keeper.acknowledge(saved());
  const asked = keeper.lacking("visit", inputs({ place: "Phòng A", period: "" }));
  assert.deepEqual(asked.values, { period: ["text", "2026"] });
});

test("one word of the server counts once", () => {
  const keeper = keeperWith({ place: "Phòng A" });
  assert.equal(keeper.acknowledge(saved()), true);
  keeper.touch("visit", inputs({ ...EMPTY, place: "Phòng A" }));
  keeper.keep("visit", inputs({ ...EMPTY, place: "Phòng B" }));
  assert.equal(keeper.acknowledge(saved()), false);
  assert.equal(keeper.kept("visit").values.place.value, "Phòng B");
});

test("a form that shows all that is kept was saved: it is forgotten", () => {
  const { store } = keeperWith({ place: "Phòng A" });
  const next = new Keeper(store);
  assert.equal(next.lacking("visit", inputs({ ...EMPTY, place: "Phòng A" })), null);
  assert.equal(next.kept("visit"), null);
});

test("until the server has put back what is kept, no tap elsewhere loses it", () => {
  const { store } = keeperWith({ place: "Phòng A" });
  const next = new Keeper(store);
  next.lacking("visit", inputs(EMPTY));
  next.touch("visit", inputs(EMPTY));
  next.keep("visit", inputs({ ...EMPTY, period: "2026" }));
  assert.deepEqual(Object.keys(next.kept("visit").values).sort(), ["period", "place"]);
  next.keep("visit", inputs({ place: "Phòng A", period: "2026" }));
  next.keep("visit", inputs({ place: "", period: "2026" }));
  assert.deepEqual(Object.keys(next.kept("visit").values), ["period"]);
});

test("what somebody typed before what is kept could be read is not overwritten by it", () => {
  const { store } = keeperWith({ place: "Phòng A", period: "2026" });
  const next = new Keeper(store);
  next.shown.set("visit", { ...EMPTY });
  const values = inputs({ ...EMPTY, place: "Phòng C" });
  assert.deepEqual(next.lacking("visit", values).values, { period: ["text", "2026"] });
  next.keep("visit", values);
  assert.equal(next.kept("visit").values.place.value, "Phòng C");
  assert.equal(next.kept("visit").values.period.value, "2026");
});

test("a value that somebody else stored meanwhile is named", () => {
  const { store } = keeperWith({ place: "Phòng A" });
  const asked = new Keeper(store).lacking("visit", inputs({ ...EMPTY, place: "Phòng của Hoa" }));
  assert.deepEqual(asked.changed, [["place", "Phòng của Hoa"]]);
});

test("what its writer drops is gone, and of parts that save themselves each goes alone", () => {
  const dropped = keeperWith({ place: "Phòng A" });
  dropped.acknowledge(saved({ dropped: true }));
  assert.equal(dropped.kept("visit"), null);
  const parts = keeperWith({ place: "Đạt", period: "Không đạt" });
  parts.acknowledge(saved({ parts: { place: "Đạt", period: "Đạt" } }));
  assert.deepEqual(Object.keys(parts.kept("visit").values), ["period"]);
});

test("an input that is not there just now stays as it is kept", () => {
  const keeper = keeperWith({ place: "Phòng A" });
  keeper.keep("visit", inputs({ period: "2026" }));
  assert.deepEqual(Object.keys(keeper.kept("visit").values).sort(), ["period", "place"]);
});

test("a form that is too large for the tablet says that it is not kept", () => {
  const keeper = keeperWith({ place: "a".repeat(LARGEST + 1) });
  assert.equal(keeper.standing("visit"), "here");
  keeper.keep("visit", inputs({ ...EMPTY, place: "Phòng A" }));
  assert.equal(keeper.standing("visit"), "kept");
});

test("what stood in an input before anybody touched it counts, where these modules came later", () => {
  const keeper = new Keeper(new MemoryStore(), () => 5);
  const late = { place: { kind: "text", value: "Phòng A", label: "place", first: "" } };
  keeper.touch("visit", late);
  keeper.keep("visit", late);
  assert.equal(keeper.kept("visit").values.place.before, "");
});

test("of too many forms the oldest goes, and none that is being filled in", () => {
  const store = new MemoryStore();
  for (let at = 0; at < MOST_FORMS; at += 1) store.put(`form:f${at}`, { at, values: { place: {} } });
  store.put("draft:1", {});
  const keeper = keeperWith({ place: "Phòng A" }, store);
  assert.equal(keeper.kept("f0"), null);
  assert.equal(store.all("form:").length, MOST_FORMS);
  keeper.shown.set("f1", {});
  store.put("form:another", { at: 900, values: {} });
  keeper.tidy();
  assert.notEqual(keeper.kept("f1"), null);
  assert.notEqual(store.get("draft:1"), null);
});

test("a form goes when its days are over, and not before", () => {
  const { store } = keeperWith({ place: "Phòng A" });
  new Keeper(store, () => 5 + LONGEST).tidy();
  assert.notEqual(store.get("form:visit"), null);
  new Keeper(store, () => 6 + LONGEST).tidy();
  assert.equal(store.get("form:visit"), null);
});

test("two tabs with one form keep each what was typed in it, and what one saved the other does not bring back", () => {
  const store = new MemoryStore();
  const one = keeperWith({ place: "Phòng A" }, store);
  const other = keeperWith({ period: "2026" }, store);
  const texts = () => Object.entries(one.kept("visit")?.values ?? {}).map(([id, { value }]) => [id, value]).sort();
  assert.deepEqual(texts(), [["period", "2026"], ["place", "Phòng A"]]);
  other.keep("visit", inputs({ place: "Phòng B", period: "2026" }));
  one.keep("visit", inputs({ place: "Phòng A", period: "" }));
  assert.deepEqual(texts(), [["period", "2026"], ["place", "Phòng B"]]);

  other.send("visit", inputs({ place: "Phòng B", period: "2026" }));
  other.acknowledge(saved());
  one.keep("visit", inputs({ place: "Phòng A", period: "" }));
  assert.deepEqual(texts(), []);
  one.keep("visit", inputs({ place: "Phòng A, tầng 2", period: "" }));
  assert.deepEqual(texts(), [["place", "Phòng A, tầng 2"]]);
});
