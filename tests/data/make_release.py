"""Makes the test data of a release, by its own code: `python -m tests.data.make_release NAME`, once per release."""

import lzma
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from iso_audit.checklists import load_bank
from iso_audit.domain.account import Account
from iso_audit.domain.case_draw import stratum_id
from iso_audit.domain.case_file import CaseRecord
from iso_audit.domain.programme import Audit
from iso_audit.domain.readiness import Seen
from iso_audit.domain.working_days import Calendar
from iso_audit.sample import loading
from iso_audit.storage import accounts, audits
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.storage.queries.sampling import sampling as sampling_of
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow import exchange
from iso_audit.workflow.conducting import caucus, photos, recording, sampling
from iso_audit.workflow.conducting.photos import NewPhoto, Rectangle
from iso_audit.workflow.conducting.recording import NewEvent
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting import attaching, locking, readiness
from tests.conftest import ROOT
from tests.pictures import scene, written
from tests.workflow.lists import AS_OF, taken, usual
from tests.workflow.minutes_ready import ZONE, act, fill, sign, small_picture

AT = datetime(2017, 11, 28, 1, 0, tzinfo=UTC)
FULL, AT_WORK = "2017-10", "2017-09"
BLUR = [Rectangle(0.1, 0.1, 0.3, 0.1)]


