// Building the page: elements with text set as text, never as markup.

/** Make one element; `on` holds its listeners, `data` its data attributes, other options are attributes. */
function element(tag, options = {}, children = []) {
  const made = document.createElement(tag);
  const { text, on, data, ...attributes } = options;
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  for (const [name, value] of Object.entries(data || {})) made.dataset[name] = value;
  for (const [name, listener] of Object.entries(on || {})) made.addEventListener(name, listener);
  if (text !== undefined) made.textContent = text;
  made.append(...children.filter(Boolean));
  return made;
}

function setAttribute(target, name, value) {
  if (value === null || value === undefined || value === false) target.removeAttribute(name);
  else target.setAttribute(name, value === true ? "" : String(value));
}

/** Make a button with words on it. */
function button(text, act, options = {}) {
  return element("button", { type: "button", text, on: { click: act }, class: "plain", ...options });
}

/** Put children into a place, in place of what is there. */
function fill(place, children) {
  place.replaceChildren(...children.filter(Boolean));
}

/** Set a text only where it differs, so that nothing is announced twice. */
function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

function toggle(target, shown) {
  target.hidden = !shown;
}

/** The words of one language, with {slots} filled in. */
class Words {
  constructor(words) {
    this.words = words || {};
  }

  say(key, slots = {}) {
    const text = this.words[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in slots ? String(slots[name]) : whole));
  }
}
