// What surrounds the parts of a page: its root element, room for the sticky top, and what the browser tells of itself.

import { ACCOUNT_KEY } from "./client/client.js";
import { element } from "./elements.js";

/** @import { Client } from "./client/client.js" */

/** The root of one page under a parent element; `flush` makes acts of what is still being typed. */
export class Frame {
  /** @type {(() => void)[]} */
  deaf = [];
  /** @type {HTMLElement} */
  root;
  /** @type {HTMLElement} */
  top;

  /**
   * @param {ParentNode} parent
   * @param {Client} client
   * @param {() => void} flush
   */
  constructor(parent, client, flush) {
    this.parent = parent;
    this.client = client;
    this.flush = flush;
    this.layout = new ResizeObserver(() => this.measure());
    this.listen();
  }

  /**
   * Show a page: its sticky top and what stands below, in place of what was shown.
   *
   * @param {string} kind
   * @param {HTMLElement} top
   * @param {HTMLElement[]} below
   * @param {(event: KeyboardEvent) => void} key
   */
  show(kind, top, below, key) {
    const frame = element("div", { class: "frame" }, [top, ...below]);
    this.top = top;
    this.root = element("div", { class: `${kind} notranslate`, translate: "no", lang: this.client.data.language, on: { keydown: key } }, [frame]);
    this.parent.querySelector(".iso-audit-card")?.remove();
    this.parent.append(this.root);
    this.layout.disconnect();
    this.layout.observe(top);
    this.measure();
  }

  /** Leave room for the sticky top, and for a page's own top bar that would lie over it. */
  measure() {
    const bars = [...document.querySelectorAll("header")].filter((bar) => {
      const { position } = getComputedStyle(bar);
      const { top, bottom } = bar.getBoundingClientRect();
      return position !== "static" && top <= 0 && bottom > 0 && bottom < 120;
    });
    const covered = Math.max(0, ...bars.map((bar) => bar.getBoundingClientRect().bottom));
    this.root.style.setProperty("--covered", `${covered}px`);
    const sticks = getComputedStyle(this.top).position === "sticky";
    this.root.style.setProperty("--top", `${covered + (sticks ? this.top.offsetHeight : 0)}px`);
  }

  listen() {
    const { client } = this;
    const { sender, photos } = client;
    /** @type {(target: EventTarget, name: string, act: (event: any) => void) => void} */
    const hear = (target, name, act) => {
      target.addEventListener(name, act);
      this.deaf.push(() => target.removeEventListener(name, act));
    };
    const wakePhotos = () => !document.hidden && photos.queue.wake();
    hear(window, "online", () => sender.wake());
    hear(window, "focus", () => sender.stopped && sender.wake());
    for (const name of ["online", "focus"]) hear(window, name, wakePhotos);
    hear(window, "pagehide", () => this.leave());
    hear(window, "storage", ({ key, newValue }) => key === ACCOUNT_KEY && client.signedIn(newValue));
    hear(document, "visibilitychange", () => (document.hidden ? this.leave() : sender.wake()));
    hear(document, "visibilitychange", wakePhotos);
  }

  /** Keep and send everything that is still being typed. */
  leave() {
    this.flush();
    this.client.leave();
  }

  /**
   * Build the page anew by `build`, and give the keyboard back to the text that had it.
   *
   * @param {() => void} build
   */
  rebuild(build) {
    const inside = "activeElement" in this.parent ? /** @type {ShadowRoot} */ (this.parent).activeElement : null;
    const active = /** @type {HTMLTextAreaElement | null} */ (inside ?? document.activeElement);
    /** @type {[string, number, number] | null} */
    const place = active?.id ? [active.id, active.selectionStart, active.selectionEnd] : null;
    this.flush();
    build();
    const again = place && /** @type {HTMLTextAreaElement | null} */ (this.root.querySelector(`#${CSS.escape(place[0])}`));
    if (!again) return;
    again.focus({ preventScroll: true });
    again.setSelectionRange?.(place[1], place[2]);
  }

  end() {
    this.flush();
    this.client.end();
    this.layout.disconnect();
    this.deaf.forEach((stop) => stop());
    this.root.remove();
  }
}
