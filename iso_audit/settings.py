"""Settings from the environment, read once into one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.text import Language, language_of

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can differ between two installations; docs/deployment.md lists the variables."""

    database: Path
    checklists: Path
    zone: ZoneInfo
    language: Language
    session_idle: timedelta
    trusted_proxies: tuple[str, ...]
    public_https: bool
    log_folder: Path | None
    connections_per_address: int


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings `environment` holds, with defaults; RuleBroken `setting_invalid` names a bad one."""
    return Settings(
        database=Path(environment.get("ISO_AUDIT_DATABASE") or ROOT / "audits.duckdb"),
        checklists=Path(environment.get("ISO_AUDIT_CHECKLISTS") or ROOT / "checklists"),
        zone=_zone(environment.get("ISO_AUDIT_TIME_ZONE") or "Asia/Ho_Chi_Minh"),
        language=language_of(environment.get("ISO_AUDIT_LANGUAGE", "")),
        session_idle=timedelta(hours=_number(environment, "ISO_AUDIT_SESSION_HOURS", 12)),
        trusted_proxies=tuple(environment.get("ISO_AUDIT_TRUSTED_PROXIES", "").replace(",", " ").split()),
        public_https=environment.get("ISO_AUDIT_HTTPS", "") in {"1", "true", "yes"},
        log_folder=Path(environment["ISO_AUDIT_LOGS"]) if environment.get("ISO_AUDIT_LOGS") else None,
        connections_per_address=int(_number(environment, "ISO_AUDIT_CONNECTIONS", 400, least=20)),
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError) as error:
        raise RuleBroken("setting_invalid", name="ISO_AUDIT_TIME_ZONE", value=name) from error


def _number(environment: Mapping[str, str], name: str, default: float, *, least: float = 0) -> float:
    text = environment.get(name) or str(default)
    try:
        number = float(text)
    except ValueError as error:
        raise RuleBroken("setting_invalid", name=name, value=text) from error
    if not (0 < number < 24 * 366 and number >= least):
        raise RuleBroken("setting_invalid", name=name, value=text)
    return number
