// What the card's modules hand to each other, told to the type checker; no browser ever reads this file.

import type { Clock } from "./client/clock.js";
import type { Journal } from "./client/journal.js";
import type { Queue } from "./client/queue.js";
import type { Server } from "./client/server.js";
import type { Words } from "./client/text.js";
import type { SigningQueue } from "../signature_pad/signing_sender.js";

export type Timer = ReturnType<typeof setTimeout> | undefined;
export type Child = Node | string | false | null | undefined | 0 | "";
export type Point = [number, number];
export type Rectangle = [number, number, number, number];

/** Options of an element: its text, listeners and data attributes; everything else is an attribute. */
export interface Options {
  text?: string;
  on?: Record<string, (event: any) => void>;
  data?: Record<string, string>;
  [attribute: string]: unknown;
}

// What the server tells: `iso_audit/presenting/card.py`.

/** Everything the card shows before it asks the server. */
export interface Data {
  view?: "checklist" | "photos";
  audit: { id: string; code: string; agency: string };
  account: Account;
  language: "vi" | "en";
  words: Record<string, string>;
  zone: string;
  server_time: number;
  position: number;
  fields: FieldHeads[];
  checklist: { sections: Section[] };
  grades: Grade[];
  item_texts: ItemText[];
  limits: { text: number; caption: number; photo: number };
  item: string;
  phrases: Record<string, { grade: string; statement: string; request: string }[]>;
  grade_help: { grade: string; question: string; example: string }[];
  mine: string[];
  owners: Record<string, string>;
  minutes: FixedMinutes | null;
  replaced: { item: string; value: string }[];
  earlier: Record<string, { year: number; code: string; grade: string; statement: string; items: string[] }[]>;
  sample: boolean;
  /** Tried before it comes in force: nothing is sent or kept. */
  preview?: boolean;
}

/** Minutes whose text is fixed: what is recorded now enters only the next version. */
export interface FixedMinutes {
  id: string;
  state: "locked" | "issued";
  number: string;
}

export interface Account {
  id: string;
  name: string;
  leads: boolean;
  may_record: boolean;
}

/** A grade and what it means: whether it judges, calls for a reason, makes a finding, is followed up. */
export interface Grade {
  id: string;
  label: string;
  sign: string;
  judges: boolean;
  needs_reason: boolean;
  finding: boolean;
  nonconformity: boolean;
}

export type Meaning = "always" | "judges" | "needs_reason" | "finding" | "nonconformity" | "";

/** A text of every item: when it is shown, when it must be written, whether ready phrases go into it. */
export interface ItemText {
  name: string;
  lines: number;
  limit: number;
  shown: Meaning;
  required: Meaning;
  phrases: boolean;
}

export interface Section {
  id: string;
  title: string;
  block: string;
  items: Item[];
}

export interface Item {
  id: string;
  clause: string;
  clause_title: string;
  starred: boolean;
  question: string;
  evidence: string;
  methods: string[];
  exclusion: string | null;
  /** 0 where the star says how often it counts. */
  weight: number;
  /** null where the item is asked anyhow. */
  asked_when: Condition | null;
}

/** An item is asked once another one has one of these grades. */
export interface Condition {
  item: string;
  grades: string[];
}

export interface FieldHeads {
  subject: string;
  field: string;
  heads: Head[];
}

/** The newest event of a field that no other replaces; `waiting` while the server does not have it. */
export interface Head {
  id: string;
  value: string | null;
  account: string;
  name: string;
  device: string;
  made_at: number;
  received_at?: number;
  tablet_at?: number;
  replaces?: string[];
  waiting?: boolean;
}

// What the tablet makes and keeps.

/** What a tablet's clocks show. */
export interface Reading {
  tablet_at: number;
  ticks: number;
  page: number;
}

/** `elsewhere`: made on another tablet and brought here as a file, so that this tablet's moments say nothing of it. */
export interface Times extends Partial<Reading> {
  made_at: number;
  elsewhere?: boolean;
}

export interface Stamp extends Reading {
  id: string;
  made_at: number;
}

/** One act that sets one field of one subject; a value of null clears it. */
export interface JournalEvent extends Times {
  id: string;
  audit: string;
  subject: string;
  field: string;
  value: string | null;
  replaces: string[];
  device?: string;
}

export interface Refusal {
  event: JournalEvent;
  message: string;
}

/** A text being written, with the ids its writer had seen. */
export interface Draft {
  subject: string;
  field: string;
  text: string;
  seen: string[];
}

/** One field that an act changed, and what stood there before. */
export interface ActChange {
  itemId: string;
  field: string;
  before: string | null;
  event: JournalEvent;
}

