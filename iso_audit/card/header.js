// The top of the checklist: how far the audit is, the section one is in, and the way to the next item.

import { button, element, fill, setText } from "./elements.js";
import { TopBar } from "./top_bar.js";

/** @import { Checklist } from "./checklist.js" */

/** The sticky top of the checklist. */
export class Header {
  /** @param {Checklist} card */
  constructor(card) {
    const { words } = card.client;
    this.card = card;
    this.bar = element("i", {});
    this.progress = element(
      "div",
      { class: "bar progress", role: "progressbar", "aria-label": words.say("progress_label"), "aria-valuemin": "0" },
      [this.bar],
    );
    this.sectionTitle = element("span", { class: "cut" });
    this.sectionCount = element("span", { class: "count" });
    this.sectionButton = button("", () => card.place.toggleSections(), { class: "plain section-button", "aria-expanded": "false" });
    this.sectionButton.append(this.sectionTitle, this.sectionCount);
    this.nextLong = element("span", { class: "long" });
    this.nextShort = element("span", { class: "short", "aria-hidden": "true" });
    this.next = button("", () => card.place.nextUnanswered(), { class: "accent next", data: { act: "next" } });
    this.next.append(this.nextLong, this.nextShort);
    this.offered = element("div", { class: "offer", role: "status" });
    this.topBar = new TopBar(card.client, { progress: this.progress, beside: [this.sectionButton, this.next] });
    this.node = this.topBar.node;
    this.node.append(this.offered);
  }

  /** One's own part is done: offer to go on elsewhere, to an item that nobody judged, or to stay. */
  offer(itemId) {
    const { client, place } = this.card;
    const { words } = client;
    const section = place.sectionOf(itemId);
    const owner = client.ownerOf(section?.id);
    const left = place.left().length;
    const close = () => fill(this.offered, []);
    const goOn = () => {
      close();
      place.goTo(itemId, true);
    };
    const slots = { section: section?.title ?? "", name: owner };
    fill(this.offered, [
      element("p", { class: "notice", text: words.say("part_done", { count: left }) }),
      element("div", { class: "row" }, [
        button(words.say(owner ? "part_go_on_owned" : "part_go_on", slots), goOn, { class: "plain strong", data: { offer: "go" } }),
        button(words.say("part_stay"), close, { data: { offer: "stay" } }),
      ]),
    ]);
  }

  update() {
    const { words, judgements, itemIds, queue, photos, audit, replaced } = this.card.client;
    const counts = judgements.counts(itemIds);
    const refused = queue.refusalsOf(audit.id).length;
    const taken = itemIds.filter((id) => replaced.of(id)).length;
    const told = [
      words.say("progress", counts),
      counts.gaps && words.say("gaps", { count: counts.gaps }),
      counts.disputed && words.say("disputed", { count: counts.disputed }),
      taken && words.say("replaced", { count: taken }),
      refused && words.say("refused", { count: refused }),
      counts.notChecked && words.say("not_checked", { count: counts.notChecked }),
      counts.notApplicable && words.say("not_applicable", { count: counts.notApplicable }),
      photos.summary(),
    ];
    setText(this.topBar.figures, told.filter(Boolean).join(" · "));
    this.bar.style.width = `${counts.applicable ? (100 * counts.judged) / counts.applicable : 0}%`;
    this.progress.setAttribute("aria-valuemax", String(counts.applicable));
    this.progress.setAttribute("aria-valuenow", String(counts.judged));
    this.updateButtons(counts.unanswered);
    this.topBar.update();
  }

  updateButtons(unanswered) {
    const { words, judgements } = this.card.client;
    const section = this.card.place.sectionNow();
    if (!section) return;
    const counts = judgements.counts(section.items.map((item) => item.id));
    setText(this.sectionTitle, section.title);
    setText(this.sectionCount, `${words.say("section_counts", counts)} ▾`);
    setText(this.nextLong, words.say(unanswered ? "next_unanswered" : "all_answered"));
    setText(this.nextShort, unanswered ? words.say("next_short") : "✓");
    this.next.setAttribute("aria-label", this.nextLong.textContent);
    this.next.disabled = !unanswered;
  }
}
