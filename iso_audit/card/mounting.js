// Mounting on an element: the first call makes what is mounted, later ones give it new data, the last one's cleanup ends it.

/** @import { Mounted, Mounting } from "./types.js" */

/**
 * Return a mount function; `slot` is where the element remembers what was made on it.
 *
 * A call with data that fits what is mounted gives it the data and leaves alone what is being typed there.
 *
 * @template D
 * @param {string} slot
 * @param {(given: Mounting<D>) => Mounted<D>} make
 */
export function mountable(slot, make) {
  /** @param {Mounting<D>} given */
  return function mount(given) {
    const place = /** @type {Record<string, any>} */ (given.parentElement);
    /** @type {Mounted<D> & { calls?: number }} */
    let mounted = place[slot];
    if (mounted?.fits(given.data)) mounted.take(given.data, given.setTriggerValue);
    else {
      mounted?.end();
      mounted = place[slot] = make(given);
    }
    const call = (mounted.calls ?? 0) + 1;
    mounted.calls = call;
    return () => {
      if (place[slot] !== mounted || mounted.calls !== call) return;
      mounted.end();
      place[slot] = null;
    };
  };
}
