"""Requirements and scenarios as headings, and the sections of a delta, as OpenSpec writes them.

The grammar is that of OpenSpec 1.13: ``### Requirement: name``, any
heading of level 4 below it is a scenario, and a delta sorts its requirements under ``## ADDED
Requirements`` and three more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from awos_lint.core.model.document import Heading, Item, Text
from awos_lint.core.text import Span
from awos_lint.layouts.dialect.text_lines import Line, Page

OPERATIONS = ("ADDED", "MODIFIED", "REMOVED", "RENAMED")
"""What a delta can do to the requirements of a spec, each the first word of a section."""

_REQUIREMENT = re.compile(r"Requirement:\s*(?P<name>.*\S)", re.IGNORECASE)
_SCENARIO = re.compile(r"Scenario:\s*", re.IGNORECASE)
_DELTA = re.compile(rf"({'|'.join(OPERATIONS)}) Requirements", re.IGNORECASE)
# Offsets of these are those of the line, so the blanks around are a part of them.
_NAMED = r"`?###\s*Requirement:\s*(?P<name>\S.*)"
_LISTED = re.compile(rf"\s*{_NAMED}", re.IGNORECASE)
_MOVED = re.compile(rf"\s*(?P<side>FROM|TO):\s*{_NAMED}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A requirement's heading with what belongs to it, up to the next requirement or section."""

    name: str
    heading: Heading
    scenarios: tuple[Heading, ...]
    empty: tuple[Heading, ...]
    """Scenarios without a line of text below them."""
    body: Text | None
    """What stands between the heading and the next one."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of level 2 with the headings in it."""

    heading: Heading
    inner: tuple[Heading, ...]
    closed: bool = False
    """Whether the heading ends with number signs, which OpenSpec takes for a part of the title."""

    @property
    def operation(self) -> str:
        """What it does when it is a section of a delta, else the empty string."""
        match = None if self.closed else _DELTA.fullmatch(self.heading.title.strip())
        return match[1].upper() if match else ""


@dataclass(frozen=True, slots=True)
class Rename:
    """A line ``FROM:`` or ``TO:`` with the name in it."""

    side: str
    name: Text


def find_sections(page: Page) -> list[Section]:
    """Return the sections of level 2; what stands above the first one is in none of them."""
    headings = page.body.headings
    starts = [index for index, heading in enumerate(headings) if heading.level == 2]
    ends = [*starts[1:], len(headings)]
    return [
        Section(
            headings[start], tuple(headings[start + 1 : end]), _is_closed(page, headings[start])
        )
        for start, end in zip(starts, ends, strict=False)
    ]


def _is_closed(page: Page, heading: Heading) -> bool:
    line, _ = page.source.find_position(heading.span.end)
    return "#" in page.source.text[heading.span.end : page.source.line_span(line).end]


def requirement_name(page: Page, heading: Heading) -> str:
    """Return the name when a heading is one of a requirement, else the empty string.

    It is the name as it is written, markup and all, because that is what OpenSpec compares.
    """
    written = page.source.text[heading.span.start : heading.span.end].strip()
    match = _REQUIREMENT.fullmatch(written) if heading.level == 3 else None
    return match["name"] if match else ""


def fold_name(name: str) -> str:
    """Return a requirement's name without what no two names may differ in alone: case and blanks.

    OpenSpec applies a delta by exact names. It compares folded ones where another spelling is a
    mistake: a name that is added or renamed to, and one that is not found.
    """
    return " ".join(name.lower().split())


def find_blocks(page: Page, headings: Sequence[Heading], delta: bool = False) -> list[Block]:
    """Return the requirements among headings, each with its scenarios.

    In a delta, a heading of level 3 that is none does not end the requirement above it.
    """
    found = []
    for index, heading in enumerate(headings):
        if name := requirement_name(page, heading):
            following = headings[index + 1 :]
            ends = (n for n, other in enumerate(following) if _ends_block(page, other, delta))
            inner = following[: next(ends, len(following))]
            found.append(_make_block(page, name, heading, inner))
    return found


