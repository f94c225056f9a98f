// Puts our words where Streamlit writes its own English ones; only on a page in Vietnamese.
"use strict";

(() => {
  const { whole, start, end } = JSON.parse(document.currentScript.dataset.words);
  const ATTRIBUTES = ["aria-label", "placeholder", "title", "aria-valuetext", "alt"];
  const starts = Object.entries(start);
  const ends = Object.entries(end);

  /** Return our words for `text`, or null where it is none of Streamlit's. */
  function ours(text) {
    const trimmed = text.trim();
    if (Object.hasOwn(whole, trimmed)) return whole[trimmed];
    for (const [theirs, word] of starts) {
      if (trimmed.startsWith(theirs.trimEnd() + " ")) return word + local(trimmed.slice(theirs.length));
    }
    for (const [theirs, word] of ends) {
      if (trimmed.endsWith(theirs) && /^\d/.test(trimmed)) return trimmed.slice(0, -theirs.length) + word;
    }
    return null;
  }

  /** Return an English date such as June 16, 2017 as it is written here, anything else as it is. */
  function local(rest) {
    const day = /^[A-Z][a-z]+ \d{1,2}, \d{4}$/.test(rest) ? new Date(rest) : null;
    return day && !Number.isNaN(day.getTime()) ? day.toLocaleDateString("vi-VN") : rest;
  }

  function mendText(node) {
    const word = entered(node.parentElement) ? null : ours(node.nodeValue);
    if (word !== null && node.nodeValue !== word) node.nodeValue = word;
  }

  function mendAttributes(one) {
    for (const name of ATTRIBUTES) {
      const value = one.getAttribute(name);
      const word = value && ours(value);
      if (word && word !== value) one.setAttribute(name, word);
    }
  }

  /** Tell whether a text was entered by a person or is our own: it is left as it is. */
  function entered(parent) {
    return !parent || parent.closest("[data-testid=stMarkdown], [data-testid=stHtml], textarea, script, style") !== null;
  }

  function mend(root) {
    if (document.documentElement.lang !== "vi") return;
    if (root.nodeType === Node.TEXT_NODE) return mendText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    mendAttributes(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.nodeType === Node.TEXT_NODE) mendText(walker.currentNode);
      else mendAttributes(walker.currentNode);
    }
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(mend);
      else mend(change.target);
    }
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
  mend(document.documentElement);
})();
