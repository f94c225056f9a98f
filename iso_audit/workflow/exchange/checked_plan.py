"""The plan a file brings, checked as if it had been typed here: programme, people, agency, audit, checklist, days."""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from iso_audit.domain.account import Role, checked_name
from iso_audit.domain.asking import in_circles
from iso_audit.domain.checklist import LARGEST_COUNT, METHODS, Checklist, is_name
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import (
    Agency,
    AuditForm,
    Member,
    Programme,
    checked,
    checked_code,
    checked_programme,
    required,
)
from iso_audit.domain.text import LANGUAGES
from iso_audit.domain.values import LONGEST_TEXT
from iso_audit.domain.working_days import EditedDay
from iso_audit.storage.engine.table import Row, Table
from iso_audit.storage.exchange.values import text_of
from iso_audit.storage.tables import (
    ACCOUNT,
    AGENCY,
    AUDIT,
    AUDIT_CHECKLIST,
    PROGRAMME,
    SETTING,
    SPECIAL_DAY,
    TEAM_MEMBER,
)
from iso_audit.workflow.exchange.content import Content
from iso_audit.workflow.exchange.refusing import refused_as, same
from iso_audit.workflow.planning.holidays import checked_day

_KIND = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def check_plan(content: Content) -> None:
    """Raise `carry_value_invalid` where a row of the plan could not have been typed here."""
    checks: tuple[tuple[Table, Callable[[Content, Row], None]], ...] = (
        (PROGRAMME, _check_programme),
        (ACCOUNT, _check_account),
        (AGENCY, _check_agency),
        (TEAM_MEMBER, _check_member),
        (AUDIT_CHECKLIST, _check_checklist),
        (AUDIT, _check_audit),
        (SPECIAL_DAY, _check_day),
        (SETTING, _check_setting),
    )
    for section, check in checks:
        with refused_as(section):
            for row in content.of(section):
                check(content, row)


def checklist_of(content: Content) -> Checklist:
    """Return the checklist of the audit; raises `carry_value_invalid` where it is none."""
    row = content.one(AUDIT_CHECKLIST)
    with refused_as(AUDIT_CHECKLIST):
        return Checklist.from_data(json.loads(str(row["content"])))


def _check_programme(content: Content, row: Row) -> None:
    programme = PROGRAMME.thing(Programme, row)
    same(checked_programme(programme), programme)
    same(required(programme.standard, "name"), programme.standard)


def _check_account(content: Content, row: Row) -> None:
    same(checked_name(str(row["name"])), row["name"])
    same(row["role"] in set(Role) and row["language"] in LANGUAGES, True)


def _check_agency(content: Content, row: Row) -> None:
    agency = AGENCY.thing(Agency, row)
    same(checked(agency), agency)
    same(_KIND.fullmatch(agency.kind) is not None, True)


def _check_member(content: Content, row: Row) -> None:
    member = TEAM_MEMBER.thing(Member, row)
    same(checked(member), member)


def _check_audit(content: Content, row: Row) -> None:
    same((row["id"], row["code"], row["is_sample"]), _told(content))
    same(checked_code(str(row["code"])), row["code"])
    AuditForm(str(row["form"]))
    same(_KIND.fullmatch(str(row["checklist_form"])) is not None, True)
    if row["cancelled_reason"] is not None:
        same(required(str(row["cancelled_reason"]), "reason"), row["cancelled_reason"])
    sections = json.loads(str(row["sections"]))
    same(all(map(is_name, sections)), True)
    same(set(sections.values()) <= content.ids[TEAM_MEMBER.name], True)
    roles = {one["id"]: one["role"] for one in content.of(TEAM_MEMBER)}
    same(roles.get(row["leader_id"]) == Role.VIEWER, False)


def _told(content: Content) -> tuple[str, str, bool]:
    return content.audit_id, content.manifest.code, content.manifest.is_sample


def _check_checklist(content: Content, row: Row) -> None:
    checklist, text = checklist_of(content), str(row["content"])
    same((checklist.to_json(), hashlib.sha256(text.encode()).hexdigest()), (text, row["content_hash"]))
    _check_words(checklist, json.loads(text))
    items = [item.id for item in checklist.items]
    section_items = [item_id for section in checklist.sections for item_id in section.items]
    clauses = {clause.number for clause in checklist.clauses}
    same((len(set(items)), sorted(items)), (len(items), sorted(section_items)))
    same({item.clause for item in checklist.items} | set(checklist.excluded) <= clauses, True)


def _check_words(checklist: Checklist, data: dict[str, Any]) -> None:
    """Raise ValueError where something in a checklist is no text (but for weights), too long, or cannot be a name."""
    items = [{name: value for name, value in item.items() if name != "weight"} for item in data["items"]]
    layer: list[object] = [{**data, "items": items}]
    while layer:
        inner = [one for value in layer for one in _within(value)]
        same(all(one is None or isinstance(one, str | dict | list | bool) for one in inner), True)
        same(all(len(text_of(one)) <= LONGEST_TEXT for one in inner if isinstance(one, str)), True)
        layer = [one for one in inner if isinstance(one, dict | list)]
    texts = [text for item in checklist.items for text in (item.question, item.evidence)]
    texts += [text for block in checklist.blocks for text in (block.title, block.source)]
    texts += [section.title for section in checklist.sections] + [clause.title for clause in checklist.clauses]
    texts.append(checklist.edition)
    same(all(isinstance(text.vi, str) and isinstance(text.en, str) for text in texts), True)
    names = (*(item.id for item in checklist.items), *(one.id for one in checklist.sections))
    same(all(map(is_name, names)), True)
    for item in checklist.items:
        same(isinstance(item.starred, bool) and isinstance(item.clause, str), True)
        same(set(item.methods) <= set(METHODS), True)
        same(type(item.weight) is int and 0 <= item.weight <= LARGEST_COUNT, True)
    _check_conditions(checklist)


def _check_conditions(checklist: Checklist) -> None:
    """Raise ValueError where an item hangs on what no checklist of ours could say."""
    hanging = {item.id: item.asked_when for item in checklist.items if item.asked_when is not None}
    for condition in hanging.values():
        same(is_name(condition.item) and len(condition.grades) > 0, True)
        same(set(condition.grades) <= set(Grade), True)
    same(in_circles({id_: condition.item for id_, condition in hanging.items()}), ())
    former = [checklist.retired, *(part.former for part in checklist.items)] + [
        part.former for part in checklist.clauses
    ]
    same(all(is_name(name) for names in former for name in names), True)


def _within(value: object) -> list[object]:
    return list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, list) else []


def _check_day(content: Content, row: Row) -> None:
    edited_day = EditedDay(row["day"], str(row["kind"]), str(row["name"]))  # type: ignore[arg-type]
    same(checked_day(edited_day), edited_day)


def _check_setting(content: Content, row: Row) -> None:
    if row["key"] != "working_days.counts_first_day" or row["value"] not in {"yes", "no"}:
        raise RuleBroken("value_unknown", value=str(row["value"]))
