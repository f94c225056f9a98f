// The bar at the bottom that offers, for ten seconds, to undo the last act.

class UndoBar {
  constructor(card) {
    this.card = card;
    this.text = element("span", {});
    this.node = element("div", { class: "undo", role: "status", hidden: true }, [
      this.text,
      button(card.words.say("undo"), () => card.acts.undo(), { class: "plain strong", data: { act: "undo" } }),
    ]);
  }

  update() {
    clearTimeout(this.timer);
    const last = this.card.acts.last;
    const left = last ? last.until - performance.now() : 0;
    toggle(this.node, left > 0);
    if (left <= 0) return;
    setText(this.text, this.sentence(last));
    this.timer = setTimeout(() => this.update(), left + 50);
  }

  sentence({ kind, changes, value }) {
    const { words } = this.card;
    const item = this.card.itemName(changes[0]?.itemId);
    const slots = { item, count: changes.filter((one) => one.field === "grade").length };
    if (kind === "rest") return words.say("undo_rest", { ...slots, value: valueWords(this.card, "grade", value) });
    if (kind === "settle") return words.say("undo_settle", slots);
    if (value === null) return words.say("undo_clear", slots);
    return words.say("undo_grade", { ...slots, value: valueWords(this.card, "grade", value) });
  }
}
