// Disagreements and refusals of one item: every value side by side, and the taps that end them.

import { button, element } from "./elements.js";

/** The words for a value of a field, as a person reads them. */
export function valueWords(client, field, value) {
  if (value === null || value === undefined || value === "") return client.words.say("cleared_value");
  if (field !== "grade") return value;
  const grade = client.grades.get(value);
  return grade ? `${grade.sign} ${grade.label}` : value;
}

/** Who wrote a head, when, and on which device; without the device where it tells nothing. */
export function headLine(client, head, device = true) {
  const { words, journal } = client;
  const own = journal.isOwn(head);
  const name = own ? words.say("you", { name: head.name || client.account.name }) : head.name;
  const slots = { name, time: client.clock.minute(head.made_at), device: head.device || "" };
  if (!head.device || !device) return words.say("by_line", slots);
  if (journal.isHere(head)) return words.say("by_line_here", slots);
  return words.say(/^(form-|web-form|caucus)/.test(head.device) ? "by_line_form" : "by_line_device", slots);
}

/** The box of one disputed field, with one tap to settle for those who may. */
export function disputeBox(client, itemId, field) {
  const { journal, words, acts } = client;
  const subject = `item:${itemId}`;
  const sides = journal.sides(subject, field);
  const may = journal.maySettle(subject, field);
  const title = sides.every((head) => journal.isOwn(head)) ? "dispute_title_own" : "dispute_title";
  const settle = (value) => {
    acts.settle(itemId, field, value);
  };
  const box = element("section", { class: "dispute", data: { field } }, [
    element("h4", { text: words.say(title, { field: words.say(field) }) }),
    element("div", { class: "sides" }, sides.map((head) =>
      element("div", { class: "side" }, [
        element("p", { class: "side-value", text: valueWords(client, field, head.value) }),
        element("p", { class: "quiet", text: headLine(client, head) }),
        may && button(words.say("dispute_take"), () => settle(head.value), { class: "plain strong" }),
      ]))),
  ]);
  const texts = sides.map((head) => head.value).filter(Boolean);
  if (may && field !== "grade" && texts.length > 1) {
    box.append(button(words.say("dispute_merge"), () => settle([...texts].reverse().join("\n"))));
  }
  if (!may) box.append(element("p", { class: "quiet", text: words.say("dispute_who") }));
  return box;
}

/** One's own grade was kept beside a colleague's: what one wants with the two. */
export function besideBox(client, change) {
  const { journal, words, acts } = client;
  const { itemId, event } = change;
  const theirs = journal.heads(`item:${itemId}`, "grade").filter((head) => head.value !== event.value);
  const names = [...new Set(theirs.map((head) => head.name))].join(", ");
  return element("section", { class: "dispute asking", role: "alert", data: { asking: "beside" } }, [
    element("h4", { text: words.say("beside_title", { names }) }),
    ...theirs.map((head) => element("p", { text: `${valueWords(client, "grade", head.value)} (${client.clock.minute(head.made_at)})` })),
    element("p", { text: words.say("beside_explained", { value: valueWords(client, "grade", event.value) }) }),
    element("div", { class: "row" }, [
      button(words.say("beside_keep"), () => acts.keepBeside(itemId), { class: "plain strong", data: { answer: "beside" } }),
      button(words.say("beside_replace"), () => acts.settle(itemId, "grade", event.value), { data: { answer: "replace" } }),
      button(words.say("undo"), () => acts.takeBack(change), { data: { answer: "undo" } }),
    ]),
  ]);
}

/** Something was recorded after the minutes' text was fixed: keep it for the next version, or not. */
export function afterMinutesBox(client, change) {
  const { words, minutes } = client;
  const value = valueWords(client, change.field, change.event.value);
  return element("section", { class: "dispute asking", role: "alert", data: { asking: "minutes" } }, [
    element("h4", { text: minutes.line() }),
    element("p", { text: words.say("minutes_ask", { field: words.say(change.field), value }) }),
    element("div", { class: "row" }, [
      button(words.say("minutes_keep"), () => minutes.keep(), { class: "plain strong", data: { answer: "keep" } }),
      button(words.say("undo"), () => minutes.takeBack(), { data: { answer: "undo" } }),
    ]),
  ]);
}

/** A colleague's grade stands in place of one's own. */
export function replacedBox(client, itemId, { value, head }) {
  const { words, replaced } = client;
  const slots = { name: head.name, own: valueWords(client, "grade", value), value: valueWords(client, "grade", head.value) };
  return element("section", { class: "dispute", data: { asking: "replaced" } }, [
    element("h4", { text: words.say("replaced_title", slots) }),
    element("p", { class: "quiet", text: headLine(client, head) }),
    element("div", { class: "row" }, [
      button(words.say("replaced_seen"), () => replaced.seen(itemId), { class: "plain strong", data: { answer: "seen" } }),
    ]),
  ]);
}

/** A value the server did not take: its sentence, the value, and what may be done with it. */
export function refusalBox(client, refusal) {
  const { words } = client;
  const { event, message } = refusal;
  const slots = { field: words.say(event.field), value: valueWords(client, event.field, event.value) };
  return element("section", { class: "refusal", role: "alert" }, [
    element("h4", { text: words.say("refused_title", { message }) }),
    element("p", { text: words.say("refused_value", slots) }),
    element("div", { class: "row" }, [
      button(words.say("resend"), () => client.resend(refusal), { class: "plain strong" }),
      button(words.say("discard"), () => client.forgetRefusal(refusal)),
    ]),
  ]);
}
