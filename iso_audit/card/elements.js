// Building the page: elements with text set as text, never as markup.

/** @import { Child, Options } from "./types.js" */

/**
 * Make one element; `on` holds its listeners, `data` its data attributes, other options are attributes.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Options} [options]
 * @param {Child[]} [children]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, options = {}, children = []) {
  const made = document.createElement(tag);
  const { text, on, data, ...attributes } = options;
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  for (const [name, value] of Object.entries(data || {})) made.dataset[name] = value;
  for (const [name, listener] of Object.entries(on || {})) made.addEventListener(name, listener);
  if (text !== undefined) made.textContent = text;
  made.append(...present(children));
  return made;
}

/**
 * @param {Child[]} children
 * @returns {Node[]}
 */
function present(children) {
  return /** @type {Node[]} */ (children.filter(Boolean));
}

/**
 * @param {Element} target
 * @param {string} name
 * @param {unknown} value
 */
export function setAttribute(target, name, value) {
  if (value === null || value === undefined || value === false) target.removeAttribute(name);
  else target.setAttribute(name, value === true ? "" : String(value));
}

/**
 * Make a button with words on it.
 *
 * @param {string} text
 * @param {() => void} act
 * @param {Options} [options]
 */
export function button(text, act, options = {}) {
  return element("button", { type: "button", text, on: { click: act }, class: "plain", ...options });
}

/**
 * Put children into a place, in place of what is there.
 *
 * @param {Element} place
 * @param {Child[]} children
 */
export function fill(place, children) {
  place.replaceChildren(...present(children));
}

/**
 * Let a place have these children in this order; those that stay are not moved, so that writing in them goes on.
 *
 * @param {Element} place
 * @param {Element[]} children
 */
export function arrange(place, children) {
  const staying = new Set(children);
  for (const child of [...place.children]) if (!staying.has(child)) child.remove();
  children.forEach((child, at) => {
    if (place.children[at] !== child) place.insertBefore(child, place.children[at] ?? null);
  });
}

/**
 * Set a text only where it differs, so that nothing is announced twice.
 *
 * @param {Element} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * Change the page without moving `steady` on the screen: it stays under the finger or the eye.
 *
 * @param {HTMLElement | null} steady
 * @param {() => void} change
 */
export function steadily(steady, change) {
  const before = steady?.getBoundingClientRect().top ?? 0;
  change();
  if (!steady?.isConnected) return;
  const moved = steady.getBoundingClientRect().top - before;
  if (moved) scroller(steady).scrollBy(0, moved);
}

/**
 * What scrolls an element: Streamlit's pages scroll inside, ours as a whole.
 *
 * @param {Element} inside
 * @returns {Element}
 */
function scroller(inside) {
  for (let at = parentOf(inside); at; at = parentOf(at)) {
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.scrollingElement ?? document.documentElement;
}

/** @param {Element} one */
function parentOf(one) {
  const root = one.getRootNode();
  return one.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/**
 * @param {HTMLElement} target
 * @param {boolean} shown
 */
export function toggle(target, shown) {
  target.hidden = !shown;
}
