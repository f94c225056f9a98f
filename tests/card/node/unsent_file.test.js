// What waits on a tablet goes out as a file and is taken in on another tablet of the same account, and nowhere else.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Acts } from "../../../iso_audit/card/client/acts.js";
import { Journal } from "../../../iso_audit/card/client/journal.js";
import { Queue } from "../../../iso_audit/card/client/queue.js";
import { readUnsent, takeIn, unsent } from "../../../iso_audit/card/client/unsent_file.js";
import { Waiting } from "../../../iso_audit/card/client/waiting.js";
import { clockAt, MemoryStore } from "./tablet.js";

const BYTES = Uint8Array.from([255, 0, 216, 7]).buffer;

function tablet(device, id = "an") {
  const account = { id, name: "An", may_record: true };
  const store = Object.assign(new MemoryStore(), { overlaid: new Map() });
  store.get = (key) => store.parse(store.values.get(key));
  const [clock, queue, journal] = [clockAt(1_000_000), new Queue(store), new Journal(account, device)];
  const on = { recorded: () => undefined, acted: () => undefined };
  const acts = new Acts({ audit: "a", device, clock, store, queue, journal, longest: () => 100, on });
  const photos = { queue: { photos: new Map(), bytes: new Map(), send: () => undefined } };
  photos.queue.takeIn = async (photo, bytes) => photos.queue.photos.set(photo.id, photo) && photos.queue.bytes.set(photo.id, bytes);
  const sender = { send: async () => undefined, lookAfresh: () => undefined };
  const client = { account, audit: { id: "a" }, store, clock, queue, journal, acts, photos, sender, changed: () => undefined };
  return Object.assign(client, { waiting: new Waiting(client) });
}

async function file({ account, acts, store }, photos = []) {
  return JSON.stringify(await unsent({ account, device: acts.device, store, photos, photoStore: { bytes: async () => BYTES } }));
}

const shown = ({ journal }, field) => journal.value("item:P01", field);

test("acts, texts still being written and photographs arrive on the other tablet, each once", async () => {
  const [first, second] = [tablet("t1"), tablet("t2")];
  first.acts.grade("P01", "observation");
  first.acts.keepDraft("item:P01", "evidence", "Sổ số 12", []);
  const text = await file(first, [{ id: "p", audit: "a", item: "P01", made_at: 5, tablet_at: 7 }]);
  assert.equal(await takeIn(second, readUnsent(text, "an")), 3);
  assert.deepEqual([shown(second, "grade"), shown(second, "evidence")], ["observation", "Sổ số 12"]);
  assert.deepEqual(new Uint8Array(second.photos.queue.bytes.get("p")), new Uint8Array(BYTES));
  assert.deepEqual([...second.queue.events.keys()].includes([...first.queue.events.keys()][0]), true);
  assert.equal(await takeIn(second, readUnsent(text, "an")), 1);
  assert.equal(shown(second, "evidence"), "Sổ số 12");
});

test("an act keeps its moment, and nothing that the other tablet's clocks showed goes along", async () => {
  const [first, second] = [tablet("t1"), tablet("t2")];
  first.acts.grade("P01", "observation");
  await takeIn(second, readUnsent(await file(first), "an"));
  const [mine] = first.queue.events.values();
  const [theirs] = second.queue.events.values();
  second.clock.kept = mine.made_at + 5_000;
  assert.deepEqual(second.clock.told(theirs), { made_at: mine.made_at, tablet_at: undefined, waited: undefined });
});

test("another account's file, and what is no such file, is refused with the words that say why", async () => {
  const text = await file(tablet("t1"));
  assert.throws(() => readUnsent(text, "binh"), { key: "unsent_other", slots: { name: "An" } });
  const damaged = JSON.stringify({ ...JSON.parse(text), entries: [["event:a:1", { id: "2" }]] });
  for (const other of ["", "{}", "[1]", damaged]) assert.throws(() => readUnsent(other, "an"), { key: "unsent_no_file" });
});
