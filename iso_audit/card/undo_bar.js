// The bar at the bottom that offers, for ten seconds, to undo the last act.

import { valueWords } from "./dispute_view.js";
import { button, element, setText, toggle } from "./elements.js";

/** @import { Timer } from "./types.js" */
/** @import { Client } from "./client/client.js" */

/** Offers to undo what was done last. */
export class UndoBar {
  /** @type {Timer} */
  timer = undefined;

  /** @param {Client} client */
  constructor(client) {
    this.client = client;
    this.text = element("span", {});
    this.node = element("div", { class: "undo", role: "status", hidden: true }, [
      this.text,
      button(client.words.say("undo"), () => client.acts.undo(), { class: "plain strong", data: { act: "undo" } }),
    ]);
  }

  update() {
    clearTimeout(this.timer);
    const last = this.client.acts.last;
    const left = last ? last.until - performance.now() : 0;
    toggle(this.node, left > 0);
    if (!last || left <= 0) return;
    setText(this.text, this.sentence(last));
    this.timer = setTimeout(() => this.update(), left + 50);
  }

  end() {
    clearTimeout(this.timer);
  }

  sentence({ kind, changes, value }) {
    const { words } = this.client;
    const item = this.client.itemName(changes[0]?.itemId);
    const slots = { item, count: changes.filter((one) => one.field === "grade").length };
    if (kind === "rest") return words.say("undo_rest", { ...slots, value: valueWords(this.client, "grade", value) });
    if (kind === "settle") return words.say("undo_settle", slots);
    if (value === null) return words.say("undo_clear", slots);
    return words.say("undo_grade", { ...slots, value: valueWords(this.client, "grade", value) });
  }
}
