"""Files that are whole but say what no database of ours would: refused, and nothing of them is taken in."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from iso_audit.storage import heads
from tests.workflow.exchange.conftest import LATER, Laptop, refused
from tests.workflow.exchange.minutes_made import lock
from tests.workflow.exchange.test_documents import photo

Change = Callable[[dict[str, object]], object]
Rows = Callable[[list[dict[str, object]]], object]
Members = dict[str, bytes]


def rewritten(file: Path, table: str, change: Change) -> Path:
    """Change each row of a section, with a manifest that fits the new lines."""

    def each(rows: list[dict[str, object]]) -> None:
        assert rows
        for row in rows:
            change(row)

    return forged(file, table, each)


def added(file: Path, table: str, row: dict[str, object]) -> Path:
    """Add a row to a section, with a manifest that fits it."""
    return forged(file, table, lambda rows: rows.append(row))


def forged(file: Path, table: str, change: Rows) -> Path:
    """Change the rows of a section, with a manifest that fits them, as anybody with a text editor could."""
    made = file.with_name("hostile.isoaudit")
    made.write_bytes(packed(refitted(members_of(file), table, change)).getvalue())
    return made


def of_format(file: Path, form: int) -> Path:
    """Let a file say that it is of another format."""
    members = members_of(file)
    manifest = json.dumps(json.loads(members["manifest.json"]) | {"format": form}).encode()
    file.write_bytes(packed({**members, "manifest.json": manifest}).getvalue())
    return file


def members_of(file: Path) -> Members:
    """Return what is in a file, by name."""
    with zipfile.ZipFile(file) as source:
        return {name: source.read(name) for name in source.namelist()}


def refitted(members: Members, table: str, change: Rows) -> Members:
    """Return a file's members with the rows of a section changed, and a manifest that fits them."""
    rows = [json.loads(line) for line in members[f"sections/{table}.jsonl"].splitlines()]
    change(rows)
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    manifest = json.loads(members["manifest.json"])
    manifest["sections"][table] = {"rows": len(rows), "sha256": hashlib.sha256(lines).hexdigest()}
    return {**members, f"sections/{table}.jsonl": lines, "manifest.json": json.dumps(manifest).encode()}


