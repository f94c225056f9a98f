// What opens below an item on demand: its history, help to choose a grade, and ready phrases.

/** A panel with a title and a way to close it. */
function panel(card, title, close, children) {
  return element("section", { class: "panel" }, [
    element("div", { class: "panel-head" }, [
      element("h4", { text: title }),
      button(card.words.say("close"), close),
    ]),
    ...children,
  ]);
}

/** Everything that was recorded for an item, the newest first, as the server tells it. */
async function historyPanel(card, itemId, close) {
  const { words } = card;
  const list = element("ol", { class: "history" });
  const note = element("p", { class: "quiet" });
  try {
    const { status, body } = await card.server.history(card.audit.id, `item:${itemId}`);
    if (status !== 200) throw new Error(body.message);
    fill(list, body.events.map((event) => historyLine(card, event)));
    if (!body.events.length) note.textContent = words.say("history_empty");
  } catch {
    note.textContent = words.say("history_failed");
  }
  return panel(card, words.say("history_title"), close, [note, list]);
}

function historyLine(card, event) {
  return element("li", {}, [
    element("strong", { text: card.words.say(event.field) }),
    element("p", { class: "side-value", text: valueWords(card, event.field, event.value) }),
    element("p", { class: "quiet", text: headLine(card, event) }),
    Math.abs((event.tablet_at ?? event.made_at) - event.made_at) > NOTICEABLE &&
      element("p", { class: "quiet", text: card.words.say("history_clock", { time: card.clock.minute(event.tablet_at) }) }),
  ]);
}

/** Test questions that tell the grades apart; one tap chooses the grade. */
function helpPanel(card, itemId, close) {
  const { words } = card;
  const lines = card.data.grade_help.map((help) => {
    const grade = card.grades.get(help.grade);
    return element("li", {}, [
      element("p", { class: "side-value", text: help.question }),
      help.example && element("p", { class: "quiet", text: words.say("help_example", { example: help.example }) }),
      grade &&
        button(words.say("help_choose", { grade: `${grade.sign} ${grade.label}` }), () => {
          card.acts.grade(itemId, grade.id);
          close();
        }),
    ]);
  });
  return panel(card, words.say("help_title"), close, [
    element("p", { class: "quiet", text: words.say("help_explained") }),
    element("ul", { class: "history" }, lines),
  ]);
}

/** Ready sentences for the gap; those of the item's own grade stand first. */
function phrasePanel(card, itemId, insert, close) {
  const { words } = card;
  const grade = card.journal.value(`item:${itemId}`, "grade");
  const own = (phrase) => (phrase.grade === grade ? 0 : 1);
  const phrases = [...(card.data.phrases[itemId] || [])].sort((one, other) => own(one) - own(other));
  const lines = phrases.map((phrase) =>
    element("li", {}, [
      element("p", { class: "side-value", text: phrase.statement }),
      phrase.request && element("p", { class: "quiet", text: words.say("phrase_request", { request: phrase.request }) }),
      button(words.say("phrase_insert"), () => insert(phrase.statement), { class: "plain strong" }),
    ]));
  return panel(card, words.say("phrases_title", { field: words.say("gap") }), close, [
    element("p", { class: "quiet", text: words.say("phrases_explained") }),
    element("ul", { class: "history" }, lines),
  ]);
}
