// Acts that wait: kept before they are sent, brought back by the next page, the newest wording in place of older ones.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Queue } from "../../../iso_audit/card/client/queue.js";
import { event, MemoryStore, queueWith } from "./tablet.js";

const words = (value, values = {}) => event({ field: "evidence", value, ...values });

test("an act is on the tablet before anything is sent, and the next page finds it", () => {
  const store = new MemoryStore();
  const act = event();
  new Queue(store).add(act);
  const next = new Queue(store);
  assert.deepEqual(next.load(), [act]);
});

test("the newest wording takes the place of one that never left, and of nothing else", () => {
  const [grade, first, second] = [event(), words("mộ"), words("một")];
  const queue = queueWith(grade, first, second);
  assert.deepEqual(queue.inOrder().map((one) => one.value), ["conformity", "một"]);
  assert.equal(second.replaces.includes(first.id), false);
});

test("a wording that is on its way stays, and is replaced by name", () => {
  const first = words("mộ");
  const queue = queueWith(first);
  queue.start([first]);
  const second = words("một");
  queue.add(second);
  assert.equal(queue.events.size, 2);
  queue.stop([first]);
  const third = words("một hai");
  queue.add(third);
  assert.deepEqual(third.replaces, [first.id]);
});

test("what the server accepted is forgotten on the tablet, what it refused is kept with its sentence", () => {
  const [kept, refused] = [event(), event({ subject: "item:P02" })];
  const queue = queueWith(kept, refused);
  queue.accepted(kept.id);
  queue.refused(refused.id, "Không được phép");
  assert.equal(queue.events.size, 0);
  assert.deepEqual([...queue.store.values.keys()], [`refused:${refused.id}`]);
  assert.equal(queue.refusalsOf("a", "item:P02")[0].message, "Không được phép");
});

test("a batch holds at most a hundred acts and little enough for a page that closes", () => {
  const many = Array.from({ length: 150 }, () => event());
  assert.equal(queueWith(...many).batch().length, 100);
  const long = Array.from({ length: 5 }, (_, at) => words("x".repeat(20_000), { subject: `item:P${at}` }));
  assert.equal(queueWith(...long).batch().length, 2);
  assert.equal(queueWith(words("x".repeat(90_000))).batch().length, 1);
});

test("what another tab sent is no longer waiting here", () => {
  const act = event();
  const queue = queueWith(act);
  assert.deepEqual(queue.follow(queue.eventKey(act), null), { event: act, became: "sent" });
  assert.equal(queue.events.size, 0);
});
