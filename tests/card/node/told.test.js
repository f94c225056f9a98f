// What a person is told of: minutes that are fixed when something is recorded, and one's own grade replaced by a colleague.

import assert from "node:assert/strict";
import { test } from "node:test";

import { AfterMinutes } from "../../../iso_audit/card/client/after_minutes.js";
import { Journal } from "../../../iso_audit/card/client/journal.js";
import { Replaced } from "../../../iso_audit/card/client/replaced.js";
import { Words } from "../../../iso_audit/card/client/text.js";
import { event, MemoryStore } from "./tablet.js";

const LOCKED = { id: "v1", state: "locked", number: "01/BB" };
const ISSUED = { ...LOCKED, state: "issued" };

function page({ minutes = null, replaced = [], store = new MemoryStore() } = {}) {
  const account = { id: "an", name: "An", may_record: true };
  store.get = (key) => store.parse(store.values.get(key));
  return {
    account, store, audit: { id: "a" }, data: { minutes, replaced }, words: new Words({ minutes_locked: "{number} locked" }),
    journal: new Journal(account, "t1"), acts: { taken: [], takeBack(change) { this.taken.push(change); } },
    changed: () => undefined,
  };
}

test("the first act after the minutes were locked is asked about, the next ones no more once it is kept", () => {
  const client = page({ minutes: LOCKED });
  const minutes = new AfterMinutes(client);
  minutes.recorded(event(), null);
  assert.equal(minutes.askedOf("P01").event.value, "conformity");
  minutes.keep();
  minutes.recorded(event(), null);
  assert.equal(minutes.askedOf("P01"), null);
  const reloaded = new AfterMinutes(page({ minutes: LOCKED, store: client.store }));
  reloaded.recorded(event(), null);
  assert.equal(reloaded.asked, null);
});

test("an act that is taken back goes back to what stood there, and the next one is asked about again", () => {
  const client = page({ minutes: LOCKED });
  const minutes = new AfterMinutes(client);
  minutes.recorded(event(), "observation");
  minutes.takeBack();
  assert.deepEqual(client.acts.taken.map((one) => one.before), ["observation"]);
  minutes.recorded(event(), null);
  assert.notEqual(minutes.asked, null);
});

test("what was done in one go is taken back together, however long the question waited", () => {
  const client = page({ minutes: LOCKED });
  const minutes = new AfterMinutes(client);
  const changes = ["P01", "P02"].map((itemId) => ({ itemId, field: "grade", before: null, event: event({ subject: `item:${itemId}` }) }));
  for (const change of changes) minutes.recorded(change.event, null);
  minutes.acted({ kind: "rest", changes });
  minutes.acted({ kind: "grade", changes: [{ event: event() }] });
  minutes.takeBack();
  assert.deepEqual(client.acts.taken.map((one) => one.itemId), ["P01", "P02"]);
});

test("minutes that are locked, and issued later, while the page is open are told by the server's answers", () => {
  const minutes = new AfterMinutes(page());
  assert.equal(minutes.line(), "");
  assert.equal(minutes.take(undefined), false);
  assert.equal(minutes.take(LOCKED), true);
  assert.equal(minutes.line(), "01/BB locked");
  minutes.recorded(event(), null);
  minutes.keep();
  assert.equal(minutes.take(ISSUED), true);
  minutes.recorded(event(), null);
  assert.notEqual(minutes.asked, null);
});

test("nothing is asked while the text of the minutes is open", () => {
  const minutes = new AfterMinutes(page());
  minutes.recorded(event(), null);
  assert.equal(minutes.asked, null);
});

const head = (id, account, value) => ({ id, account, name: account, device: account, value, made_at: Number(id) });
const grade = (...heads) => [{ subject: "item:P01", field: "grade", heads }];

function told(client, replaced, fields) {
  replaced.note(fields);
  client.journal.merge(fields, 1);
  return replaced.of("P01");
}

test("the author is told whose grade stands in place of the own, until that was seen", () => {
  const client = page();
  const replaced = new Replaced(client);
  client.journal.merge(grade(head("1", "an", "minor_nonconformity")), 1);
  const one = told(client, replaced, grade(head("2", "binh", "observation")));
  assert.deepEqual([one.value, one.head.name], ["minor_nonconformity", "binh"]);
  replaced.seen("P01");
  assert.equal(replaced.of("P01"), null);
  assert.equal(told(client, replaced, grade(head("3", "chi", "conformity"))).head.name, "chi");
});

test("who was away is told by the page's data, and no more once the own grade stands again", () => {
  const client = page({ replaced: [{ item: "P01", value: "minor_nonconformity" }] });
  client.journal.merge(grade(head("2", "binh", "observation")), 1);
  const replaced = new Replaced(client);
  assert.equal(replaced.of("P01").head.name, "binh");
  assert.equal(told(client, replaced, grade(head("3", "an", "minor_nonconformity"))), null);
});

test("a disagreement replaces nothing, so nothing is told", () => {
  const client = page();
  const replaced = new Replaced(client);
  client.journal.merge(grade(head("1", "an", "minor_nonconformity")), 1);
  assert.equal(told(client, replaced, grade(head("1", "an", "minor_nonconformity"), head("2", "binh", "observation"))), null);
});
