// Disagreements and refusals of one item: every value side by side, and the taps that end them.

/** The words for a value of a field, as a person reads them. */
function valueWords(card, field, value) {
  if (value === null || value === undefined || value === "") return card.words.say("cleared_value");
  if (field !== "grade") return value;
  const grade = card.grades.get(value);
  return grade ? `${grade.sign} ${grade.label}` : value;
}

/** Who wrote a head, when, and on which device; without the device where it tells nothing. */
function headLine(card, head, device = true) {
  const { words, journal } = card;
  const own = journal.isOwn(head);
  const name = own ? words.say("you", { name: head.name || card.account.name }) : head.name;
  const slots = { name, time: card.clock.minute(head.made_at), device: head.device || "" };
  if (!head.device || !device) return words.say("by_line", slots);
  if (journal.isHere(head)) return words.say("by_line_here", slots);
  return words.say(/^(form-|web-form|caucus)/.test(head.device) ? "by_line_form" : "by_line_device", slots);
}

/** The box of one disputed field, with one tap to settle for those who may. */
function disputeBox(card, itemId, field) {
  const { journal, words, acts } = card;
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
        element("p", { class: "side-value", text: valueWords(card, field, head.value) }),
        element("p", { class: "quiet", text: headLine(card, head) }),
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
function refusalBox(card, refusal) {
  const { words } = card;
  const { event, message } = refusal;
  const slots = { field: words.say(event.field), value: valueWords(card, event.field, event.value) };
  return element("section", { class: "refusal", role: "alert" }, [
    element("h4", { text: words.say("refused_title", { message }) }),
    element("p", { text: words.say("refused_value", slots) }),
    element("div", { class: "row" }, [
      button(words.say("resend"), () => card.resend(refusal), { class: "plain strong" }),
      button(words.say("discard"), () => card.forgetRefusal(refusal)),
    ]),
  ]);
}
