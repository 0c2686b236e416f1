"""What is written about links: the record that a text names, and that the target is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from awos_lint.core.model.document import Document, Link
from awos_lint.core.text import Source
from awos_lint.graph.links import Target, find_targets
from awos_lint.graph.project import Project

_ID = re.compile(r"(?P<letters>[A-Z]{2,8})[-_ #]{0,2}(?P<number>\d{1,6})(?![\w.'’/]|-\d)")
_PADDED = re.compile(r"0\d{2,5}(?!\d)")
_EDGES = " \t\n*_`\"'()[]"


_GONE = r"(?:deleted|dropped|moved|removed|renamed|retired)\b"
_BEFORE = re.compile(
    rf"\b(?:{_GONE}|(?:delet|remov|renam)(?:es?|ing)\b|formerly\b)[\s*_`:]*"
    r"(?:(?:the|from|old|file|page|document)\s+){0,3}[\[<!*_`]*\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s)*_`>,—–(-]*(?:(?:which|that|it|file|page|document)\s+)?"
    rf"(?:(?:was|were|has been|have been|is|are|got)\s+)?(?:now\s+|since\s+)?{_GONE}",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"~~(?=\S)[^~\n]*[^~\s]~~")


def is_said_gone(source: Source, link: Link) -> bool:
    """Return whether the text around a link is struck out, or says that its target is gone.

    A target that was moved is not where the link leads, and the sentence says so.
    """
    text = source.text
    begins = text.rfind("\n", 0, link.span.start) + 1
    ends = text.find("\n", link.span.end)
    line = text[begins : ends if ends >= 0 else len(text)]
    start, end = link.span.start - begins, link.span.end - begins
    if any(struck.start() < start and end < struck.end() for struck in _STRUCK.finditer(line)):
        return True
    # The span may be that of the address alone; the text of the link stands before it.
    opens = line.rfind(f"[{link.text}", 0, start + 1) if link.text else -1
    before = line[: opens if opens >= 0 else start]
    return bool(_BEFORE.search(before) or _AFTER.match(line, end))


class Misnamed(NamedTuple):
    """A link that leads to ``record``, while its text names ``named``."""

    target: Target
    named: Document
    record: Document


def find_misnamed_links(project: Project) -> Iterator[Misnamed]:
    """Yield the links whose text begins with the id or is the file name of another record.

    Only a record of the same folder is another one: elsewhere, the numbers may be others.
    """
    by_path = {d.path: d for d in project.documents_of("adr") if d.number}
    by_number = {(_parent_of(path), _strip_zeros(d.number)): d for path, d in by_path.items()}
    for target in find_targets(project):
        record = by_path.get(target.path)
        if record and not target.link.image and target.document is not record:
            named = _find_named(target.link.text.strip(_EDGES), record, by_number)
            if (
                named
                and named.number != record.number
                and not _has_titled_number(record, named.number)
            ):
                yield Misnamed(target, named, record)


def _find_named(
    text: str, record: Document, by_number: Mapping[tuple[str, str], Document]
) -> Document | None:
    """Return the record in the folder of another one that a text names, if it is one alone."""
    number = _find_number(text, record)
    found = by_number.get((_parent_of(record.path), number)) if number else None
    if found or number:
        return found
    beside = (d for (folder, _), d in by_number.items() if folder == _parent_of(record.path))
    return next((d for d in beside if text.removesuffix(".md") == _stem_of(d.path)), None)


def _find_number(text: str, record: Document) -> str:
    """Return the number of the one record that a text names by its id; else nothing."""
    letters = record.id.partition("-")[0]
    ids = [match for match in _ID.finditer(text) if match["letters"] == letters]
    if len(ids) == 1 and ids[0].start() == 0:
        return _strip_zeros(ids[0]["number"])
    return _strip_zeros(text) if _PADDED.fullmatch(text) else ""


def _has_titled_number(record: Document, number: str) -> bool:
    """Whether a record calls itself by a number; that its file has another one is its mistake."""
    return re.search(rf"(?<!\d)0*{_strip_zeros(number)}(?!\d)", record.title) is not None


def _strip_zeros(number: str) -> str:
    return number.lstrip("0") or "0"


def _parent_of(path: str) -> str:
    return path.rpartition("/")[0]


def _stem_of(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]
