// The cases that Python's journal and the database run too (tests/cases), and what only the tablet's journal knows.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fold, Journal } from "../../../iso_audit/card/client/journal.js";
import { Judgements } from "../../../iso_audit/card/client/judgements.js";
import { event } from "./tablet.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../../cases/${name}`, import.meta.url), "utf-8"));
const SUBJECT = "item:P01";
const meanings = read("meanings.json");
const GRADES = new Map(meanings.grades.map((grade) => [grade.id, grade]));
const TEXTS = meanings.item_texts;

function journalOf(account, device, heads, field = "grade") {
  const journal = new Journal({ id: account, may_record: true }, device);
  journal.merge([{ subject: SUBJECT, field, heads }], 1);
  return journal;
}

for (const one of read("journal.json")) {
  test(`journal: ${one.name}`, () => {
    const heads = fold(one.events);
    assert.deepEqual(fold([...one.events].reverse()), heads);
    assert.deepEqual(heads.map((head) => head.id), one.heads);
    const shared = journalOf("somebody", "t0", heads);
    assert.equal(shared.value(SUBJECT, "grade"), one.value);
    assert.equal(shared.disputed(SUBJECT, "grade"), one.disputed);
    for (const act of one.ordinary) {
      assert.deepEqual(journalOf(act.account, act.device, heads).seen(SUBJECT, "grade").sort(), act.replaces);
    }
  });
}

for (const one of read("gaps.json")) {
  test(`gaps: ${one.name}`, () => {
    const journal = new Journal({ id: "an" }, "t1");
    const heads = (value) => [{ id: "1", value, account: "an", name: "An", device: "t1", made_at: 1 }];
    journal.merge(Object.entries(one.values).map(([field, value]) => ({ subject: SUBJECT, field, heads: heads(value) })), 1);
    const { grade, missing } = new Judgements(journal, GRADES, TEXTS).of("P01");
    assert.deepEqual([...(grade === null ? ["unanswered"] : []), ...missing], one.gaps);
  });
}

/** An audit of three items with the conditions of a case, and what was entered; several values are by as many people. */
function askedOf(one, held) {
  const journal = new Journal({ id: "an" }, "t1");
  const head = (value, at) => ({ id: String(at), value, account: `p${at}`, name: "", device: "t", made_at: at });
  journal.merge(one.fields.map(([subject, field, values]) => ({ subject, field, heads: values.map(head) })), 1);
  const items = ["A", "B", "C"].map((id) => ({ id, asked_when: one.conditions[id] ?? null }));
  return { journal, items, judgements: new Judgements(journal, GRADES, TEXTS, items, held) };
}

const WAITS = { conditions: { B: { item: "A", grades: ["conformity"] } }, fields: [] };

for (const one of read("asked.json")) {
  test(`asked: ${one.name}`, () => {
    const { items, judgements } = askedOf(one);
    assert.deepEqual(judgements.asked(items).map((item) => item.id), one.asked);
    assert.equal(judgements.counts(["A", "B", "C"]).total, one.asked.length);
  });
}

test("an act that waits on the tablet asks at once, and taking it back unasks", () => {
  const { journal, judgements } = askedOf(WAITS);
  const act = event({ subject: "item:A" });
  journal.wait(act);
  assert.deepEqual([judgements.isAsked("B"), judgements.counts(["A", "B"]).unanswered], [true, 1]);
  journal.release(act, null);
  assert.deepEqual([judgements.isAsked("B"), judgements.counts(["A", "B"]).unanswered], [false, 1]);
});

test("what the tablet holds of an item keeps it, though its condition does not hold", () => {
  const { judgements } = askedOf(WAITS, (itemId) => itemId === "B");
  assert.deepEqual([judgements.isAsked("B"), judgements.holds("B")], [true, false]);
  assert.deepEqual(judgements.hangingOn("A"), ["B"]);
});

test("an act is shown before the server has it, and stays when it was accepted", () => {
  const journal = new Journal({ id: "an", may_record: true }, "t1");
  const act = event();
  journal.wait(act);
  assert.equal(journal.value(SUBJECT, "grade"), "conformity");
  assert.equal(journal.unsentOf(SUBJECT), 1);
  journal.release(act, 5);
  assert.equal(journal.unsentOf(SUBJECT), 0);
  assert.equal(journal.savedAt(SUBJECT, ["grade"]), 5);
});

test("an act that is taken back shows what stood there before", () => {
  const journal = journalOf("an", "t1", [{ id: "0", value: "observation", account: "an", device: "t1", made_at: 0 }]);
  const act = event({ replaces: ["0"] });
  journal.wait(act);
  journal.release(act, null);
  assert.equal(journal.value(SUBJECT, "grade"), "observation");
});

test("counts leave out what does not apply and tell disagreements and gaps", () => {
  const journal = new Journal({ id: "an" }, "t1");
  const head = (id, account, value) => ({ id, value, account, name: account, device: account, made_at: Number(id) });
  journal.merge([
    { subject: "item:P01", field: "grade", heads: [head("1", "an", "conformity"), head("2", "binh", "observation")] },
    { subject: "item:P02", field: "grade", heads: [head("3", "an", "not_applicable")] },
  ], 3);
  const counts = new Judgements(journal, GRADES, TEXTS).counts(["P01", "P02", "P03"]);
  const { total, applicable, judged, unanswered, disputed, gaps } = counts;
  assert.deepEqual({ total, applicable, judged, unanswered, disputed, gaps }, {
    total: 3, applicable: 2, judged: 1, unanswered: 1, disputed: 1, gaps: 2,
  });
});
