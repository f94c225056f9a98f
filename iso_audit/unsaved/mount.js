// Keeps the forms of a page: hears what people enter, brings back what was not saved, forgets what the server saved.

import { Store } from "../card/client/store.js";
import { Keeper } from "./keeper.js";
import { formOf, formsOn, generationOf, read } from "./reading.js";
import { Writing } from "./writing.js";

/** @import { Data } from "./types.js" */

/** The button that saves a form, by its own kind or by its key. */
const SAVING = '[data-testid=stFormSubmitButton], .stElementContainer[class*="-save "]';
const BEFORE = ["focusin", "pointerdown", "keydown"];
const WRITING = ["focusin", "input", "keyup", "click"];
const AFTER = ["input", "change", "click", "keyup", "focusout"];
/** A list that was open, or a day that was picked, stands in its form only after the page has drawn it. */
const DRAWN = 150;
/** The attribute in which Streamlit tells whether it is still drawing the page, and how long after that a word may come. */
const RUN = "data-test-script-state";
const STILL = 3000;

/** The forms of one account on one page. */
class Forms {
  /** @type {((name: string, value: unknown) => void) | null} */
  ask = null;
  /** @type {WeakMap<HTMLElement, string>} */
  seen = new WeakMap();
  /** @type {WeakSet<Element>} */
  locked = new WeakSet();
  /** @type {Map<string, Record<string, any>>} */
  first = new Map();
  /** The node on which a form was last touched: another one is another form of the same name.
   * @type {Map<string, HTMLElement>} */
  touchedOn = new Map();
  /** @type {Map<string, number>} */
  generations = new Map();
  writing = new Writing();
  /** Forms that were sent and of which no word has come yet. @type {Set<string>} */
  beingSaved = new Set();
  looking = 0;
  reading = 0;
  settling = 0;
  words = { kept: "", here: "" };
  /** @type {(() => void)[]} */
  deaf = [];

  /** @param {string} account */
  constructor(account) {
    this.account = account;
    this.store = new Store(account, {
      changed: () => this.mark(),
      opened: () => {
        this.keeper.tidy();
        this.lookSoon();
      },
      followed: () => this.mark(),
    });
    this.keeper = new Keeper(this.store);
    this.listen();
    this.listenToWriting();
    this.observe();
  }

  hear(target, name, act) {
    target.addEventListener(name, act, { capture: true, passive: true });
    this.deaf.push(() => target.removeEventListener(name, act, { capture: true }));
  }

  listen() {
    for (const name of BEFORE) this.hear(document, name, (event) => this.touched(event.target));
    for (const name of AFTER) this.hear(document, name, (event) => this.entered(event));
    this.hear(window, "pagehide", () => this.leave());
    this.hear(document, "visibilitychange", () => document.hidden && this.leave());
  }

  /** Know where somebody writes; these modules may come when they are at it, and a finger that scrolls goes nowhere. */
  listenToWriting() {
    this.writing.note(document.activeElement);
    for (const name of WRITING) this.hear(document, name, ({ target }) => this.writing.note(target));
    this.hear(document, "pointerdown", ({ target }) => this.writing.leaves(target));
    this.hear(document, "keydown", ({ key }) => key === "Tab" && this.writing.leaves(null));
    this.hear(document, "pointercancel", () => this.writing.note(document.activeElement));
  }

  observe() {
    const observe = (node, options, act) => {
      const observer = new MutationObserver(act);
      observer.observe(node, options);
      this.deaf.push(() => observer.disconnect());
    };
    observe(document.body, { childList: true, subtree: true }, () => {
      this.lookSoon();
      this.unlock();
    });
    const locks = { subtree: true, attributes: true, attributeFilter: ["disabled", "data-lost"] };
    observe(document.documentElement, locks, () => this.unlock());
    const runs = { subtree: true, attributes: true, attributeFilter: [RUN] };
    observe(document.documentElement, runs, () => this.settleSoon());
  }

  touched(target) {
    const [form, node] = formOf(target) ?? [];
    const values = form && node && !this.isOutdated(form, node) && read(form, node);
    if (values) this.touch(form, node, values);
  }

  /** Tell whether a form that was saved still stands there as it was before. */
  isOutdated(form, node) {
    return generationOf(node) < (this.generations.get(form) ?? 0);
  }

  /** Tell whether it is not known yet if what a form shows is from before it was saved, or from after. */
  isUnsettled(form, node) {
    return this.beingSaved.has(form) || generationOf(node) > (this.generations.get(form) ?? 0);
  }

  /** A form that was sent and of which no word has come, though the page stands still, was not saved. */
  settleSoon() {
    clearTimeout(this.settling);
    if (!document.querySelector(`[${RUN}=notRunning]`)) return;
    this.settling = setTimeout(() => {
      this.beingSaved.clear();
      this.lookSoon();
    }, STILL);
  }

