"""From bytes to text: UTF-8 and nothing else, and what must not be in a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from awos_lint.core.model.document import Problem
from awos_lint.core.text import Source, Span
from awos_lint.syntax.parse.conflicts import find_conflict, find_leftovers

_BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_REPORTED = 8
"""How many kinds of control characters are reported in one text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a document.

    ``bom`` tells whether a byte order mark stood in front; the text and all offsets are without
    it. ``broken`` means that the text is not what its authors meant: a merge that was never
    finished, or no text at all.
    """

    source: Source
    bom: bool = False
    problems: tuple[Problem, ...] = ()
    broken: bool = False


def decode_document(path: str, data: bytes) -> Decoded:
    """Decode the bytes of a document; never raises."""
    bom = data.startswith(_BOM)
    skipped = len(_BOM) if bom else 0
    problems: list[Problem] = []
    try:
        text = data[skipped:].decode()
    except UnicodeDecodeError as error:
        text = data[skipped:].decode(errors="replace")
        problems.append(_report_undecodable(error, skipped))
    garbled = bool(problems)
    source = Source(path, text, garbled)
    unmerged = find_conflict(source)
    if left := unmerged or find_leftovers(source):
        problems.append(left)
    # A text in UTF-16, or no text, has nothing to judge.
    broken = unmerged is not None or (garbled and "\0" in text)
    return Decoded(source, bom, (*problems, *_find_control(text)), broken)


def _report_undecodable(error: UnicodeDecodeError, skipped: int) -> Problem:
    byte = error.object[error.start]
    place = len(error.object[: error.start].decode())
    return Problem(
        "document-encoding",
        f"byte {error.start + skipped} (0x{byte:02x}) is not UTF-8",
        Span(place, place + 1),
        "save the file as UTF-8",
    )


def _find_control(text: str) -> list[Problem]:
    first: dict[str, int] = {}
    for match in _CONTROL.finditer(text):
        first.setdefault(match[0], match.start())
    return [
        Problem(
            "document-control-character",
            f"the text holds the control character U+{ord(char):04X}",
            Span(offset, offset + 1),
            "remove it",
        )
        for char, offset in list(first.items())[:_REPORTED]
    ]
