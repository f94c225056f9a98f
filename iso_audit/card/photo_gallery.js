// All photographs of an audit on one page: by item, with captions, blurring and what has not arrived yet.

const PHOTO_CHOICES = {
  "gallery_shown": (photo) => !photo.withdrawn,
  "gallery_uncaptioned": (photo) => !photo.withdrawn && !photo.caption,
  "gallery_missing": (photo) => !photo.withdrawn && photo.state !== "received",
  "gallery_withdrawn": (photo) => Boolean(photo.withdrawn),
};

/** The card's data and saving, with photographs in place of questions. */
class PhotoGallery extends ChecklistCard {
  build() {
    const { words, data } = this;
    this.panels = new Map();
    this.choice ??= "gallery_shown";
    this.mark = element("p", { class: "mark global", role: "status", "aria-live": "polite" });
    this.figures = element("p", { class: "figures" });
    this.chips = Object.keys(PHOTO_CHOICES).map((name) =>
      button(words.say(name), () => this.choose(name), { class: "plain chip", data: { filter: name } }));
    this.groups = element("div", { class: "photo-groups" });
    this.top = new Header(this);
    this.header = { node: this.top.node, update: () => this.top.updateMark(), updateMark: () => this.top.updateMark() };
    this.top.progress.remove();
    this.top.next.remove();
    this.top.sectionButton.remove();
    this.sectionList = { update: () => undefined };
    this.undoBar = { update: () => undefined, timer: 0 };
    this.filters = { active: false };
    this.list = { views: this.panels, update: () => undefined };
    this.root = element("div", { class: "iso-audit-card gallery", lang: data.language }, [
      element("div", { class: "frame" }, [
        this.top.node,
        element("div", { class: "main" }, [element("div", { class: "row" }, this.chips), this.groups]),
      ]),
    ]);
    this.parent.querySelector(".iso-audit-card")?.remove();
    this.parent.append(this.root);
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
    this.layout = new ResizeObserver(() => this.measure());
    this.layout.observe(this.top.node);
    this.measure();
    this.photosChanged();
    this.top.updateMark();
  }

  /** Texts being written here belong to photographs. */
  marksChanged() {
    this.top?.updateMark();
  }

  choose(name) {
    this.choice = name;
    this.photosChanged();
  }

  showItems() {
    this.photosChanged();
  }

  photosChanged() {
    if (!this.groups) return;
    const { words, photos } = this;
    setText(this.top.figures, photos.summary() || words.say("gallery_empty"));
    for (const chip of this.chips) {
      const fits = photos.all().filter(PHOTO_CHOICES[chip.dataset.filter]);
      setText(chip, `${words.say(chip.dataset.filter)} (${fits.length})`);
      chip.setAttribute("aria-pressed", String(chip.dataset.filter === this.choice));
    }
    this.showGroups(photos.all().filter(PHOTO_CHOICES[this.choice]));
    this.top.updateMark();
  }

  /** Show photographs below their items; panels that stay are not built again, so that typing goes on. */
  showGroups(shown) {
    const kept = new Map();
    for (const { id } of shown) kept.set(id, this.panels.get(id) || new PhotoPanel(this, id));
    for (const [id, panel] of this.panels) if (!kept.has(id)) panel.flush();
    this.panels.clear();
    for (const [id, panel] of kept) this.panels.set(id, panel);
    const order = new Map(this.itemIds.map((id, at) => [id, at]));
    const items = [...new Set(shown.map((photo) => photo.item))].sort((one, other) => (order.get(one) ?? 1e6) - (order.get(other) ?? 1e6));
    const told = JSON.stringify(items.map((item) => [item, shown.filter((photo) => photo.item === item).map((photo) => photo.id)]));
    for (const panel of kept.values()) panel.update();
    if (told === this.arranged && this.groups.childElementCount) return;
    this.arranged = told;
    fill(this.groups, items.map((item) => this.group(item, shown.filter((photo) => photo.item === item))));
  }

  group(itemId, photos) {
    const item = this.items.find((one) => one.id === itemId);
    const title = item ? `${item.clause} (${item.id}) ${item.question}` : itemId;
    return element("section", { class: "photo-group" }, [
      element("h2", { class: "list-title", text: title }),
      element("div", { class: "photo-panels" }, photos.map((photo) => this.panels.get(photo.id).node)),
    ]);
  }
}
