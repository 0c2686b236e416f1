"""Ranges of names, such as ``T001–T003``, as the names that are in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from awos_lint.core.model.document import Item, Text
from awos_lint.core.text import Span

_DIGITS = re.compile(r"\d+")


def range_pattern(name: str) -> str:
    """Return a pattern for a name, given as a pattern, or a range of two of them."""
    return rf"(?P<first>{name})(?:\s*(?:[-–—]|\b(?:to|through)\b)\s*(?P<last>{name}))?"


def expand_ranges(items: Sequence[Item], key: str, pattern: re.Pattern[str]) -> tuple[Item, ...]:
    """Return items with each range under a key replaced by the names of items that lie in it.

    ``pattern`` is made with :func:`range_pattern`. The first and the last name of a range stay even
    where no item is called so. A range that holds the item itself cannot be meant as it was
    written; only its two ends stay.
    """
    names = [item.name for item in items if item.name]

    def expand_item(item: Item) -> Item:
        found: dict[str, Text] = {}
        for written in item.fields.get(key, ()):
            for text in _in_range(written, pattern.fullmatch(written.value), item.name, names):
                found.setdefault(text.value, text)
        return replace(item, fields={**item.fields, key: tuple(found.values())}) if found else item

    return tuple(map(expand_item, items))


def _in_range(
    written: Text, match: re.Match[str] | None, own: str, names: Sequence[str]
) -> Iterator[Text]:
    if match is None or match["last"] is None:
        yield written
        return
    first, last = (_cut_text(written, match, group) for group in ("first", "last"))
    low, high = _order_name(first.value), _order_name(last.value)
    yield first
    if not low <= _order_name(own) <= high:
        inside = (name for name in names if low <= _order_name(name) <= high)
        yield from (Text(name, written.span) for name in inside if name != last.value)
    yield last


def _cut_text(written: Text, match: re.Match[str], group: str) -> Text:
    start = written.span.start
    return Text(match[group], Span(start + match.start(group), start + match.end(group)))


def _order_name(name: str) -> tuple[int, ...]:
    return tuple(map(int, _DIGITS.findall(name)))
