"""Whether minutes are ready: what must be mended before they are locked, and what whoever locks them is to look at."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from iso_audit.domain.completion import Gap, Judgement
from iso_audit.domain.finding import Finding, Wording, is_to_be_corrected, numbered
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import Journal
from iso_audit.domain.photo import photos
from iso_audit.domain.subjects import KINDS, Field
from iso_audit.domain.visit import VISIT

PLACES = {
    "unanswered": "conducting",
    "reason_missing": "conducting",
    "evidence_missing": "conducting",
    "disagreement": "conducting",
    "finding_differs": "conducting",
    "earlier_open": "conducting",
    "opened_at_missing": "facts.opened_at",
    "closed_at_missing": "facts.closed_at",
    "closed_before_opened": "facts.closed_at",
    "visit_in_future": "facts.opened_at",
    "place_missing": "facts.place",
    "team_people_missing": "people",
    "agency_people_missing": "people",
    "agency_signatory_missing": "people",
    "agency_not_asked": "closing.agrees",
    "copies_too_few": "closing.copies",
    "conclusion_missing": "conclusion",
    "conclusion_reason_missing": "conclusion",
    "visit_disagreement": "caucus",
    "statement_missing": "caucus",
    "request_missing": "caucus",
    "deadline_missing": "caucus",
    "deadline_not_after_visit": "caucus",
    "number_twice": "caucus",
}
"""Where each thing that is missing is mended: a page of the audit, or a part of the page of the visit and its field."""
CAUTION_PLACES = {
    "report_due_missing": "closing.report_due",
    "report_before_deadline": "closing.report_due",
    "report_not_needed": "closing.report_due",
    "period_missing": "facts.period",
    "address_missing": "planning",
    "caption_missing": "photos",
    "photo_names_unchecked": "photos",
    "case_unchecked": "sampling",
    "case_half_checked": "sampling",
    "rate_differs_from_item": "conducting",
    "late_differs_from_item": "conducting",
    "list_differs_from_declared": "sampling",
    "declared_sums_differ": "sampling",
}
"""Where each thing to look at before locking is mended."""
BRACKET_LEFT = "bracket_left"
"""It is mended where it was written: the gap itself says where."""
_SLOT = "["
_WRITTEN = frozenset({"text", "line", "caption"})
_NOT_PRINTED = frozenset({"withdrawn", "finding"})


@dataclass(frozen=True, slots=True)
class Readiness:
    """What blocks locking, and the cautions that whoever locks says to have seen."""

    blocks: tuple[Gap, ...]
    cautions: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What whoever locks minutes has read: the journal up to a position (None: as it is), and these cautions."""

    position: int | None = None
    cautions: tuple[Gap, ...] = ()


NOTHING_SEEN = Seen()


def place_of(gap: Gap) -> str:
    """Return where a gap or a caution is mended: a page of the audit, or a part of the visit's page and its field."""
    return gap.place or PLACES.get(gap.code) or CAUTION_PLACES[gap.code]


def finding_gaps(findings: Sequence[Finding], journal: Journal, wording: Wording) -> tuple[Gap, ...]:
    """Return what findings lack that are to be corrected, and the numbers that two of them have."""
    gaps: list[Gap] = []
    for one in numbered(findings, journal):
        codes = _finding_codes(one, journal) if is_to_be_corrected(one.grade, wording) else []
        gaps += [Gap(code, subject=one.id, called=one.number) for code in codes]
    numbers = Counter(_number_key(one.number) for one in findings if one.number.strip())
    twice = [one for one in findings if numbers[_number_key(one.number)] > 1]
    return (*gaps, *(Gap("number_twice", subject=one.id, called=one.number) for one in twice))


def _finding_codes(finding: Finding, journal: Journal) -> list[str]:
    texts = {"statement": finding.gap, "request": finding.request, "deadline": finding.deadline}
    codes = [f"{name}_missing" for name, text in texts.items() if not text.strip()]
    opened_at = journal.value(VISIT, "opened_at")
    if opened_at and finding.deadline and finding.deadline <= opened_at[:10]:
        codes.append("deadline_not_after_visit")
    return codes


