// What opens below an item on demand: its history, help to choose a grade, and ready phrases.

import { NOTICEABLE } from "./client/clock.js";
import { headLine, valueWords } from "./dispute_view.js";
import { button, element, fill } from "./elements.js";

/** A panel with a title and a way to close it. */
function panel(client, title, close, children) {
  return element("section", { class: "panel" }, [
    element("div", { class: "panel-head" }, [
      element("h4", { text: title }),
      button(client.words.say("close"), close),
    ]),
    ...children,
  ]);
}

/** Everything that was recorded for an item, the newest first, as the server tells it. */
export async function historyPanel(client, itemId, close) {
  const { words } = client;
  const list = element("ol", { class: "history" });
  const note = element("p", { class: "quiet" });
  try {
    const { status, body } = await client.server.history(client.audit.id, `item:${itemId}`);
    if (status !== 200) throw new Error(body.message);
    fill(list, body.events.map((event) => historyLine(client, event)));
    if (!body.events.length) note.textContent = words.say("history_empty");
  } catch {
    note.textContent = words.say("history_failed");
  }
  return panel(client, words.say("history_title"), close, [note, list]);
}

function historyLine(client, event) {
  return element("li", {}, [
    element("strong", { text: client.words.say(event.field) }),
    element("p", { class: "side-value", text: valueWords(client, event.field, event.value) }),
    element("p", { class: "quiet", text: headLine(client, event) }),
    Math.abs((event.tablet_at ?? event.made_at) - event.made_at) > NOTICEABLE &&
      element("p", { class: "quiet", text: client.words.say("history_clock", { time: client.clock.minute(event.tablet_at) }) }),
  ]);
}

/** Test questions that tell the grades apart; one tap chooses the grade. */
export function helpPanel(client, itemId, close) {
  const { words } = client;
  const lines = client.data.grade_help.map((help) => {
    const grade = client.grades.get(help.grade);
    return element("li", {}, [
      element("p", { class: "side-value", text: help.question }),
      help.example && element("p", { class: "quiet", text: words.say("help_example", { example: help.example }) }),
      grade &&
        button(words.say("help_choose", { grade: `${grade.sign} ${grade.label}` }), () => {
          client.acts.grade(itemId, grade.id);
          close();
        }),
    ]);
  });
  return panel(client, words.say("help_title"), close, [
    element("p", { class: "quiet", text: words.say("help_explained") }),
    element("ul", { class: "history" }, lines),
  ]);
}

/** Ready sentences for the gap; those of the item's own grade stand first. */
export function phrasePanel(client, itemId, field, insert, close) {
  const { words } = client;
  const grade = client.journal.value(`item:${itemId}`, "grade");
  const own = (phrase) => (phrase.grade === grade ? 0 : 1);
  const phrases = [...(client.data.phrases[itemId] || [])].sort((one, other) => own(one) - own(other));
  const lines = phrases.map((phrase) =>
    element("li", {}, [
      element("p", { class: "side-value", text: phrase.statement }),
      phrase.request && element("p", { class: "quiet", text: words.say("phrase_request", { request: phrase.request }) }),
      button(words.say("phrase_insert"), () => insert(phrase.statement), { class: "plain strong" }),
    ]));
  return panel(client, words.say("phrases_title", { field }), close, [
    element("p", { class: "quiet", text: words.say("phrases_explained") }),
    element("ul", { class: "history" }, lines),
  ]);
}