export interface LastAct {
  kind: "grade" | "settle" | "rest";
  changes: ActChange[];
  value: string | null;
  until: number;
}

export interface Judgement {
  grade: string | null;
  disputes: string[];
  missing: string[];
}

export interface Counts {
  [count: string]: number;
  total: number;
  applicable: number;
  judged: number;
  notApplicable: number;
  notChecked: number;
  unanswered: number;
  disputed: number;
  gaps: number;
}

/** A photograph that waits on the tablet. */
export interface WaitingPhoto extends Times {
  id: string;
  audit: string;
  item: string;
  name: string;
  type: string;
  size: number;
  state: "keeping" | "waiting" | "sending" | "refused";
  message: string;
}

/** What waits on a tablet, as a file: the entries of its store by key, and the photographs with their bytes. */
export interface Unsent {
  kind: string;
  format: number;
  account: string;
  name: string;
  device: string;
  entries: [string, any][];
  photos: { photo: Partial<WaitingPhoto>; data: string }[];
}

export interface UnsentNeeds {
  account: Pick<Account, "id" | "name">;
  device: string;
  store: Pick<Keeping, "all">;
  photoStore: { bytes(photo: WaitingPhoto): Promise<ArrayBuffer | null> };
  photos: WaitingPhoto[];
}

/** A photograph as it is shown, wherever it is. */
export interface Photo {
  id: string;
  item: string;
  name: string;
  caption: string;
  withdrawn: string;
  sha256: string;
  state: string;
  message: string;
  writer: string;
}

/** A key of the tablet's store and its text, null where it was removed. */
export type Change = [key: string, text: string | null];

/** A value on its way to the disk; a removal may wait until `after` is there. */
export interface Pending {
  text: string | null;
  after: string | null;
}

/** What queue and acts need of the tablet's store. */
export interface Keeping {
  put(key: string, value: unknown, instead?: string[]): void;
  remove(key: string): void;
  all(start: string): [string, any][];
  parse(text: string | null | undefined): any;
}

/** What a view hears from the client. */
export interface ClientHears {
  /** Subjects of the journal read differently. */
  changed(subjects: Set<string>): void;
  /** What waits, or how well it is kept, changed: of one item or of all. */
  marks(itemId?: string): void;
  photos(itemId?: string): void;
  /** The tablet was read, or cannot be. */
  opened(): void;
  /** The server answered. */
  heard(): void;
  /** Something was done that can be undone, or was undone. */
  acted(): void;
}

export interface ActsNeeds {
  audit: string;
  device: string;
  clock: Pick<Clock, "stamp">;
  store: Keeping;
  queue: Queue;
  journal: Journal;
  longest: (field: string) => number;
  /** Tells whether somebody else's head is not to be replaced without a question. */
  guards?: (itemId: string, head: Head) => boolean;
  on: { recorded(event: JournalEvent, before: string | null): void; acted(): void };
}

export interface SenderNeeds {
  server: Pick<Server, "sendEvents" | "changes" | "session"> & { clock: Pick<Clock, "settle"> };
  queue: Queue;
  audit: string;
  account: string;
  position: () => number;
  on: {
    state(): void;
    accepted(events: JournalEvent[], time: number): void;
    refused(event: JournalEvent | undefined): void;
    changes(body: { fields: FieldHeads[]; position: number; minutes?: FixedMinutes | null }): void;
  };
}

export interface PhotoQueueNeeds {
  server: Server;
  account: string;
  device: string;
  largest: number;
  words: () => Words;
  on: { state(): void; changed(itemId?: string): void; received(photo: WaitingPhoto, body: any): void };
}

// Mounting.

export interface Mounting<D> {
  data: D;
  parentElement: ParentNode;
  setTriggerValue?: (name: string, value: unknown) => void;
}

export interface Mounted<D> {
  fits(data: D): boolean;
  take(data: D, trigger?: Mounting<D>["setTriggerValue"]): void;
  end(): void;
}

// The signature pad: `iso_audit/presenting/pad.py`.

export interface PadData {
  version: { id: string; text_hash: string };
  account: string;
  may_sign: boolean;
  language: "vi" | "en";
  words: Record<string, string>;
  zone: string;
  server_time: number;
  aspect: number;
  places: SigningPlace[];
  events: SignatureEvent[];
}

export interface SigningPlace {
  id: string;
  title: string;
  name: string;
}

export interface SignatureEvent extends Times {
  id: string;
  version?: string;
  place: string;
  kind: "stroke" | "refuse" | "paper" | "clear";
  attempt: string;
  value: any;
  text_hash?: string;
}

export interface SigningNeeds {
  server: Server;
  queue: SigningQueue;
  version: string;
  on: { state(): void; acknowledged(body: any): void; told(events: SignatureEvent[]): void };
}
