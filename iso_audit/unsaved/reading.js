// The forms of Streamlit's page as they stand: which there are, and what is in each of their inputs.

/** @import { Standing } from "./types.js" */

const MARK = "st-key-unsaved-";
const GENERATION = /_g(\d+)_-?/;

/** Every form on the page that is kept, by name. */
export function formsOn(root = document.body) {
  /** @type {[string, HTMLElement][]} */
  const forms = [];
  for (const node of root.querySelectorAll(`[class*="${MARK}"]`)) {
    const form = nameOf(node, MARK);
    if (form && node instanceof HTMLElement) forms.push([form, node]);
  }
  return forms;
}

/**
 * The form in which something happened.
 *
 * @param {EventTarget | null} target
 * @returns {[string, HTMLElement] | null}
 */
export function formOf(target) {
  const node = target instanceof Element ? target.closest(`[class*="${MARK}"]`) : null;
  const form = node && nameOf(node, MARK);
  return form && node instanceof HTMLElement ? [form, node] : null;
}

function nameOf(node, start) {
  return [...node.classList].find((one) => one.startsWith(start))?.slice(start.length) ?? "";
}

/** How often a form was begun anew, as its inputs tell: 0 before it was saved or dropped for the first time. */
export function generationOf(node) {
  const inputs = [...node.querySelectorAll(`[class*="st-key-"]`)].map((one) => nameOf(one, "st-key-"));
  return Math.max(0, ...inputs.map((name) => Number(GENERATION.exec(name)?.[1] ?? 0)));
}

/**
 * What stands in the inputs of a form, by name; null while the page is still being built.
 *
 * @param {string} form
 * @param {HTMLElement} node
 */
export function read(form, node) {
  if (node.querySelector("[data-testid=stSkeleton]")) return null;
  /** @type {Record<string, Standing>} */
  const values = {};
  for (const input of node.querySelectorAll(`.stElementContainer[class*="st-key-"]`)) {
    const name = nameOf(input, "st-key-").replace(GENERATION, "");
    const standing = name.startsWith(`${form}-`) ? standingOf(input) : null;
    if (standing) values[name] = standing;
  }
  return Object.keys(values).length ? values : null;
}

/**
 * The inputs of a form that take a text, by name.
 *
 * @param {string} form
 * @param {HTMLElement} node
 */
export function textsOf(form, node) {
  /** @type {[string, HTMLInputElement][]} */
  const texts = [];
  for (const input of node.querySelectorAll("input[type=text], textarea")) {
    const container = input.closest(`.stElementContainer[class*="st-key-"]`);
    const name = container ? nameOf(container, "st-key-").replace(GENERATION, "") : "";
    if (name.startsWith(`${form}-`)) texts.push([name, /** @type {HTMLInputElement} */ (input)]);
  }
  return texts;
}

const KINDS = {
  stTextInput: (input) => text(input.querySelector("input")),
  stTextArea: (input) => text(input.querySelector("textarea")),
  stNumberInput: (input) => ({ kind: "number", value: input.querySelector("input")?.value ?? "" }),
  stCheckbox: (input) => ({ kind: "tick", value: Boolean(input.querySelector("input")?.checked) }),
  stRadio: (input) => ({ kind: "choice", value: words(input.querySelector("input:checked")?.closest("label")) }),
  stButtonGroup: (input) => ({ kind: "choice", value: words(input.querySelector("[aria-checked=true]")) }),
  stSelectbox: (input) => picked(input.querySelector("[role=combobox]")),
  stMultiSelect: (input) => ({ kind: "choices", value: tags(input) }),
  stDateInput: (input) => ({ kind: "day", value: input.querySelector("input[type=date]")?.value ?? "" }),
  stTimeInput: (input) => ({ kind: "time", value: input.querySelector("input[type=hidden]")?.value ?? "" }),
};

const INPUTS = Object.keys(KINDS).map((kind) => `[data-testid=${kind}]`).join();

/** @returns {Standing | null} */
function standingOf(container) {
  const widget = container.querySelector(INPUTS);
  const standing = widget && KINDS[widget.dataset.testid](widget);
  return standing && { ...standing, label: words(widget.querySelector("[data-testid=stWidgetLabel]")) };
}

/** A text, but never a password, not even one that is shown. */
function text(input) {
  if (!input || input.type === "password" || input.autocomplete.includes("password")) return null;
  return { kind: "text", value: input.value, first: globalThis.isoAuditUntouched?.get(input) };
}

/** The choice of a list; while the list is open, what stands there is being searched for. */
function picked(input) {
  return input && input.ariaExpanded !== "true" ? { kind: "choice", value: input.value } : null;
}

/** What was chosen of a list; Streamlit holds a second copy of it in a template, out of sight. */
function tags(input) {
  return [...input.querySelectorAll(":scope > div [data-tag] > span")].map(words);
}

function words(node) {
  return (node?.textContent ?? "").trim();
}
