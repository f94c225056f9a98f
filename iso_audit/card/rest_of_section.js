// One grade for what is left of a section: the items are listed before it is done, each gets its own event.

import { tidy } from "./client/text.js";
import { valueWords } from "./dispute_view.js";
import { button, element, fill, setText, toggle } from "./elements.js";

/** @import { Section } from "./types.js" */
/** @import { Client } from "./client/client.js" */

/** The closed button, and the list with its reason and two choices when it is open. */
export class RestOfSection {
  reason = element("textarea");
  warning = element("p");

  /**
   * @param {Client} client
   * @param {Section} section
   */
  constructor(client, section) {
    this.client = client;
    this.section = section;
    this.node = element("section", { class: "rest" });
    this.draftKey = `note:${client.audit.id}:${section.id}`;
    if (client.store.get(this.draftKey)) this.open();
    else this.showButton();
  }

  left() {
    const { judgements } = this.client;
    return judgements.asked(this.section.items).filter((item) => judgements.of(item.id).grade === null);
  }

  close() {
    this.client.store.remove(this.draftKey);
    this.showButton();
  }

  showButton() {
    fill(this.node, [button(this.client.words.say("rest"), () => this.open(), { data: { act: "rest" } })]);
  }

  open() {
    const { words } = this.client;
    const left = this.left();
    if (!left.length) {
      fill(this.node, [element("p", { class: "quiet", text: words.say("rest_none") })]);
      return;
    }
    this.reason = element("textarea", {
      id: "rest-reason",
      rows: 2,
      placeholder: words.say("reason_hint"),
      on: { input: () => this.client.store.put(this.draftKey, this.reason.value) },
    });
    this.reason.value = this.client.store.get(this.draftKey) || "";
    this.warning = element("p", { class: "notice", role: "alert", hidden: true });
    fill(this.node, [
      element("h4", { text: words.say("rest") }),
      element("p", { text: words.say("rest_explained", { count: left.length }) }),
      element("ul", { class: "rest-items" }, left.map((item) =>
        element("li", { text: `${item.clause} ${item.question}` }))),
      element("div", { class: "field" }, [
        element("label", { for: "rest-reason", text: words.say("rest_reason") }),
        this.reason,
      ]),
      this.warning,
      element("div", { class: "row" }, [
        this.choice(left, "conformity", "rest_conformity"),
        this.choice(left, "not_checked", "rest_not_checked"),
        button(words.say("cancel"), () => this.close()),
      ]),
    ]);
    this.node.scrollIntoView({ block: "nearest" });
  }

  choice(listed, gradeId, key) {
    const text = this.client.words.say(key, { grade: valueWords(this.client, "grade", gradeId) });
    return button(text, () => this.apply(listed, gradeId), { class: "plain strong", data: { rest: gradeId } });
  }

  /** Grade the listed items that are still unjudged. */
  apply(listed, gradeId) {
    const reason = gradeId === "not_checked" ? tidy(this.reason.value) : "";
    if (gradeId === "not_checked" && !reason) {
      setText(this.warning, this.client.words.say("rest_reason_needed"));
      toggle(this.warning, true);
      this.reason.focus();
      return;
    }
    const left = new Set(this.left());
    const ids = listed.filter((item) => left.has(item)).map((item) => item.id);
    this.close();
    this.client.acts.gradeAll(ids, gradeId, reason);
  }
}
