"""Checklists of foreign dialects as items: numbered or not, nested by indentation or by number.

Unlike the native grammar, a checkbox may be followed by an asterisk (Kiro's optional tasks), the
id is a number or whatever the dialect says, and a task's fields stand anywhere in its own text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from awos_lint.core.model.document import Item, Problem, State, Text
from awos_lint.core.text import Span
from awos_lint.syntax.parse import Entry, count_words

STATES: Mapping[str, State] = {
    " ": State.OPEN,
    "-": State.ACTIVE,
    "~": State.ACTIVE,
    "/": State.ACTIVE,
    "x": State.DONE,
    "X": State.DONE,
    "✓": State.DONE,
    "✔": State.DONE,
}
"""What agents write into checkboxes; other characters are no state."""

PARALLEL = frozenset("P")
"""The label of a task that may be done beside others: ``- [P] means: at the same time``."""

NUMBER = re.compile(
    r"(?:\*\*|__)?(?:Task[ \t]+)?"
    r"(?P<name>\d{1,4}[a-z]?(?:(?:\.(?:\d{1,4}[a-z]?|[A-Z]\d{0,2}))+(?=[\s.:)*_])|(?=[.):])))"
    r"[.):]*(?:\*\*|__)?[.:]?\**\s*"
)
"""A number in front of a title: ``1.``, ``1.2``, ``0.V``, ``**1.2**:``, ``Task 3:``; a bare number
that no dot or colon follows is a part of the title."""

_OPTIONAL = re.compile(r"\[([^\[\]`\n])\]\*[ \t]*")
# "12.7* Draw it": a lone asterisk behind the number, not the end of bold
_STARRED = re.compile(r"[.)]?\*(?!\*)")
_WARNING = re.compile("(\u26a0\ufe0f?)\\s*(?=[\\d*])")
_STRUCK = re.compile(r"~~[^~]+~~")
_GONE = (
    "cancelled|canceled|deferred|descoped|dropped|moved|n/a|not needed|obsolete|out of scope|"
    "postponed|removed|replaced|skipped|superseded|wontfix|won't do"
)
# "DROPPED - the library does it", "Skipped: no such host", "... (deferred to v2)", "[optional]"
_LEFT = re.compile(
    rf"\W*(?:(?:{_GONE.upper()})\b|(?i:{_GONE})\**\s*(?:[:)\]~—–]|- ))"
    rf"|[^\n]*[(\[*](?i:optional|{_GONE})\b"
)
# "[~] Manual test — skipped, there is no device"
_ANYWHERE = re.compile(rf"\b(?i:{_GONE})\b")
_TAIL = re.compile(r"[\s*_:]+$")


class Found(NamedTuple):
    """A field's value in a piece of a task's text, by offset."""

    key: str
    start: int
    end: int


Finder = Callable[[str], Iterable[Found]]


def no_fields(_text: str) -> Iterator[Found]:
    """Find nothing, for dialects whose tasks have no fields."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a dialect writes the items of a checklist.

    ``name`` matches an id in front of a title, group ``name``; ``skipped`` what else stands there,
    such as labels. ``fields`` finds values in a piece of a task's text. ``zero`` says that ``2.0``
    is the whole of which ``2.1`` is a part.
    """

    kind: str = "task"
    name: re.Pattern[str] | None = NUMBER
    skipped: re.Pattern[str] | None = None
    fields: Finder = no_fields
    zero: bool = False
    bold: bool = False
    """Whether the bold text in front is the whole title, and what follows explains it."""
    warned: bool = False
    """Whether a warning sign in place of a checkbox means a task that could not be finished."""
    labels: frozenset[str] = frozenset()
    """Characters that are a label of a task where they stand in brackets, and no checkbox."""
    unboxed: re.Pattern[str] | None = None
    """What a task looks like that was written without a checkbox, group ``name``.

    It counts in a list that has tasks with checkboxes, where no other entry has its name.
    """


@dataclass(slots=True)
class _Draft:
    entry: int
    name: str
    anchor: Span
    title: Text
    state: State | None
    box: Span | None
    parent: int
    pieces: list[Span] = field(default_factory=list)


def read_checklist(
    source: str, entries: Sequence[Entry], grammar: Grammar, within: Span | None = None
) -> tuple[Item, ...]:
    """Return the checkboxes among list items, in the order of the text, those in quotes left out.

    ``source`` is the whole text; ``within`` is the part of it that is read.
    """
    drafts: list[_Draft] = []
    owner: list[int] = []
    for index, entry in enumerate(entries):
        above = owner[entry.parent] if entry.parent >= 0 else -1
        outside = within and not within.start <= entry.span.start < within.end
        draft = None if entry.quoted or outside else _draft_item(source, entry, grammar)
        if draft:
            draft.entry, draft.parent = index, above
            drafts.append(draft)
            above = len(drafts) - 1
        owner.append(above)
        if above >= 0:
            drafts[above].pieces += _list_pieces(entry)
    if grammar.unboxed and any(draft.name for draft in drafts):
        drafts = _with_unboxed(drafts, entries, grammar.unboxed)
    _adopt_children(drafts, grammar.zero)
    return tuple(_make_item(source, draft, entries[draft.entry], grammar) for draft in drafts)


def _with_unboxed(
    drafts: Sequence[_Draft], entries: Sequence[Entry], unboxed: re.Pattern[str]
) -> list[_Draft]:
    """Return the drafts, and those of tasks without a checkbox, in the order of the text."""
    names = {draft.name for draft in drafts}
    found: list[_Draft] = []
    for index, entry in enumerate(entries):
        text = entry.content.text
        outer = entry.parent < 0 and not (entry.mark or entry.struck or entry.quoted)
        match = unboxed.match(text, entry.start) if outer else None
        if match and match["name"] not in names:
            names.add(match["name"])
            anchor = entry.content.map_span(*match.span("name"))
            title = _find_title(entry, match.end(), bold=False)
            pieces = _list_pieces(entry)
            found.append(_Draft(index, match["name"], anchor, title, None, None, -1, pieces))
    if not found:
        return list(drafts)
    merged = sorted([*drafts, *found], key=lambda draft: draft.entry)
    place = {id(draft): index for index, draft in enumerate(merged)}
    for draft in drafts:
        if draft.parent >= 0:
            draft.parent = place[id(drafts[draft.parent])]
    return merged


def _list_pieces(entry: Entry) -> list[Span]:
    own = [entry.content.map_span(0, len(entry.content.text))] if entry.content.text else []
    return own + [text.span for text in entry.rest]


def _draft_item(source: str, entry: Entry, grammar: Grammar) -> _Draft | None:
    text = entry.content.text
    if entry.mark in grammar.labels:
        return _draft_labelled(entry, grammar)
    optional = _OPTIONAL.match(text) if not entry.mark else None
    warning = _WARNING.match(text) if grammar.warned and not entry.mark else None
    if not (entry.mark or optional or warning):
        return None
    mark = entry.mark or (optional[1] if optional else " ")
    instead = optional or warning
    start = instead.end() if instead else entry.start
    box = entry.box or entry.content.map_span(0, len(warning[1] if warning else "[x]"))
    match = grammar.name.match(text, start) if grammar.name else None
    name = match["name"] if match else ""
    anchor = entry.content.map_span(*match.span("name")) if match else box
    start = match.end() if match else start
    if grammar.skipped and (skipped := grammar.skipped.match(text, start)):
        start = skipped.end()
    title = _find_title(entry, start, grammar.bold)
    starred = match is not None and _STARRED.match(text, match.end("name")) is not None
    state = _read_state(mark, entry, text[start:], bool(optional) or starred)
    return _Draft(-1, name, anchor, title, state, box, -1)


def _draft_labelled(entry: Entry, grammar: Grammar) -> _Draft | None:
    """Return an item that has a label and no checkbox; a text without an id explains the label."""
    match = grammar.name.match(entry.content.text, entry.start) if grammar.name else None
    if match is None:
        return None
    anchor = entry.content.map_span(*match.span("name"))
    title = _find_title(entry, match.end(), grammar.bold)
    return _Draft(-1, match["name"], anchor, title, None, None, -1)


def _find_title(entry: Entry, start: int, bold: bool) -> Text:
    """Return the first line of an item's text from an offset on, or the bold text it opens with."""
    text = entry.content.text
    if bold and (match := re.compile(r"\*\*([^*\n]+)\*\*").match(text, start)):
        begin, end = match.span(1)
    else:
        begin, end = start, text.find("\n", start)
        end = len(text) if end < 0 else end
    shown = _TAIL.sub("", text[begin:end])
    return entry.content.cut_text(begin, begin + len(shown))


