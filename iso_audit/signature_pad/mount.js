// The signature pad: the places of one locked version, the sheet to draw on, and what is kept and sent.

import { Clock } from "../card/client/clock.js";
import { Server } from "../card/client/server.js";
import { Store } from "../card/client/store.js";
import { deviceName } from "../card/client/tablet.js";
import { Words } from "../card/client/text.js";
import { button, element, fill, setText } from "../card/elements.js";
import { mountable } from "../card/mounting.js";
import { PlaceView, SIGNING_DRAFT } from "./place_view.js";
import { SigningQueue, SigningSender } from "./signing_sender.js";
import { SigningState } from "./signing_state.js";
import { StrokePad } from "./stroke_pad.js";

/** @import { Mounting, PadData } from "../card/types.js" */

/** The whole pad for one account and one version, under one parent element. */
export class SignaturePad {
  /** @type {PlaceView[]} */
  views = [];
  /** @type {PlaceView | null} */
  opened = null;
  attempt = "";
  /** @type {HTMLElement} */
  root;
  /** @type {HTMLElement} */
  line;
  /** @type {HTMLElement} */
  refusals;
  /** @type {HTMLElement} */
  places;
  /** @type {HTMLDialogElement} */
  sheet;
  /** @type {HTMLElement} */
  sheetTitle;
  /** @type {HTMLElement} */
  sheetStatus;
  /** @type {StrokePad} */
  pad;
  /** @type {(() => void)[]} */
  deaf = [];

  /** @param {Mounting<PadData>} given */
  constructor({ parentElement, data, setTriggerValue }) {
    this.parent = parentElement;
    this.data = data;
    this.trigger = setTriggerValue;
    this.words = new Words(data.words);
    this.clock = new Clock(data.server_time, data.zone);
    this.store = new Store(data.account, {
      changed: () => this.update(),
      opened: () => this.brought(),
      followed: (key) => key.startsWith("signature") && this.sender.poll(),
    });
    this.queue = new SigningQueue(this.store);
    this.state = new SigningState();
    this.state.take(data.events, []);
    this.sender = new SigningSender({
      server: new Server(this.clock, deviceName(), data.account),
      queue: this.queue,
      version: data.version.id,
      on: {
        state: () => this.update(),
        acknowledged: (body) => this.acknowledged(body),
        told: (events) => this.told(events),
      },
    });
    this.build();
    this.listen();
    this.sender.wake();
  }

  build() {
    this.line = element("p", { class: "line", role: "status" });
    this.refusals = element("div", { class: "refusals", role: "alert" });
    this.places = element("div", { class: "places" });
    this.sheet = this.makeSheet();
    this.root = element("div", { class: "iso-audit-signing notranslate", translate: "no", lang: this.data.language }, [
      this.line,
      this.refusals,
      this.places,
      element("p", { class: "note", text: this.words.say("note") }),
      this.sheet,
    ]);
    this.parent.querySelector(".iso-audit-signing")?.remove();
    this.parent.append(this.root);
    this.update();
  }

  makeSheet() {
    const { words } = this;
    this.sheetTitle = element("h3");
    this.sheetStatus = element("p", { class: "status", role: "status" });
    this.pad = new StrokePad({
      aspect: this.data.aspect,
      label: words.say("pad"),
      drawn: (points) => this.act("stroke", this.attempt, { points, aspect: this.data.aspect }),
    });
    const head = element("div", { class: "sheet-head" }, [this.sheetTitle, this.sheetStatus]);
    const acts = element("div", { class: "acts" }, [
      button(words.say("done"), () => this.close(), { class: "accent" }),
      button(words.say("clear"), () => this.startAgain()),
    ]);
    const sheet = element("dialog", { class: "sheet", "aria-label": words.say("pad") }, [head, this.pad.node, acts]);
    sheet.addEventListener("close", () => this.closed());
    return sheet;
  }

  listen() {
    const hear = (target, name, act) => {
      target.addEventListener(name, act);
      this.deaf.push(() => target.removeEventListener(name, act));
    };
    hear(window, "online", () => this.sender.wake());
    hear(window, "pagehide", () => this.leave());
    hear(document, "visibilitychange", () => (document.hidden ? this.leave() : this.sender.wake()));
  }

  /** The tablet was read, or cannot be: show and send what waited there, and let people sign. */
  brought() {
    this.queue.load();
    for (const event of this.queue.waiting.values()) this.clock.follow(event);
    for (const event of this.queue.of(this.data.version.id)) this.state.add(event);
    this.update();
    this.reopen();
    this.sender.send();
  }

  /** Show again what a reload interrupted: the sheet that was open, a refusal being written. */
  reopen() {
    if (!this.data.may_sign || this.opened) return;
    const open = this.store.get(`signing-open:${this.data.version.id}`);
    const view = this.views.find((one) => one.place.id === open);
    if (view) this.open(view);
    for (const one of this.views) {
      if (this.store.get(`${SIGNING_DRAFT}${this.data.version.id}:${one.place.id}`)) one.refuse();
    }
  }

