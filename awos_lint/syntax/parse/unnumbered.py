"""Requirements that nobody can name: list items among the requirements that begin without an id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from awos_lint.core.model.document import Heading, Item, Problem, Text
from awos_lint.core.model.kinds import ITEMS
from awos_lint.core.text import escape_text
from awos_lint.syntax.parse.entries import Entry

_SECTION = "functional requirements"
_LONGEST = 40
_DIGITS = 9


def find_unnumbered(
    kind: str, entries: Sequence[Entry], items: Sequence[Item], headings: Sequence[Heading]
) -> Iterator[Problem]:
    """Yield the outermost list items of a spec that stand where requirements stand, without an id.

    That is the section "Functional requirements", and each of its subsections that holds one.
    """
    homes = set(_find_homes(items, headings)) if kind == "spec" else set()
    known = {item.span for item in items}
    number = _find_last_number(items) + 1
    for entry in entries if homes else ():
        outer = entry.parent < 0 and not entry.quoted and entry.heading in homes
        if outer and entry.end > entry.start and entry.span not in known:
            yield _make_problem(_first_line(entry), number)


def _find_homes(items: Sequence[Item], headings: Sequence[Heading]) -> Iterator[int]:
    main = next((h for h in headings if h.name == _SECTION), None)
    holding = {item.section for item in items if item.kind == "requirement"}
    for index, heading in enumerate(headings if main else ()):
        inside = main and main.section.start <= heading.span.start < main.section.end
        if heading is main or (inside and index in holding):
            yield index


def _find_last_number(items: Sequence[Item]) -> int:
    numbers = (item.name.rpartition("-")[2] for item in items if item.kind == "requirement")
    digits = (n for n in numbers if n.isascii() and n.isdigit() and len(n) <= _DIGITS)
    return max(map(int, digits), default=0)


def _first_line(entry: Entry) -> Text:
    text = entry.content.text
    end = text.find("\n", entry.start, entry.end)
    return entry.content.cut_text(entry.start, entry.end if end < 0 else end)


def _make_problem(words: Text, number: int) -> Problem:
    shown = escape_text(words.value, _LONGEST).replace("`", "'")
    return Problem(
        "requirement-unnumbered",
        f"the requirement `{shown}` has no id, so no task can cover it",
        words.span,
        f"begin it with one, such as `**{ITEMS['requirement'].prefix}-{number}**`",
    )