def packed(members: Members) -> io.BytesIO:
    """Return a file with these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, data in members.items():
            target.writestr(zipfile.ZipInfo(name), data)
    return made


def put(**values: object) -> Change:
    return lambda row: row.update(values)


def replacing(*ids: str) -> Change:
    return lambda row: row.update(replaces=list(ids))


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("programme", put(id="another")),
        ("agency", put(id="another")),
        ("audit", put(id="another")),
        ("audit", put(leader_id="nobody")),
        ("audit", put(sections='{"p": "nobody"}')),
        ("audit", put(sections="[]")),
        ("audit", put(form="by_magic")),
        ("audit", put(revision=2**70)),
        ("audit_member", put(member_id="nobody")),
        ("team_member", put(role="king")),
        ("team_member", put(account_id="nobody")),
        ("team_member", put(id="same")),
        ("account", put(role="king")),
        ("account", put(language="xx")),
        ("audit_checklist", put(content_hash="0" * 64)),
        ("audit_checklist", put(content="{}")),
        ("event", put(audit_id="another")),
        ("event", put(account_id="nobody")),
        ("event", put(id="same")),
        ("minutes", put(state="secret")),
        ("minutes", put(content='{"x": 1}')),
        ("minutes", put(journal_position=99)),
        ("minutes", put(journal_position=-1)),
        ("photo", put(sha256="0" * 64)),
        ("photo", put(width=9)),
        ("photo", put(audit_id="another")),
    ],
)
def test_what_does_not_fit_together_is_refused_whole(office: Laptop, empty: Laptop, table: str, change: Change) -> None:
    office.say("lan", "conformity")
    office.say("lan", "conformity", subject="item:P04")
    photo(office, "f1", "red")
    lock(office)
    before = empty.counted()
    assert refused(empty.take, rewritten(office.file(), table, change)) in {"carry_damaged", "carry_value_invalid"}
    assert empty.counted() == before


def of_item(item_id: str, **values: object) -> Change:
    """Change an item of the checklist and its hash with it."""

    def change(row: dict[str, object]) -> None:
        data = json.loads(str(row["content"]))
        next(item for item in data["items"] if item["id"] == item_id).update(values)
        content = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        row.update(content=content, content_hash=hashlib.sha256(content.encode()).hexdigest())

    return change


def hangs(item: object, *grades: object) -> dict[str, object]:
    return {"asked_when": {"item": item, "grades": list(grades)}}


@pytest.mark.parametrize(
    "values",
    [
        {"weight": True},
        {"weight": 0},
        {"weight": -1},
        {"weight": 1.5},
        {"weight": 10**400},
        {"weight": "3"},
        {"weight": None},
        {"starred": 2},
        {"clause": 4},
        {"former": "4.1-1"},
        {"former": [1]},
        {"former": [""]},
        {"asked_when": "P01"},
        {"asked_when": {}},
        {"asked_when": {"item": "P01"}},
        {"asked_when": {"item": "P01", "grades": "conformity"}},
        {"asked_when": {"item": "P01", "grades": ["conformity"], "more": "x"}},
        hangs("P01"),
        hangs("P01", "splendid"),
        hangs("P01", None),
        hangs("P01", ["conformity"]),
        hangs("", "conformity"),
        hangs(1, "conformity"),
        hangs("P" * 41, "conformity"),
        hangs("P11", "conformity"),
    ],
    ids=str,
)
def test_an_item_that_no_checklist_could_hold_is_refused(office: Laptop, empty: Laptop, values) -> None:
    hostile = rewritten(office.file(), "audit_checklist", of_item("P11", **values))
    assert refused(empty.take, hostile) == "carry_value_invalid"


def test_an_event_cannot_replace_those_of_another_field(office: Laptop, road: Laptop) -> None:
    mine = office.say("lan", "conformity")
    road.say("minh", "observation", subject="item:P04")
    hostile = rewritten(road.file(), "event", replacing(mine))
    assert refused(office.take, hostile) == "carry_damaged"


def test_an_event_cannot_replace_those_of_another_audit(office: Laptop, road: Laptop) -> None:
    mine = office.say("lan", "conformity")
    with office.database.write() as cursor:
        cursor.execute("update event set audit_id = 'other'")
    road.say("minh", "observation", subject="item:P04")
    assert refused(office.take, rewritten(road.file(), "event", replacing(mine))) == "carry_damaged"


def test_an_event_of_another_audit_cannot_be_taken_over(office: Laptop, road: Laptop) -> None:
    event = road.say("minh", "observation")
    road_file = road.file()
    office.take(road_file)
    with office.database.write() as cursor:
        cursor.execute("update event set audit_id = 'other' where id = ?", [event])
    assert refused(office.take, road_file) == "carry_event_differs"


def test_an_account_that_comes_in_cannot_be_active_or_have_a_password(office: Laptop, empty: Laptop) -> None:
    hostile = rewritten(office.file(), "account", put(active=True, password_hash="$argon2id$mine"))
    assert refused(empty.take, hostile) == "carry_damaged"


def test_a_picture_with_tags_is_refused(office: Laptop, empty: Laptop) -> None:
    name = photo(office, "f1", "red")
    with office.database.write() as cursor:
        ((data,),) = cursor.execute("select data from photo_part").fetchall()
        tagged = bytes(data[:2]) + b"\xff\xe1\x00\x08Exif\0\0" + bytes(data[2:])
        sha256 = hashlib.sha256(tagged).hexdigest()
        cursor.execute("update photo_part set data = ?, sha256 = ?", [tagged, sha256])
        cursor.execute("update photo set sha256 = ?, size = ?", [sha256, len(tagged)])
        cursor.execute("update event set value = ? where value = ?", [sha256, name])
    assert refused(empty.take, office) == "carry_damaged"


def test_events_that_replace_one_another_in_a_circle_all_stand(office: Laptop, road: Laptop) -> None:
    first = road.say("lan", "conformity")
    second = road.say("lan", "observation", at=LATER)

    def circle(rows: list[dict[str, object]]) -> None:
        for row in rows:
            row["replaces"] = [second if row["id"] == first else first]

    office.take(forged(road.file(LATER), "event", circle))
    with office.database.read() as cursor:
        (state,) = [one for key, one in heads.of_audit(cursor, office.audit.id)[0].fields.items() if key[1] == "grade"]
    assert {head.id for head in state.heads} == {first, second}


def test_an_event_that_is_nowhere_yet_may_be_replaced(office: Laptop, road: Laptop) -> None:
    road.say("lan", "conformity")
    source = rewritten(road.file(), "event", replacing("nowhere"))
    for _ in range(2):
        office.take(source)
    assert office.whole()
    assert office.events()[0].replaces == {"nowhere"}
    assert road.take(office).known["event"] == 1


def test_events_that_replace_far_too_much_are_refused(office: Laptop, road: Laptop) -> None:
    road.say("lan", "conformity")

    def many(rows: list[dict[str, object]]) -> None:
        replaced = [f"nowhere{number}" for number in range(1_000)]
        rows += [{**rows[0], "id": f"e{number}", "replaces": replaced} for number in range(201)]

    assert refused(office.take, forged(road.file(), "event", many)) == "carry_too_many_rows"
