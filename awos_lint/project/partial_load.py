"""The few documents that say whether work is going on: a hook asks that before every edit.

A thousand documents take seconds to read, and in most projects two or three task lists have
somebody at work on them. What is read is enough to judge those as the whole project would.
"""

from __future__ import annotations

from collections.abc import Iterator

from awos_lint.core.model.document import Document, State
from awos_lint.files.tree import Tree
from awos_lint.graph.project import Project
from awos_lint.layouts import Claim, Layout
from awos_lint.project.load import Loaded, Wanted, load_project
from awos_lint.project.parses import Parses
from awos_lint.project.settings import Settings

_TOP = ("", "mission", "roadmap")
"""Kinds that are always read: others rest on them, and there are few of them."""


def load_active_part(tree: Tree, settings: Settings) -> Loaded | None:
    """Read the task lists that have a task in progress, and what their approval rests on.

    That are their specs, the documents directly above those, and whatever has the id of one of
    them. Returns ``None`` where only the whole project can tell: no task is in progress, or there
    are documents of other layouts.
    """
    parses, foreign = Parses(), list[str]()

    def is_active(layout: Layout, claim: Claim, data: bytes) -> bool:
        if not layout.is_native:
            foreign.append(claim.path)
        return claim.kind in ("tasks", "") and b"[-]" in data

    lists = load_project(tree, settings, parses, is_active).project
    ids = {key for document in _list_busy(lists) for key in _list_named(lists, document.path)}
    if foreign or not ids:
        return None
    specs = load_project(tree, settings, parses, _pick_about(ids)).project
    above = {edge.written for edge in specs.edges if edge.source.id in ids}
    return load_project(tree, settings, parses, _pick_about(ids | above))


def _list_busy(project: Project) -> Iterator[Document]:
    for tasks in project.documents_of("tasks"):
        if any(task.state is State.ACTIVE for task in tasks.items_of("task")):
            yield tasks


def _list_named(project: Project, path: str) -> set[str]:
    """Return the ids of the documents in a file and what they name in their front matter."""
    own = {document.id for document in project.documents if document.path == path}
    links = (e for e in project.edges if e.source.document.path == path and not e.source.item)
    return {key for key in (*own, *(edge.written for edge in links)) if key}


def _pick_about(ids: set[str]) -> Wanted:
    """Return what picks the files that have one of some ids, or name one in their front matter."""
    names = [key.encode("utf-8", "replace") for key in ids]

    def is_wanted(_: Layout, claim: Claim, data: bytes) -> bool:
        implied = {claim.id, *claim.implied.values()}
        head = data[: max(data.find(b"\n---", 3), 0)]
        return (
            claim.kind in _TOP or not implied.isdisjoint(ids) or any(name in head for name in names)
        )

    return is_wanted
