"""What a step deleted, and who is told of it by what is said of it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from awos_lint.graph.lookup import open_ends
from awos_lint.graph.project import Project
from awos_lint.graph.speech import spoken
from awos_lint.graph.versions import departed, removed, renumbered
from awos_lint.model.document import Document
from awos_lint.model.kinds import APPROVED, OVER, settled
from awos_lint.text import Place


@dataclass(frozen=True, slots=True)
class Removal:
    """An id that is gone: with what the document is called now, and where it is spoken of."""

    document: Document
    now: str
    mentions: tuple[Place, ...]

    @property
    def is_missed(self) -> bool:
        """Whether the id is missed: living texts name it, or it was a decision in force."""
        document = self.document
        decided = document.kind == "adr" and settled(document.status) >= APPROVED
        return bool(self.mentions) or (not self.now and decided)


def removals(before: Project, after: Project) -> list[Removal]:
    """Return the ids that are gone, without those that a typed link still leads to.

    Such a link leads nowhere now, and is the matter of ``reference-dangling``.
    """
    gone = [d for d in removed(before, after) if d.id and not d.broken]
    dangling = _dangling(after) if gone else set()
    left = [d for d in gone if d.id not in after.nodes and d.id not in dangling]
    now = renumbered(before, after) if left else {}
    mentions: dict[str, list[Place]] = {document.id: [] for document in left}
    over = {d.path for d in after.documents if d.status in OVER}
    for key, place in spoken(after, mentions):
        mentions[key] += [place] if place.path not in over else []
    return [Removal(d, now[d.id].id if d.id in now else "", tuple(mentions[d.id])) for d in left]


def unmissed(before: Project, after: Project, archived: frozenset[str]) -> Iterator[Document]:
    """Yield the documents that are deleted, and of which nothing else tells.

    ``archived`` are the paths of those that their layout keeps and does not read any more.
    """
    left = departed(before, after, archived)
    gone = [document for document in left if document.path not in after.files.paths]
    missed = {r.document.id for r in removals(before, after) if r.is_missed} if gone else set()
    dangling = _dangling(after) if gone else set()
    yield from (d for d in gone if not d.id or d.id not in missed | dangling)


def _dangling(after: Project) -> set[str]:
    return {edge.written for edge in open_ends(after)}