def _ends_block(page: Page, heading: Heading, delta: bool) -> bool:
    closes = heading.level < 3 or (heading.level == 3 and not delta)
    return closes or bool(requirement_name(page, heading))


def _make_block(page: Page, name: str, heading: Heading, inner: Sequence[Heading]) -> Block:
    scenarios = [other for other in inner if other.level == 4]
    empty = [other for other in scenarios if not _read_span(page, other.section)]
    kept = tuple(other for other in scenarios if other not in empty)
    return Block(name, heading, kept, tuple(empty), _read_body(page, heading))


def find_lost(section: Section) -> Iterator[Heading]:
    """Yield the headings below level 3 in a section that stand below no heading of level 3."""
    for heading in section.inner:
        if heading.level == 3:
            return
        yield heading


def list_children(section: Section) -> Iterator[tuple[Heading, tuple[Heading, ...]]]:
    """Yield the headings of level 3 in a section, each with those directly below it."""
    inner = section.inner
    for index, heading in enumerate(inner):
        if heading.level == 3:
            after = (n for n, h in enumerate(inner) if n > index and h.level <= 3)
            end = next(after, len(inner))
            yield heading, tuple(h for h in inner[index + 1 : end] if h.level == 4)


def has_text(page: Page, heading: Heading) -> bool:
    """Return whether anything stands below a heading, up to the next of its level or above."""
    return bool(_read_span(page, heading.section))


def _read_span(page: Page, span: Span) -> str:
    return page.source.text[span.start : span.end].strip()


def _read_body(page: Page, heading: Heading) -> Text | None:
    own = page.own_span(heading)
    lines = page.lines_within(own)
    if not lines:
        return None
    value = " ".join(line.text.strip() for line in lines)
    return Text(value, Span(lines[0].start, lines[-1].end))


def find_listed(page: Page, section: Section) -> Iterator[Text]:
    """Yield the requirements that a section names in list items instead of headings."""
    for line in page.lines_within(section.heading.section):
        if (match := _LISTED.fullmatch(line.text)) and (name := _captured_name(line, match)):
            yield name


def find_renames(page: Page, section: Section) -> Iterator[Rename]:
    """Yield the lines of a section that name a requirement before or after its renaming."""
    for line in page.lines_within(section.heading.section):
        if (match := _MOVED.fullmatch(line.text)) and (name := _captured_name(line, match)):
            yield Rename(match["side"].upper(), name)


def _captured_name(line: Line, match: re.Match[str]) -> Text | None:
    """Return the name in a line without the marks that end its code span or heading, if any."""
    name = match["name"].rstrip().removesuffix("`").rstrip()
    bare = name.rstrip("#")
    name = bare.rstrip() if bare.endswith((" ", "\t")) else name
    start = line.start + match.start("name")
    return Text(name, Span(start, start + len(name))) if name else None


def make_items(page: Page, found: Sequence[Block]) -> tuple[Item, ...]:
    """Return requirements and their scenarios as items; scenarios have titles and no names."""
    made: list[Item] = []
    for block in found:
        at = len(made)
        made.append(make_requirement(block.name, block.heading, block.body))
        for scenario in block.scenarios:
            title = Text(_SCENARIO.sub("", scenario.title).strip(), scenario.span)
            span = Span(scenario.span.start, scenario.section.end)
            made.append(Item("criterion", "", title, scenario.span, span, parent=at))
    return tuple(made)


def make_requirement(name: str, heading: Heading, body: Text | None) -> Item:
    """Return a requirement as an item; its title is its text, for names may be catchwords."""
    span = Span(heading.span.start, heading.section.end)
    title = body or Text("", heading.span)
    return Item("requirement", name, title, heading.span, span)
