"""YAML of strangers: plain data alone, without aliases, tags or depth, read in a reading process."""

from collections.abc import Iterator
from typing import Any

from iso_audit.confinement import FILES, MEGABYTE, Limits
from iso_audit.domain.errors import RuleBroken

LARGEST, DEEPEST, MOST_EVENTS = 5 * MEGABYTE, 30, 1_000_000
LIMITS = Limits(seconds=60, memory=1024 * MEGABYTE, answer=64 * MEGABYTE)


def yaml_of(data: bytes, *, person: str = "", limits: Limits = LIMITS) -> Any:
    """Return what a YAML file holds: texts, whole numbers, yes and no, lists and dictionaries with texts as keys.

    RuleBroken `yaml_too_large`, `yaml_not_plain`, `yaml_unreadable`; also what `confinement` says of a file beyond its
    limits.
    """
    if len(data) > LARGEST:
        raise RuleBroken("yaml_too_large", largest=LARGEST // MEGABYTE)
    match FILES.read(content, data, limits=limits, damage_code="yaml_unreadable", person=person):
        case [[value]]:
            return value
    raise RuleBroken("yaml_unreadable")


def content(data: bytes) -> Iterator[object]:
    """Give what the one document of a file holds; runs in a reading process, since the bytes come from strangers.

    Aliases are refused, not counted: a few of them, one within another, unfold to more than any memory holds, and what
    programs write of a framework has none. Objects are named by tags, and no tag is let in.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = documents = 0
    for count, event in enumerate(yaml.parse(data, Loader=loader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        is_tagged = isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None
        if isinstance(event, yaml.AliasEvent) or is_tagged or depth > DEEPEST or count > MOST_EVENTS or documents > 1:
            raise RuleBroken("yaml_not_plain", line=event.start_mark.line + 1)
    yield [_plain(yaml.load(data, Loader=loader))]  # the loader is a safe one, and no tag is left for it


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, str | bool) or type(value) is int else str(value)
