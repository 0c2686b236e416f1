"""A parsed document: plain data with places, as it was written and before it is judged.

Everything that rules need from a text is here, so that nothing after ``parse`` reads Markdown or
YAML. A value's *address* is the path of keys and indices that leads to it, such as
``("depends_on", 0)``; :meth:`Document.find_place` turns an address into a place. Pydantic's ``loc``
and JSON Schema's path are addresses too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from awos_lint.core.diagnostic import Failure
from awos_lint.core.model.status import NONE, Status
from awos_lint.core.text import Place, Source, Span

Address = tuple[str | int, ...]
Data = str | list["Data"] | dict[str, "Data"]

NATIVE = "native"
"""The name of awos's own layout."""

IMPORTED_FROM = "x-imported-from"
"""The key under which an imported document names its :attr:`Document.origin`."""

UNWRITTEN = "unwritten"
"""The key in :attr:`Document.implied` that says: the id is made from the path, nobody wrote it."""


class State(StrEnum):
    """What a checkbox says about its item."""

    OPEN = "open"
    ACTIVE = "in progress"
    DONE = "done"
    CANCELLED = "cancelled"


class Text(NamedTuple):
    """A string and where it stands."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a front matter value and its key stand; list entries have no key."""

    value: Span
    key: Span | None = None


