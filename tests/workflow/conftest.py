"""Files that tests of the workflow hand in."""

import pytest

from tests.workflow.minutes_ready import small_picture


@pytest.fixture
def picture() -> bytes:
    """A small PNG."""
    return small_picture()
