"""XLSForm, of which ODK, KoboToolbox and their like make forms: read into our tables and written from them."""

from iso_audit.checklist_formats.choices import ChoiceMap, MappedChoice
from iso_audit.checklist_formats.conversion import Conversion
from iso_audit.checklist_formats.xlsform.reading import read
from iso_audit.checklist_formats.xlsform.sheets import refuse_other_files, rows_of, sheets_to_read
from iso_audit.checklist_formats.xlsform.writing import write

__all__ = [
    "ChoiceMap",
    "Conversion",
    "MappedChoice",
    "read",
    "refuse_other_files",
    "rows_of",
    "sheets_to_read",
    "write",
]
