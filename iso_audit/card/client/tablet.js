// This tablet: its name, its clocks, and the few plain values it keeps in local storage.

const DEVICE_KEY = "iso-audit:device";
const KINDS = ["iPad", "iPhone", "Android", "Windows", "Mac", "CrOS", "Linux"];

/** @param {string} key */
export function readPlain(key) {
  try {
    return globalThis.localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function writePlain(key, value) {
  try {
    globalThis.localStorage.setItem(key, value);
  } catch {
    return;
  }
}

/** The name this tablet has kept, null where it keeps none. */
export function keptName() {
  return readPlain(DEVICE_KEY);
}

/** The name by which this tablet is told apart from others, made once and kept. */
export function deviceName() {
  const kept = keptName();
  if (kept) return kept;
  const agent = navigator.userAgent;
  const kind = KINDS.find((name) => agent.includes(name)) || "Web";
  const made = `${kind}-${hex(crypto.getRandomValues(new Uint8Array(3)))}`;
  writePlain(DEVICE_KEY, made);
  return made;
}

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What a clock is made of: the tablet's own time, a clock that nobody sets, the start it counts from, and plain values.
 *
 * @typedef {object} Tablet
 * @property {() => number} time
 * @property {() => number} ticks
 * @property {() => number} page
 * @property {(key: string) => string | null} read
 * @property {(key: string, value: string) => void} write
 */

/** @type {Tablet} */
export const THIS_TABLET = {
  time: () => Date.now(),
  ticks: () => performance.now(),
  page: () => performance.timeOrigin,
  read: readPlain,
  write: writePlain,
};
