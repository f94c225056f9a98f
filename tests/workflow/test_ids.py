"""New identifiers are UUIDs of version 7 in the order they were made."""

import uuid
from datetime import timedelta

from iso_audit.workflow.ids import new_id
from tests.conftest import AT


def test_ids_of_one_millisecond_sort_in_the_order_they_were_made() -> None:
    made = [new_id(AT) for _ in range(20_000)]
    assert made == sorted(set(made))


def test_a_later_moment_sorts_later() -> None:
    assert new_id(AT) < new_id(AT + timedelta(milliseconds=1))


def test_an_id_is_a_uuid_of_version_seven() -> None:
    made = uuid.UUID(new_id(AT))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == int(AT.timestamp() * 1000)
