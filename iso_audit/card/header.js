// What stays in sight: where one is, how far the audit is, what is saved, and the way to the next item.

/** The sticky top of the card. */
class Header {
  constructor(card) {
    this.card = card;
    const { words, data } = card;
    this.mark = element("p", { class: "mark global", role: "status", "aria-live": "polite" });
    this.figures = element("p", { class: "figures" });
    this.bar = element("i", {});
    this.progress = element(
      "div",
      { class: "bar progress", role: "progressbar", "aria-label": words.say("progress_label"), "aria-valuemin": "0" },
      [this.bar],
    );
    this.notices = element("div", { class: "notices" });
    this.clockLine = element("p", { class: "quiet clock", role: "status", hidden: true });
    this.sectionTitle = element("span", { class: "cut" });
    this.sectionCount = element("span", { class: "count" });
    this.sectionButton = button("", () => card.place.toggleSections(), { class: "plain section-button", "aria-expanded": "false" });
    this.sectionButton.append(this.sectionTitle, this.sectionCount);
    this.nextLong = element("span", { class: "long" });
    this.nextShort = element("span", { class: "short", "aria-hidden": "true" });
    this.next = button("", () => card.place.nextUnanswered(), { class: "accent next", data: { act: "next" } });
    this.next.append(this.nextLong, this.nextShort);
    this.node = element("header", { class: "top" }, [
      element("div", { class: "row between first" }, [
        element("p", { class: "where" }, [
          element("b", { text: data.audit.code }),
          data.sample && element("b", { class: "sample", text: words.say("sample") }),
          element("span", { class: "agency", text: ` ${data.audit.agency}` }),
        ]),
        this.mark,
      ]),
      this.progress,
      element("div", { class: "row second" }, [this.figures, this.sectionButton, this.next]),
      this.notices,
      this.clockLine,
    ]);
  }

  update() {
    const { words, journal, data } = this.card;
    const counts = countsOf(journal, this.card.itemIds);
    const refused = this.card.queue.refusalsOf(data.audit.id).length;
    const told = [
      words.say("progress", counts),
      counts.notChecked && words.say("not_checked", { count: counts.notChecked }),
      counts.notApplicable && words.say("not_applicable", { count: counts.notApplicable }),
      counts.disputed && words.say("disputed", { count: counts.disputed }),
      counts.gaps && words.say("gaps", { count: counts.gaps }),
      refused && words.say("refused", { count: refused }),
      this.card.photos.summary(),
    ];
    setText(this.figures, told.filter(Boolean).join(" · "));
    this.bar.style.width = `${counts.applicable ? (100 * counts.judged) / counts.applicable : 0}%`;
    this.progress.setAttribute("aria-valuemax", String(counts.applicable));
    this.progress.setAttribute("aria-valuenow", String(counts.judged));
    this.updateButtons(counts.unanswered);
    this.updateMark();
  }

  updateButtons(unanswered) {
    const { words, journal } = this.card;
    const section = this.card.place.sectionNow();
    if (!section) return;
    const counts = countsOf(journal, section.items.map((item) => item.id));
    setText(this.sectionTitle, section.title);
    setText(this.sectionCount, `${words.say("section_counts", counts)} ▾`);
    setText(this.nextLong, words.say(unanswered ? "next_unanswered" : "all_answered"));
    setText(this.nextShort, unanswered ? words.say("next_short") : "✓");
    this.next.setAttribute("aria-label", this.nextLong.textContent);
    this.next.disabled = !unanswered;
  }

  /** Say what is saved, what is on its way, and what waits on this tablet. */
  updateMark() {
    const { words, clock, waiting, lastSaved } = this.card;
    const waits = waiting.ofAll();
    const saved = lastSaved ? words.say("saved_at", { time: clock.second(lastSaved) }) : words.say("nothing_yet");
    this.mark.className = `mark global ${waits?.kind ?? (lastSaved ? "saved" : "quiet")}`;
    this.mark.dataset.standing = waits?.standing ?? "";
    setText(this.mark, waits?.text ?? saved);
    this.updateNotices(waits?.standing === "kept" && waiting.delayed);
    this.updateClock();
  }

  /** Say that the tablet's own clock is off, and by how much; what is recorded does not depend on it. */
  updateClock() {
    const { words, clock } = this.card;
    const minutes = Math.round(Math.abs(clock.off) / 60_000);
    const slots = { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
    const apart = words.say(slots.days ? "apart_days" : slots.hours ? "apart_hours" : "apart_minutes", slots);
    toggle(this.clockLine, minutes > 0);
    setText(this.clockLine, minutes ? words.say(clock.off > 0 ? "clock_ahead" : "clock_behind", { apart }) : "");
  }

  /** Say what is wrong; quietly, where what waits is kept `long`, that the browser may throw it away. */
  updateNotices(long) {
    const { words, sender, store, account } = this.card;
    const name = account.name || "";
    const told = [
      !account.may_record && words.say("read_only"),
      sender.state === "signed_out" && words.say("signed_out"),
      sender.state === "other_account" && words.say("other_account", { name }),
      sender.message && words.say("server_says", { message: sender.message }),
      store.state === "full" && words.say("storage_full"),
      store.state === "missing" && words.say("storage_missing"),
      this.card.photos.notice(),
    ].filter(Boolean);
    const quiet = long && store.lasting === false ? words.say("not_lasting") : "";
    if (this.notices.textContent === [...told, quiet].join("")) return;
    fill(this.notices, [
      ...told.map((text) => element("p", { class: "notice", role: "alert", text })),
      quiet && element("p", { class: "quiet", text: quiet }),
    ]);
  }
}