def _read_state(mark: str, entry: Entry, title: str, optional: bool) -> State | None:
    """Return the state of an item; what nobody must do any more counts as cancelled."""
    state = STATES.get(mark)
    struck = entry.struck or _STRUCK.match(title) is not None
    left = _LEFT.match(title) or (mark == "~" and _ANYWHERE.search(title))
    waived = state in (State.OPEN, State.ACTIVE) and (optional or left)
    return State.CANCELLED if struck or waived else state


def _adopt_children(drafts: list[_Draft], zero: bool) -> None:
    """Make ``2`` the parent of a ``2.1`` below it, however the two are indented."""
    last: dict[str, int] = {}
    for index, draft in enumerate(drafts):
        for above in _list_ancestors(draft.name, zero):
            if above in last:
                draft.parent = last[above]
                break
        if draft.name:
            last[draft.name] = index


def _list_ancestors(name: str, zero: bool) -> Iterator[str]:
    head, dot, tail = name.rpartition(".")
    if dot and not (zero and tail == "0"):
        yield head
        if zero:
            yield f"{head}.0"


def _make_item(source: str, draft: _Draft, entry: Entry, grammar: Grammar) -> Item:
    fields: dict[str, tuple[Text, ...]] = {}
    keys: dict[str, Span] = {}
    for piece in draft.pieces:
        for key, start, end in grammar.fields(source[piece.start : piece.end]):
            span = Span(piece.start + start, piece.start + end)
            value = Text(source[span.start : span.end], span)
            # Running text may well speak of the same thing twice.
            if all(value.value != other.value for other in fields.get(key, ())):
                fields[key] = (*fields.get(key, ()), value)
            keys.setdefault(key, span)
    words = sum(count_words(source[piece.start : piece.end]) for piece in draft.pieces)
    return Item(
        grammar.kind,
        draft.name,
        draft.title,
        draft.anchor,
        entry.span,
        draft.state,
        draft.box,
        fields,
        keys,
        parent=draft.parent,
        section=entry.heading,
        words=words,
    )