  touch(form, node, values) {
    if (this.touchedOn.get(form) !== node) this.keeper.shown.delete(form);
    this.touchedOn.set(form, node);
    this.keeper.touch(form, values);
  }

  /** Something was entered or tapped: what it changed is read at once, and again once the page has drawn it. */
  entered(event) {
    const [form, node] = formOf(event.target) ?? [];
    if (form && node && event.type === "click" && event.target.closest(SAVING)) {
      this.keeper.send(form, read(form, node) ?? {});
      this.beingSaved.add(form);
    }
    if (form && node && event.type === "input") {
      this.readForm(form, node);
    }
    clearTimeout(this.reading);
    this.reading = setTimeout(() => this.readForms(), DRAWN);
  }

  readForms() {
    this.reading = 0;
    for (const [form, node] of formsOn()) if (this.touchedOn.get(form) === node) this.readForm(form, node);
  }

  readForm(form, node) {
    const values = this.seen.get(node) === form && read(form, node);
    if (!values) return;
    if (!this.keeper.shown.has(form)) this.touch(form, node, this.first.get(form));
    this.keeper.keep(form, values);
    this.mark();
  }

  lookSoon() {
    this.looking ||= requestAnimationFrame(() => {
      this.looking = 0;
      this.look();
    });
  }

  /** Look at forms that have just appeared, and ask for what they do not show of what is kept. */
  look() {
    if (!this.store.ready || !this.ask) return;
    const asked = [];
    for (const [form, node] of formsOn()) {
      if (this.seen.get(node) === form || this.isOutdated(form, node) || this.isUnsettled(form, node)) continue;
      const values = read(form, node);
      if (!values) continue;
      this.seen.set(node, form);
      this.meet(form, node, values);
      if (!isLost()) for (const input of node.querySelectorAll(":disabled")) this.locked.add(input);
      const lacking = this.keeper.lacking(form, values);
      if (lacking) asked.push(lacking);
      if (this.keeper.shown.has(form)) this.keeper.keep(form, values);
    }
    if (asked.length) this.ask("kept", asked);
    this.mark();
  }

  /** Remember what a form showed before anybody touched it, also where somebody was faster than these modules. */
  meet(form, node, values) {
    this.first.set(form, values);
    if (this.touchedOn.get(form) === node) return;
    this.keeper.shown.delete(form);
    const isEarly = (one) => one.first !== undefined && one.first !== one.value;
    if (Object.values(values).some(isEarly)) this.touch(form, node, values);
  }

  /** Say at each form that something in it is not saved, and to the page where the tablet does not keep it. */
  mark() {
    let isFailing = false;
    for (const [form, node] of formsOn()) {
      const standing = this.keeper.standing(form);
      if (standing === "here") isFailing = true;
      if (!standing) delete node.dataset.unsaved;
      else if (standing !== "keeping" && node.dataset.unsaved !== this.words[standing]) {
        node.dataset.unsaved = this.words[standing];
      }
    }
    document.documentElement.toggleAttribute("data-unkept", isFailing);
  }

  /** Streamlit locks every input while the server cannot be reached; what is entered meanwhile is kept here. */
  unlock() {
    if (!isLost()) return;
    for (const [form, node] of formsOn()) {
      if (this.seen.get(node) !== form || !this.first.has(form)) continue;
      for (const input of node.querySelectorAll("input[type=text]:disabled, textarea:disabled")) {
        if (this.locked.has(input)) continue;
        input.removeAttribute("disabled");
      }
    }
    this.writing.goOn(isLost);
  }

  /**
   * @param {Data} data
   * @param {(name: string, value: unknown) => void} trigger
   */
  take(data, trigger) {
    this.words = data.words;
    if (data.asks) this.ask = trigger;
    for (const done of data.done) {
      const isNews = this.keeper.acknowledge(done);
      if (isNews) this.beingSaved.delete(done.form);
      if (!isNews || done.generation <= (this.generations.get(done.form) ?? 0)) continue;
      this.generations.set(done.form, done.generation);
      this.touchedOn.delete(done.form);
      for (const [form, node] of formsOn()) if (form === done.form) this.seen.delete(node);
    }
    this.lookSoon();
  }

  leave() {
    this.readForms();
    this.store.leave();
  }

  end() {
    this.deaf.forEach((stop) => stop());
    clearTimeout(this.reading);
    clearTimeout(this.settling);
    this.writing.end();
    this.store.end();
  }
}

/** Tell whether the server cannot be reached, as the guard of the page says. */
function isLost() {
  return "lost" in document.documentElement.dataset;
}

/** @type {Forms | null} */
let forms = null;

/** @param {{ data: Data, setTriggerValue: (name: string, value: unknown) => void }} given */
export default function mount({ data, setTriggerValue }) {
  if (forms?.account !== data.account) {
    forms?.end();
    forms = new Forms(data.account);
  }
  const here = forms;
  here.take(data, setTriggerValue);
  return () => {
    if (here.ask === setTriggerValue) here.ask = null;
  };
}
