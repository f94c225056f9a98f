// What stays in sight on every page of an audit: where one is, what is saved, and what is wrong.

import { button, element, fill, setText, toggle } from "./elements.js";

/** @import { Client } from "./client/client.js" */

/** The sticky top; a page puts its `progress` below the first line, and more `beside` the figures. */
export class TopBar {
  shown = "";

  /**
   * @param {Client} client
   * @param {{ progress?: HTMLElement | null, beside?: HTMLElement[] }} [own]
   */
  constructor(client, { progress = null, beside = [] } = {}) {
    const { words, data } = client;
    this.client = client;
    this.mark = element("p", { class: "mark global", role: "status", "aria-live": "polite" });
    this.figures = element("p", { class: "figures" });
    this.notices = element("div", { class: "notices" });
    this.clockLine = element("p", { class: "quiet clock", role: "status", hidden: true });
    this.node = element("header", { class: "top" }, [
      element("div", { class: "row between first" }, [
        element("p", { class: "where" }, [
          element("b", { text: data.audit.code }),
          data.sample && element("b", { class: "sample", text: words.say("sample") }),
          element("span", { class: "agency", text: ` ${data.audit.agency}` }),
        ]),
        this.mark,
      ]),
      progress,
      element("div", { class: "row second" }, [this.figures, ...beside]),
      this.notices,
      this.clockLine,
    ]);
  }

  /** Say what is saved, what is on its way, and what waits on this tablet. */
  update() {
    const { words, clock, waiting, lastSaved } = this.client;
    const waits = waiting.ofAll();
    const saved = lastSaved ? words.say("saved_at", { time: clock.second(lastSaved) }) : words.say("nothing_yet");
    this.mark.className = `mark global ${waits?.kind ?? (lastSaved ? "saved" : "quiet")}`;
    this.mark.dataset.standing = waits?.standing ?? "";
    setText(this.mark, waits?.text ?? saved);
    this.updateNotices(Boolean(waits) && waits?.standing !== "here" && waiting.delayed);
    this.updateClock();
  }

  /** Say that the tablet's own clock is off, and by how much; what is recorded does not depend on it. */
  updateClock() {
    const { words, clock } = this.client;
    const minutes = Math.round(Math.abs(clock.off) / 60_000);
    const slots = { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
    const apart = words.say(slots.days ? "apart_days" : slots.hours ? "apart_hours" : "apart_minutes", slots);
    toggle(this.clockLine, minutes > 0);
    setText(this.clockLine, minutes ? words.say(clock.off > 0 ? "clock_ahead" : "clock_behind", { apart }) : "");
  }

  /**
   * Say what is wrong; quietly, where what waits is kept `long`, that the browser may throw it away.
   *
   * A letter on its way to the disk changes no line: what stands below must not move under a finger.
   */
  updateNotices(long) {
    const { words, sender, store, account } = this.client;
    const name = account.name || "";
    const told = [
      !account.may_record && words.say("read_only"),
      this.client.minutes.line(),
      sender.state === "signed_out" && words.say("signed_out"),
      sender.state === "other_account" && words.say("other_account", { name }),
      sender.message && words.say("server_says", { message: sender.message }),
      store.state === "full" && words.say("storage_full"),
      store.state === "missing" && words.say("storage_missing"),
      this.client.photos.notice(),
    ].filter(Boolean);
    const quiet = long && store.lasting === false ? words.say("not_lasting") : "";
    const { emptied } = this.client;
    const shown = JSON.stringify([told, quiet, emptied.told]);
    if (shown === this.shown) return;
    this.shown = shown;
    fill(this.notices, [
      ...told.map((text) => element("p", { class: "notice", role: "alert", text: String(text) })),
      emptied.told && element("div", { class: "notice row", role: "alert", data: { notice: "emptied" } }, [
        element("p", { text: words.say("emptied") }),
        button(words.say("emptied_seen"), () => emptied.note()),
      ]),
      quiet && element("p", { class: "quiet", text: quiet }),
    ]);
  }
}
