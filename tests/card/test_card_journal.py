"""The card's own journal, in a real browser, on the cases it shares with the server's: tests/cases/journal.json."""

import json
from pathlib import Path

import pytest

from iso_audit.card import FOLDER

pytestmark = pytest.mark.browser

CASES = json.loads((Path(__file__).parents[1] / "cases" / "journal.json").read_text("utf-8"))
RUN = """(cases) => {
%s
  const journal = (one, account, device) => {
    const made = new Journal("audit", { id: account }, device);
    for (const event of one.events) {
      const heads = made.over(made.heads("item:P01", "grade"), event);
      made.merge([{ subject: "item:P01", field: "grade", heads }], 1);
    }
    return made;
  };
  return cases.map((one) => {
    const known = journal(one, "nobody", "");
    return {
      heads: known.heads("item:P01", "grade").map((head) => head.id),
      value: known.value("item:P01", "grade"),
      disputed: known.disputed("item:P01", "grade"),
      ordinary: one.ordinary.map(({ account, device }) => (
        { account, device, replaces: journal(one, account, device).seen("item:P01", "grade").sort() }
      )),
    };
  });
}"""


@pytest.fixture(scope="module")
def said(chromium):
    """What the card's journal says of each case."""
    page = chromium.new_page()
    yield page.evaluate(RUN % (FOLDER / "journal.js").read_text("utf-8"), CASES)
    page.close()


@pytest.mark.parametrize("at", range(len(CASES)), ids=[case["name"] for case in CASES])
def test_heads_value_disagreement_and_what_is_replaced_are_as_the_case_says(said, at):
    assert said[at] == {name: CASES[at][name] for name in ("heads", "value", "disputed", "ordinary")}
