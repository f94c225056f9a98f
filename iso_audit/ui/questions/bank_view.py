"""The questions in force, searched and opened one by one without a word to the server."""

from collections.abc import Callable

import streamlit as st

from iso_audit.checklists.contents import Contents
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Item
from iso_audit.domain.text import without_accents
from iso_audit.ui import alerts, markup
from iso_audit.ui.markup import Markup
from iso_audit.ui.session import Session
from iso_audit.workflow.questions import intake, versions, workbooks

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(session: Session, bank: Bank) -> None:
    """Show how much is asked, the search, and the questions found, by section."""
    starred = sum(item.starred for item in bank.items)
    counts = {"version": bank.version, "items": len(bank.items), "starred": starred, "clauses": len(bank.clauses)}
    st.markdown(session.say("questions.counts", **counts))
    left, right = st.columns(2)
    words = left.text_input(session.say("questions.search"), key="questions.search")
    sections = {section.id: section for block in bank.blocks for section in block.sections}
    section_id = right.selectbox(
        session.say("questions.section"),
        ["", *sections],
        format_func=lambda one: session.text(sections[one].title) if one else session.say("questions.every_section"),
        key="questions.section",
    )
    items = {item.id: item for item in bank.items}
    count = 0
    for section in sections.values() if not section_id else [sections[section_id]]:
        items_found = [items[one] for one in section.items if one in items and _says(session, bank, items[one], words)]
        count += len(items_found)
        if items_found:
            rows = ((_head(session, bank, item), _body(session, bank, item)) for item in items_found)
            details = markup.joined('<details class="ia-question"><summary>{}</summary>{}</details>', rows)
            markup.show("<h3 class='ia-title'>{}</h3>{}", session.text(section.title), details)
    if not count:
        alerts.info(session.say("questions.none_found"))
    _downloads(session, bank)


def _downloads(session: Session, bank: Bank) -> None:
    """Offer the bank as a workbook to edit, and as a form for other programs."""
    database, shipped_bank = session.installation.database, session.installation.banks.of(bank.standard)
    name = f"{bank.id}-{bank.version}"

    def tables() -> Contents:
        return versions.contents_in_force(database, shipped_bank)

    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "workbook": (f"{name}.xlsx", lambda: workbooks.export(tables(), session.language)),
        "xlsform": (f"{name}-xlsform.xlsx", lambda: intake.xlsform_of(tables())),
    }
    with st.expander(session.say("questions.out.title")), st.container(horizontal=True):
        for kind, (file_name, make) in files.items():
            st.download_button(
                session.say(f"questions.out.{kind}"),
                make,
                file_name,
                XLSX,
                key=f"questions.out.{kind}",
                on_click="ignore",
            )


def _says(session: Session, bank: Bank, item: Item, words: str) -> bool:
    """Tell whether every word is somewhere in an item, with or without Vietnamese marks."""
    text = without_accents(" ".join((item.id, item.clause, session.text(item.question), session.text(item.evidence))))
    return all(word in text for word in without_accents(words).split())


def _head(session: Session, bank: Bank, item: Item) -> Markup:
    star = markup.filled(' <span class="ia-star" title="{}">★</span>', session.say("questions.starred"))
    return markup.filled("<b>{}</b>{} {}", item.id, star if item.starred else "", session.text(item.question))


def _body(session: Session, bank: Bank, item: Item) -> Markup:
    titles = {clause.number: session.text(clause.title) for clause in bank.clauses}
    kinds = {kind.id: session.text(kind.name) for kind in bank.kinds}
    facts = {
        "clause": f"{item.clause} {titles.get(item.clause, '')}",
        "evidence": session.text(item.evidence),
        "methods": ", ".join(session.say(f"words.method.{one}") for one in item.methods),
        "kinds": ", ".join(kinds.get(one, one) for one in item.kinds),
        "weight": str(item.weight or ""),
        "asked_when": condition_words(session, item),
        "decides": session.say(f"questions.roles.{item.decides}") if item.decides else "",
        "former": ", ".join(item.former),
        "phrases": " · ".join(session.text(one.statement) for one in bank.phrases_for(item.id)),
    }
    rows = ((session.say(f"questions.fields.item.{name}"), value) for name, value in facts.items() if value.strip())
    return markup.filled("<dl>{}</dl>", markup.joined("<dt>{}</dt><dd>{}</dd>", rows))


def condition_words(session: Session, item: Item) -> str:
    """Return when an item is asked, in words; empty where it always is."""
    if item.asked_when is None:
        return ""
    grades = ", ".join(session.say(f"words.grade.{grade}") for grade in item.asked_when.grades)
    return session.say("questions.asked_when", item=item.asked_when.item, grades=grades)
