"""What every reader of a checklist of others gives."""

from dataclasses import dataclass

from iso_audit.checklist_formats.choices import ChoiceMap
from iso_audit.checklist_formats.notices import Notice
from iso_audit.checklist_formats.tables import Tables


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a checklist of others gives: tables of our bank, what is told of it, and what its answers mean."""

    tables: Tables
    notices: tuple[Notice, ...]
    choices: tuple[ChoiceMap, ...] = ()