def keys_of(address: Address) -> tuple[str, ...]:
    """Return the keys of an address without the positions in lists, which change."""
    return tuple(part for part in address if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader met, kept as data under the name of the rule that reports it.

    ``fix`` is the one right text in place of ``span``. ``subject`` is that of the finding, see
    :class:`~awos_lint.core.diagnostic.Finding`; without one, it is the text in ``span``.
    """

    rule: str
    message: str
    span: Span | None = None
    help: str = ""
    related: tuple[tuple[Span, str], ...] = ()
    fix: str | None = None
    subject: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its text without markup, its anchor on GitHub, and the range of its section.

    ``section`` reaches from the heading's end to the next heading of the same or a higher level.
    ``empty`` tells that no word stands in that section, code and comments left out.
    """

    level: int
    title: str
    span: Span
    anchor: str
    section: Span
    empty: bool

    @property
    def name(self) -> str:
        """The title as sections are compared: no number in front, no markup, case folded."""
        return re.sub(r"^\d+(?:\.\d+)*[.)]?\s+", "", self.title).strip(" :*_").casefold()


@dataclass(frozen=True, slots=True)
class Link:
    """A Markdown link or image; ``href`` as written, ``span`` covers the destination."""

    href: str
    text: str
    span: Span
    image: bool = False


class Prose(NamedTuple):
    """One run of running text, its code spans and inline HTML blanked out by spaces.

    ``lines`` pairs, for each line, its offset in ``text`` with its offset in the source. ``item``
    is the index of the item that the text belongs to, or -1.
    """

    text: str
    lines: tuple[tuple[int, int], ...]
    item: int = -1

    def map_span(self, start: int, end: int) -> Span:
        """Turn a range of ``text`` into the span in the source where it was written."""
        if len(self.lines) == 1:
            offset, place = self.lines[0]
            return Span(place + start - offset, place + end - offset)
        first = self._map_offset(start)
        return Span(first, self._map_offset(end - 1) + 1 if end > start else first)

    def _map_offset(self, offset: int) -> int:
        begins, place = self.lines[bisect_right(self.lines, offset, key=_first_offset) - 1]
        return place + offset - begins


def _first_offset(line: tuple[int, int]) -> int:
    return line[0]


@dataclass(frozen=True, slots=True)
class Item:
    """A feature, requirement, acceptance criterion or task: a list item that has an id.

    ``name`` is the id as written (``T-04``), empty when a checkbox has none. ``anchor`` is the
    smallest span that names the item; ``box`` covers ``[x]``. ``fields`` are the nested ``key:
    value`` lines, their values split; ``keys`` says where each key stands. ``parent`` is the index
    of the enclosing item or -1. ``words`` counts title and prose, fields left out.
    """

    kind: str
    name: str
    title: Text
    anchor: Span
    span: Span
    state: State | None = None
    box: Span | None = None
    fields: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    keys: Mapping[str, Span] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    parent: int = -1
    section: int = -1
    words: int = 0

    @property
    def label(self) -> str:
        """What the item is told apart by: its id, else its title as it was written."""
        return self.name or self.title.value

    def list_values(self, key: str) -> tuple[str, ...]:
        """Return a field's values as strings; none when it was not written."""
        return tuple(text.value for text in self.fields.get(key, ()))


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that silences rules: on lines ``first`` to ``last``, or everywhere when 0."""

    rules: tuple[Text, ...]
    reason: str
    span: Span
    first: int = 0
    last: int = 0

    @property
    def wording(self) -> tuple[tuple[str, ...], str]:
        """What it says, wherever it stands: the rules and the reason."""
        return tuple(text.value for text in self.rules), self.reason


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a known kind.

    ``id``, ``title`` and ``status`` are what applies, whether written or implied by the path; ask
    :meth:`has_value` which. ``stated`` is the status as it was written, with how it was understood.
    ``number`` is what the path says (``007``), ``implied`` holds links that
    follow from the path, such as a task list's spec. ``broken`` means that the front matter could
    not be read, so nothing may be concluded from what is missing; ``failure`` is set where that is
    for a bug in awos. ``unread`` says why a part of the text was not seen. ``unfilled`` means that
    it is still the template of a framework, whose examples were left out. ``html`` are the pieces
    of raw HTML in it, comments left out; ``comments`` are where those are, in the order of the
    text.
    """

    source: Source
    kind: str
    id: str = ""
    title: str = ""
    status: str = ""
    stated: Status = NONE
    layout: str = NATIVE
    number: str = ""
    implied: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Data] = field(default_factory=dict)
    marks: Mapping[Address, Mark] = field(default_factory=dict)
    front: Span | None = None
    items: tuple[Item, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    prose: tuple[Prose, ...] = ()
    html: tuple[Span, ...] = ()
    comments: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    broken: bool = False
    unread: str = ""
    unfilled: bool = False
    failure: Failure | None = None

    @property
    def is_partial(self) -> bool:
        """Whether not all of the text could be read, so that what is missing may be there."""
        return self.broken or self.unread != "" or self.source.garbled

    @property
    def path(self) -> str:
        """The path from the repository root, with ``/``."""
        return self.source.path

    @property
    def is_native(self) -> bool:
        """Whether it is in awos's own layout, in which awos also writes."""
        return self.layout == NATIVE

    @property
    def origin(self) -> str:
        """What an import calls it: its file, or one of several lists in a file of data."""
        return self.path if self.path.endswith(".md") else f"{self.path}#{self.title}"

    def has_value(self, *address: str | int) -> bool:
        """Return whether a value was written at this address."""
        return address in self.marks

    def find_place(self, *address: str | int) -> Place:
        """Return the place of the value at an address, else of its nearest written ancestor.

        What nobody wrote has no place of its own: with no written ancestor the place is the line
        that opens the front matter, or the first line.
        """
        for length in range(len(address), 0, -1):
            if mark := self.marks.get(address[:length]):
                return Place(self.path, mark.value)
        return self.head

    def find_key_place(self, *address: str | int) -> Place:
        """Return the place of the key at an address, else what :meth:`find_place` gives."""
        mark = self.marks.get(address)
        return Place(self.path, mark.key) if mark and mark.key else self.find_place(*address)

    def make_place(self, span: Span) -> Place:
        """Return a span of this document as a place."""
        return Place(self.path, span)

    @property
    def head(self) -> Place:
        """Where to point at what is missing: the line that opens the document."""
        return Place(self.path, self.source.line_span(1))

    @property
    def heading(self) -> Heading | None:
        """The H1, if there is one."""
        return next((h for h in self.headings if h.level == 1), None)

    @property
    def name(self) -> str:
        """What people call it: its id, or its path where it has none or only its path made one."""
        return self.path if UNWRITTEN in self.implied else self.id or self.path

    def find_name_place(self) -> Place:
        """Return where the document names itself: its id, its title, or its first line."""
        if self.has_value("id"):
            return self.find_place("id")
        return self.make_place(self.heading.span) if self.heading else self.head

    def list_problems(self, rule: str) -> Iterator[Problem]:
        """Yield the parser's problems that belong to a rule."""
        return (problem for problem in self.problems if problem.rule == rule)

    def read_span(self, span: Span | None) -> str:
        """Return the text in a span on one line; no text where there is no span."""
        return " ".join(self.source.text[span.start : span.end].split()) if span else ""

    def identify_problem(self, problem: Problem) -> tuple[str, ...]:
        """Return what tells one of the parser's problems apart from others of its rule."""
        return (self.read_span(problem.span),) if problem.subject is None else problem.subject

    def items_of(self, kind: str) -> Iterator[Item]:
        """Yield the items of one kind, in the order of the text."""
        return (item for item in self.items if item.kind == kind)

    def list_strings(self, key: str) -> list[tuple[Address, str]]:
        """Return the strings under a key with their addresses, one scalar or a list of them."""
        value = self.fields.get(key)
        if isinstance(value, str):
            return [((key,), value)]
        entries = value if isinstance(value, list) else []
        return [((key, i), entry) for i, entry in enumerate(entries) if isinstance(entry, str)]
