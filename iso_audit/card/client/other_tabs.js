// The other tabs of one account on this tablet: each tells the others what it has put on the disk.

/** @import { Change } from "../types.js" */

/** Tells and hears changes as [key, text] pairs; without the browser's channel tabs do not follow each other. */
export class OtherTabs {
  /** @type {BroadcastChannel | null} */
  channel = null;

  /**
   * @param {string} name
   * @param {(changes: Change[]) => void} heard
   */
  constructor(name, heard) {
    if (!globalThis.BroadcastChannel) return;
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({ data }) => heard(data);
  }

  tell(changes) {
    this.channel?.postMessage(changes);
  }

  end() {
    this.channel?.close();
    this.channel = null;
  }
}
