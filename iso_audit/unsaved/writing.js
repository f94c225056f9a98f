// Where somebody writes in a form, and going on there after Streamlit locked that input or made it anew.

import { formOf, formsOn, textsOf } from "./reading.js";

/** @import { Timer } from "../card/types.js" */

const AGAIN = 150;
const OPERABLE = "input, textarea, select, button, a[href], [contenteditable=true]";
const DIALOG = "[data-testid=stDialog]";

/** The text in which somebody wrote last, until they go elsewhere on purpose. */
export class Writing {
  /** @type {{ form: string, name: string, input: HTMLInputElement, caret: [number, number] } | null} */
  place = null;
  /** @type {Timer} */
  timer = undefined;

  /** Somebody is in an input: remember it with the caret, also where they were there before these modules came. */
  note(target) {
    const [form, node] = formOf(target) ?? [];
    const [name, input] = (form && node && textsOf(form, node).find(([, one]) => one === target)) || [];
    if (!form || !name || !input || input.selectionStart === null) return;
    this.place = { form, name, input, caret: [input.selectionStart, input.selectionEnd ?? input.selectionStart] };
  }

  /** Somebody taps or tabs: what is not where they write is where they want to be. */
  leaves(target) {
    if (target !== this.place?.input) this.place = null;
  }

  /** The input as it stands now: React may have made another one in its place. */
  found() {
    const { form, name, input } = this.place ?? {};
    if (!input || input.isConnected) return input;
    const nodes = formsOn().filter(([one]) => one === form);
    return nodes.flatMap(([one, node]) => textsOf(one, node)).find(([one]) => one === name)?.[1];
  }

  /** Give the focus back, and try again while `isWanted` until it stands or somebody is elsewhere on purpose. */
  goOn(isWanted) {
    clearTimeout(this.timer);
    if (!isWanted() || !this.place || this.isBack()) return;
    this.timer = setTimeout(() => this.goOn(isWanted), AGAIN);
  }

  isBack() {
    const input = this.found();
    const active = document.activeElement;
    if (input && active === input) return !input.disabled;
    if (active?.matches(OPERABLE) && active.isConnected && !active.closest(DIALOG) && !active.matches(":disabled")) return true;
    if (!input || input.disabled || !this.place) return false;
    input.focus();
    if (document.activeElement !== input) return false;
    this.place.input = input;
    input.setSelectionRange(...this.place.caret);
    return true;
  }

  end() {
    clearTimeout(this.timer);
    this.place = null;
  }
}
