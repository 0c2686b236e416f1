"""What a step deleted, and who is told of it by what is said of it elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import APPROVED, OVER, find_kind, maturity_of
from awos_lint.core.text import Place
from awos_lint.graph.diff import find_forgotten, find_renumbered, find_vanished
from awos_lint.graph.lookup import open_ends
from awos_lint.graph.mentions import find_mentions
from awos_lint.graph.project import Project


@dataclass(frozen=True, slots=True)
class Removal:
    """An id that is gone: with what the document is called now, and where it is spoken of.

    One that is archived is kept by its layout, which does not read it any more.
    """

    document: Document
    now: str
    mentions: tuple[Place, ...]
    is_archived: bool = False

    @property
    def is_missed(self) -> bool:
        """Whether the id is missed: living texts name it, or it was decided."""
        return bool(self.mentions) or (
            not (self.now or self.is_archived) and _is_decided(self.document)
        )


def _is_decided(document: Document) -> bool:
    """Whether people agreed on a text, so that it does not go with whatever spoke of it."""
    if document.kind == "spec" and document.status in OVER:
        return False
    return find_kind(document.kind).is_decided and maturity_of(document.status) >= APPROVED


def find_removals(before: Project, after: Project, archived: Collection[str] = ()) -> list[Removal]:
    """Return the ids that are gone, without those that a typed link still leads to.

    Such a link leads nowhere now, and is the matter of ``reference-dangling``. ``archived`` are
    the paths of documents that their layout keeps and does not read any more.
    """
    gone = [d for d in find_forgotten(before, after) if d.id and not d.broken]
    dangling = _find_dangling(after) if gone else set()
    left = [d for d in gone if d.id not in after.nodes and d.id not in dangling]
    now = find_renumbered(before, after) if left else {}
    mentions: dict[str, list[Place]] = {document.id: [] for document in left}
    over = {d.path for d in after.documents if d.status in OVER}
    for key, place in find_mentions(after, mentions):
        mentions[key] += [place] if place.path not in over else []
    return [
        Removal(
            document=document,
            now=now[document.id].id if document.id in now else "",
            mentions=tuple(mentions[document.id]),
            is_archived=document.path in archived,
        )
        for document in left
    ]


def find_unread_home(after: Project, document: Document) -> str:
    """Return where the file of a document lies now that is read no more; empty where nowhere."""
    homes = (new for new, old in after.former.items() if old == document.path)
    return next((new for new in sorted(homes) if new in after.files.paths), "")


def find_unmissed(before: Project, after: Project, archived: frozenset[str]) -> Iterator[Document]:
    """Yield the documents that are deleted, and of which nothing else tells.

    ``archived`` are the paths of those that their layout keeps and does not read any more.
    """
    left = find_vanished(before, after, archived)
    gone = [document for document in left if document.path not in after.files.paths]
    told = find_removals(before, after, archived) if gone else []
    missed = {removal.document.id for removal in told if removal.is_missed}
    dangling = _find_dangling(after) if gone else set()
    yield from (d for d in gone if not d.id or d.id not in missed | dangling)


def _find_dangling(after: Project) -> set[str]:
    return {edge.written for edge in open_ends(after)}
