"""The real app with few open files, beside more half-open connections than it may have files."""

import math

import pytest

from benchmarks.hostile_connections import taps_beside
from iso_audit.web.connection import open_files
from tests.databases import Filled

pytestmark = pytest.mark.one_zone("connections are timed by a stopwatch")


def test_more_half_open_connections_than_open_files_keep_no_colleague_out(year_2017: Filled) -> None:
    assert open_files() > 1_200
    taps = taps_beside(1_100, taps=3, open_files=1_024, patient=True, sample=year_2017.file)
    assert [tap < math.inf for tap in taps] == [True, True, True]
