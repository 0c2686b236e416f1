"""Requirements with ids in running text: where they are defined, and where they are mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from awos_lint.core.model.document import Heading, Item, Text
from awos_lint.core.text import Span
from awos_lint.layouts.dialect.text_lines import Line, Page

_ID = r"(?:FR|NFR|SC)-\d{1,4}[a-z]?(?:\.\d{1,4}[a-z]?)*(?![\w-]|\.\d)"
MENTION = re.compile(rf"(?<![\w/-])(?P<name>{_ID})")
"""A requirement's id in running text: ``FR-003``, ``SC-001``, ``FR-003a.1``; a dot that ends a
sentence is no part of it."""

ANY_ID = re.compile(r"(?<![\w/.-])(?P<name>[A-Z]{2,6}(?:-[A-Z]{2,6})?-\d{1,4})(?![^\W_]|-\w)")
"""An id of letters and a number, whatever the letters are."""

_DEFINED = re.compile(
    rf"\s*(?:\[[ xX]\]\s*)?(?:[*_~`]{{1,3}})?(?P<name>{_ID})[*_`~]{{0,3}}\s*[:.–—-]?"
)
# On a further line of a paragraph, a sentence may just go on: "consistent with / FR-007. Nothing".
_MARKED = re.compile(rf"\s*(?:[*_~`]{{1,3}}{_ID}|{_ID}\s*(?:[:–—]|-\s))")
_STORY = re.compile(
    r"(?:User\s+)?Story\s*#?(?P<number>\d{1,3})\b|US-?(?P<short>\d{1,3})\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\b\d{3}\b[^\n]{0,24}\Z")
_OTHERS = re.compile(
    r"(?i:\b(?:prd|constitution|parent|upstream|legacy|original|previous|other)\b)"
)


def read_mentioned(page: Page) -> tuple[Item, ...]:
    """Return the requirements and user stories of a spec in the order of the text.

    A list item, heading or table row that begins with an id defines it, in the section of level 2
    in which ids of its letters come first; what the text mentions elsewhere is known too.
    """
    defined = list(_find_definitions(page))
    known = {item.name for item in defined}
    for line in _all_lines(page):
        for match in MENTION.finditer(line.text):
            if match["name"] not in known:
                known.add(match["name"])
                span = Span(line.start + match.start(), line.start + match.end())
                defined.append(Item("requirement", match["name"], Text("", span), span, span))
    return tuple(sorted([*defined, *_find_stories(page.body.headings)], key=lambda item: item.span))


def _all_lines(page: Page) -> Iterator[Line]:
    yield from page.lines
    text = page.source.text
    for heading in page.body.headings:
        yield Line(text[heading.span.start : heading.span.end], heading.span.start, -1)


def _find_definitions(page: Page) -> Iterator[Item]:
    homes: dict[str, int] = {}
    lines = sorted(_all_lines(page), key=lambda line: line.start)
    for number, line in enumerate(lines):
        match = _match_definition(lines, number)
        if match:
            letters = match["name"].partition("-")[0]
            section = _find_section(page.body.headings, line.start)
            if homes.setdefault(letters, section) == section:
                anchor = Span(line.start + match.start("name"), line.start + match.end("name"))
                last = lines[_find_last_line(lines, number)]
                text = page.source.text[line.start + match.end() : last.end]
                title = " ".join(text.split()).strip(" *_|")
                place = Span(line.start + match.end(), last.end)
                yield Item("requirement", match["name"], Text(title, place), anchor, anchor)


def _match_definition(lines: Sequence[Line], number: int) -> re.Match[str] | None:
    """Return the id that a line defines."""
    line = lines[number]
    goes_on = number > 0 and line.run >= 0 and lines[number - 1].run == line.run
    return _DEFINED.match(line.text) if not goes_on or _MARKED.match(line.text) else None


def _find_last_line(lines: Sequence[Line], number: int) -> int:
    """Return the last line that belongs to a definition: the paragraph up to the next one."""
    last = number
    for after in range(number + 1, len(lines)):
        if lines[after].run != lines[number].run or _match_definition(lines, after):
            break
        last = after
    return last if lines[number].run >= 0 else number


def _find_section(headings: Sequence[Heading], place: int) -> int:
    """Return where the section of level 2 begins that holds a place."""
    starts = [h.span.start for h in headings if h.level <= 2 and h.span.start <= place]
    return starts[-1] if starts else -1


def _find_stories(headings: Sequence[Heading]) -> Iterator[Item]:
    met = set()
    for heading in headings:
        match = _STORY.match(heading.title.strip()) if heading.level > 1 else None
        if match:
            name = f"US{match['number'] or match['short']}"
            if name not in met:
                met.add(name)
                span = heading.span
                yield Item("requirement", name, Text("", span), span, span)


def read_ids(page: Page) -> Iterator[Item]:
    """Yield each id that a text mentions, such as ``REQ-7`` or ``NFR-2``, as a requirement."""
    met = set()
    for line in sorted(_all_lines(page), key=lambda line: line.start):
        for match in ANY_ID.finditer(line.text):
            if match["name"] not in met:
                met.add(match["name"])
                span = Span(line.start + match.start(), line.start + match.end())
                yield Item("requirement", match["name"], Text("", span), span, span)


def find_mentioned(text: str) -> Iterator[re.Match[str]]:
    """Yield the ids in a text that mean the requirements of its own spec."""
    for match in MENTION.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        # "FR-006 of spec 003" and "001's FR-006" are somebody else's.
        after = re.match(r"\s*(?:of|in|from)\s+(?:spec|feature)?\W*\d{3}\b", text[match.end() :])
        if not (after or _NUMBER.search(before) or _OTHERS.search(before)):
            yield match
