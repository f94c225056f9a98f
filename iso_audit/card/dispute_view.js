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
