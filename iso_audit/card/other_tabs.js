// The other tabs of one account on this tablet: each tells the others what it has put on the disk.

/** Tells and hears changes as [key, text] pairs; without the browser's channel tabs do not follow each other. */
class OtherTabs {
  constructor(name, heard) {
    if (!window.BroadcastChannel) return;
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
