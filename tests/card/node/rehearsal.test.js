// A checklist that is tried before it is in force: every act is taken at once, and nothing asks a network.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PageStore, Rehearsal } from "../../../iso_audit/card/client/rehearsal.js";
import { Sender } from "../../../iso_audit/card/client/sender.js";
import { Unreachable } from "../../../iso_audit/card/client/server.js";
import { clockAt, event, queueWith } from "./tablet.js";

const NOON = 1_500_000_000_000;

test("an act is taken at once and waits no more", async (t) => {
  const asked = t.mock.method(globalThis, "fetch", () => assert.fail("a network was asked"));
  const act = event();
  const accepted = [];
  const on = { state() {}, accepted: (events) => accepted.push(...events), refused() {}, changes() {} };
  const server = new Rehearsal(clockAt(NOON), "tablet", "preview");
  const sender = new Sender({ server, queue: queueWith(act), audit: "preview", account: "preview", position: () => 0, on });
  await sender.send();
  assert.deepEqual([accepted.map(({ id }) => id), sender.queue.events.size, sender.state], [[act.id], 0, "idle"]);
  assert.equal(asked.mock.callCount(), 0);
  sender.end();
});

test("it knows of no colleague, no minutes and no history, and tells the time of the card", async () => {
  const server = new Rehearsal(clockAt(NOON), "tablet", "preview");
  const bodies = [await server.changes("preview", 7), await server.history(), await server.session()];
  assert.deepEqual(
    bodies.map(({ status, body }) => [status, body]),
    [
      [200, { position: 7, fields: [], minutes: null, server_time: NOON }],
      [200, { events: [], server_time: NOON }],
      [200, { account: "preview", server_time: NOON }],
    ],
  );
});

test("whatever else the card would ask of a server is not sent", async () => {
  const server = new Rehearsal(clockAt(NOON), "tablet", "preview");
  await assert.rejects(server.request(), Unreachable);
});

test("what is typed is in this page alone: no disk, no other tab, and it is called so", async (t) => {
  const told = t.mock.fn();
  const open = t.mock.fn();
  globalThis.indexedDB = /** @type {any} */ ({ open });
  const store = new PageStore("preview", { changed() {}, opened: told, followed() {} });
  store.put("draft:preview:item:P01|evidence", { text: "thử" });
  await store.flush();
  assert.deepEqual(store.get("draft:preview:item:P01|evidence"), { text: "thử" });
  assert.equal(store.standing(["draft:preview:item:P01|evidence"]), "here");
  store.end();
  await store.flush();
  assert.deepEqual([told.mock.callCount(), open.mock.callCount()], [1, 0]);
});
