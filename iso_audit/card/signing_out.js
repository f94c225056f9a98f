// On the page that signs out: says what of the account still waits on this tablet, and gives it out as a file.

import { PhotoStore } from "./client/photo_store.js";
import { Store } from "./client/store.js";
import { deviceName } from "./client/tablet.js";
import { unsent, unsentEntries } from "./client/unsent_file.js";
import { handOut } from "./unsent_view.js";

const place = /** @type {HTMLElement} */ (document.getElementById("unsent"));
const account = { id: place.dataset.account ?? "", name: place.dataset.name ?? "" };
const photoStore = new PhotoStore(account.id, () => undefined);
const store = new Store(account.id, { changed: () => undefined, opened: () => look(), followed: () => look() });

async function look() {
  const [button] = place.getElementsByTagName("button");
  const [line] = place.getElementsByTagName("p");
  const photos = (await photoStore.all()).filter((photo) => photo.state !== "refused");
  const count = unsentEntries(store).length + photos.length;
  place.hidden = count === 0;
  line.textContent = (place.dataset.told ?? "").replace("{count}", String(count));
  button.onclick = async () => handOut(await unsent({ account, device: deviceName(), store, photoStore, photos }));
}
