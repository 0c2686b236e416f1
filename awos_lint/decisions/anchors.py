"""Anchors: narrow pieces of files that a decision was reviewed against, and their digests.

A piece reaches from the line that holds the literal text ``start`` to the line that holds the next
``end``; without the one it begins or ends with the file. The digest is written down in
``docs/reference/claims.md``, so that anybody can recompute it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from awos_lint.core.model.contents import Contents
from awos_lint.core.model.document import Document
from awos_lint.core.model.files import Files
from awos_lint.core.text import LINE_BREAK, Place, Source, Span
from awos_lint.decisions import claims
from awos_lint.graph import Project
from awos_lint.graph.decisions import in_force

if TYPE_CHECKING:
    from awos_lint.core.model.front import Anchor

VERSION = "v1"


class State(StrEnum):
    """How a piece stands to what was recorded of it.

    ``NEW`` has no record yet, ``ABSENT`` no file, and ``UNREAD`` one that could not be read.
    ``LOST`` says that the file does not hold the start or the end, ``SEVERAL`` that the path names
    more than one file, ``UNKNOWN`` that the record is of a version that this awos cannot compute.
    """

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    LOST = "lost"
    ABSENT = "absent"
    SEVERAL = "several"
    UNREAD = "unread"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Anchored:
    """An anchor of a decision, and what became of the piece.

    ``paths`` are the files that its path names. ``place`` is the piece; ``digest`` and ``lines``
    are those of what it holds now. ``lost`` says which text is not there, ``start`` or ``end``;
    ``why`` is the reason why nothing is known.
    """

    document: Document
    index: int
    anchor: Anchor
    state: State
    paths: tuple[str, ...] = ()
    place: Place | None = None
    digest: str = ""
    lines: int = 0
    lost: str = ""
    why: str = ""

    def find_place(self, key: str) -> Place:
        """Return where the decision states a part of the anchor, else the anchor."""
        return self.document.find_place("anchors", self.index, key)


def anchors_of(document: Document) -> Iterator[tuple[int, Anchor]]:
    """Yield the anchors of a decision by index; those that its schema refuses are left out."""
    entries = document.fields.get("anchors")
    if not isinstance(entries, list):
        return
    # Most projects have no anchors and need no model of them.
    from awos_lint.core.model.front import MOST, Anchor

    for index, entry in enumerate(entries[:MOST]):
        try:
            yield index, Anchor.model_validate(entry)
        except ValidationError:
            continue


def find_anchored_files(project: Project) -> set[str]:
    """Return the files that anchors of decisions in force are about."""
    return {path for document in in_force(project) for path in files_of(document, project.files)}


def files_of(document: Document, files: Files) -> Iterator[str]:
    """Yield the one file of each anchor; none where its path names several."""
    for _, anchor in anchors_of(document):
        found = files.match_glob(anchor.path)
        yield from found if len(found) == 1 else ()


def check_anchors(document: Document, files: Files, contents: Contents) -> Iterator[Anchored]:
    """Yield the anchors of a decision with what became of each piece."""
    for index, anchor in anchors_of(document):
        yield _check_anchor(document, index, anchor, files, contents)


def _check_anchor(
    document: Document, index: int, anchor: Anchor, files: Files, contents: Contents
) -> Anchored:
    paths = tuple(files.match_glob(anchor.path))
    if len(paths) != 1:
        state = State.SEVERAL if paths else State.ABSENT
        return Anchored(document, index, anchor, state, paths)
    source = contents.texts.get(paths[0])
    if source is None:
        why = contents.unread.get(paths[0], "it was not read")
        return Anchored(document, index, anchor, State.UNREAD, paths, why=why)
    span = find_piece(source, anchor)
    if isinstance(span, str):
        return Anchored(document, index, anchor, State.LOST, paths, lost=span)
    held = source.text[span.start : span.end]
    digest = anchor_digest(held)
    lines = len(LINE_BREAK.findall(held.rstrip("\r\n"))) + 1
    state = _compare_digest(anchor.digest, digest)
    return Anchored(document, index, anchor, state, paths, Place(paths[0], span), digest, lines)


def _compare_digest(recorded: str | None, digest: str) -> State:
    if recorded is None:
        return State.NEW
    if recorded.split(":")[1] != VERSION:
        return State.UNKNOWN
    return State.SAME if recorded == digest else State.CHANGED


def find_piece(source: Source, anchor: Anchor) -> Span | Literal["start", "end"]:
    """Return the piece of a file that an anchor means, else which of its texts is not there."""
    first, begin = 0, 0
    if anchor.start is not None:
        found = claims.find_text(source, anchor.start)
        if found is None:
            return "start"
        first, begin = source.line_span(source.find_position(found.start)[0]).start, found.end
    if anchor.end is None:
        return Span(first, len(source.text))
    found = claims.find_text(source, anchor.end, begin)
    if found is None:
        return "end"
    return Span(first, source.line_span(source.find_position(found.end)[0]).end)


def anchor_digest(text: str) -> str:
    """Return ``sha256:v1:<64 hexadecimal digits>`` of a piece.

    Line endings, blanks at the ends of lines, empty lines around it and the composition of
    characters do not matter.
    """
    lines = LINE_BREAK.split(unicodedata.normalize("NFC", text))
    plain = "\n".join(line.rstrip(" \t") for line in lines).strip("\n")
    data = plain.encode("utf-8", "surrogateescape")
    state = hashlib.sha256(b"awos-anchor-v1\0" + f"{len(data)}:".encode() + data)
    return f"sha256:{VERSION}:{state.hexdigest()}"
