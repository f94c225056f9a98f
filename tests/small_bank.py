"""A question bank of one block and three items, of which a test writes only what it is about."""

from typing import Any

WORDS = {"vi": "Có không?", "en": "Is it?"}


def question(item_id: str, **more: object) -> dict[str, Any]:
    own = {"block": "A", "id": item_id, "clause": "4.10", "question": WORDS, "evidence": WORDS, "methods": ["record"]}
    return {**own, **more}


def bank(**tables: object) -> dict[str, Any]:
    """Return a bank of one block with three items, sections S and T, and the tables that differ."""
    return {
        "item": [question("Q1"), question("Q2"), question("Q3")],
        "section": [
            {"block": "A", "id": "S", "title": WORDS, "items": ["Q1", "Q2"]},
            {"block": "A", "id": "T", "title": WORDS, "items": ["Q3"]},
        ],
        "clause": [{"block": "A", "number": "4", "title": WORDS}, clause("4.10", parent="4")],
        "block": [{"id": "A", "standard": "a", "title": WORDS, "source": WORDS}],
        "bank": [{"id": "b", "version": "1", "edition": WORDS, "blocks": ["A"]}],
        "kind": [
            {"id": "K", "name": WORDS, "level": "province", "blocks": ["A"], "form": "F"}
            | {"case_files_minimum": 1, "case_files_maximum": 2, "procedures_minimum": 1, "procedures_maximum": 2}
        ],
        "form": [{"id": "F", "name": WORDS, "everything": True}],
        "phrase": [],
        "grade_help": [],
        **tables,
    }


def clause(number: str, **more: object) -> dict[str, Any]:
    return {"block": "A", "number": number, "title": WORDS, **more}
