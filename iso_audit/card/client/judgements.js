// What the journal says of items: their grades, what is missing, where people disagree, and the counts of all that.

/** @import { Counts, Grade, ItemText, Judgement } from "../types.js" */
/** @import { Journal } from "./journal.js" */

const GRADE = "grade";

/** Judgements of one audit's items; grades and texts come with the data, so that they are told in one place. */
export class Judgements {
  /**
   * @param {Journal} journal
   * @param {Map<string, Grade>} grades
   * @param {ItemText[]} texts
   */
  constructor(journal, grades, texts) {
    this.journal = journal;
    this.grades = grades;
    this.texts = texts;
    this.fields = [GRADE, ...texts.map((text) => text.name)];
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
   * Counts of items: completion is judged of applicable; not checked stands apart.
   *
   * @param {string[]} itemIds
   * @returns {Counts}
   */
  counts(itemIds) {
    const all = itemIds.map((itemId) => this.of(itemId));
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
