"""Our own renderer."""

from iso_audit.minutes.pdf import render
from iso_audit.minutes.tree import Document


class Ours:
    """Nothing is prepared beforehand."""

    def prepare(self, document: Document) -> None:
        """Take the document that is made next."""
        self.document = document

    def make(self) -> bytes:
        """Return the PDF."""
        return render(self.document).pdf
