"""Where the minutes of each audit of a programme stand: their number, what they conclude, what came after them."""

from dataclasses import dataclass, replace

from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.minutes import MinutesState
from iso_audit.domain.signature import PLACES
from iso_audit.storage.engine.database import Cursor

_OF_PROGRAMME = """
with audits as (
    select id from audit where programme_id = ?
), signed as (
    select s.minutes_id, count(distinct s.place) as places
    from signature_event s
    where s.kind <> 'clear' and s.place <> 'witness'
      and s.minutes_id in (select id from minutes where audit_id in (select id from audits))
      and not exists (
        select 1 from signature_event c
        where c.kind = 'clear' and c.minutes_id = s.minutes_id and c.attempt = s.attempt
      )
    group by s.minutes_id
), attached as (
    select distinct minutes_id from minutes_attachment where withdrawn_reason is null
), reopened as (
    select distinct audit_id, version from minutes_reopening
), latest as (
    select audit_id, max(position) as position from field_state where audit_id in (select id from audits)
    group by audit_id
), known as (
    select m.id as minutes_id, e.id, e.value, e.made_at
    from minutes m join event e on e.audit_id = m.audit_id and e.position <= m.journal_position
    where m.state = 'issued' and m.audit_id in (select id from audits)
      and e.subject = 'conclusion:' and e.field = 'value'
), concluded as (
    select minutes_id, list(value order by made_at desc, id desc)[1] as value
    from known
    where not exists (
        select 1 from event_replacement r join known later on later.id = r.event_id
        where r.audit_id in (select id from audits) and r.replaced_id = known.id
          and later.minutes_id = known.minutes_id and later.id <> known.id
    )
    group by minutes_id
)
select a.id, c.content_hash, m.number, m.state, r.version is not null, latest.position > m.journal_position,
       coalesce(signed.places, 0), attached.minutes_id is not null, concluded.value
from audits a
left join audit_checklist c on c.audit_id = a.id
left join latest on latest.audit_id = a.id
left join minutes m on m.audit_id = a.id and m.state <> 'void'
left join reopened r on r.audit_id = a.id and r.version = m.version
left join signed on signed.minutes_id = m.id
left join attached on attached.minutes_id = m.id
left join concluded on concluded.minutes_id = m.id
order by a.id, m.version
"""
"""Of each audit the hash of its checklist and its minutes, the newest version last: number, state, whether they were
reopened, whether anything was recorded later, how many places to sign are settled, whether a copy is attached, and what
an issued version concludes: the conclusion that stood when it was locked."""


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """Where an audit's minutes stand.

    `unsigned` are the places of the issued version at which nobody signed while no signed copy is attached either;
    `conclusion` is what the issued version concludes, whatever was recorded since.
    """

    number: str | None = None
    locked: bool = False
    reopened: bool = False
    changed_since: bool = False
    unsigned: int = 0
    conclusion: Conclusion | None = None


def of_programme(cursor: Cursor, programme_id: str) -> tuple[dict[str, str | None], dict[str, MinutesLine]]:
    """Return of each audit the hash of its checklist, and where its minutes stand."""
    hashes: dict[str, str | None] = {}
    lines: dict[str, MinutesLine] = {}
    rows = cursor.execute(_OF_PROGRAMME, [programme_id]).fetchall()
    for audit_id, content_hash, number, state, reopened, later, signed, attached, value in rows:
        hashes[audit_id] = content_hash
        line = lines.get(audit_id, MinutesLine())
        if state == MinutesState.LOCKED:
            line = replace(line, locked=True, reopened=False)
        elif state == MinutesState.ISSUED:
            unsigned = 0 if attached else len(PLACES) - signed
            conclusion = Conclusion(value) if value else None
            line = MinutesLine(
                number, reopened=reopened, changed_since=bool(later), unsigned=unsigned, conclusion=conclusion
            )
        lines[audit_id] = line
    return hashes, lines
