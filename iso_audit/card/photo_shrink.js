// Making a photograph smaller on the tablet, so that bad Wi-Fi has less to carry; the server cleans it in any case.

const SMALL_ENOUGH = 500_000;
const LONGEST_SIDE = 1600;
const SHRINKABLE = new Set(["image/jpeg", "image/heic", "image/heif"]);
const END_OF_JPEG = [0xff, 0xd9];

/** Tell whether a JPEG has its end: one that was cut off goes to the server as it is, which says so. */
async function hasItsEnd(file) {
  const tail = new Uint8Array(await file.slice(-65_536).arrayBuffer());
  for (let at = tail.length - 2; at >= 0; at -= 1) {
    if (tail[at] === END_OF_JPEG[0] && tail[at + 1] === END_OF_JPEG[1]) return true;
  }
  return false;
}

/** A smaller JPEG of a photograph, or the file itself where it is small already or this browser cannot. */
export async function shrunk(file) {
  if (file.size <= SMALL_ENOUGH || !SHRINKABLE.has(file.type)) return file;
  try {
    if (file.type === "image/jpeg" && !(await hasItsEnd(file))) return file;
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * share));
    canvas.height = Math.max(1, Math.round(picture.height * share));
    const pen = canvas.getContext("2d");
    if (!pen) return file;
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.88));
    return small && small.size < file.size ? small : file;
  } catch {
    return file;
  }
}
