// Taking what waits off the tablet as a file, and taking such a file in.

import { readUnsent, takeIn, unsent, UnsentRefused } from "./client/unsent_file.js";
import { button, element, setText, toggle } from "./elements.js";

/** @import { Unsent } from "./types.js" */
/** @import { Client } from "./client/client.js" */

/**
 * Hand a file to the browser, which puts it where the person wants it.
 *
 * @param {Unsent} told
 */
export function handOut(told) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(told)], { type: "application/json" }));
  const link = element("a", { href: address, download: `${told.kind}-${told.device}.json`, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The ways to give out a file of what waits, and to take in one that another tablet gave out. */
export class UnsentView {
  /** @param {Client} client */
  constructor(client) {
    const { words } = client;
    this.client = client;
    this.status = element("p", { class: "quiet", role: "status" });
    this.input = element("input", {
      type: "file",
      accept: ".json,application/json",
      hidden: true,
      tabindex: "-1",
      data: { unsent: "file" },
      on: { change: () => this.chosen() },
    });
    this.give = button(words.say("unsent_file"), () => this.giveOut(), { data: { act: "unsent_file" } });
    const take = button(words.say("unsent_take"), () => this.input.click(), { data: { act: "unsent_take" } });
    this.node = element("div", { class: "row" }, [this.give, take, this.input, this.status]);
    this.update();
  }

  update() {
    toggle(this.give, this.client.waiting.count() > 0);
  }

  async giveOut() {
    const { account, store, photos, acts } = this.client;
    const waiting = [...photos.queue.photos.values()].filter((photo) => photo.state !== "refused");
    handOut(await unsent({ account, device: acts.device, store, photoStore: photos.queue.store, photos: waiting }));
  }

  async chosen() {
    const [file] = this.input.files ?? [];
    if (!file) return;
    const text = await file.text();
    this.input.value = "";
    const { words, account } = this.client;
    try {
      const count = await takeIn(this.client, readUnsent(text, account.id));
      setText(this.status, words.say("unsent_taken", { count }));
    } catch (error) {
      if (!(error instanceof UnsentRefused)) throw error;
      setText(this.status, words.say(error.key, error.slots));
    }
  }
}
