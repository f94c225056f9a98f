// What a person does becomes events that replace what they had seen; the last act can be undone; texts wait as drafts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Acts } from "../../../iso_audit/card/client/acts.js";
import { Journal } from "../../../iso_audit/card/client/journal.js";
import { Queue } from "../../../iso_audit/card/client/queue.js";
import { clockAt, MemoryStore } from "./tablet.js";

function person(account = "an", device = "t1", guards = undefined) {
  const store = new MemoryStore();
  const journal = new Journal({ id: account, name: account, may_record: true }, device);
  const queue = new Queue(store);
  const on = { recorded: () => undefined, acted: () => undefined };
  const clock = clockAt(1_000_000);
  const acts = new Acts({ audit: "a", device, clock, store, queue, journal, longest: () => 20, guards, on });
  return { acts, journal, queue, store };
}

const head = (id, account, device, value) => ({ id, account, name: account, device, value, made_at: Number(id) });
const disagreeing = (journal) =>
  journal.merge([{ subject: "item:P01", field: "grade", heads: [head("1", "an", "t1", "conformity"), head("2", "binh", "t2", "observation")] }], 2);

test("a second tap on the same grade does nothing", () => {
  const { acts, queue } = person();
  acts.grade("P01", "conformity");
  acts.grade("P01", "conformity");
  assert.equal(queue.events.size, 1);
});

test("an ordinary act in a disagreement replaces this device's side alone", () => {
  const { acts, journal, queue } = person();
  disagreeing(journal);
  acts.grade("P01", "good_practice");
  assert.deepEqual([...queue.events.values()][0].replaces, ["1"]);
});

test("settling replaces every side", () => {
  const { acts, journal } = person();
  disagreeing(journal);
  acts.settle("P01", "grade", "observation");
  assert.equal(journal.disputed("item:P01", "grade"), false);
});

test("undoing puts back what stood there, where nothing newer does", () => {
  const { acts, journal } = person();
  acts.grade("P01", "conformity");
  acts.grade("P01", "observation");
  acts.undo();
  assert.equal(journal.value("item:P01", "grade"), "conformity");
});

test("a draft is on the tablet while it is typed, and becomes an event that replaces what its writer saw", () => {
  const { acts, queue, store } = person();
  acts.keepDraft("item:P01", "evidence", "sổ", ["7"]);
  assert.equal(store.all("draft:").length, 1);
  acts.write(acts.draft("item:P01", "evidence"));
  assert.equal(store.all("draft:").length, 0);
  const [event] = queue.events.values();
  assert.deepEqual([event.value, event.replaces], ["sổ", ["7"]]);
});

test("a text too long for the server stays a draft", () => {
  const { acts, queue, store } = person();
  acts.keepDraft("item:P01", "evidence", "x".repeat(21), []);
  assert.equal(acts.write(acts.draft("item:P01", "evidence")), null);
  assert.deepEqual([queue.events.size, store.all("draft:").length], [0, 1]);
});

const recordedBy = (journal, account, value) =>
  journal.merge([{ subject: "item:P01", field: "grade", heads: [head("1", account, "t2", value)] }], 1);
const always = () => true;

test("a tap does not replace a colleague's guarded grade: it is kept beside it and asked about", () => {
  const { acts, journal, queue } = person("an", "t1", always);
  recordedBy(journal, "binh", "minor_nonconformity");
  acts.grade("P01", "observation");
  assert.deepEqual([...queue.events.values()].map((one) => [one.value, one.replaces]), [["observation", []]]);
  assert.equal(journal.disputed("item:P01", "grade"), true);
  assert.equal(acts.besideOf("P01")?.event.value, "observation");
});

test("what nobody guards, and what is one's own, is replaced by a tap as ever", () => {
  const [unguarded, own] = [person(), person("an", "t1", always)];
  recordedBy(unguarded.journal, "binh", "observation");
  recordedBy(own.journal, "an", "minor_nonconformity");
  for (const { acts, journal } of [unguarded, own]) {
    acts.grade("P01", "conformity");
    assert.deepEqual([journal.disputed("item:P01", "grade"), acts.besideOf("P01")], [false, undefined]);
  }
});

test("replacing after the question leaves one grade, keeping both leaves the disagreement, undoing leaves the colleague's", () => {
  const answers = {
    replace: (acts) => acts.settle("P01", "grade", "observation"),
    keep: (acts) => acts.keepBeside("P01"),
    undo: (acts) => acts.takeBack(acts.besideOf("P01")),
  };
  const outcome = Object.entries(answers).map(([name, answer]) => {
    const { acts, journal } = person("an", "t1", always);
    recordedBy(journal, "binh", "minor_nonconformity");
    acts.grade("P01", "observation");
    answer(acts);
    return [name, journal.disputed("item:P01", "grade"), journal.value("item:P01", "grade"), acts.besideOf("P01")];
  });
  assert.deepEqual(outcome, [
    ["replace", false, "observation", undefined],
    ["keep", true, "observation", undefined],
    ["undo", false, "minor_nonconformity", undefined],
  ]);
});

test("after undoing, the grade is still the colleague's: the next tap is asked about again", () => {
  const { acts, journal } = person("an", "t1", always);
  recordedBy(journal, "binh", "minor_nonconformity");
  acts.grade("P01", "observation");
  acts.undo();
  assert.equal(journal.author("item:P01", "grade").account, "binh");
  acts.grade("P01", "conformity");
  assert.equal(journal.disputed("item:P01", "grade"), true);
});

test("a grade that the tablet did not know of is not replaced by what was tapped without a network", () => {
  const { acts, journal } = person("an", "t1", always);
  acts.grade("P01", "conformity");
  recordedBy(journal, "binh", "major_nonconformity");
  assert.deepEqual(journal.sides("item:P01", "grade").map((one) => one.value).sort(), ["conformity", "major_nonconformity"]);
});

test("clearing a colleague's guarded grade is asked about as well", () => {
  const { acts, journal } = person("an", "t1", always);
  recordedBy(journal, "binh", "minor_nonconformity");
  acts.grade("P01", null);
  assert.equal(acts.besideOf("P01")?.event.value, null);
  assert.equal(journal.heads("item:P01", "grade").length, 2);
});
