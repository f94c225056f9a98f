"""Words of every screen, message and document: data files per language and area, and translate()."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.text import LANGUAGES, Language
from iso_audit.i18n import writing

FOLDER = Path(__file__).parent


@cache
def words(language: Language) -> dict[str, str]:
    """Return every word of `language`, keyed `area.table.key` after its file and tables."""
    flat: dict[str, str] = {}
    for file in sorted((FOLDER / language).glob("*.toml")):
        _flatten(tomllib.loads(file.read_text(encoding="utf-8")), file.stem, flat)
    return flat


def _flatten(table: dict[str, object], prefix: str, flat: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(value, f"{prefix}.{key}", flat)
        else:
            flat[f"{prefix}.{key}"] = str(value)


class _Filling(Formatter):
    """Fills values in; a count also chooses between two words, and a day in ISO 8601 is written as people here read it.

    `{count} {count:file|files}`, `{until:day}`.
    """

    def __init__(self, language: Language) -> None:
        self._language: Language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "day":
            return writing.day(date.fromisoformat(value), self._language)
        one, bar, many = format_spec.partition("|")
        if bar:
            return one if str(value) == "1" else many
        return str(super().format_field(value, format_spec))


_filling = {language: _Filling(language) for language in LANGUAGES}


def translate(language: Language, key: str, **values: object) -> str:
    """Return the words under `key` in `language` with `values` filled in; KeyError if there are none."""
    text = words(language)[key]
    return _filling[language].vformat(text, (), values) if values else text


def words_under(language: Language, prefix: str) -> dict[str, str]:
    """Return the words below `prefix` (without it), for a screen that is handed all its words at once."""
    start = prefix + "."
    return {key[len(start) :]: text for key, text in words(language).items() if key.startswith(start)}


def sentence(language: Language, error: IsoAuditError) -> str:
    """Return what a person reads when `error` happens; a field is called by its name, not by its code."""
    details = dict(error.details)
    if "field" in details:
        details["field"] = words(language).get(f"fields.{details['field']}", details["field"])
    return translate(language, f"errors.{error.code}", **{"_": "", **details})
