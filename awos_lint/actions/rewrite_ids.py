"""What a new number of a document changes: its file or folder, its ids, and every link to them.

Nothing is written here. What people mention in running text is left to them, and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from awos_lint.approvals.transitions import (
    name_of,
)
from awos_lint.core.diagnostic import Edit
from awos_lint.core.errors import RefusedError
from awos_lint.core.model.document import Document, Link
from awos_lint.core.model.kinds import SERIES
from awos_lint.core.text import Place, Source, Span, escape_text
from awos_lint.graph import Project
from awos_lint.graph.links import make_relative, resolve_link
from awos_lint.graph.mentions import find_mentions
from awos_lint.graph.project import normalize_id

_NUMBER = re.compile(r"\d{1,6}")
_STATED = re.compile(r"\d{1,6}|X{2,6}")
_SPECS = SERIES["spec"].kinds
_TAIL = re.compile(r"[#?].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Move:
    """A file or folder that gets another name."""

    old: str
    new: str

    def map_path(self, path: str) -> str:
        """Return where a path is after the move."""
        inside = path == self.old or path.startswith(f"{self.old}/")
        return self.new + path[len(self.old) :] if inside else path


@dataclass(frozen=True, slots=True)
class Renumbering:
    """The plan: which ids change, what is moved, and the edits of each file where it lies now.

    ``mentions`` are the places that speak of the old id in running text. ``family`` are the
    documents that change their number, the one that was named last: as long as it is there, the
    same plan can be made again.
    """

    ids: Mapping[str, str]
    move: Move | None
    edits: Mapping[str, tuple[Edit, ...]]
    mentions: tuple[Place, ...]
    family: tuple[Document, ...] = ()


def plan_rewrite(
    project: Project, document: Document, new: str, pages: Iterable[Document] = ()
) -> Renumbering:
    """Plan to give a document another id; ``pages`` are other Markdown files with their links.

    A spec takes the task list and the requirements in its folder along. Raises
    :class:`awos_lint.core.errors.RefusedError`.
    """
    family = _find_family(project, document)
    number = number_of(project, document, new)
    ids = {d.id: f"{project.kind_of(d).prefix}-{number}" for d in family}
    move = _plan_move(document, number)
    if move is None and all(old == new for old, new in ids.items()):
        raise RefusedError(f"{name_of(document)} has this number already: nothing would change")
    found: dict[Place, Edit] = {}
    sure = document.id not in project.twins
    edits = [*_edit_ids(project, family, ids, sure), *_edit_titles(project, family, number)]
    edits += [e for d in (*project.documents, *pages) for e in _edit_links(d, move)] if move else []
    for edit in edits:
        found.setdefault(edit.at, edit)
    by_path: dict[str, tuple[Edit, ...]] = {}
    for edit in found.values():
        by_path[edit.at.path] = (*by_path.get(edit.at.path, ()), edit)
    last = tuple(sorted(family, key=lambda other: other is document))
    return Renumbering(ids, move, by_path, tuple(_find_untouched(project, ids, found)), last)


def _find_family(project: Project, document: Document) -> list[Document]:
    """Return the documents that share one number: a spec and what lies beside it, or one alone."""
    if not document.is_native:
        raise RefusedError(f"{name_of(document)} is in a layout that awos only reads")
    if document.kind not in _SPECS or not document.number:
        return [document]
    folder = document.path.rpartition("/")[0]
    beside = [d for d in project.documents_of(*_SPECS) if d.path.rpartition("/")[0] == folder]
    return [d for d in beside if d.number == document.number]


def number_of(project: Project, document: Document, new: str) -> str:
    """Return the number that an id or a number stands for, as wide as the old one.

    Raises :class:`awos_lint.core.errors.RefusedError`.
    """
    prefix = project.kind_of(document).prefix
    number = new.removeprefix(f"{prefix}-")
    if number == new:
        number = number.zfill(_count_digits(prefix, document))
    if not _NUMBER.fullmatch(number) or not document.id.startswith(f"{prefix}-"):
        raise RefusedError(
            f"{name_of(document)} cannot become {escape_text(new, 80)}: write an id such as "
            f"{prefix}-12"
        )
    return number


def must_be_free(project: Project, document: Document, plan: Renumbering) -> None:
    """Raise :class:`awos_lint.core.errors.RefusedError` where somebody has the number."""
    taken = {normalize_id(key): node for key, node in project.nodes.items()}
    other = taken.get(normalize_id(plan.ids[document.id]))
    if other and other.document is not document:
        raise RefusedError(
            f"{plan.ids[document.id]} is taken by {escape_text(other.document.path)}"
        )
    if plan.move and project.files.has_path(plan.move.new):
        raise RefusedError(f"{escape_text(plan.move.new)} is there already")


def _count_digits(prefix: str, document: Document) -> int:
    """Return how many digits the number of a document has, or stands in for."""
    found = _STATED.match(document.id.removeprefix(f"{prefix}-"))
    return len(found[0]) if found else 0


def _plan_move(document: Document, number: str) -> Move | None:
    path = document.path
    if document.kind in _SPECS and document.number:
        path = path.rpartition("/")[0]
    folder, _, name = path.rpartition("/")
    old = re.match(r"\d{1,6}(?=-)|X{2,6}(?=-)", name)
    if not old or old[0] == number:
        return None
    new = f"{folder}/{number}{name[old.end() :]}".lstrip("/")
    return Move(path, new)


def _edit_ids(
    project: Project, family: list[Document], ids: Mapping[str, str], sure: bool
) -> Iterator[Edit]:
    """Yield the edits of ids, and of links by id unless several documents have that id."""
    for document in family:
        if document.has_value("id"):
            yield _make_edit(document, document.find_place("id"), document.id, ids[document.id])
    for edge in project.edges:
        first, slash, rest = edge.written.partition("/")
        mine = sure or any(edge.source.document is document for document in family)
        if first in ids and mine and not edge.implied:
            yield _make_edit(
                edge.source.document, edge.place, edge.written, ids[first] + slash + rest
            )


def _make_edit(document: Document, place: Place, old: str, new: str) -> Edit:
    assert place.span is not None, "what was written has a place"
    raw = document.source.text[place.span.start : place.span.end]
    if old not in raw:
        raise RefusedError(
            f"{escape_text(document.path)} writes {escape_text(old, 80)} in a way awos cannot "
            "change"
        )
    return Edit(place, raw.replace(old, new, 1))


def _edit_titles(project: Project, family: list[Document], number: str) -> Iterator[Edit]:
    """Yield the edits of titles that begin with the old number, as ``7. Use SQLite`` does."""
    for document in family:
        prefix = re.escape(project.kind_of(document).prefix)
        named, plain = rf"(?i:{prefix})[ -]?#?(\d{{1,9}}|X{{2,6}})\b", r"(\d{1,9})\.(?=\s)"
        stated = re.compile(rf"['\"]?(?:{named}|{plain}|(0\d{{1,9}})(?=\s*[:–—-]))")
        heading = document.heading
        spans = [heading.span] if heading else []
        spans += [document.marks[("title",)].value] if document.has_value("title") else []
        for span in spans:
            match = stated.match(document.source.text, span.start, span.end)
            if match:
                group = match.lastindex or 0
                place = document.make_place(Span(*match.span(group)))
                yield Edit(place, _pad_like(match[group], number))


def _pad_like(old: str, number: str) -> str:
    """Return a number as the old one was written: with leading zeros, or without."""
    return number if old.startswith("0") or not old.isdigit() else number.lstrip("0") or "0"


def _edit_links(document: Document, move: Move) -> Iterator[Edit]:
    """Yield the edits of the Markdown links in a document that would lead elsewhere."""
    moved = replace(document, source=Source(move.map_path(document.path), document.source.text))
    for link in {link.span: link for link in document.links}.values():
        target = resolve_link(document, link)
        if target is None or target.outside or link.href[:1] in ("#", "?"):
            continue
        meant, now = move.map_path(target.path), resolve_link(moved, link)
        if now is None or now.path != meant or now.outside:
            yield Edit(document.make_place(link.span), _rewrite_href(moved, link, meant))


def _rewrite_href(document: Document, link: Link, path: str) -> str:
    raw = document.source.text[link.span.start : link.span.end]
    tail = _TAIL.search(raw)
    before = raw[: tail.start()] if tail else raw
    if before.startswith("/"):
        new = "/" + make_relative(Document(Source("page", ""), ""), path)
    else:
        new = make_relative(document, path)
        new = f"./{new}" if before.startswith("./") and not new.startswith("../") else new
    return new + ("/" if before.endswith("/") else "") + (tail[0] if tail else "")


def _find_untouched(
    project: Project, ids: Mapping[str, str], edits: Iterable[Place]
) -> Iterator[Place]:
    known = list(edits)
    for _, place in find_mentions(project, ids):
        if not any(_is_within(edit, place) for edit in known):
            yield place


def _is_within(edit: Place, place: Place) -> bool:
    if edit.path != place.path or edit.span is None or place.span is None:
        return False
    return edit.span.start <= place.span.start and place.span.end <= edit.span.end
