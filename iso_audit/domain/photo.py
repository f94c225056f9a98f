"""Photographs as evidence: announced by a tablet, received by the server, captioned, withdrawn with a reason."""

from dataclasses import dataclass

from iso_audit.domain.journal import PHOTO, Journal
from iso_audit.domain.subjects import KINDS

NAMES = KINDS[PHOTO].names


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph of an audit: to which item or finding it belongs, and the SHA-256 of its picture as it is now.

    Without `sha256` it was taken, but waits on a tablet still. `taken_by` is the account that announced it.
    """

    id: str
    item_id: str = ""
    finding_id: str = ""
    caption: str = ""
    sha256: str = ""
    withdrawn_reason: str = ""
    taken_by: str = ""

    @property
    def subject(self) -> str:
        """Return the subject of its fields in the journal."""
        return subject_of(self.id)

    @property
    def received(self) -> bool:
        """Tell whether the server has the picture."""
        return bool(self.sha256)

    @property
    def withdrawn(self) -> bool:
        """Tell whether it counts no more; it stays listed with the reason."""
        return bool(self.withdrawn_reason)

    @property
    def attached(self) -> bool:
        """Tell whether it is evidence: received and not withdrawn."""
        return self.received and not self.withdrawn

    @property
    def missing(self) -> bool:
        """Tell whether it was taken and never came."""
        return not self.received and not self.withdrawn


def subject_of(photo_id: str) -> str:
    """Return the subject of a photograph's fields."""
    return f"{PHOTO}:{photo_id}"


def photos(journal: Journal) -> tuple[Photo, ...]:
    """Return every photograph of an audit in the order they were taken: their ids sort by time."""
    result = []
    for subject in sorted(journal.subjects(PHOTO)):
        values = {name: journal.value(subject, name) or "" for name in NAMES}
        heads = [journal.fields[(subject, name)].heads for name in NAMES if (subject, name) in journal.fields]
        first = min((event for events in heads for event in events), key=lambda event: event.order)
        if values["item"] or values["finding"] or values["sha256"]:
            result.append(
                Photo(
                    subject.partition(":")[2],
                    values["item"],
                    values["finding"],
                    values["caption"],
                    values["sha256"],
                    values["withdrawn"],
                    first.account_id,
                )
            )
    return tuple(result)
