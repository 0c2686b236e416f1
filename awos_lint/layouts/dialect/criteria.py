"""Requirements as headings with numbered criteria below them: ``### Requirement 2``, ``2.1``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from awos_lint.core.model.document import Heading, Item, Prose, Text
from awos_lint.core.text import Span
from awos_lint.syntax.parse import Body, Entry

_WORDS = (
    "requirement|requisito|requerimiento|exigence|anforderung|requisit|krav|wymaganie|gereksinim|"
    "kebutuhan|persyaratan|yêu cầu|требование|вимога|要件|要求|需求|需求项|요구사항|요구 사항"
)
_NUMBER = r"\d{1,4}(?:\.\d{1,4})?(?![.\d]*\d)"
_END = r"(?:\s*[:：.)\]\-–—]+\s*|\s+|$)(?P<title>.*)"
_FORMS = (
    re.compile(rf"(?:{_WORDS})\s*#?(?P<name>{_NUMBER}){_END}", re.IGNORECASE),
    re.compile(rf"(?:user story|story)\s*#?(?P<name>{_NUMBER}){_END}", re.IGNORECASE),
    re.compile(rf"(?P<name>{_NUMBER})\s*[:：.)]\s*(?P<title>\S.*)"),
)
"""How a heading names a requirement; the first form that a text uses is the one that counts."""
_CRITERIA = re.compile(
    r"criteri|criterio|critère|критери|kriter|kryteri|akzeptanz|受け?入れ?"
    r"|验收|驗收|수용|인수|완료 조건",
    re.IGNORECASE,
)
_ORDERED = re.compile(r"(\d{1,4})[.)]")
_EXPLICIT = re.compile(r"\s*(?:\*\*|__)?(?:AC[ -]?)?(\d{1,4}\.\d{1,4})(?=[\s.:)*_])")


class _Criterion(NamedTuple):
    name: str
    text: Text
    anchor: Span


@dataclass(frozen=True, slots=True)
class _Requirement:
    heading: Heading
    name: str
    anchor: Span


def read_requirements(body: Body, source: str) -> tuple[Item, ...]:
    """Return the requirements that a text has as headings, each followed by its criteria.

    A requirement's title is the first paragraph below it, its story; what stands in the heading is
    only a catchword, and two requirements may share it.
    """
    items: list[Item] = []
    every = _find_requirements(body.headings, source)
    for found in every:
        at = len(items)
        above = found.name.partition(".")[0]
        if above != found.name and all(item.name != above for item in items):
            # Requirement 2.1 is a part of a requirement 2, whether that has a heading or not.
            items.append(
                Item("requirement", above, Text("", found.anchor), found.anchor, found.anchor)
            )
            at += 1
        story = next(_find_paragraphs(body.prose, found.heading), Text("", found.anchor))
        span = Span(found.heading.span.start, found.heading.section.end)
        items.append(Item("requirement", found.name, story, found.anchor, span))
        items += (
            Item("criterion", name, text, anchor, anchor, parent=at)
            for name, text, anchor in _read_criteria_of(body, found)
        )
    return tuple(items)


def read_numbered(body: Body) -> tuple[Item, ...]:
    """Return the list items that begin with a number such as ``2.1`` as requirements."""
    found: dict[str, Item] = {}
    for entry in body.entries:
        match = _EXPLICIT.match(entry.content.text)
        if match and not entry.quoted:
            anchor = entry.content.map_span(*match.span(1))
            item = Item("requirement", match[1], entry.words, anchor, entry.span)
            found.setdefault(match[1], item)
    return tuple(sorted(found.values(), key=lambda item: item.span))


def _find_requirements(headings: Sequence[Heading], source: str) -> list[_Requirement]:
    for form in _FORMS:
        found = []
        for heading in headings:
            match = form.match(heading.title) if 1 < heading.level < 5 else None
            if match:
                found.append(
                    _Requirement(
                        heading, _strip_zeros(match["name"]), _find_anchor(heading, source)
                    )
                )
        if found:
            return found
    return []


def _strip_zeros(number: str) -> str:
    return number.lstrip("0") or "0"


def _find_anchor(heading: Heading, source: str) -> Span:
    """Return the words of a heading up to its number."""
    text = source[heading.span.start : heading.span.end]
    match = re.search(r"\d+", text)
    return Span(heading.span.start, heading.span.start + match.end()) if match else heading.span


def _find_paragraphs(prose: Sequence[Prose], heading: Heading) -> Iterator[Text]:
    for run in prose:
        span = run.map_span(0, len(run.text))
        if heading.section.start <= span.start < heading.section.end:
            yield Text(" ".join(run.text.split()), span)


def _read_criteria_of(body: Body, found: _Requirement) -> list[_Criterion]:
    """Return the criteria of a requirement, by name; none when their numbers are not certain."""
    if explicit := {
        criterion.name: criterion for criterion in reversed([*_find_explicit(body, found)])
    }:
        return list(reversed(explicit.values()))
    section = found.heading.section
    entries = [
        entry
        for entry in body.entries
        if entry.parent < 0 and not entry.quoted and section.start <= entry.span.start < section.end
    ]
    listed = _below_criteria(body, found.heading, entries)
    ordered = [(match[1], entry) for entry in listed if (match := _ORDERED.match(entry.marker))]
    numbers = [int(number) for number, _ in ordered]
    if any(later <= before for before, later in pairwise(numbers)):
        # "1. 1. 1." is shown as 1, 2, 3; a list that begins anew leaves open what 1 means.
        same = len(set(numbers)) == 1
        ordered = [(str(n), entry) for n, (_, entry) in enumerate(ordered, 1)] if same else []
    elif not ordered:
        ordered = [(str(n), entry) for n, entry in enumerate(listed, 1)]
    return [
        _Criterion(f"{found.name}.{n}", entry.words, _find_marker(entry)) for n, entry in ordered
    ]


def _find_explicit(body: Body, found: _Requirement) -> Iterator[_Criterion]:
    """Yield the lines and headings of a requirement that begin with a number of its own."""
    section = found.heading.section
    for run in body.prose:
        for offset, place in run.lines:
            match = _EXPLICIT.match(run.text, offset)
            inside = section.start <= place < section.end
            if match and inside and match[1].startswith(f"{found.name}."):
                end = run.text.find("\n", offset)
                words = run.text[match.end() : end if end >= 0 else len(run.text)]
                text = Text(words.strip(" .:)*_"), run.map_span(match.end(), match.end()))
                yield _Criterion(match[1], text, run.map_span(*match.span(1)))


def _below_criteria(body: Body, above: Heading, entries: Sequence[Entry]) -> list[Entry]:
    """Return the list items below a heading for criteria, all of them where there is none."""
    inner = [
        (index, heading)
        for index, heading in enumerate(body.headings)
        if above.section.start <= heading.span.start < above.section.end
    ]
    homes = {index for index, heading in inner if _CRITERIA.search(heading.title)}
    return [entry for entry in entries if not homes or entry.heading in homes]


def _find_marker(entry: Entry) -> Span:
    return Span(entry.span.start, entry.span.start + len(entry.marker))
