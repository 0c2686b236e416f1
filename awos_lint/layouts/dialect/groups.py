"""Groups of tasks under headings, and the lines that say which groups come before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from awos_lint.core.model.document import Heading, Item, Text
from awos_lint.core.text import Span
from awos_lint.layouts.dialect.labels import find_labels_below
from awos_lint.syntax.parse import Body

_GROUP = re.compile(r"Task Group\s+(\d{1,3})\b", re.IGNORECASE)
_GROUPS = re.compile(r"Task Groups?\s+(?P<list>\d[\d\s,&and–-]*)", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")
_WIDEST = 50


@dataclass(frozen=True, slots=True)
class _Group:
    number: int
    heading: Heading
    index: int


def after_groups(items: Sequence[Item], body: Body, source: str) -> tuple[Item, ...]:
    """Return tasks of which the first in each group comes after the groups that it depends on.

    A group is a heading ``Task Group N``; ``**Dependencies:** Task Groups 1-3`` below it names the
    groups before it. A group that does not exist is named as it was written.
    """
    groups = list(_find_groups(body))
    members = {group.number: _find_members(items, group, body) for group in groups}
    found = list(items)
    for group in groups:
        first = next(iter(members[group.number]), None)
        label = find_labels_below(
            body.prose, source, group.heading.section.start, group.heading.section.end
        )
        if first is not None and (said := label.get("dependencies")):
            span = said.mark.value
            after = tuple(
                _find_predecessors(items, members, source[span.start : span.end], span.start)
            )
            if after:
                old = found[first]
                found[first] = replace(old, fields={**old.fields, "after": after})
    return tuple(found)


def _find_groups(body: Body) -> Iterator[_Group]:
    met = set()
    for index, heading in enumerate(body.headings):
        match = _GROUP.match(heading.title.strip())
        if match and int(match[1]) not in met:
            met.add(int(match[1]))
            yield _Group(int(match[1]), heading, index)


def _find_members(items: Sequence[Item], group: _Group, body: Body) -> list[int]:
    """Return the indices of the named tasks in a group that are parts of no other one in it."""
    section = group.heading.section
    inside = [n for n, i in enumerate(items) if section.start <= i.span.start < section.end]
    return [n for n in inside if items[n].name and items[n].parent not in inside]


def _find_predecessors(
    items: Sequence[Item], members: dict[int, list[int]], text: str, start: int
) -> Iterator[Text]:
    for match in _GROUPS.finditer(text):
        for number in _NUMBERS.finditer(match["list"]):
            place = start + match.start("list") + number.start()
            span = Span(place, place + len(number[0]))
            for group in _parse_range(number):
                names = [items[n].name for n in members.get(group, ())]
                missing = [f"Task Group {group}"] if group not in members else []
                yield from (Text(name, span) for name in names or missing)


def _parse_range(number: re.Match[str]) -> range:
    first, last = int(number[1]), int(number[2] or number[1])
    return range(first, last + 1) if first <= last < first + _WIDEST else range(0)
