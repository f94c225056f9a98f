"""What is said when something is refused: every sentence can be filled in, and no answer fails to be sent."""

import ast
import json
from pathlib import Path
from string import Formatter

import pytest

from iso_audit.domain.errors import IsoAuditError, NotSignedIn, RuleBroken
from iso_audit.i18n import sentence, words
from iso_audit.web.answers import Json, page, refusal

CODE = Path(__file__).parents[2] / "iso_audit"
ERRORS = {"RuleBroken", "NotFound", "Conflict", "Forbidden", "NotSignedIn", "TooSoon", "BodyInvalid", "BodyTooLarge"}


def raised() -> list[tuple[str, frozenset[str]]]:
    """Every code with the details it is raised with, read from the source."""
    calls = [
        node
        for file in sorted(CODE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS
    ]
    known = [call for call in calls if call.args and isinstance(call.args[0], ast.Constant)]
    return [(str(call.args[0].value), frozenset(word.arg or "**" for word in call.keywords)) for call in known]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_asks_only_for_what_the_error_carries(language):
    told = words(language)
    asked = [(code, places(told.get(f"errors.{code}", "")) - given) for code, given in raised() if "**" not in given]
    assert len(asked) > 60
    assert [(code, missing) for code, missing in asked if missing] == []


def test_a_field_is_called_by_its_name():
    assert sentence("en", RuleBroken("field_empty", field="plan.agency.name")).endswith("name of the agency.")
    assert sentence("en", RuleBroken("field_empty", field="something")).endswith("something.")


def test_a_brace_in_what_somebody_wrote_is_only_a_brace():
    assert "{0.__class__}" in sentence("vi", RuleBroken("value_unknown", value="{0.__class__}"))


def test_the_reason_of_an_ended_session_stands_beside_the_code():
    told = refusal(NotSignedIn("not_signed_in", reason="expired"), "en")
    assert (told["code"], told["reason"]) == ("not_signed_in", "expired")


def test_json_carries_any_text():
    answer = Json(refusal(RuleBroken("value_unknown", value="\ud800"), "vi"))
    assert json.loads(answer.body)["details"] == {"value": "\ud800"}


def test_a_page_carries_any_text_and_no_markup_of_others():
    answer = page("message.html", "vi", text="<b>\ud800</b>")
    assert b"&lt;b&gt;?&lt;/b&gt;" in answer.body


def test_an_unexpected_error_is_a_sentence_too():
    assert "ngoài dự kiến" in sentence("vi", IsoAuditError("fault"))