  /** How well the tablet keeps what waits of a place, "" where nothing does. */
  standing(place) {
    const waiting = this.queue.of(this.data.version.id).filter((event) => event.place === place);
    return waiting.length ? this.queue.standing(waiting) : "";
  }

  /** Open the sheet for a place; strokes go on where they stopped, or begin a new attempt. */
  open(view) {
    this.opened = view;
    const { state, attempt } = view.standing;
    this.attempt = state === "drawn" ? attempt : this.clock.newId();
    this.store.put(`signing-open:${this.data.version.id}`, view.place.id);
    setText(this.sheetTitle, [view.place.title, view.signer].filter(Boolean).join(" – "));
    if (!this.sheet.open) this.sheet.showModal();
    this.update();
  }

  startAgain() {
    const standing = this.opened?.standing;
    this.pad.clear();
    if (standing?.state === "drawn") this.act("clear", standing.attempt, {});
    this.attempt = this.clock.newId();
    this.update();
  }

  /** Record an act at the place whose sheet is open. */
  act(kind, attempt, value) {
    if (this.opened) this.record(this.opened.place.id, kind, attempt, value);
  }

  close() {
    this.pad.finish();
    this.sheet.close();
  }

  closed() {
    this.pad.finish();
    this.store.remove(`signing-open:${this.data.version.id}`);
    this.opened = null;
    this.update();
    if (!this.queue.waiting.size) this.changed();
  }

  /** Keep an act on the tablet, `instead` of other keys, show it, and send it. */
  record(place, kind, attempt, value, instead = []) {
    const { id, text_hash } = this.data.version;
    const event = { version: id, place, kind, attempt, value, text_hash, ...this.clock.stamp() };
    this.queue.add(event, instead);
    this.state.add(event);
    this.update();
    this.sender.send();
  }

  acknowledged({ refused }) {
    for (const { id } of refused) this.state.drop(id);
    this.update();
    if (!this.queue.waiting.size && !this.opened) this.changed();
  }

  told(events) {
    this.state.take(events, this.queue.of(this.data.version.id));
    this.update();
  }

  leave() {
    this.pad.finish();
    this.store.leave();
    this.sender.leave();
  }

  update() {
    if (!this.root) return;
    const refusing = ["agency", "secretary", "leader"].some((place) => this.state.at(place).state === "refused");
    const wanted = this.data.places.filter((place) => place.id !== "witness" || refusing);
    if (this.views.map((one) => one.place.id).join() !== wanted.map((one) => one.id).join()) {
      const kept = new Map(this.views.map((one) => [one.place.id, one]));
      this.views = wanted.map((place) => kept.get(place.id) || new PlaceView(this, place));
      fill(this.places, this.views.map((view) => view.node));
    }
    for (const view of this.views) view.update();
    if (this.opened) {
      this.pad.show(this.opened.standing.strokes);
      this.opened.tell(this.sheetStatus);
    }
    this.updateLines();
  }

  updateLines() {
    setText(this.line, this.warnings().join(" "));
    const refused = [...this.queue.refused.values()];
    const told = [...new Set(refused.map((one) => one.message))].map((text) => element("p", { text }));
    const dismiss = button(this.words.say("understood"), () => {
      this.queue.forgetRefused();
      this.update();
    });
    const count = element("p", { text: this.words.say("refused", { count: refused.length }) });
    fill(this.refusals, refused.length ? [count, ...told, dismiss] : []);
  }

  /** What people should know of what waits: that it does, and where the tablet does not keep it. */
  warnings() {
    const { words, store, queue } = this;
    const waiting = queue.of(this.data.version.id);
    const kept = queue.standing(waiting) === "kept";
    const delayed = waiting.length && this.sender.state === "waiting";
    return [
      delayed && words.say(kept ? "unsent" : "unsent_here", { count: waiting.length }),
      delayed && kept && store.lasting === false && words.say("not_lasting"),
      store.state === "full" && words.say("storage_full"),
      store.state === "missing" && words.say("storage_missing"),
    ].filter(Boolean);
  }

  /** @param {PadData} data */
  fits(data) {
    return data.version.id === this.data.version.id && data.account === this.data.account;
  }

  /** Let the page run again: something was acknowledged. */
  changed() {
    this.trigger?.("changed", Date.now());
  }

  /**
   * @param {PadData} data
   * @param {Mounting<PadData>["setTriggerValue"]} trigger
   */
  take(data, trigger) {
    this.trigger = trigger;
    const rebuild = data.language !== this.data.language || data.may_sign !== this.data.may_sign;
    this.data = data;
    this.words = new Words(data.words);
    this.clock.take(data.server_time);
    if (data.server_time > this.clock.now() - 60_000) this.state.take(data.events, this.queue.of(data.version.id));
    if (!rebuild || this.opened) {
      this.update();
      return;
    }
    this.views = [];
    this.build();
  }

  end() {
    this.leave();
    this.sender.end();
    this.store.end();
    this.deaf.forEach((stop) => stop());
    this.root.remove();
  }
}

export default mountable("isoAuditSigning", /** @param {Mounting<PadData>} given */ (given) => new SignaturePad(given));