def find_unboxed(entries: Sequence[Entry], items: Sequence[Item]) -> Iterator[Problem]:
    """Yield a problem for each numbered list item without a checkbox whose parts have checkboxes.

    ``items`` are the checkboxes among ``entries``. A part's number begins with that of its whole.
    """
    named = {item.span: item.name for item in items if item.name}
    met: set[int] = set()
    for entry in entries:
        whole = named.get(entry.span, "").rpartition(".")[0]
        above = entries[entry.parent] if entry.parent >= 0 and whole else None
        if above and above.span not in named and not above.mark and entry.parent not in met:
            met.add(entry.parent)
            if not (above.struck or above.quoted) and _find_number(above) == whole:
                yield _report_unboxed(above, whole)


def _find_number(entry: Entry) -> str:
    """Return the number in front of a list item's text, or else that of the list."""
    match = NUMBER.match(entry.content.text, entry.start)
    return match["name"] if match else entry.marker.rstrip(".)")


def _report_unboxed(entry: Entry, name: str) -> Problem:
    return Problem(
        "task-no-checkbox",
        f"{name} has no checkbox, so nobody can tell whether it is done",
        entry.words.span,
        f"write `- [ ] {name}.` in place of its number, or `- [x] {name}.` when it is done",
        subject=(name,),
    )


def settled_names(
    items: Sequence[Item], called: str
) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """Return items of which no two share a name by design, and what is wrong with the others.

    Numbers that begin anew in each section name nothing in the whole document, so they are dropped.
    An item that is listed twice, word for word, keeps its name at the first place only; that its
    states differ is a problem of rule ``task-two-states``. ``called`` is what a message calls it.
    """
    met: dict[str, Item] = {}
    clashes: list[tuple[int, Item]] = []
    for index, item in enumerate(items):
        first = met.setdefault(item.name, item) if item.name else item
        if first is not item:
            clashes.append((index, first))
    again = [pair for pair in clashes if _has_same_title(items[pair[0]], pair[1])]
    anew = [pair for pair in clashes if pair not in again]
    dropped = {index for index, _ in again}
    if _is_restarting(items, anew):
        # Which of several tasks a number means is open, so none of them keeps it.
        names = {items[index].name for index, _ in anew}
        dropped |= {index for index, item in enumerate(items) if item.name in names}
    kept = (replace(i, name="") if n in dropped else i for n, i in enumerate(items))
    problems = (_two_states(items[index], first, called) for index, first in again)
    return tuple(kept), tuple(problem for problem in problems if problem)


def _has_same_title(item: Item, first: Item) -> bool:
    return _normalize_words(item.title.value) == _normalize_words(first.title.value) != ""


def _normalize_words(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _is_restarting(items: Sequence[Item], clashes: Sequence[tuple[int, Item]]) -> bool:
    """Return whether names clash because several sections count from the beginning again."""
    if not clashes:
        return False
    opening: dict[int, str] = {}
    for item in items:
        if item.name:
            opening.setdefault(item.section, item.name)
    first = next(iter(opening.values()))
    elsewhere = all(items[index].section != other.section for index, other in clashes)
    return elsewhere and sum(name == first for name in opening.values()) > 1


def _two_states(item: Item, first: Item, called: str) -> Problem | None:
    if item.state is first.state or not item.box or not first.box:
        return None
    message = f"{called} {item.name} is {item.state} here, but {first.state} where it stands first"
    return Problem(
        "task-two-states",
        message,
        item.box,
        "tick both or none, or remove one of the two lines",
        ((first.box, f"{item.name} is {first.state} here"),),
        subject=(item.name,),
    )
