"""How far a year has been set up: which of the steps before the first inspection are done."""

from dataclasses import dataclass

from iso_audit.domain.account import Account, must
from iso_audit.storage.engine.database import Database

STEPS = ("programme", "accounts", "team", "agencies", "audits")

_COUNTS = """
select (select count(*) from programme where id = ?),
       (select count(*) from account where active and id <> ?),
       (select count(*) from team_member where programme_id = ?),
       (select count(*) from agency where not is_sample),
       (select count(*) from audit where programme_id = ?)
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One step, by its name, and whether anything of it is there."""

    name: str
    done: bool


def first_steps(database: Database, programme_id: str | None, *, reader: Account) -> tuple[Step, ...]:
    """Return the steps in their order; leaders and deputies only. `programme_id` is None before there is one."""
    must(reader.leads, "plan")
    named = programme_id or ""
    with database.read() as cursor:
        (counts,) = cursor.execute(_COUNTS, [named, reader.id, named, named]).fetchall()
    return tuple(Step(name, bool(count)) for name, count in zip(STEPS, counts, strict=True))
