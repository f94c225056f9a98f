"""What a damaged write-ahead log lost: told at the start and to every leader, until one has taken notice."""

from datetime import datetime

from iso_audit.domain.account import Account, must
from iso_audit.domain.text import Language
from iso_audit.i18n import translate
from iso_audit.storage import activity
from iso_audit.storage.engine.database import Database
from iso_audit.storage.file import losses
from iso_audit.storage.file.losses import Loss
from iso_audit.workflow.ids import new_id

__all__ = ["Loss", "pending", "take_notice", "told"]


def pending(database: Database) -> Loss | None:
    """Return what was lost and nobody has taken notice of yet."""
    with database.read() as cursor:
        return losses.pending(cursor)


def told(loss: Loss, language: Language) -> str:
    """Return in sentences what is gone."""
    return " ".join(translate(language, f"operation.loss.{name}", count=n) for name, n in loss.counts.items() if n)


def take_notice(database: Database, *, by: Account, at: datetime) -> None:
    """Note that a leader or deputy knows what was lost; where another one was first, nothing more is noted."""
    must(by.leads, "back_up")
    with database.write() as cursor:
        loss = losses.pending(cursor)
        if loss is None:
            return
        losses.seen(cursor)
        detail: dict[str, object] = {**loss.counts, "found_at": loss.found_at.isoformat()}
        activity.add(cursor, activity.Activity(new_id(at), at, by.id, "loss_noticed", "database:", detail))
