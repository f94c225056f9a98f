// The page guard: leads to sign-in when the session has ended, and says quietly when the server cannot be reached,
// where Streamlit would cover the page with its own English dialog.
"use strict";

(() => {
  const words = document.currentScript.dataset;
  const EVERY = 3500;
  const PATIENCE = 3000;
  const BACK_SHOWN_FOR = 3000;
  const SAID_BY_US = ["Connection error", "Page not found"];
  const SHORT = 600;
  const CONTENT = '[data-testid="stMain"] [data-testid="stElementContainer"]';
  let atWork = false;
  let opening = false;
  let lost = false;
  let leaving = false;
  let looking = false;
  let timer = 0;

  // What stood in an input before anybody touched it: forms are kept by a module that bad Wi-Fi may bring late.
  const untouched = new WeakMap();
  window.isoAuditUntouched = untouched;
  addEventListener("focusin", ({ target }) => {
    if ("value" in target && !untouched.has(target)) untouched.set(target, target.value);
  }, { capture: true, passive: true });

  /** Return our words in the page's language, which its account may change. */
  function word(name) {
    return words[document.documentElement.lang + name] || "";
  }

  /** Show one line above the page; an empty text takes it away. */
  function say(text, kind) {
    let line = document.getElementById("iso-audit-line");
    if (!text) {
      line?.remove();
      return;
    }
    if (!line) {
      line = document.createElement("div");
      line.id = "iso-audit-line";
      line.setAttribute("role", "status");
      document.body.append(line);
    }
    line.className = kind;
    if (line.textContent !== text) line.textContent = text;
  }

  function unreachable() {
    lost = true;
    const page = document.documentElement;
    page.dataset.lost = "";
    say(word("unkept" in page.dataset ? "LostHere" : "Lost"), "lost");
  }

  function reachable() {
    if (!lost) return;
    lost = false;
    delete document.documentElement.dataset.lost;
    say(word("Back"), "back");
    setTimeout(() => lost || leaving || say(""), BACK_SHOWN_FOR);
  }

  /** Say that the page is being opened while nothing stands in it yet: under load that takes seconds. */
  function sayOpening() {
    const empty = !document.querySelector(CONTENT);
    if (empty && !lost && !leaving) {
      opening = true;
      say(word("Opening"), "opening");
    } else if (opening && !empty) {
      opening = false;
      if (!lost && !leaving) say("");
    }
  }

  /** Lead to sign-in, which says why and leads back here. */
  function leave(reason) {
    leaving = true;
    say(word("Ended"), "lost");
    const here = location.pathname + location.search;
    const why = reason && reason !== "none" ? `&reason=${encodeURIComponent(reason)}` : "";
    location.assign(`/login?next=${encodeURIComponent(here)}${why}`);
  }

  /** Ask whether the session lives; a person who touched the page since the last time is at work. */
  async function look() {
    if (leaving || looking) return;
    looking = true;
    clearTimeout(timer);
    const person = atWork;
    atWork = false;
    const abort = new AbortController();
    const patience = setTimeout(() => abort.abort(), PATIENCE);
    try {
      const answer = await fetch("/api/session", {
        headers: person ? {} : { "X-Background": "1" },
        cache: "no-store",
        credentials: "same-origin",
        signal: abort.signal,
      });
      const told = await answer.json();
      if (answer.status === 401 && told.code === "not_signed_in") leave(told.reason);
      else if (answer.ok) {
        document.documentElement.lang = told.language;
        reachable();
      }
      else unreachable();
    } catch {
      atWork = atWork || person;
      if (!leaving) unreachable();
    } finally {
      clearTimeout(patience);
      looking = false;
      timer = setTimeout(look, EVERY);
    }
  }

  /** Close Streamlit's own English dialogs before they are painted: our line, or the page, says it. */
  function closeDialogs() {
    for (const dialog of document.querySelectorAll('[data-testid="stDialog"]')) {
      if (!SAID_BY_US.includes(dialog.querySelector("h2")?.textContent || "")) continue;
      dialog.style.display = "none";
      dialog.querySelector('button[aria-label="Close"]')?.click();
    }
  }

  for (const kind of ["pointerdown", "keydown", "input"]) {
    addEventListener(kind, () => { atWork = true; }, { capture: true, passive: true });
  }
  addEventListener("online", look);
  addEventListener("offline", unreachable);
  addEventListener("pageshow", look);
  addEventListener("pagehide", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setTimeout(sayOpening, SHORT);
  new MutationObserver(() => { closeDialogs(); if (opening) sayOpening(); }).observe(document.body || document.documentElement, { childList: true, subtree: true });
  look();
})();
