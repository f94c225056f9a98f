// What happened at the places to sign, folded to what stands there: the same rule as the server's.

/** @import { SignatureEvent } from "../card/types.js" */

const FOLDED = { stroke: "drawn", refuse: "refused", paper: "paper" };

/** Every signature event known of one version, acknowledged or still waiting. */
export class SigningState {
  /** @type {Map<string, SignatureEvent>} */
  events = new Map();

  add(event) {
    this.events.set(event.id, event);
  }

  drop(id) {
    this.events.delete(id);
  }

  /** Put the server's events in place of what was acknowledged; what waits stays. */
  take(events, waiting) {
    this.events = new Map([...events, ...waiting].map((event) => [event.id, event]));
  }

  inOrder() {
    return [...this.events.values()].sort((one, other) => one.made_at - other.made_at || (one.id < other.id ? -1 : 1));
  }

  /** What stands at a place: its state, and the attempt whose strokes, refusal or paper that is. */
  at(place) {
    const events = this.inOrder();
    const cleared = new Set(events.filter((one) => one.kind === "clear").map((one) => one.attempt));
    const standing = events.filter((one) => one.place === place && !cleared.has(one.attempt));
    const last = standing[standing.length - 1];
    if (!last) return { state: "none", attempt: "", strokes: [], value: {}, made_at: 0 };
    const attempt = standing.filter((one) => one.attempt === last.attempt);
    const settled = attempt.filter((one) => one.kind !== "stroke").pop();
    return {
      state: FOLDED[settled ? settled.kind : "stroke"],
      attempt: last.attempt,
      strokes: attempt.filter((one) => one.kind === "stroke").map((one) => one.value.points),
      value: settled ? settled.value : {},
      made_at: last.made_at,
    };
  }
}
