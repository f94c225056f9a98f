"""Tables of checklist files without a fault, as the domain's bank."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from iso_audit.checklists.tables import Row
from iso_audit.domain.bank import AgencyKind, Bank, Form, GradeHelp, Phrase
from iso_audit.domain.checklist import Block, Clause, Condition, Item, Section
from iso_audit.domain.text import Text


def bank_of(rows: Sequence[Row]) -> Bank:
    """Return the bank that the tables of one edition describe; blocks come in the order that the bank names."""
    head = next(row.values for row in rows if row.table == "bank")
    order = {block_id: place for place, block_id in enumerate(head.get("blocks", ()))}

    def of(table: str) -> list[Row]:
        rows_of_table = [row for row in rows if row.table == table]
        return sorted(rows_of_table, key=lambda row: order.get(row.block_id, len(order)))

    return Bank(
        id=head["id"],
        version=head["version"],
        edition=Text(**head["edition"]),
        blocks=tuple(_block(row, of("section")) for row in of("block")),
        clauses=tuple(_clause(row) for row in of("clause")),
        items=tuple(_item(row) for row in of("item")),
        kinds=tuple(AgencyKind(**_values(row)) for row in of("kind")),
        forms=tuple(Form(**_values(row)) for row in of("form")),
        phrases=tuple(Phrase(**_values(row)) for row in of("phrase")),
        grade_help=tuple(GradeHelp(**_values(row)) for row in of("grade_help")),
        **_edition(head),
    )


def _edition(head: dict[str, Any]) -> dict[str, Any]:
    """Return what the bank says of its edition, as far as it says anything."""
    stated: dict[str, Any] = {name: head[name] for name in ("standard", "excludable") if name in head}
    if "excludable" in stated:
        stated["excludable"] = tuple(stated["excludable"])
    if "withdrawn_on" in head:
        stated["withdrawn_on"] = date.fromisoformat(head["withdrawn_on"])
    return stated


def _values(row: Row) -> dict[str, Any]:
    """Return the row's fields as the domain holds them: bilingual tables as Text, lists as tuples."""
    return {name: _value(value) for name, value in row.values.items() if name in row.fields_of_the_domain}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return Condition(value["item"], tuple(value["grades"])) if "grades" in value else Text(**value)
    return tuple(value) if isinstance(value, list) else value


def _block(row: Row, sections: Sequence[Row]) -> Block:
    values = _values(row)
    own = tuple(Section(**_values(section)) for section in sections if section.block_id == row.key)
    return Block(id=values["id"], title=values["title"], source=values["source"], sections=own)


def _clause(row: Row) -> Clause:
    return Clause(**{"parent": None, **_values(row), "standard": row.block["standard"]})


def _item(row: Row) -> Item:
    return Item(**{"starred": False, **_values(row), "block": row.block_id})