class Release:
    """A database as it is filled; a moment passes with every act."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.passed = self._moments()

    def _moments(self) -> Iterator[datetime]:
        at = AT
        while True:
            at += timedelta(minutes=1)
            yield at

    @property
    def now(self) -> datetime:
        return next(self.passed)

    def person(self, username: str) -> Account:
        with self.database.read() as cursor:
            found = accounts.by_username(cursor, username)
        assert found is not None
        return found[0]

    def audit(self, code: str) -> Audit:
        with self.database.read() as cursor:
            found = audits.by_code(cursor, code)
        assert found is not None
        return found

    def say(
        self,
        audit: Audit,
        who: str,
        value: str | None,
        *,
        about: tuple[str, str],
        sees: tuple[str, ...] = (),
        device: str = "tablet-1",
        id: str = "",
    ) -> str:
        """Record what a person sets, having seen some events; return the event's id."""
        at = self.now
        event = NewEvent(id or new_id(at), audit.id, *about, value, at, frozenset(sees))
        receipt = recording.record(self.database, [event], by=self.person(who), device=device, at=at)
        assert not receipt.refused, receipt.refused
        return event.id

    def disagree(self, audit: Audit) -> None:
        """People and devices that did not see each other, ids that never come, and a circle."""
        grade, evidence = ("item:P01", "grade"), ("item:P01", "evidence")
        self.say(audit, "mau-thanh-vien-1", "conformity", about=grade)
        self.say(audit, "mau-thanh-vien-2", "observation", about=grade, device="tablet-2")
        self.say(audit, "mau-thanh-vien-1", "sổ tay lần 3", about=evidence)
        self.say(audit, "mau-thanh-vien-1", "sổ tay lần 2", about=evidence, device="tablet-3")
        self.say(audit, "mau-thanh-vien-1", "đã xem", about=("item:P02", "evidence"), sees=(new_id(self.now),))
        first, second = new_id(self.now), new_id(self.now)
        circle = ("item:P02", "gap")
        self.say(audit, "mau-thanh-vien-1", "một", about=circle, sees=(second,), id=first)
        self.say(audit, "mau-thanh-vien-2", "hai", about=circle, sees=(first,), id=second)
        late = new_id(self.now)
        between = ("item:P02", "unit")
        one = self.say(audit, "mau-thanh-vien-1", "Phòng A", about=between)
        self.say(audit, "mau-thu-ky", "Phòng B", about=between, sees=(one, late))
        self.say(audit, "mau-thanh-vien-2", "Phòng C", about=between, id=late)
        self.say(audit, "mau-thanh-vien-2", new_item(self, audit), about=(f"photo:{new_id(self.now)}", "item"))

    def photograph(self, audit: Audit) -> None:
        """Two photographs with captions, a part of one made unreadable."""
        leader = self.person("mau-truong-doan")
        for seed in (1, 2):
            at = self.now
            picture = written(scene(320, 240, seed=seed), quality=80)
            new = NewPhoto(new_id(at), audit.id, new_item(self, audit), at, picture)
            one = photos.receive(self.database, new, by=leader, device="tablet-1", at=at)
            self.say(audit, "mau-truong-doan", f"Ảnh {seed}", about=(one.subject, "caption"))
        photos.blur(self.database, one.id, BLUR, seen=one.sha256, by=leader, device="tablet-1", at=self.now)

    def draw_cases(self, audit: Audit) -> None:
        """A list of 30 case files, a sample of it, one checked, one taken out."""
        leader = self.person("mau-truong-doan")
        taken(self.database, audit.id, usual(late=2), by=leader, at=self.now)
        strata = (("Cấp phép X-quang", "An toàn bức xạ"), ("Dấu định lượng", "Đo lường"))
        wish = sampling.Wish("4711", tuple(stratum_id(CaseRecord("", *one)) for one in strata), 8)
        named = {"by": leader, "device": "web-form"}
        sampling.draw_sample(self.database, audit.id, wish, calendar=Calendar(), at=self.now, **named)
        files = sampling_of(self.database, audit.id, calendar=Calendar(), today=AS_OF, reader=leader).files
        self.say(audit, "mau-truong-doan", "thiếu chữ ký", about=(files[0].file.id, "note"))
        sampling.take_out(self.database, audit.id, files[1].file.id, "trùng", at=self.now, **named)

    def issue(self, audit: Audit) -> None:
        """Minutes locked, signed in three ways, issued, reopened, with an attachment."""
        leader, secretary = self.person("mau-truong-doan"), self.person("mau-thu-ky")
        at, known = self.now, visit(self.database, audit.id, reader=leader)
        seen = Seen(cautions=readiness.readiness(self.database, known, at=at, zone=ZONE).cautions)
        named = {"number": "", "language": "vi", "zone": ZONE, "seen": seen}
        version = locking.lock(self.database, audit.id, by=secretary, at=at, **named)
        receipt = sign(
            self.database,
            leader,
            act(version, "leader", "stroke"),
            act(version, "agency", "refuse", value={"reason": "chưa đồng ý", "witness": "Người chứng kiến"}),
            act(version, "secretary", "paper"),
        )
        assert not receipt.refused, receipt.refused
        locking.issue_locked(self.database, version.id, by=leader, at=self.now)
        attaching.attach(
            self.database, version.id, name="ban-quet.png", data=small_picture(), by=secretary, at=self.now
        )
        locking.reopen(self.database, audit.id, reason="sửa tên người dự", by=leader, at=self.now)

    def settle(self, audit: Audit) -> None:
        """A disagreement that was settled, and a finding written in the caucus."""
        leader = self.person("mau-truong-doan")
        about = ("item:P03", "evidence")
        self.say(audit, "mau-thanh-vien-1", "01 bản", about=about)
        last = self.say(audit, "mau-thanh-vien-2", "02 bản", about=about, device="tablet-2")
        state = open_audit(self.database, audit.id, reader=leader).journal.fields[about]
        caucus.settle(self.database, audit.id, state, event_id=last, by=leader, device="caucus", at=self.now)
        judged = open_audit(self.database, audit.id, reader=leader).journal.head_ids("item:4.2.3-3", "grade")
        for name, value in (("grade", "minor_nonconformity"), ("evidence", "danh mục cũ")):
            sees = tuple(judged) if name == "grade" else ()
            self.say(audit, "mau-truong-doan", value, about=("item:4.2.3-3", name), sees=sees)
        known = visit(self.database, audit.id, reader=leader)
        (finding,) = known.findings
        words = {"gap": "Danh mục chưa cập nhật.", "number": "01", "deadline": "2017-12-28", "request": "cập nhật"}
        caucus.write_finding(self.database, known.opened, finding, words, by=leader, device="caucus", at=self.now)
        proposed = visit(self.database, audit.id, reader=leader).proposal.conclusion
        before = open_audit(self.database, audit.id, reader=leader).journal.head_ids("conclusion:", "value")
        assert proposed is not None
        self.say(audit, "mau-truong-doan", proposed.value, about=("conclusion:", "value"), sees=tuple(before))


def new_item(release: Release, audit: Audit) -> str:
    """Return the first item of an audit's checklist."""
    opened = open_audit(release.database, audit.id, reader=release.person("mau-truong-doan"))
    return opened.checklist.items[0].id


def main(name: str) -> None:
    """Write `tests/data/NAME.duckdb.xz` and `tests/data/NAME.isoaudit`."""
    folder = Path(__file__).parent
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "release.duckdb"
        database = open_database(path, at=AT)
        loading.load(database, load_bank(ROOT / "checklists"), by=None, at=AT)
        release = Release(database)
        full, at_work = release.audit(FULL), release.audit(AT_WORK)
        fill(database, full, release.person("mau-truong-doan"))
        release.settle(full)
        release.photograph(full)
        release.draw_cases(full)
        release.issue(full)
        for audit in (full, at_work):
            release.disagree(audit)
        target = folder / f"{name}.isoaudit"
        exchange.export_audit(database, FULL, target, by=None, at=release.now, replace=True)
        with database.outside() as cursor:
            cursor.execute("checkpoint")
        database.close()
        (folder / f"{name}.duckdb.xz").write_bytes(lzma.compress(path.read_bytes(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(sys.argv[1])
