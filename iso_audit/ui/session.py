"""Who is looking at the page and in which language: the one place where identity reaches the screens."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from iso_audit.bootstrap import Installation, installation
from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank, Banks
from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.journal import Journal
from iso_audit.domain.text import Language, Text
from iso_audit.i18n import sentence, translate, words, writing
from iso_audit.storage.queries import accounts
from iso_audit.ui import alerts
from iso_audit.workflow.conducting import recording
from iso_audit.workflow.conducting.recording import Change
from iso_audit.workflow.questions import versions


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a page: the installation, the account behind it and its language."""

    installation: Installation
    account: Account

    @property
    def language(self) -> Language:
        """Return the account's language."""
        return self.account.language

    @property
    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return self.installation.now()

    def bank(self, standard: str) -> Bank:
        """Return the questions by an edition of the standard that are in force; NotFound `edition_unknown`."""
        return self.banks.of(standard)

    @property
    def banks(self) -> Banks:
        """Return the question banks in force."""
        return versions.banks_in_force(self.installation.database, self.installation.banks)

    @property
    def device(self) -> str:
        """Return what the journal calls this open page: two that one person has open do not overwrite each other."""
        slot = "session.device"
        if slot not in st.session_state:
            st.session_state[slot] = f"form-{secrets.token_hex(3)}"
        return str(st.session_state[slot])

    def record(self, audit_id: str, changes: Sequence[Change], *, journal: Journal) -> None:
        """Set fields of an audit that differ from what this page had `seen` of it, in this account's name."""
        database, by = self.installation.database, self.account
        recording.record_fields(database, audit_id, changes, journal=journal, by=by, device=self.device, at=self.now)

    def say(self, key: str, **values: object) -> str:
        """Return the words under `key` in the account's language."""
        return translate(self.language, key, **values)

    def text(self, text: Text) -> str:
        """Return a bilingual text in the account's language."""
        return text.in_language(self.language)

    def local(self, moment: datetime) -> str:
        """Return a moment as people here read it: `17/11/2017 10:42`."""
        return writing.moment(moment, self.installation.settings.zone, self.language)

    def day(self, day: date | None) -> str:
        """Return a date as people here read it, empty for none."""
        return writing.day(day, self.language)

    @property
    def day_format(self) -> str:
        """Return how inputs show a date: in English the year first, for they name no month and 5/6 reads either way."""
        return "YYYY-MM-DD" if self.language == "en" else "DD/MM/YYYY"

    def device_name(self, device: str) -> str:
        """Return what people call a device: `máy tính Linux (136b44)`; one that is called otherwise keeps its name."""
        kind, _, mark = device.partition("-")
        key = f"words.device.{kind}"
        return f"{self.say(key)} ({mark})" if mark and key in words(self.language) else device

    def clock(self, moment: datetime) -> str:
        """Return a moment's time of day with seconds."""
        return moment.astimezone(self.installation.settings.zone).strftime("%H:%M:%S")


def current() -> Session:
    """Return the session of this run; the page ends where nobody is signed in."""
    installed = installation()
    account = accounts.account(installed.database, st.user.get("account"))
    if account is None or not account.active:
        alerts.error(translate(installed.settings.language, "errors.not_signed_in"))
        st.stop()
    return Session(installed, account)


@contextmanager
def told(session: Session) -> Iterator[None]:
    """Show an expected error as its sentence and let the page go on."""
    try:
        yield
    except IsoAuditError as error:
        alerts.error(sentence(session.language, error))
