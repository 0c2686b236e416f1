"""The native grammar of items: list items that begin with an id, and their fields.

``- [ ] **T-04** title``, ``- **FR-2** text``, ``- AC-1: text``; behind a checkbox the id may stand
without asterisks and colon. Nested ``key: value`` lines whose key is a field of that kind of item
are its fields; whatever else is nested in it are notes, or items of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from awos_lint.core.model.document import Item, State, Text
from awos_lint.core.model.kinds import ITEMS, ItemKind
from awos_lint.core.text import Span
from awos_lint.syntax.parse.entries import Entry, Run, is_struck
from awos_lint.syntax.parse.measure import count_words

_STATES = {" ": State.OPEN, "-": State.ACTIVE, "x": State.DONE, "X": State.DONE}
_NUMBER = r"[0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?"
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]*)[ \t]*:\s*")


class _Grammar(NamedTuple):
    """The kinds of items that live in a kind of document, with how their ids are written.

    ``openings`` are all that such an id, marks of emphasis included, can begin with.
    """

    kinds: tuple[tuple[ItemKind, re.Pattern[str]], ...]
    openings: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    """An item of which the nested lines are still to come."""

    kind: ItemKind
    entry: Entry
    name: str
    title: Text
    anchor: Span
    parent: int
    struck: bool
    fields: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    keys: dict[str, Span] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)


class _Role(NamedTuple):
    """What an entry turned out to be: an item's own line, or a field of it."""

    item: int = -1
    key: str = ""


def read_items(kind: str, entries: Sequence[Entry]) -> tuple[Item, ...]:
    """Return the items that list items make in a document of some kind, in their order."""
    grammar = _make_grammar(kind)
    if not grammar.kinds:
        return ()
    drafts: list[_Draft] = []
    roles: list[_Role] = []
    for entry in entries:
        above = roles[entry.parent] if entry.parent >= 0 else _Role()
        roles.append(_decide_role(grammar, entry, above, entries, drafts))
    return tuple(map(_make_item, drafts))


@cache
def _make_grammar(kind: str) -> _Grammar:
    found = []
    for item in ITEMS.values():
        if kind in item.home:
            name = f"{item.prefix}-{_NUMBER}"
            marked = rf"(?P<mark>\*\*|__)(?P<marked>{name})[:.]?(?P=mark)[:.]?"
            plain = rf"(?P<plain>{name})(?P<colon>:|(?=\s))"
            found.append((item, re.compile(rf"(?:{marked}|{plain})(?:\s+[-–—](?=\s))?(?:\s+|\Z)")))
    return _Grammar(tuple(found), ("**", "__", *(f"{item.prefix}-" for item, _ in found)))


def _decide_role(
    grammar: _Grammar,
    entry: Entry,
    above: _Role,
    entries: Sequence[Entry],
    drafts: list[_Draft],
) -> _Role:
    """Decide what an entry is and add what it says to its item."""
    if entry.quoted:
        return above
    if draft := _draft_item(grammar, entry, above.item):
        drafts.append(draft)
        return _Role(len(drafts) - 1)
    if above.item < 0:
        return above
    owner = drafts[above.item]
    if above.key:
        owner.fields[above.key] += _split_values(above.key, entry.content, entry.start, entry.end)
        return above
    direct = entries[entry.parent] is owner.entry
    return _Role(above.item, _take_nested(owner, entry) if direct else _take_note(owner, entry))


def _draft_item(grammar: _Grammar, entry: Entry, parent: int) -> _Draft | None:
    text, start, end = entry.content.text, entry.start, entry.end
    for kind, pattern in grammar.kinds if text.startswith(grammar.openings, start) else ():
        match = pattern.match(text, start, end)
        if match and (match["marked"] or match["colon"] or entry.mark):
            group = "marked" if match["marked"] else "plain"
            anchor = entry.content.map_span(*match.span(group))
            through = is_struck(text, match.end(), end)
            inside = (match.end() + 2, end - 2) if through else (match.end(), end)
            title = entry.content.cut_text(*inside)
            return _Draft(kind, entry, match[group], title, anchor, parent, entry.struck or through)
    first, _ = grammar.kinds[0]
    if not entry.mark or not first.checkbox:
        return None
    anchor = entry.box or entry.span
    return _Draft(first, entry, "", entry.words, anchor, parent, entry.struck)


def _take_nested(owner: _Draft, entry: Entry) -> str:
    """Take a line directly below an item; return the key when it is a field."""
    run = entry.content
    match = _FIELD.match(run.text, entry.start, entry.end)
    key = match[1].lower() if match and not entry.mark else ""
    if not match or key not in owner.kind.fields:
        return _take_note(owner, entry)
    owner.keys.setdefault(key, run.map_span(*match.span(1)))
    values = _split_values(key, run, match.end(), entry.end)
    owner.fields[key] = owner.fields.get(key, ()) + values
    return key


def _take_note(owner: _Draft, entry: Entry) -> str:
    owner.notes += [entry.words, *entry.rest] if entry.end > entry.start else entry.rest
    return ""


def _split_values(key: str, run: Run, start: int, end: int) -> tuple[Text, ...]:
    """Return the values in a range: cut at commas outside back-ticks, a command left whole."""
    code = [hole for hole in run.holes if start <= hole[0] and run.text[hole[0]] == "`"]
    cuts = _find_commas(run.text, start, end, code) if key != "verify" else []
    found = []
    for cut in (*cuts, end):
        value = _trim_value(run, start, cut, code)
        if value.value:
            found.append(value)
        start = cut + 1
    return tuple(found)


def _find_commas(text: str, start: int, end: int, code: list[tuple[int, int]]) -> list[int]:
    """Return the offsets of the commas in a range that are not in code."""
    found = []
    at = text.find(",", start, end)
    while at >= 0:
        before = bisect_left(code, (at,)) - 1
        if before < 0 or code[before][1] <= at:
            found.append(at)
        at = text.find(",", at + 1, end)
    return found


def _trim_value(run: Run, start: int, end: int, code: list[tuple[int, int]]) -> Text:
    """Return one value without the blanks around it and without its back-ticks."""
    text = run.text[start:end]
    words = text.strip()
    start += len(text) - len(text.lstrip())
    end = start + len(words)
    index = bisect_left(code, (start, end)) if words.startswith("`") else len(code)
    if code[index : index + 1] == [(start, end)]:
        ticks = len(words) - len(words.lstrip("`"))
        inner = words[ticks:-ticks]
        spaced = inner[:1] == inner[-1:] == " " and inner.strip() != ""
        start, end = start + ticks + spaced, end - ticks - spaced
    return run.cut_text(start, end)


def _make_item(draft: _Draft) -> Item:
    entry = draft.entry
    state = State.CANCELLED if draft.struck else _STATES.get(entry.mark)
    notes = [*entry.rest, *draft.notes]
    notes.sort(key=lambda note: note.span)
    return Item(
        draft.kind.name,
        draft.name,
        draft.title,
        draft.anchor,
        entry.span,
        state,
        entry.box,
        draft.fields,
        draft.keys,
        tuple(notes),
        draft.parent,
        entry.heading,
        count_words(draft.title.value) + sum(count_words(note.value) for note in notes),
    )
