"""A sample visit, act by act as people do it: opening, judging, photographs, case files, caucus, minutes, signing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from iso_audit.domain.account import Account
from iso_audit.domain.finding import Finding, is_to_be_corrected
from iso_audit.domain.grade import Grade
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.domain.programme import Audit
from iso_audit.domain.readiness import Seen
from iso_audit.domain.signature import Place, SignatureKind
from iso_audit.domain.visit import CONCLUSION
from iso_audit.sample import cases, pictures, telling
from iso_audit.sample.planning import ZONE, Colleague, SampleYear, moment_of
from iso_audit.storage import accounts
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.storage.queries.earlier import earlier_findings, last_time
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting import caucus, photos, recording
from iso_audit.workflow.conducting.photos import NewPhoto
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting import locking, readiness
from iso_audit.workflow.reporting.signing import NewSignatureEvent, record_signatures

DEVICE = "iPad-000001"


@dataclass(frozen=True, slots=True)
class SampleVisit:
    """One audit of a sample year, as its file tells it."""

    year: SampleYear
    data: dict[str, Any]
    one: dict[str, Any]
    number: int

    def make(self) -> None:
        """Plan the audit and do at it what the file says: nothing, a part, or all up to the signed minutes."""
        audit, checklist = self.year.audit(self.one, self.number)
        sections = checklist.sections[: self.one.get("judged_sections", len(checklist.sections))]
        if not sections:
            return
        texts = telling.texts_of_visit(self.data, self.one, self.number, corrects=False)
        team = self.year.team_of(self.one)
        self._record(audit, telling.facts(texts, at_the_end=False), self.leader, hour=8)
        self._record(audit, telling.people(team, self.data, self.one, self.number, self._at(8)), self.leader, hour=8)
        for person in team:
            own = [section for section in sections if audit.sections[section.id] == person.member.id]
            items = [item for section in own for item in checklist.items_of(section)]
            changes = telling.judgements(self.data, self.one, items)
            self._record(audit, changes, self._account(person), hour=10)
        if "earlier" in self.one:
            self._look_back(audit, self.one["earlier"])
        self._photograph(audit)
        if "cases" in self.one:
            cases.draw(self.year.database, audit, self.one, by=self.leader, device=DEVICE, at=self._at(11))
        if "disputed" in self.one:
            self._dispute(audit, self.one["disputed"])
        if len(sections) == len(checklist.sections):
            self._conclude(audit)

    @property
    def leader(self) -> Account:
        """Return who leads the visit."""
        return self.year.team_of(self.one)[0].account

    def _look_back(self, audit: Audit, states: Mapping[str, Mapping[str, str]]) -> None:
        """Record what became of each finding of the last visit."""
        findings = last_time(earlier_findings(self.year.database, audit.id, reader=self.leader))
        changes = [
            (one.subject, name, text)
            for one in findings
            for name, text in states.get(next(iter(one.item_ids), ""), states["others"]).items()
        ]
        self._record(audit, changes, self.leader, hour=11)

    def _photograph(self, audit: Audit) -> None:
        shots = [(item, caption) for item, captions in self.one.get("photos", {}).items() for caption in captions]
        captions = []
        for place, (item_id, caption) in enumerate(shots):
            at = self._at(11)
            new = NewPhoto(new_id(at), audit.id, item_id, at, pictures.picture(place))
            photo = photos.receive(self.year.database, new, by=self.leader, device=DEVICE, at=at)
            captions.append((photo.subject, "caption", caption))
        self._record(audit, captions, self.leader, hour=11)

    def _dispute(self, audit: Audit, item_id: str) -> None:
        """Let the secretary judge an item otherwise than its inspector, without having seen it."""
        secretary = self._account(self.year.team_of(self.one)[2])
        self._record(audit, [(f"item:{item_id}", "grade", Grade.OBSERVATION.value)], secretary, hour=11)

    def _conclude(self, audit: Audit) -> None:
        self._settle(audit)
        this_visit = visit(self.year.database, audit.id, reader=self.leader)
        assert this_visit.proposal.conclusion is not None
        corrects = any(is_to_be_corrected(finding.grade, this_visit.wording) for finding in this_visit.findings)
        texts = telling.texts_of_visit(self.data, self.one, self.number, corrects=corrects)
        conclusion = {"value": this_visit.proposal.conclusion.value, **self.one.get("conclusion", {})}
        closing = telling.facts(texts, at_the_end=True)
        closing += [(CONCLUSION, name, text) for name, text in conclusion.items()]
        self._record(audit, closing, self.leader, hour=15)
        self._issue(audit)
        if "reopened" in self.one:
            self._reopen(audit, self.one["reopened"])

    def _settle(self, audit: Audit) -> None:
        """Write out in the caucus what is to be corrected: some together as one, some of another grade than judged."""
        this_visit = visit(self.year.database, audit.id, reader=self.leader)
        group_of = {item: group for group in self.one.get("merged", ()) for item in group}
        for finding in this_visit.findings:
            first = finding.item_ids[0]
            items = group_of.get(first, [first])
            if is_to_be_corrected(finding.grade, this_visit.wording) and items[0] == first:
                self._write(audit, finding, items)

    def _write(self, audit: Audit, finding: Finding, items: list[str]) -> None:
        fault = {**self.data["faults"][items[0]], **self.one.get("findings", {}).get(items[0], {})}
        values = {
            "deadline": telling.day_after(self.one, self.data["to_correct"]["days_to_correct"]),
            **{name: fault[name] for name in (*caucus.WORDS, "grade") if name in fault},
            "items": json.dumps(items),
        }
        audit_now = open_audit(self.year.database, audit.id, reader=self.leader)
        caucus.write_finding(
            self.year.database, audit_now, finding, values, by=self.leader, device=DEVICE, at=self._at(14)
        )

    def _reopen(self, audit: Audit, again: Mapping[str, Any]) -> None:
        """Write some findings otherwise on a later day, for a next version of the minutes."""
        database, by, at = self.year.database, self.leader, moment_of(again["day"], 9)
        locking.reopen(database, audit.id, reason=again["reason"], by=by, at=at)
        for finding in visit(database, audit.id, reader=by).findings:
            if finding.item_ids[0] in again["findings"]:
                audit_now = open_audit(database, audit.id, reader=by)
                values = again["findings"][finding.item_ids[0]]
                caucus.write_finding(database, audit_now, finding, values, by=by, device=DEVICE, at=at)
        self._issue(audit, at=at)

    def _issue(self, audit: Audit, at: datetime | None = None) -> None:
        database, by, at = self.year.database, self.leader, at or self._at(17)
        ready = readiness.readiness(database, visit(database, audit.id, reader=by), at=at, zone=ZONE)
        seen = Seen(cautions=ready.cautions)
        version = locking.lock(database, audit.id, number="", language="vi", zone=ZONE, by=by, at=at, seen=seen)
        self._sign(version, at)
        locking.issue_locked(database, version.id, by=by, at=at)

    def _sign(self, version: MinutesVersion, at: datetime) -> None:
        events = [
            NewSignatureEvent(
                new_id(at), version.id, Place(act["place"]), SignatureKind(act["kind"]), act["place"],
                act["value"], version.text_hash, at,
            )
            for act in self.one.get("signing", ())
        ]  # fmt: skip
        receipt = record_signatures(self.year.database, events, by=self.leader, device=DEVICE, at=at)
        for refusal in receipt.refused:
            raise refusal.error

    def _record(self, audit: Audit, changes: Iterable[telling.Change], by: Account, *, hour: int) -> None:
        at = self._at(hour)
        events = [recording.NewEvent(new_id(at), audit.id, *change, at) for change in changes]
        recording.record_together(self.year.database, events, by=by, device=DEVICE, at=at)

    def _account(self, person: Colleague) -> Account:
        """Return an account as it is now, with the audits it takes part in."""
        with self.year.database.read() as cursor:
            return accounts.by_id(cursor, person.account.id) or person.account

    def _at(self, hour: int) -> datetime:
        day: date = self.one["day"]
        return moment_of(day, hour)
