// Making a photograph smaller on the tablet, so that bad Wi-Fi has less to carry; the server cleans it in any case.

const SMALL_ENOUGH = 500_000;
const LONGEST_SIDE = 1600;
const SHRINKABLE = new Set(["image/jpeg", "image/heic", "image/heif", "image/png", "image/webp"]);
const START_OF_SCAN = 0xda;
const END_OF_JPEG = 0xd9;

/**
 * Tell whether a JPEG has its end, also where a telephone wrote a film behind it; one that was cut off goes to the
 * server as it is, which says so. The end of the small picture within the tags is not the photograph's.
 * @param {Uint8Array} bytes
 */
export function hasItsEnd(bytes) {
  let at = 2;
  while (at + 3 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== START_OF_SCAN) {
    at += 2 + (bytes[at + 2] << 8) + bytes[at + 3];
  }
  for (at = bytes.indexOf(0xff, at + 2); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === END_OF_JPEG) return true;
  }
  return false;
}

/** A smaller JPEG of a photograph, or the file itself where it is small already or this browser cannot. */
export async function shrunk(file) {
  if (file.size <= SMALL_ENOUGH || !SHRINKABLE.has(file.type)) return file;
  try {
    if (file.type === "image/jpeg" && !hasItsEnd(new Uint8Array(await file.arrayBuffer()))) return file;
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * share));
    canvas.height = Math.max(1, Math.round(picture.height * share));
    const pen = canvas.getContext("2d");
    if (!pen) return file;
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.88));
    return small && small.size < file.size ? small : file;
  } catch {
    return file;
  }
}