def _number_key(number: str) -> str:
    text = number.strip().casefold()
    return str(int(text)) if text.isdecimal() else text


def bracket_gaps(judgements: Iterable[Judgement], findings: Sequence[Finding], journal: Journal) -> tuple[Gap, ...]:
    """Return where a ready sentence still has a [place] to be filled in, of all that the minutes print."""
    items = {f"item:{one.item_id}": one for one in judgements}
    findings_by_id = {one.id: one for one in numbered(findings, journal)}
    photo_subjects = {one.subject for one in photos(journal) if one.attached}
    gaps: list[Gap] = []
    for (subject, name), state in journal.fields.items():
        kind, _, own_id = subject.partition(":")
        field = KINDS[kind].field(name) if kind in KINDS else None
        if field is None or _SLOT not in (state.value or "") or not _is_printed(field, kind):
            continue
        if kind == "item":
            if subject in items and field.shown_at(items[subject].grade):
                gaps.append(Gap(BRACKET_LEFT, own_id, place="conducting"))
        elif kind == "finding":
            one = findings_by_id.get(subject)
            if one and state.value == getattr(one, name):
                gaps.append(Gap(BRACKET_LEFT, subject=subject, called=one.number, place="caucus"))
        elif not journal.value(subject, "withdrawn") and (kind != "photo" or subject in photo_subjects):
            own_name = next(filter(None, (journal.value(subject, one) for one in ("name", "code"))), "")
            place = _PAGES.get(kind, f"{field.part}.{field.name}")
            gaps.append(Gap(BRACKET_LEFT, subject=subject, called=own_name, place=place))
    return tuple(dict.fromkeys(gaps))


_PAGES = {"finding": "caucus", "attendee": "people", "conclusion": "conclusion", "photo": "photos", "case": "sampling"}


def _is_printed(field: Field, kind: str) -> bool:
    if field.kind not in _WRITTEN or field.name in _NOT_PRINTED:
        return False
    if kind == "case":
        return field.name == "note"  # the rest comes from the agency's list, as it was written there
    return field.annexed if kind == "item" else kind == "visit" or kind in _PAGES


def closing_cautions(
    findings: Iterable[Finding], journal: Journal, wording: Wording, *, address: str
) -> tuple[Gap, ...]:
    """Return what looks forgotten of the agency, and whether its report is due when all is to be corrected."""
    codes = [] if address.strip() else [Gap("address_missing")]
    if not journal.value(VISIT, "period"):
        codes.append(Gap("period_missing"))
    deadlines = [one.deadline for one in findings if is_to_be_corrected(one.grade, wording)]
    due, last = journal.value(VISIT, "report_due"), max(deadlines, default="")
    if deadlines and not due:
        codes.append(Gap("report_due_missing"))
    elif deadlines and due and due < last:
        codes.append(Gap("report_before_deadline", details=(("due", due), ("deadline", last))))
    elif not deadlines and (due or journal.value(VISIT, "report_to")):
        codes.append(Gap("report_not_needed"))
    return tuple(codes)


def photo_cautions(journal: Journal) -> tuple[Gap, ...]:
    """Return the pictures without caption, and that somebody is to look for names of people in all of them."""
    attached_photos = [one for one in photos(journal) if one.attached]
    bare = [
        Gap("caption_missing", one.item_id, one.subject, str(number))
        for number, one in enumerate(attached_photos, 1)
        if not one.caption.strip()
    ]
    if not attached_photos:
        return ()
    return (*bare, Gap("photo_names_unchecked", details=(("count", len(attached_photos)),)))


def conforming(judgements: Iterable[Judgement], role: str) -> str:
    """Return the item of a role that was judged to conform, empty where there is none or it was not."""
    conforms = {Grade.CONFORMITY, Grade.GOOD_PRACTICE}
    return next((one.item_id for one in judgements if one.role == role and one.grade in conforms), "")
