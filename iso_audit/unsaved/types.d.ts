// What the modules that keep forms hand to each other, told to the type checker; no browser ever reads this file.

/** What stands in one input: how to put it back, the value as it is shown, and what the input is called. */
export interface Standing {
  kind: "text" | "tick" | "number" | "choice" | "choices" | "day" | "time";
  value: unknown;
  label: string;
  /** What stood there before anybody touched it, where that is known from before these modules came. */
  first?: string;
}

export interface KeptValue {
  kind: Standing["kind"];
  value: unknown;
  before: unknown;
}

export interface KeptForm {
  at: number;
  values: Record<string, KeptValue>;
}

/** What the server is asked to put back; `changed` are the inputs whose stored value is another one meanwhile. */
export interface Lacking {
  form: string;
  at: number;
  values: Record<string, [Standing["kind"], unknown]>;
  changed: [string, string][];
}

/** The server's word that a form was saved or dropped: all of it, or the `parts` that each save themselves. */
export interface Done {
  id: string;
  form: string;
  generation: number;
  dropped: boolean;
  parts: Record<string, string> | null;
}

/** What `keeper.js` needs of the card's store. */
export interface Store {
  put(key: string, value: unknown): void;
  remove(key: string): void;
  get(key: string): any;
  all(start: string): [string, any][];
  standing(keys: string[]): string;
}

/** What the page gives: `iso_audit/ui/shared/unsaved.py`. */
export interface Data {
  account: string;
  asks: boolean;
  done: Done[];
  words: { kept: string; here: string };
}
