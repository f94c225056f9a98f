import pytest

from iso_audit.domain.checklist import Block, Checklist, Clause, Item, Section
from iso_audit.domain.errors import NotFound
from iso_audit.domain.text import Text


def item(item_id: str, clause: str, **more) -> Item:
    return Item(
        id=item_id,
        block="ISO",
        clause=clause,
        starred=more.get("starred", False),
        question=Text("Câu hỏi?", "A question?"),
        evidence=Text("Hồ sơ", "Records"),
        methods=("document",),
        kinds=more.get("kinds", ()),
        decides=more.get("decides", ""),
    )


def checklist(**more) -> Checklist:
    return Checklist(
        id="small",
        version="1",
        edition=Text("Bản nhỏ", "Small edition"),
        blocks=(Block("ISO", Text("Khối", "Block"), Text("Nguồn", "Source"), (SECTION,)),),
        clauses=(
            Clause("7", Text("Bảy", "Seven"), None, "iso"),
            Clause("7.3", Text("Bảy ba", "Seven three"), "7", "iso"),
            Clause("7.3.4", Text("Bảy ba bốn", "Seven three four"), "7.3", "iso"),
        ),
        items=more.get("items", (item("7.3-1", "7.3"), item("7-1", "7"))),
        excluded=more.get("excluded", {}),
    )


SECTION = Section("7", Text("Mục bảy", "Section seven"), ("7-1", "7.3-1"))


def test_a_section_gives_its_items_in_its_own_order():
    assert [i.id for i in checklist().items_of(SECTION)] == ["7-1", "7.3-1"]


def test_an_item_decides_what_the_bank_says():
    other = item("P11", "7", decides="declaration")
    assert checklist(items=(other,)).role_of(other) == "declaration"


def test_a_copy_taken_before_items_had_roles_keeps_its_hash_and_its_rule():
    older = checklist(items=(item("P11", "7"),))
    assert "decides" not in older.to_json()
    assert older.role_of(older.items[0]) == "internal_audit"


def test_a_copy_taken_before_corrections_had_a_role_knows_their_item_by_its_id():
    older = checklist(items=(item("P19", "7"), item("M03", "7"), item("7-1", "7", decides="declaration")))
    newer = checklist(items=(item("P19", "7"), item("7-1", "7", decides="earlier_corrections")))
    assert [older.role_of(one) for one in older.items] == ["earlier_corrections", "apologies", "declaration"]
    assert [newer.role_of(one) for one in newer.items] == ["", "earlier_corrections"]


def test_an_unknown_item_is_not_found():
    with pytest.raises(NotFound, match="item_unknown"):
        checklist().item("9-9")


def test_an_unknown_clause_is_not_found():
    with pytest.raises(NotFound, match="clause_unknown"):
        checklist().clause("9")


def test_a_checklist_survives_the_way_through_its_data():
    original = checklist(excluded={"7.3": "Không thiết kế"})
    assert Checklist.from_data(original.to_data()) == original


def test_the_data_holds_nothing_but_what_json_knows():
    data = checklist().to_data()
    assert data["items"][0]["question"] == {"vi": "Câu hỏi?", "en": "A question?"}
    assert data["items"][0]["methods"] == ["document"]


def test_the_hash_is_the_same_after_the_way_through_data():
    original = checklist()
    assert Checklist.from_data(original.to_data()).content_hash() == original.content_hash()


def test_the_hash_changes_with_a_reason_of_exclusion():
    assert checklist(excluded={"7.3": "a"}).content_hash() != checklist(excluded={"7.3": "b"}).content_hash()


def test_the_hash_is_the_sha256_of_the_stored_json():
    assert len(checklist().content_hash()) == 64
    assert '"vi":"Câu hỏi?"' in checklist().to_json()


def test_an_item_judges_the_exclusion_of_its_clause():
    assert checklist(excluded={"7.3": "Không thiết kế"}).exclusion_of("7.3-1") == "Không thiết kế"


def test_an_item_judges_the_exclusion_of_a_clause_below_that_has_no_item():
    assert checklist(excluded={"7.3.4": "Không thiết kế"}).exclusion_of("7.3-1") == "Không thiết kế"


def test_an_item_outside_the_excluded_clauses_judges_no_exclusion():
    assert checklist().exclusion_of("7.3-1") is None


def test_an_item_without_kinds_fits_every_kind():
    assert item("a", "7").fits("commune")


def test_an_item_with_kinds_fits_only_those():
    assert not item("a", "7", kinds=("department",)).fits("commune")
