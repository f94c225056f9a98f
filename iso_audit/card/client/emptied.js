// Whether the browser threw away what this tablet held, which may have been something unsent.

import { keptName, readPlain, writePlain } from "./tablet.js";

/** @import { Client } from "./client.js" */

const EMPTIED_KEY = "iso-audit:emptied";

/** Made before the tablet takes a new name: one that has none, and of which the server knows one, was emptied. */
export class Emptied {
  /** @param {Client} client */
  constructor(client) {
    this.client = client;
    this.name = keptName();
  }

  /**
   * Ask the server which tablet this browser last was, where the tablet had no name.
   *
   * The server's word comes by a cookie, which browsers keep longer. A tablet that cannot keep a name is no emptied one.
   */
  async look() {
    if (this.name || keptName() === null) return;
    const { status, body } = await this.client.server.session().catch(() => ({ status: 0, body: {} }));
    if (status !== 200 || !body.tablet || body.tablet === keptName()) return;
    writePlain(EMPTIED_KEY, "yes");
    this.client.marksChanged();
  }

  /** Tell whether that is so, and nobody has taken note of it yet. */
  get told() {
    return readPlain(EMPTIED_KEY) === "yes";
  }

  note() {
    writePlain(EMPTIED_KEY, "");
    this.client.marksChanged();
  }
}
