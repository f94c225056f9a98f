"""All minutes of the year on the overview: made with progress, then one link to fetch them."""

import re

import pytest

from iso_audit.bootstrap import Installation
from iso_audit.domain.text import Language
from iso_audit.i18n import translate
from iso_audit.storage import accounts
from iso_audit.workflow.reporting.bundling import bundle_path
from tests.ui.conftest import open_page, shown, speaking


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_eight_minutes_of_the_sample_year_are_in_it(sample_year: Installation, language: Language) -> None:
    with sample_year.database.read() as cursor:
        found = accounts.by_username(cursor, "leader")
    assert found is not None
    leader = speaking(sample_year.database, found[0], language)
    app = open_page("overview", leader)
    label = translate(language, "signing.zip.button")
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    assert re.search("Đã ghi 8 biên bản|8 minutes and 0 attachments", shown(app))
    link = re.search(r'href="/api/bundles/([^"]+)"', shown(app))
    assert link is not None
    assert bundle_path(sample_year.database, link[1], reader=leader).stat().st_size > 100_000
