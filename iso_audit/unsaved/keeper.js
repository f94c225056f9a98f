// What a person entered into forms and did not save: kept for one account on this tablet, form by form, until it is saved.

/** @import { KeptForm, Lacking, Store, Standing, Done } from "./types.js" */

const START = "form:";

/** More signs than any form of ours takes; a form with more is not kept, and says so. */
export const LARGEST = 400_000;

/** How many forms of an account are kept, and for how long after something was last entered in them. */
export const MOST_FORMS = 50;
export const LONGEST = 60 * 24 * 3_600_000;

/** Keeps, of each form, the values that differ from what it showed before somebody touched it. */
export class Keeper {
  /** @type {Map<string, Record<string, unknown>>} */
  shown = new Map();
  /** What this page has kept of a form: what did not change here since is another tab's to keep or to let go.
   * @type {Map<string, Record<string, unknown>>} */
  own = new Map();
  /** @type {Map<string, Record<string, Standing>>} */
  sent = new Map();
  /** Of a form that waits for what is kept: what stood in each input when that was asked for.
   * @type {Map<string, Record<string, unknown>>} */
  awaited = new Map();
  /** @type {Set<string>} */
  taken = new Set();
  /** @type {Set<string>} */
  tooLarge = new Set();

  /**
   * @param {Store} store
   * @param {() => number} now
   */
  constructor(store, now = Date.now) {
    this.store = store;
    this.now = now;
  }

  /**
   * @param {string} form
   * @returns {KeptForm | null}
   */
  kept(form) {
    return this.store.get(START + form);
  }

  /** How well what is unsaved of a form is kept: "kept" on the disk, "keeping" for now, "here" in this page alone. */
  standing(form) {
    if (this.tooLarge.has(form)) return "here";
    return this.kept(form) ? this.store.standing([START + form]) : "";
  }

  /**
   * Somebody is about to change a form: what it shows now is what later values are held against.
   *
   * @param {string} form
   * @param {Record<string, Standing>} values
   */
  touch(form, values) {
    if (this.shown.has(form)) return;
    const before = Object.entries(this.kept(form)?.values ?? {}).map(([id, one]) => [id, one.before]);
    const now = Object.entries(values).map(([id, one]) => [id, one.first ?? one.value]);
    this.shown.set(form, Object.fromEntries([...now, ...before]));
    this.own.delete(form);
  }

  /**
   * Keep what differs from what the form showed.
   *
   * @param {string} form
   * @param {Record<string, Standing>} values  of the inputs that are there; the others stay as they are kept
   */
  keep(form, values) {
    const shown = this.shown.get(form);
    if (!shown) return;
    const older = this.kept(form)?.values ?? {};
    const awaited = this.awaited.get(form) ?? {};
    const own = this.own.get(form) ?? {};
    const differing = Object.fromEntries(Object.entries(older).filter(([id]) => !(id in values)));
    for (const [id, { kind, value, first }] of Object.entries(values)) {
      if (id in awaited && same(value, awaited[id])) {
        differing[id] = older[id];
        continue;
      }
      delete awaited[id];
      if (!(id in shown)) shown[id] = first ?? value;
      if (same(value, id in own ? own[id] : shown[id])) {
        if (id in older) differing[id] = older[id];
      } else if (!same(value, shown[id])) differing[id] = { kind, value, before: shown[id] };
    }
    if (!same(differing, older)) this.put(form, differing);
    const here = Object.entries(values).filter(([id]) => !(id in awaited)).map(([id, { value }]) => [id, value]);
    if (!this.tooLarge.has(form)) this.own.set(form, { ...own, ...Object.fromEntries(here) });
  }

  put(form, values) {
    const text = JSON.stringify(values);
    if (text.length > LARGEST) {
      this.tooLarge.add(form);
      return;
    }
    this.tooLarge.delete(form);
    if (text === "{}") this.store.remove(START + form);
    else {
      this.store.put(START + form, { at: this.now(), values });
      this.tidy();
    }
  }

  /** Let go of the oldest forms beyond the bounds of number and age, but of none that is being filled in on this page. */
  tidy() {
    const isLate = ({ at }) => this.now() - at > LONGEST;
    const latestFirst = this.store.all(START).sort(([, one], [, other]) => other.at - one.at);
    const beyond = latestFirst.filter(([, one], place) => place >= MOST_FORMS || isLate(one)).map(([key]) => key);
    for (const key of beyond) if (!this.shown.has(key.slice(START.length))) this.store.remove(key);
  }

  /** Somebody tapped the button that saves the form: this is what was sent. */
  send(form, values) {
    this.sent.set(form, values);
  }

  /**
   * Forget what the server acknowledged as saved, or what its writer dropped; what was typed after it was sent stays.
   *
   * @param {Done} done
   * @returns {boolean} whether it was not known before
   */
  acknowledge({ id, form, dropped, parts }) {
    if (this.taken.has(id)) return false;
    this.taken.add(id);
    const kept = this.kept(form)?.values ?? {};
    const sent = this.sent.get(form);
    const stays = ([name, { value }]) => {
      if (dropped) return false;
      if (parts) return !(name in parts) || !same(parts[name], value);
      return sent !== undefined && name in sent && !same(sent[name].value, value);
    };
    const left = Object.entries(kept).filter(stays);
    if (!parts) {
      for (const remembered of [this.shown, this.own, this.sent, this.awaited]) remembered.delete(form);
    }
    if (left.length < Object.keys(kept).length) this.put(form, Object.fromEntries(left));
    return true;
  }

  /**
   * Return what a form that has just appeared does not show of what is kept; what it shows whole is saved, and forgotten.
   *
   * What was entered since it appeared, before what is kept could be read, stays.
   *
   * @param {string} form
   * @param {Record<string, Standing>} values
   * @returns {Lacking | null}
   */
  lacking(form, values) {
    const kept = this.kept(form);
    this.awaited.delete(form);
    if (!kept) return null;
    const shown = this.shown.get(form) ?? {};
    const isEntered = (id) => id in shown && id in values && !same(values[id].value, shown[id]);
    const others = Object.entries(kept.values).filter(([id]) => !isEntered(id));
    for (const [id, one] of others) if (this.shown.has(form)) shown[id] = one.before;
    const lacking = others.filter(([id, one]) => !same(values[id]?.value, one.value));
    if (!lacking.length) {
      if (others.length === Object.keys(kept.values).length) this.store.remove(START + form);
      return null;
    }
    const there = lacking.filter(([id]) => id in values);
    this.awaited.set(form, Object.fromEntries(there.map(([id]) => [id, values[id].value])));
    return {
      form,
      at: kept.at,
      values: Object.fromEntries(lacking.map(([id, { kind, value }]) => [id, [kind, value]])),
      changed: there
        .filter(([id, one]) => !same(values[id].value, one.before))
        .map(([id]) => [values[id].label, asText(values[id].value)]),
    };
  }
}

/** @param {unknown} value */
function asText(value) {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
