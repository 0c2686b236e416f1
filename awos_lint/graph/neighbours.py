"""Which documents state no status although those beside them do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.core.model.document import Document
from awos_lint.graph.project import Project
from awos_lint.layouts.dialect.record_paths import parse_name

_FEWEST = 3
"""So many documents must state a status for it to be the custom of a folder."""

_SHARE = 10
"""Those without one are exceptions when they are one alone, or at most one in so many."""

_FIRST = frozenset(
    {"record-architecture-decisions", "use-adrs", "use-log4brains-to-manage-the-adrs"}
    | {"use-markdown-any-decision-records", "use-markdown-architectural-decision-records"}
)
"""The first records that tools write, as the ends of their file names; some have no status."""


_LABEL = re.compile(
    r"^[ \t>*+_-]*(?P<key>[^\W\d_]{1,16})[*_]*[ \t]*[:：][*_]*[ \t]*\S[^\n]{0,40}$", re.MULTILINE
)
"""A short labelled line: ``**狀態**: 草稿``."""


class Silent(NamedTuple):
    """A document without a status, and those beside it that have one."""

    document: Document
    others: tuple[Document, ...]


def find_without_status(project: Project) -> Iterator[Silent]:
    """Yield the decisions and specs that are the exception among their neighbours.

    A kind whose documents have a status without stating one, as in the native layout, has none.
    """
    for group in _group_documents(project):
        others = tuple(document for document in group if document.stated.is_written)
        without = [document for document in group if not document.stated.is_written]
        few = len(without) == 1 or len(without) * _SHARE <= len(group)
        if len(others) >= _FEWEST and few:
            yield from (
                Silent(d, others)
                for d in without
                if not (d.status or _is_first(d) or _has_foreign_label(d))
            )


def _group_documents(project: Project) -> Iterator[list[Document]]:
    """Yield the documents of one kind that lie together, without those not read whole."""
    found: dict[tuple[str, str, str], list[Document]] = {}
    for document in project.documents_of("adr", "spec"):
        if not (document.broken or document.unread) and _stands_alone(document):
            found.setdefault(_find_home(document), []).append(document)
    yield from found.values()


def _stands_alone(document: Document) -> bool:
    """Return whether a decision has a number or a date of its own, and goes with no other one."""
    if document.kind != "adr":
        return True
    name = parse_name(document.path.rpartition("/")[2].rpartition(".")[0])
    added = name.slug != "" and document.id.endswith(name.stem)
    return name.dated or (name.number != "" and not added)


def _find_home(document: Document) -> tuple[str, str, str]:
    folder, _, _ = document.path.rpartition("/")
    # Each spec has a folder of its own.
    home = folder.rpartition("/")[0] if document.kind == "spec" else folder
    return document.layout, document.kind, home


def _has_foreign_label(document: Document) -> bool:
    """Return whether the head of a text has a label in another alphabet: it may be the status."""
    second = next((h.span.start for h in document.headings if h.level > 1), -1)
    head = document.source.text[: second if second >= 0 else None]
    return any(not match["key"].isascii() for match in _LABEL.finditer(head))


def _is_first(document: Document) -> bool:
    """Return whether a record is the one that a tool writes into an empty folder."""
    stem = document.path.rpartition("/")[2].rpartition(".")[0]
    zero = document.number != "" and not document.number.strip("0")
    return zero or stem.endswith(tuple(_FIRST))
