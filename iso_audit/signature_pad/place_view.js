// One place to sign: what stands there, and the acts that change it.

import { button, element, fill, setText } from "../card/elements.js";
import { strokePicture } from "./stroke_pad.js";

/** @import { SigningPlace } from "../card/types.js" */
/** @import { SignaturePad } from "./mount.js" */

export const SIGNING_DRAFT = "signature-draft:";

/** A card for one place; `pad` is the whole signature pad. */
export class PlaceView {
  asking = false;
  /** @type {HTMLElement | null} */
  form = null;
  draftStatus = element("p", { class: "status", role: "status" });

  /**
   * @param {SignaturePad} pad
   * @param {SigningPlace} place
   */
  constructor(pad, place) {
    this.pad = pad;
    this.place = place;
    this.name = element("p", { class: "name" });
    this.status = element("p", { class: "status", role: "status" });
    this.shown = element("div", { class: "shown" });
    this.acts = element("div", { class: "acts" });
    this.extra = element("div", { class: "extra" });
    this.node = element("section", { class: "place", data: { place: place.id } }, [
      element("h3", { text: place.title }),
      this.name,
      this.shown,
      this.status,
      this.acts,
      this.extra,
    ]);
    this.update();
  }

  get standing() {
    return this.pad.state.at(this.place.id);
  }

  /** Who signs here; a witness is named where somebody refuses. */
  get signer() {
    if (this.place.id !== "witness") return this.place.name;
    const refusals = this.pad.data.places.map((place) => this.pad.state.at(place.id));
    return [...new Set(refusals.map((one) => one.value.witness).filter(Boolean))].join(", ");
  }

  update() {
    const { words } = this.pad;
    const now = this.standing;
    setText(this.name, this.signer || words.say("nobody"));
    this.node.dataset.state = now.state;
    fill(this.shown, [this.picture(now)]);
    this.tell(this.status);
    fill(this.acts, this.pad.data.may_sign && this.pad.store.ready ? this.buttons(now, words) : []);
    if (this.form) this.tellDraft();
    else fill(this.extra, []);
  }

  picture(now) {
    if (now.state === "drawn") return strokePicture(now.strokes, this.pad.data.aspect, this.place.title);
    if (now.state !== "refused") return null;
    const { words } = this.pad;
    return element("dl", {}, [
      element("dt", { text: words.say("reason") }),
      element("dd", { text: now.value.reason }),
      element("dt", { text: words.say("witness") }),
      element("dd", { text: now.value.witness }),
    ]);
  }

  /** Write what stands here into an element, and how well the tablet keeps what waits of it. */
  tell(target) {
    const { words, clock } = this.pad;
    const { state, made_at } = this.standing;
    const standing = this.pad.standing(this.place.id);
    target.classList.toggle("waits", Boolean(standing));
    target.dataset.standing = standing;
    const waiting = { kept: "waiting", keeping: "keeping", here: "waiting_here" }[standing];
    setText(target, words.say(waiting || `state_${state}`, { time: made_at ? clock.minute(made_at) : "" }));
  }

  get draftKey() {
    return `${SIGNING_DRAFT}${this.pad.data.version.id}:${this.place.id}`;
  }

  /** Say how well the tablet keeps what is being typed. */
  tellDraft() {
    const { words, store } = this.pad;
    const standing = store.get(this.draftKey) ? store.standing([this.draftKey]) : "";
    this.draftStatus.dataset.standing = standing;
    setText(this.draftStatus, standing ? words.say({ kept: "draft_kept", keeping: "keeping", here: "draft_here" }[standing]) : "");
  }

  buttons(now, words) {
    if (this.asking) {
      return [
        element("p", { text: words.say("clear_question") }),
        button(words.say("clear_yes"), () => this.clear(now), { class: "danger" }),
        button(words.say("clear_no"), () => this.ask(false)),
      ];
    }
    if (now.state === "none") {
      const simple = this.place.id === "witness";
      return [
        button(words.say("sign"), () => this.pad.open(this), { class: "accent" }),
        simple ? null : button(words.say("refuse"), () => this.refuse()),
        simple ? null : button(words.say("paper"), () => this.onPaper()),
      ];
    }
    const more = now.state === "drawn" ? button(words.say("continue"), () => this.pad.open(this)) : null;
    return [more, button(words.say(now.state === "drawn" ? "again" : "withdraw"), () => this.ask(true))];
  }

  onPaper() {
    this.pad.record(this.place.id, "paper", this.pad.clock.newId(), { attachment: "" });
  }

  ask(asking) {
    this.asking = asking;
    this.update();
    this.acts.querySelector("button")?.focus();
  }

  clear(now) {
    this.asking = false;
    this.pad.record(this.place.id, "clear", now.attempt, {});
  }

  /** Ask for reason and witness; what is typed is kept on the tablet until it is saved or given up. */
  refuse() {
    const { words, store } = this.pad;
    const kept = store.get(this.draftKey) || {};
    const field = (name, tag) =>
      element("label", {}, [
        element("span", { text: words.say(name) }),
        element(tag, { name, maxlength: "1000", rows: "3", autocomplete: "off" }),
      ]);
    const message = element("p", { class: "wrong", role: "alert" });
    const inputs = [field("reason", "textarea"), field("witness", "input")];
    const boxes = inputs.map((one) => /** @type {HTMLInputElement} */ (one.lastChild));
    const values = () => Object.fromEntries(boxes.map((box) => [box.name, box.value.trim()]));
    for (const box of boxes) {
      box.value = kept[box.name] || "";
      box.addEventListener("input", () => {
        store.put(this.draftKey, values());
        this.tellDraft();
      });
    }
    const close = () => {
      store.remove(this.draftKey);
      this.form = null;
      this.update();
    };
    const save = () => {
      const missing = Object.entries(values()).find(([, value]) => !value);
      if (missing) {
        setText(message, words.say(`${missing[0]}_missing`));
        return;
      }
      this.pad.record(this.place.id, "refuse", this.pad.clock.newId(), values(), [this.draftKey]);
      close();
    };
    const acts = element("div", { class: "acts" }, [
      button(words.say("refuse_save"), save, { class: "accent" }),
      button(words.say("cancel"), close),
    ]);
    this.form = element("div", { class: "refusal" }, [...inputs, this.draftStatus, message, acts]);
    this.tellDraft();
    fill(this.extra, [this.form]);
    boxes[0].focus();
  }
}
