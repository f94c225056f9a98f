"""What a verdict says in sentences: the same on the page and at the command line."""

from datetime import datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.minutes import Carried, MinutesState, MinutesVersion
from iso_audit.domain.signature import PLACES
from iso_audit.domain.text import Language
from iso_audit.i18n import translate, writing
from iso_audit.pdf_signatures import SignatureCheck
from iso_audit.workflow.reporting.verifying import Verdict

FIELDS = frozenset(place.value for place in PLACES)


def headline(verdict: Verdict, language: Language) -> str:
    """Return the one sentence that matters."""
    return translate(language, f"signing.verify.{verdict.standing.value}")


def details(verdict: Verdict, language: Language, zone: ZoneInfo) -> tuple[str, ...]:
    """Return which version it is, which is in force, the scan it is, every signature, and the file's SHA-256."""
    lines = []
    version, newest = verdict.version, verdict.newest
    if version is not None:
        lines.append(_which(verdict, version, language, zone))
        lines.append(translate(language, "signing.version.code", code=version.short_code))
    if newest is not None and version is not None and newest.id != version.id:
        moment = _local(newest.issued_at or newest.created_at, language, zone)
        lines.append(translate(language, "signing.verify.newest", version=newest.version, time=moment))
    if verdict.scan is not None:
        lines.append(translate(language, "signing.verify.scan", name=verdict.scan.name))
    if verdict.carried is not None:
        lines += _carried(verdict, verdict.carried, language, zone)
    lines += [_signature(one, language, zone) for one in verdict.signatures]
    if verdict.sha256:
        lines.append(translate(language, "signing.verify.fingerprint", hash=verdict.sha256))
    return tuple(lines)


def _which(verdict: Verdict, version: MinutesVersion, language: Language, zone: ZoneInfo) -> str:
    key = "which" if version.state is MinutesState.ISSUED else "which_not_issued"
    values = {"number": version.number, "version": version.version, "agency": verdict.agency}
    if verdict.visited_on is not None:
        values["date"] = writing.paper_day(verdict.visited_on, language)
        values["agency"] = translate(language, "signing.verify.visited", **values)
    moment = _local(version.issued_at or version.created_at, language, zone)
    return translate(language, f"signing.verify.{key}", **values, time=moment)


def _carried(verdict: Verdict, origin: Carried, language: Language, zone: ZoneInfo) -> list[str]:
    by = verdict.taken_by or translate(language, "operation.console")
    moments = {"made": _local(origin.made_at, language, zone), "time": _local(origin.taken_at, language, zone)}
    lines = [translate(language, "signing.verify.carried", by=by, app=origin.app, **moments)]
    return lines if origin.made_again else [*lines, translate(language, "signing.verify.not_made_again")]


def _signature(one: SignatureCheck, language: Language, zone: ZoneInfo) -> str:
    moment = _local(one.signed_at, language, zone) if one.signed_at else "?"
    place = translate(language, f"signing.place.{one.field}") if one.field in FIELDS else one.field
    parts = [translate(language, "signing.verify.signature", place=place, signer=one.signer, time=moment)]
    parts.append(translate(language, f"signing.verify.{'holds' if one.holds else 'broken'}"))
    if not one.in_time:
        parts.append(translate(language, "signing.verify.out_of_time"))
    parts.append(translate(language, f"signing.verify.{'trusted' if one.is_trusted else 'not_trusted'}"))
    return "; ".join(parts)


def _local(moment: datetime, language: Language, zone: ZoneInfo) -> str:
    """Return a moment, its day as the papers write it."""
    local = moment.astimezone(zone)
    return f"{writing.paper_day(local.date(), language)} {local:%H:%M}"
