// One place to sign: what stands there, and the acts that change it.

/** A card for one place; `pad` is the whole signature pad. */
class PlaceView {
  constructor(pad, place) {
    Object.assign(this, { pad, place, asking: false, form: null });
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
    setText(this.status, this.told(now));
    this.status.classList.toggle("waits", this.pad.waits(this.place.id));
    fill(this.acts, this.pad.data.may_sign ? this.buttons(now, words) : []);
    if (!this.form) fill(this.extra, []);
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

  told(now) {
    const { words, clock } = this.pad;
    if (this.pad.waits(this.place.id)) return words.say("waiting");
    return words.say(`state_${now.state}`, { time: now.made_at ? clock.minute(now.made_at) : "" });
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
    const { words, store, data } = this.pad;
    const key = `signature-draft:${data.version.id}:${this.place.id}`;
    const kept = store.get(key) || {};
    const field = (name, tag) =>
      element("label", {}, [
        element("span", { text: words.say(name) }),
        element(tag, { name, maxlength: "1000", rows: "3", autocomplete: "off" }),
      ]);
    const message = element("p", { class: "wrong", role: "alert" });
    const inputs = [field("reason", "textarea"), field("witness", "input")];
    const values = () => Object.fromEntries(inputs.map((one) => [one.lastChild.name, one.lastChild.value.trim()]));
    for (const one of inputs) {
      one.lastChild.value = kept[one.lastChild.name] || "";
      one.lastChild.addEventListener("input", () => store.put(key, values()));
    }
    const close = () => {
      store.remove(key);
      this.form = null;
      this.update();
    };
    const save = () => {
      const missing = Object.entries(values()).find(([, value]) => !value);
      if (missing) {
        setText(message, words.say(`${missing[0]}_missing`));
        return;
      }
      this.pad.record(this.place.id, "refuse", this.pad.clock.newId(), values());
      close();
    };
    const acts = element("div", { class: "acts" }, [
      button(words.say("refuse_save"), save, { class: "accent" }),
      button(words.say("cancel"), close),
    ]);
    this.form = element("div", { class: "refusal" }, [...inputs, message, acts]);
    fill(this.extra, [this.form]);
    inputs[0].lastChild.focus();
  }
}
