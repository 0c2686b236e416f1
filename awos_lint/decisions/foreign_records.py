"""Decision records of adr-tools, MADR and log4brains, written in their own form.

The forms are those of adr-tools 3.0.0 (``src/adr-new``, ``src/_adr_add_link``), MADR 2 to 4
(``template/``) and log4brains 1.0.1. A record is written as the one beside it is; every other byte
of a record that is changed stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from awos_lint.core.diagnostic import Edit
from awos_lint.core.errors import RefusedError
from awos_lint.core.model.document import Document, Heading
from awos_lint.core.text import Span, match_breaks
from awos_lint.graph.links import make_relative
from awos_lint.graph.numbers import free_numbers, is_number
from awos_lint.layouts.dialect.record_paths import Name, parse_name

_BULLET = re.compile(r"\s*(?P<bullet>[-*+])\s+\W{0,4}status\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?P<lead>(?:ADR[-_ ]?)?)0*(?P<number>\d+)(?P<tail>[.:)]|\s[-–—])\s+", re.IGNORECASE
)
_BRACKET, _ESCAPED = re.compile(r"[\[\]\\]"), r"\\\g<0>"
_MISSPELT = re.compile(r"superc(?=ed)", re.IGNORECASE)


class Form(Enum):
    """Where a record states its status."""

    FRONT = auto()
    """In a front matter: MADR 3 and 4."""
    LIST = auto()
    """In a list below the title: MADR 2 and log4brains."""
    SECTION = auto()
    """In a section of its own: adr-tools."""


def find_form(record: Document) -> Form:
    """Return where a record states its status, or would."""
    if ("status",) in record.marks and record.front:
        return Form.FRONT
    if record.stated.span and _BULLET.match(_line_at(record, record.stated.span.start)):
        return Form.LIST
    return Form.SECTION


def _line_at(record: Document, offset: int) -> str:
    line, _ = record.source.find_position(offset)
    return record.source.lines[line - 1]


def write_successor(old: Document, new: Document) -> Edit:
    """Return the edit by which a record says what replaced it.

    Raises :class:`RefusedError` where its status is written in a way that is not known.
    """
    span, form = old.stated.span, find_form(old)
    if span is None:
        raise RefusedError(f"{old.name} states no status: write that {new.name} supersedes it")
    if form is Form.SECTION:
        said = f"{_spell_word('Superceded', old, new)} by {_link_to(old, new)}"
    elif form is Form.FRONT and "decision-makers" in old.fields:
        said = f'"superseded by {_short_name(new)}"'
    else:
        said = f"superseded by [{_short_name(new)}]({make_relative(old, new.path)})"
    if old.status == "superseded":  # by another one, which it goes on naming
        return _insert(old, span.end, f"\n\n{said}")
    return Edit(old.make_place(span), said)


def write_predecessor(new: Document, old: Document) -> Edit:
    """Return the edit by which a record says what it replaces."""
    form, text = find_form(new), new.source.text
    link = f"[{_short_name(old)}]({make_relative(new, old.path)})"
    if form is Form.SECTION and new.stated.span:
        at = new.stated.span.end
        said = f"{_spell_word('Supercedes', old, new)} {_link_to(new, old)}"
        return _insert(new, at, f"\n\n{said}")
    title = "More Information" if form is Form.FRONT else "Links"
    bullet = _find_bullet(new)
    section = next((h for h in new.headings if h.name == title.casefold()), None)
    end = _end_of(new, section) if section else len(text.rstrip())
    lead = "\n" if section and text[:end].rpartition("\n")[2].startswith(bullet) else "\n\n"
    lead = lead if section else f"\n\n## {title}\n\n"
    return _insert(new, end, f"{lead}{bullet} Supersedes {link}")


def _insert(record: Document, at: int, text: str) -> Edit:
    """Return an edit that inserts lines, which end as those of the record do."""
    return Edit(record.make_place(Span(at, at)), match_breaks(record.source.text, text))


def _end_of(record: Document, section: Heading) -> int:
    return section.section.start + len(
        record.source.text[section.section.start : section.section.end].rstrip()
    )


def _find_bullet(record: Document) -> str:
    span = record.stated.span
    found = _BULLET.match(_line_at(record, span.start)) if span else None
    return found["bullet"] if found else "*"


def _spell_word(word: str, *records: Document) -> str:
    """Return a word of adr-tools as its records have it: the tool writes it with a `c`."""
    known = any("upersede" in record.source.text for record in records)
    correct = known and not any(_MISSPELT.search(record.source.text) for record in records)
    return _MISSPELT.sub("Supers", word) if correct else word


def _link_to(record: Document, other: Document) -> str:
    title = other.heading.title if other.heading else other.title
    return f"[{_BRACKET.sub(_ESCAPED, title)}]({make_relative(record, other.path)})"


def _short_name(record: Document) -> str:
    """Return what a record is called in a sentence: ``ADR-0007``, or the name of its file."""
    name = _name_of(record)
    return f"ADR-{name.number}" if name.number else name.stem


def _name_of(record: Document) -> Name:
    return parse_name(record.path.rpartition("/")[2].rpartition(".")[0])


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to be written: its id, path and text."""

    id: str
    path: str
    text: str


