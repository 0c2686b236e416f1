"""Ranges of names, such as ``T001–T003``, as the names that are in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from awos_lint.model.document import Item, Text
from awos_lint.text import Span

TO = r"\s*(?:[-–—]|\b(?:to|through)\b)\s*"
"""What stands between the first and the last name of a range."""

_RANGE = re.compile(rf"(?P<first>\S+?){TO}(?P<last>[^\s–—]+)")
_DIGITS = re.compile(r"\d+")


def expand_ranges(items: Sequence[Item], key: str) -> tuple[Item, ...]:
    """Return items with each range under a key replaced by the names of items that lie in it.

    The first and the last name stay even where no item is called so. A range that holds the item
    itself cannot be meant as it was written; only its two ends stay.
    """
    names = [item.name for item in items if item.name]
    return tuple(
        replace(item, fields={**item.fields, key: tuple(_expanded(item, key, names))})
        if item.fields.get(key)
        else item
        for item in items
    )


def _expanded(item: Item, key: str, names: Sequence[str]) -> Iterator[Text]:
    met = set()
    for written in item.fields[key]:
        for text in _in_range(written, item.name, names):
            if text.value not in met:
                met.add(text.value)
                yield text


def _in_range(written: Text, own: str, names: Sequence[str]) -> Iterator[Text]:
    match = _RANGE.fullmatch(written.value)
    if match is None:
        yield written
        return
    first, last = (_part(written, match, group) for group in ("first", "last"))
    low, high = _order(first.value), _order(last.value)
    yield first
    if not low <= _order(own) <= high:
        inside = (name for name in names if low <= _order(name) <= high)
        yield from (Text(name, written.span) for name in inside if name != last.value)
    yield last


def _part(written: Text, match: re.Match[str], group: str) -> Text:
    start = written.span.start
    return Text(match[group], Span(start + match.start(group), start + match.end(group)))


def _order(name: str) -> tuple[int, ...]:
    return tuple(map(int, _DIGITS.findall(name)))
