"""Every screen there is, as the folder of pages holds them: a new page is opened, looked at and measured by itself."""

from pathlib import Path

from iso_audit.ui.shared import audit_pages

FOLDER = Path(audit_pages.FOLDER)
EVERY_PAGE = tuple(sorted(file.stem for file in FOLDER.glob("[a-z]*.py")))
IN_AN_AUDIT = tuple(audit_pages.PAGES)
