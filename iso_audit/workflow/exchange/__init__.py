"""Carrying an audit from one laptop to another: one file out, and into another database by union.

Events are merged by id, so that two copies merged in any order end up alike; twice is harmless. What is planned or
frozen here is never changed by a file: where it differs, both are told.
"""

from iso_audit.storage.exchange.archive import Manifest
from iso_audit.workflow.exchange.exporting import export_audit, suggested_name
from iso_audit.workflow.exchange.importing import import_audit, look
from iso_audit.workflow.exchange.told import Difference, Note, Taken

__all__ = ["Difference", "Manifest", "Note", "Taken", "export_audit", "import_audit", "look", "suggested_name"]