def draft_record(
    beside: Document, title: str, slug: str, status: str, day: str, taken: Iterable[str]
) -> NewRecord:
    """Return a new record as the one ``beside`` it is named and written.

    ``taken`` are the numbers that others in the folder and on other branches have; ``day`` is
    written ``YYYY-MM-DD``.
    """
    folder, _, file = beside.path.rpartition("/")
    name = _name_of(beside)
    if name.number:
        number = _count_on(name, taken)
        begin = name.stem.index(name.number)
        lead, rest = name.stem[:begin], name.stem[begin + len(name.number) :]
        between = rest.removesuffix(name.slug) or "-"
        stem = f"{lead}{number}{between}{slug}"
    else:
        number = ""
        stem = f"{day if '-' in name.stem[:5] else day.replace('-', '')}-{slug}"
    ending = file.rpartition(".")[2]
    path = f"{folder}/{stem}.{ending}".removeprefix("/")
    heading = f"# {_count_title(beside, number)}{title}"
    same = number and beside.id.endswith(name.number)
    id_ = beside.id.removesuffix(name.number) + number if same else path
    lines = _write_record(find_form(beside), beside, heading, status, day)
    return NewRecord(id_, path, "\n".join(lines))


def _count_on(name: Name, taken: Iterable[str]) -> str:
    numbers = [number for number in (*taken, name.number) if is_number(number)]
    return f"{next(free_numbers(numbers)):0{len(name.number)}}"


def _count_title(beside: Document, number: str) -> str:
    """Return what stands before a title where the record beside has its number there."""
    found = _COUNTED.match(beside.heading.title) if beside.heading else None
    if found is None or not number or int(found["number"]) != int(_name_of(beside).number):
        return ""
    padded = beside.heading is not None and _name_of(beside).number in beside.heading.title
    shown = number if padded else str(int(number))
    return f"{found['lead']}{shown}{found['tail']} "


def _write_record(
    form: Form, beside: Document, heading: str, status: str, day: str
) -> Iterator[str]:
    """Yield the lines of a record without text; a blank says what belongs there."""
    if form is Form.SECTION:
        yield from (heading, "", f"Date: {day}", "", "## Status", "", status.capitalize(), "")
        sections = ("Context", "Decision", "Consequences")
    else:
        if form is Form.FRONT:
            yield from ("---", f"status: {status}", f"date: {day}", "---", "", heading, "")
        else:
            bullet = _find_bullet(beside)
            yield from (heading, "", f"{bullet} Status: {status}", f"{bullet} Date: {day}", "")
        sections = ("Context and Problem Statement", "Considered Options", "Decision Outcome")
    for section in sections:
        yield from (f"## {section}", "", f"<!-- {_ASKED[section]} -->", "")


_ASKED = {
    "Context": "What is the case, and what makes a decision necessary?",
    "Decision": "What is decided?",
    "Consequences": "What becomes easier, what harder, and what has to be done now?",
    "Context and Problem Statement": "What is the case, and what has to be decided?",
    "Considered Options": "What could be done? One option an entry.",
    "Decision Outcome": "Which option is chosen, and why?",
}
