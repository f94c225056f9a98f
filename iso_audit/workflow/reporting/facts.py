"""Gathering the facts of one audit's minutes: from the visit as recorded to what the content is built from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.asking import conditions
from iso_audit.domain.checklist import Checklist, Item
from iso_audit.domain.completion import Judgement
from iso_audit.domain.finding import Finding, numbered, typed_criterion
from iso_audit.domain.visit import agency_signatory
from iso_audit.minutes.facts import (
    AgencyFacts,
    AgencyOpinion,
    BlockFacts,
    ConclusionFacts,
    DutyFacts,
    Exclusion,
    FindingFacts,
    ItemFacts,
    MinutesFacts,
    Person,
    Requests,
    SectionFacts,
    SignatoryFacts,
)
from iso_audit.storage.queries.visit import Visit

DEFAULT_COPIES = 4


def facts_of(
    visit: Visit, *, number: str, version: int, draft: int | None, at: datetime, zone: ZoneInfo
) -> MinutesFacts:
    """Return what the minutes of `visit` say; moments become the local time of `zone`."""
    facts = _closed(visit, _recorded(visit, _planned(visit)))
    return replace(facts, number=number, version=version, draft=draft, made_at=at.astimezone(zone))


def _planned(visit: Visit) -> MinutesFacts:
    """Return what was settled before the visit: by the programme, and for the audit."""
    programme, audit, checklist = visit.programme, visit.opened.audit, visit.opened.checklist
    return MinutesFacts(
        parent_body=programme.parent_body,
        issuing_body=programme.issuing_body,
        place=programme.place,
        standard=checklist.standard,
        plan=programme.plan,
        team=programme.team,
        agency=_agency(visit),
        is_sample=audit.is_sample,
        form=audit.form,
        checklist_form=audit.checklist_form,
        clause_titles={clause.number: clause.title for clause in checklist.clauses},
        wording=visit.wording,
        uses_score=programme.uses_score,
    )


def _recorded(visit: Visit, facts: MinutesFacts) -> MinutesFacts:
    """Return `facts` with what was recorded at the visit: when and where, who, what was judged and found."""
    checklist, opened_at = visit.opened.checklist, _moment(visit.fact("opened_at"))
    return replace(
        facts,
        dated=_day(opened_at, visit.opened.audit.planned_on),
        opened_at=opened_at,
        closed_at=_moment(visit.fact("closed_at")),
        meeting_place=visit.fact("place"),
        people=_people(visit),
        period=visit.fact("period"),
        blocks=_blocks(checklist, visit.judgements),
        findings=tuple(_finding(checklist, finding) for finding in numbered(visit.findings, visit.opened.journal)),
        strengths=_lines(visit.fact("strengths")),
        recommendations=_lines(visit.fact("recommendations")),
        not_checked=_lines(visit.fact("not_checked")),
    )


def _closed(visit: Visit, facts: MinutesFacts) -> MinutesFacts:
    """Return `facts` with how the visit ended: the conclusion, what is asked, what the agency says, who signs."""
    return replace(
        facts,
        conclusion=_conclusion(visit),
        requests=Requests(
            report_due=visit.fact("report_due"),
            report_to=visit.fact("report_to"),
            to_agency=_lines(visit.fact("to_agency")),
            to_others=_lines(visit.fact("to_others")),
        ),
        opinion=AgencyOpinion(
            agrees={"yes": True, "no": False}.get(visit.fact("agrees")),
            words=visit.fact("agency_opinion"),
            proposals=visit.fact("agency_proposals"),
        ),
        copies=_count(visit.fact("copies")) or DEFAULT_COPIES,
        signatories=_signatories(visit),
        recipients=_lines(visit.fact("recipients")),
    )


def _agency(visit: Visit) -> AgencyFacts:
    titles = {clause.number: clause.title for clause in visit.opened.checklist.clauses}
    return AgencyFacts(
        name=visit.opened.agency.name,
        address=visit.opened.agency.address,
        departments=_count(visit.fact("departments")),
        staff=_count(visit.fact("staff")),
        procedures_published=_count(visit.fact("procedures_published")),
        procedures_in_system=_count(visit.fact("procedures_in_system")),
        declared=visit.fact("declared"),
        declared_again=visit.fact("declared_again"),
        documents=visit.fact("documents"),
        declares_not_applicable=not visit.opened.checklist.excludable,
        exclusions=tuple(
            Exclusion(clause, titles[clause], reason) for clause, reason in visit.opened.checklist.excluded.items()
        ),
    )


def _people(visit: Visit) -> tuple[Person, ...]:
    people = []
    for one in visit.attendees:
        side = one.side if one.side in {"team", "agency"} else "observer"
        people.append(Person(one.name, one.position, one.role, side, one.absent_reason or None))  # type: ignore[arg-type]
    return tuple(people)


def _blocks(checklist: Checklist, judgements: tuple[Judgement, ...]) -> tuple[BlockFacts, ...]:
    """Return what was asked, by block and section; those of which nothing was asked are left out."""
    items = _items(checklist)
    judged = {
        one.item_id: replace(items[one.item_id], grade=one.grade, values=one.values, disputed=one.disputed)
        for one in judgements
    }
    return _arranged(checklist, judged)


def unfilled_blocks(checklist: Checklist) -> tuple[BlockFacts, ...]:
    """Return every item of a checklist, asked or not, as nobody has judged it: for filling in by hand."""
    return _arranged(checklist, _items(checklist))


def _items(checklist: Checklist) -> dict[str, ItemFacts]:
    hanging = conditions(checklist)
    return {
        item.id: ItemFacts(
            item.id,
            item.clause,
            item.question,
            item.starred,
            weight=item.special_weight,
            asked_when=hanging.get(item.id),
        )
        for item in checklist.items
    }


def _arranged(checklist: Checklist, items: Mapping[str, ItemFacts]) -> tuple[BlockFacts, ...]:
    blocks = []
    for block in checklist.blocks:
        parts = ((one.title, tuple(items[id_] for id_ in one.items if id_ in items)) for one in block.sections)
        sections = tuple(SectionFacts(title, listed) for title, listed in parts if listed)
        if sections:
            blocks.append(BlockFacts(block.title, sections))
    return tuple(blocks)


def _finding(checklist: Checklist, finding: Finding) -> FindingFacts:
    items = [item for item in checklist.items if item.id in finding.item_ids]
    clauses = dict.fromkeys(item.clause for item in items if not checklist.has_own_number(item))
    return FindingFacts(
        grade=finding.grade,
        statement=finding.gap,
        number=finding.number,
        item_ids=finding.item_ids,
        clauses=tuple(clauses),
        duties=_duties(checklist, items),
        criterion=typed_criterion(checklist, finding),
        evidence=finding.evidence,
        unit=finding.unit,
        deadline=finding.deadline,
        request=finding.request,
        opinion=finding.opinion,
    )


def _duties(checklist: Checklist, items: Sequence[Item]) -> tuple[DutyFacts, ...]:
    """Return what those of `items` are judged by whose clause is a point of our own checklist."""
    by_clause: dict[str, list[Item]] = {}
    for item in items:
        if checklist.has_own_number(item):
            by_clause.setdefault(item.clause, []).append(item)
    sources = {block.id: block.source for block in checklist.blocks}
    return tuple(
        DutyFacts(sources[under[0].block], checklist.clause(number).title, tuple(item.id for item in under))
        for number, under in by_clause.items()
    )


def _conclusion(visit: Visit) -> ConclusionFacts:
    return ConclusionFacts(
        conclusion=visit.conclusion,
        ground=visit.opened.journal.value("conclusion:", "reason") or "",
        score=visit.proposal.score,
        coverage=visit.proposal.coverage,
    )


def _signatories(visit: Visit) -> tuple[SignatoryFacts, ...]:
    """Return the three who sign: the agency's, the secretary and the leader (a deputy in the leader's place).

    Where nobody present was marked as the secretary who signs, it is the audit's own secretary, unless absent.
    """
    team = {member.name: member.role.value for member in visit.team}
    leader_id = visit.opened.audit.leader_id
    leader = next((member for member in visit.team if member.id == leader_id), None)
    agency = agency_signatory(visit.attendees)
    secretary = next(
        (one for one in visit.attendees if one.side == "team" and one.signs and team.get(one.name) == "secretary"),
        None,
    )
    absent = {one.name for one in visit.attendees if one.absent_reason}
    own = next(
        (
            one
            for one in visit.team
            if one.role.value == "secretary" and one.id in visit.opened.audit.member_ids and one.name not in absent
        ),
        None,
    )
    keeper = secretary or own
    return (
        SignatoryFacts("agency", agency.name if agency else "", agency.position if agency else ""),
        SignatoryFacts("secretary", keeper.name if keeper else "", keeper.position if keeper else ""),
        SignatoryFacts(
            "deputy" if leader and leader.role.value == "deputy" else "leader",
            leader.name if leader else "",
            leader.position if leader else "",
        ),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip().lstrip("-•").strip() for line in text.splitlines() if line.strip(" -•"))


def _count(text: str) -> int | None:
    return int(text) if text else None


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(opened_at: datetime | None, planned_on: date | None) -> date | None:
    return opened_at.date() if opened_at else planned_on
