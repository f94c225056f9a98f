// What the journal says of items: which are asked, their grades, what is missing, disagreements, and the counts of all that.

/** @import { Condition, Counts, Grade, Item, ItemText, Judgement } from "../types.js" */
/** @import { Journal } from "./journal.js" */

const GRADE = "grade";
const PHOTO = "photo:";

/** Judgements of one audit's items; grades and texts come with the data, so that they are told in one place. */
export class Judgements {
  /**
   * @param {Journal} journal
   * @param {Map<string, Grade>} grades
   * @param {ItemText[]} texts
   * @param {Pick<Item, "id" | "asked_when">[]} items
   * @param {(itemId: string) => boolean} held tells whether this tablet holds something of an item beside the journal
   */
  constructor(journal, grades, texts, items = [], held = () => false) {
    this.journal = journal;
    this.grades = grades;
    this.texts = texts;
    this.fields = [GRADE, ...texts.map((text) => text.name)];
    /** @type {Map<string, Condition>} */
    this.conditions = new Map(items.flatMap((item) => (item.asked_when ? [[item.id, item.asked_when]] : [])));
    this.held = held;
  }

  /**
   * Tell whether an item is asked: its condition holds, or something was entered that is not to be hidden.
   *
   * The same rule as the server's (`iso_audit/domain/asking.py`), and what waits on this tablet alone.
   */
  isAsked(itemId) {
    return this.holds(itemId) || this.entered(itemId) || this.held(itemId);
  }

  /** Tell whether an item's condition holds now; without one it always does. */
  holds(itemId) {
    const condition = this.conditions.get(itemId);
    return !condition || condition.grades.includes(this.journal.value(`item:${condition.item}`, GRADE) ?? "");
  }

  entered(itemId) {
    const subject = `item:${itemId}`;
    const written = this.fields.some((field) => this.journal.value(subject, field) !== null || this.journal.disputed(subject, field));
    return written || this.photographed(itemId);
  }

  photographed(itemId) {
    const shows = (photo) => this.journal.value(photo, "item") === itemId && !this.journal.value(photo, "withdrawn");
    return this.journal.subjects(PHOTO).some(shows);
  }

  /**
   * Those of a list of items that are asked.
   *
   * @template {{ id: string }} T
   * @param {T[]} items
   */
  asked(items) {
    return this.conditions.size ? items.filter((item) => this.isAsked(item.id)) : items;
  }

  /** The items whose condition hangs on an item. */
  hangingOn(itemId) {
    return [...this.conditions].filter(([, condition]) => condition.item === itemId).map(([id]) => id);
  }

  /** Tell whether a grade calls for what a text says it goes with: a meaning of the grade, or "always". */
  calls(gradeId, meaning) {
    return meaning === "always" || Boolean(meaning && this.grades.get(gradeId)?.[meaning]);
  }

  /**
   * What the journal says of one item.
   *
   * @param {string} itemId
   * @returns {Judgement}
   */
  of(itemId) {
    const subject = `item:${itemId}`;
    const grade = this.journal.value(subject, GRADE);
    const disputes = this.fields.filter((field) => this.journal.disputed(subject, field));
    const wanted = this.texts.filter((text) => this.calls(grade, text.required) && !this.journal.value(subject, text.name));
    return { grade, disputes, missing: wanted.map((text) => `${text.name}_missing`) };
  }

  /**
   * Counts of those items that are asked: completion is judged of applicable; not checked stands apart.
   *
   * @param {string[]} itemIds
   * @returns {Counts}
   */
  counts(itemIds) {
    const all = itemIds.filter((itemId) => this.isAsked(itemId)).map((itemId) => this.of(itemId));
    const count = (fits) => all.filter(fits).length;
    const notApplicable = count(({ grade }) => grade === "not_applicable");
    return {
      total: all.length,
      applicable: all.length - notApplicable,
      judged: count(({ grade }) => this.calls(grade, "judges")),
      notApplicable,
      notChecked: count(({ grade }) => grade === "not_checked"),
      unanswered: count(({ grade }) => grade === null),
      disputed: count(({ disputes }) => disputes.length > 0),
      gaps: count(({ missing }) => missing.length > 0),
    };
  }
}
