// The page guard: leads to sign-in when the session has ended, says quietly when the server cannot be reached,
// and puts our words where Streamlit would show its own English ones.
"use strict";

(() => {
  const words = document.currentScript.dataset;
  const EVERY = 3500;
  const PATIENCE = 3000;
  const BACK_SHOWN_FOR = 3000;
  let atWork = false;
  let lost = false;
  let leaving = false;
  let looking = false;
  let timer = 0;

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
    say(words.lost, "lost");
  }

  function reachable() {
    if (!lost) return;
    lost = false;
    say(words.back, "back");
    setTimeout(() => lost || leaving || say(""), BACK_SHOWN_FOR);
  }

  /** Lead to sign-in, which says why and leads back here. */
  function leave(reason) {
    leaving = true;
    say(words.ended, "lost");
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
    try {
      const answer = await fetch("/api/session", {
        headers: person ? {} : { "X-Background": "1" },
        cache: "no-store",
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const told = await answer.json();
      if (answer.status === 401 && told.code === "not_signed_in") leave(told.reason);
      else if (answer.ok) reachable();
      else unreachable();
    } catch {
      atWork = atWork || person;
      if (!leaving) unreachable();
    } finally {
      looking = false;
      timer = setTimeout(look, EVERY);
    }
  }

  /** Close Streamlit's dialog about the connection before it is painted: the line says it, and the page stays usable. */
  function closeConnectionDialog() {
    for (const dialog of document.querySelectorAll('[data-testid="stDialog"]')) {
      if (dialog.querySelector("h2")?.textContent !== "Connection error") continue;
      dialog.style.display = "none";
      dialog.querySelector('button[aria-label="Close"]')?.click();
    }
  }

  /** Put our word for "more" at the end of the navigation. */
  function translateNavigation() {
    for (const label of document.querySelectorAll('[data-testid="stTopNavSection"] *, [data-testid="stTopNav"] *')) {
      const only = label.childNodes.length === 1 ? label.firstChild : null;
      const count = only?.nodeType === Node.TEXT_NODE && /^(\d+) more$/.exec(only.nodeValue.trim());
      if (count) only.nodeValue = `${words.more} (${count[1]})`;
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
  new MutationObserver(() => {
    closeConnectionDialog();
    translateNavigation();
  }).observe(document.body || document.documentElement, { childList: true, subtree: true });
  look();
})();
