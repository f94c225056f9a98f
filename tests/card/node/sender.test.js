// Sending until every act is acknowledged, over a server that a test answers for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Sender } from "../../../iso_audit/card/client/sender.js";
import { Unreachable } from "../../../iso_audit/card/client/server.js";
import { event, queueWith } from "./tablet.js";

/** A sender whose server answers by `answer`, and what it was sent and told. */
function senderOf(queue, answer) {
  const seen = { sent: [], accepted: [], refused: [] };
  const server = {
    clock: { settle: () => undefined },
    sendEvents: async (events) => {
      seen.sent.push(events.map((one) => one.id));
      return answer(events);
    },
    changes: async () => ({ status: 200, body: { position: 0, fields: [] } }),
    session: async () => ({ status: 200, body: { account: "an" } }),
  };
  const on = {
    state: () => undefined,
    accepted: (events) => seen.accepted.push(...events.map((one) => one.id)),
    refused: (one) => seen.refused.push(one.id),
    changes: () => undefined,
  };
  const sender = new Sender({ server, queue, audit: "a", account: "an", position: () => 0, on });
  return { sender, seen };
}

const accepting = (events) => ({ status: 200, body: { server_time: 1, accepted: events.map((one) => one.id), refused: [] } });

test("what was acknowledged no longer waits", async () => {
  const act = event();
  const { sender, seen } = senderOf(queueWith(act), accepting);
  await sender.send();
  assert.deepEqual([seen.accepted, sender.queue.events.size, sender.state], [[act.id], 0, "idle"]);
  sender.end();
});

test("without a network everything stays, and is sent again with the same ids", async () => {
  const act = event();
  let away = true;
  const { sender, seen } = senderOf(queueWith(act), (events) => {
    if (away) throw new Unreachable("away");
    return accepting(events);
  });
  await sender.send();
  assert.deepEqual([sender.state, sender.delayed, sender.queue.events.size], ["waiting", true, 1]);
  away = false;
  await sender.wake();
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(seen.sent, [[act.id], [act.id]]);
  assert.equal(sender.queue.events.size, 0);
  sender.end();
});

test("an answer that acknowledges nothing is no acknowledgement", async () => {
  const { sender } = senderOf(queueWith(event()), () => ({ status: 200, body: { accepted: [], refused: [] } }));
  await sender.send();
  assert.deepEqual([sender.queue.events.size, sender.state], [1, "waiting"]);
  sender.end();
});

test("of a batch refused as a whole only what is wrong is put aside", async () => {
  const [good, bad] = [event(), event({ subject: "item:P02", value: "?" })];
  const { sender, seen } = senderOf(queueWith(good, bad), (events) =>
    events.some((one) => one.id === bad.id) ? { status: 400, body: { message: "sai" } } : accepting(events),
  );
  await sender.send();
  assert.deepEqual([seen.accepted, seen.refused], [[good.id], [bad.id]]);
  assert.equal(sender.queue.refusals.get(bad.id).message, "sai");
  sender.end();
});

test("a session that ended keeps everything and stops asking", async () => {
  const { sender, seen } = senderOf(queueWith(event()), () => ({ status: 401, body: {} }));
  await sender.send();
  await sender.send();
  assert.deepEqual([sender.state, seen.sent.length, sender.queue.events.size], ["signed_out", 1, 1]);
  sender.end();
});
