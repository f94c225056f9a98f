// One text of an item: kept at every letter, sent after a pause, never overwritten while it is typed.

import { tidy } from "./client/text.js";
import { Typing } from "./client/typing.js";
import { element, setAttribute, setText, toggle } from "./elements.js";

/** @import { Client } from "./client/client.js" */

/** A labelled text box bound to one field of one item, or of another subject. */
export class TextField {
  /** @type {string[]} */
  seen = [];
  typing = new Typing(() => this.flush());
  dirty = false;

  /**
   * @param {Client} client
   * @param {string} itemId
   * @param {{ name: string, lines: number }} text
   * @param {string} [subject]
   */
  constructor(client, itemId, text, subject = `item:${itemId}`) {
    const { words, account } = client;
    this.client = client;
    this.itemId = itemId;
    this.field = text.name;
    this.subject = subject;
    const id = `text-${itemId}-${this.field}`;
    this.box = element("textarea", {
      id,
      rows: text.lines,
      placeholder: words.say(`${this.field}_hint`),
      autocomplete: "off",
      readonly: !account.may_record,
      data: { field: this.field },
      on: {
        input: () => this.typed(),
        blur: () => this.flush(),
        compositionstart: () => (this.typing.composing = true),
        compositionend: () => this.composed(),
      },
    });
    this.missing = element("span", { class: "missing", hidden: true });
    this.notice = element("p", { class: "notice", role: "alert", hidden: true });
    this.label = element("label", { for: id, text: words.say(this.field) });
    this.node = element("div", { class: "field" }, [
      element("div", { class: "field-head" }, [this.label, this.missing]),
      this.box,
      this.notice,
    ]);
    this.restore();
  }

  /** Show what the tablet kept of an unfinished text, or else what is known. */
  restore() {
    const draft = this.client.acts.draft(this.subject, this.field);
    if (!draft) {
      this.sync();
      return;
    }
    this.dirty = true;
    this.seen = draft.seen;
    if (this.box.value !== draft.text) this.replaceAbove(draft.text);
    this.measure();
  }

  /** Show another text without moving the caret among what was typed, which is at the end of it. */
  replaceAbove(text) {
    const { value, selectionStart, selectionEnd } = this.box;
    this.box.value = text;
    const moved = text.length - value.length;
    if (this.focused()) this.box.setSelectionRange(selectionStart + moved, selectionEnd + moved);
    this.grow(true);
  }

  /** What the text is called now. */
  get called() {
    return this.label.textContent;
  }

  /** Call the text what it is at a grade: what a suggestion says is nothing that is unmet. */
  call(grade) {
    const { words } = this.client;
    const said = (name) => (words.has(`${name}_at_${grade}`) ? words.say(`${name}_at_${grade}`) : words.say(name));
    setText(this.label, said(this.field));
    setAttribute(this.box, "placeholder", said(`${this.field}_hint`));
  }

  tooLong() {
    return this.client.acts.tooLong(this.field, this.box.value);
  }

  focused() {
    return /** @type {Document | ShadowRoot} */ (this.box.getRootNode()).activeElement === this.box;
  }

  /** Show the known text, unless somebody is typing here. */
  sync() {
    if (this.dirty || this.focused()) return;
    const { journal } = this.client;
    const shown = journal.shown(this.subject, this.field);
    const text = (shown && shown.value) || "";
    this.seen = journal.seen(this.subject, this.field);
    if (tidy(this.box.value) !== text) {
      this.box.value = text;
      this.grow(true);
    }
    this.measure();
  }

  typed() {
    if (!this.client.account.may_record) return;
    this.dirty = true;
    this.client.acts.keepDraft(this.subject, this.field, this.box.value, this.seen);
    this.typing.typed(this.box.value.slice(0, this.box.selectionEnd));
    this.grow(false);
    this.measure();
    this.client.marksChanged(this.itemId);
  }

  composed() {
    this.typing.composing = false;
    this.typed();
  }

  /**
   * Make an event of what was typed; what was shown meanwhile from others is not replaced by it.
   *
   * Before the tablet told what an earlier page left, it stays a draft: something may wait for this very field.
   */
  flush() {
    this.typing.stop();
    if (this.dirty && this.client.store.ready && !this.tooLong()) {
      this.dirty = false;
      const event = this.client.acts.write({
        subject: this.subject,
        field: this.field,
        text: this.box.value,
        seen: this.seen,
      });
      if (event) this.seen = [event.id];
      this.client.marksChanged(this.itemId);
    }
    this.sync();
  }

  /** Put text at the end of what is there, as if it had been typed, with its first part in square brackets selected. */
  insert(text) {
    const before = this.box.value.trimEnd();
    const start = before ? before.length + 1 : 0;
    this.box.value = before ? `${before}\n${text}` : text;
    this.typed();
    this.flush();
    const bracket = /\[[^\]]*\]/.exec(text);
    const from = start + (bracket?.index ?? text.length);
    this.box.focus({ preventScroll: true });
    this.box.setSelectionRange(from, from + (bracket?.[0].length ?? 0));
    this.node.scrollIntoView({ block: "nearest" });
  }

  measure() {
    const long = this.tooLong();
    toggle(this.notice, long);
    if (!long) return;
    const length = tidy(this.box.value).length;
    setText(this.notice, this.client.words.say("too_long", { longest: this.client.acts.longest(this.field), length }));
  }

  /** Make the box as high as its text, so that nothing is hidden in it. */
  grow(afresh) {
    if (afresh) this.box.style.height = "";
    if (this.box.isConnected && this.box.scrollHeight > this.box.clientHeight) {
      this.box.style.height = `${this.box.scrollHeight + 4}px`;
    }
  }

  setMissing(code) {
    toggle(this.missing, Boolean(code));
    if (code) setText(this.missing, this.client.words.say(code));
  }
}
