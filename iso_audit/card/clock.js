// The corrected clock, the tablet's name, and new event ids (UUID version 7, RFC 9562).

const CLOCK_KEY = "iso-audit:clock";
const DEVICE_KEY = "iso-audit:device";

function readPlain(key) {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function writePlain(key, value) {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    return;
  }
}

/** The name by which this tablet is told apart from others, made once and kept. */
function deviceName() {
  const kept = readPlain(DEVICE_KEY);
  if (kept) return kept;
  const agent = navigator.userAgent;
  const kinds = ["iPad", "iPhone", "Android", "Windows", "Mac", "CrOS", "Linux"];
  const kind = kinds.find((name) => agent.includes(name)) || "Web";
  const made = `${kind}-${hex(crypto.getRandomValues(new Uint8Array(3)))}`;
  writePlain(DEVICE_KEY, made);
  return made;
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The server's time as far as this tablet knows it. */
class Clock {
  constructor(serverTime, zone) {
    const kept = readPlain(CLOCK_KEY);
    this.offset = kept === null ? (serverTime || Date.now()) - Date.now() : Number(kept) || 0;
    this.lastMoment = 0;
    this.counter = 0;
    this.setZone(zone);
  }

  setZone(zone) {
    const timeZone = zone || "Asia/Ho_Chi_Minh";
    const two = "2-digit";
    const clock = { timeZone, hour: two, minute: two, hour12: false };
    this.exact = new Intl.DateTimeFormat("en-GB", { ...clock, second: two });
    this.short = new Intl.DateTimeFormat("en-GB", clock);
    this.day = new Intl.DateTimeFormat("en-GB", { timeZone, day: two, month: two, year: "numeric" });
  }

  now() {
    return Date.now() + this.offset;
  }

  /** Take the offset from an answer of the server, asked at `asked` by this tablet's own clock. */
  learn(serverTime, asked) {
    if (!Number.isFinite(serverTime)) return;
    const offset = Math.round(serverTime - (asked + Date.now()) / 2);
    if (Math.abs(offset - this.offset) > 50) writePlain(CLOCK_KEY, String(offset));
    this.offset = offset;
  }

  /** "10:42:07" */
  second(moment) {
    return this.exact.format(moment);
  }

  /** "10:42" today, "10:42 12/11/2017" on any other day. */
  minute(moment) {
    const day = this.day.format(moment);
    const time = this.short.format(moment);
    return day === this.day.format(this.now()) ? time : `${time} ${day}`;
  }

  /** A new id that sorts after every id made before it in this page. */
  newId() {
    const moment = Math.max(Math.round(this.now()), this.lastMoment);
    this.counter = moment === this.lastMoment ? this.counter + 1 : 0;
    this.lastMoment = moment + (this.counter > 0xfff ? 1 : 0);
    this.counter &= 0xfff;
    const time = this.lastMoment.toString(16).padStart(12, "0");
    const order = this.counter.toString(16).padStart(3, "0");
    const random = crypto.getRandomValues(new Uint8Array(8));
    random[0] = (random[0] & 0x3f) | 0x80;
    const tail = hex(random);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  }
}
