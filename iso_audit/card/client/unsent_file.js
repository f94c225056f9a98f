// What waits on this tablet, counted, and as a file that another tablet of the same account takes in.

import { tidy } from "./text.js";

/** @import { Unsent, UnsentNeeds } from "../types.js" */
/** @import { Client } from "./client.js" */

const KIND = "iso-audit-unsent";
const FORMAT = 1;
const STARTS = ["event:", "draft:", "signature:"];
const CHUNK = 0x8000;

/** The texts of the tablet's store that wait for the server, as [key, value]; of signatures too. */
export function unsentEntries(store) {
  return STARTS.flatMap((start) => store.all(start));
}

/**
 * Everything that waits, in words that JSON can hold.
 *
 * What the tablet's own clocks showed stays behind: another tablet would be wrong about it, the reckoned moment goes along.
 *
 * @param {UnsentNeeds} needs
 * @returns {Promise<Unsent>}
 */
export async function unsent({ account, device, store, photoStore, photos }) {
  const told = await Promise.all(photos.map(async (photo) => ({ photo: plain(photo), data: asText(await photoStore.bytes(photo)) })));
  const entries = unsentEntries(store).map(([key, value]) => /** @type {[string, any]} */ ([key, plain(value)]));
  return { kind: KIND, format: FORMAT, account: account.id, name: account.name, device, entries, photos: told };
}

function plain(value) {
  const told = { ...value };
  for (const name of ["tablet_at", "ticks", "page"]) delete told[name];
  return told;
}

function asText(bytes) {
  if (!bytes) return "";
  const all = new Uint8Array(bytes);
  let text = "";
  for (let at = 0; at < all.length; at += CHUNK) text += String.fromCharCode(...all.subarray(at, at + CHUNK));
  return btoa(text);
}

function asBytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
}

/** What a file holds, or an error that names the words to say: it is none of ours, or another account's. */
export function readUnsent(text, accountId) {
  const told = parsed(text);
  const shaped = told?.kind === KIND && told.format === FORMAT && Array.isArray(told.entries) && Array.isArray(told.photos);
  if (!shaped || !told.entries.every(isEntry) || !told.photos.every(isPhoto)) throw new UnsentRefused("unsent_no_file");
  if (told.account !== accountId) throw new UnsentRefused("unsent_other", { name: String(told.name) });
  return told;
}

/** The values of JSON with the bytes of its photographs, null where it is none. */
function parsed(text) {
  try {
    const told = JSON.parse(text);
    for (const one of told.photos) one.bytes = asBytes(one.data);
    return told;
  } catch {
    return null;
  }
}

/** A file that is not taken in; `key` names the words that say why. */
export class UnsentRefused extends Error {
  /**
   * @param {string} key
   * @param {Record<string, string>} [slots]
   */
  constructor(key, slots = {}) {
    super(key);
    this.key = key;
    this.slots = slots;
  }
}

const isText = (value) => typeof value === "string" && value !== "";

function isEntry(entry) {
  if (!Array.isArray(entry) || !isText(entry[0]) || typeof entry[1] !== "object" || !entry[1]) return false;
  const [key, value] = entry;
  if (key.startsWith("event:")) {
    return key === `event:${value.audit}:${value.id}` && [value.id, value.subject, value.field].every(isText) && Array.isArray(value.replaces);
  }
  if (key.startsWith("draft:")) return [value.subject, value.field].every(isText) && typeof value.text === "string" && Array.isArray(value.seen);
  return key === `signature:${value.id}` && isText(value.version);
}

function isPhoto(one) {
  return isText(one?.data) && [one.photo?.id, one.photo?.audit, one.photo?.item].every(isText);
}

/**
 * Take in what a file holds: it waits here from now on, and is sent. What this tablet has already is left as it is.
 *
 * The server may have it all: what it answers then is older than what the journal shows, so the whole audit is asked for.
 *
 * @param {Client} client
 * @returns {Promise<number>} how many were taken in
 */
export async function takeIn(client, told) {
  const { store, photos, waiting, sender } = client;
  const entries = told.entries.map((entry) => asAct(client, entry)).filter(([key]) => store.get(key) === null);
  for (const [key, value] of entries) store.put(key, { ...value, elsewhere: true });
  waiting.bringBack();
  const news = told.photos.filter(({ photo }) => !photos.queue.photos.has(photo.id));
  for (const { photo, bytes } of news) await photos.queue.takeIn({ ...photo, elsewhere: true }, bytes);
  client.changed(new Set(entries.map(([, value]) => value.subject).filter(Boolean)));
  sender.send().then(() => sender.lookAfresh());
  photos.queue.send();
  return entries.length + news.length;
}

/** An entry as it waits here: what was still being written on the other tablet is an act by now. */
function asAct({ clock, acts }, [key, value]) {
  if (!key.startsWith("draft:")) return [key, value];
  const { subject, field, text, seen } = value;
  const audit = key.slice("draft:".length, -`:${subject}|${field}`.length);
  const { id, made_at } = clock.stamp();
  const event = { id, made_at, audit, subject, field, value: tidy(text) || null, replaces: seen, device: acts.device };
  return [`event:${audit}:${id}`, event];
}
