"""A project as the flow reads it: how far each document is, and whether work may rest on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from awos_lint.approvals.records import Approvals, State, claims_approval
from awos_lint.core.config import Config
from awos_lint.core.escape import show_text
from awos_lint.core.model.document import NATIVE, Document, Item
from awos_lint.core.model.kinds import APPROVED, OVER, maturity_of
from awos_lint.core.text import Span
from awos_lint.graph.project import Edge, Node, Project
from awos_lint.graph.status_order import can_express, is_certain

_RECORDS = frozenset({"all", "approval", "approval-missing-record"})


class Standing(NamedTuple):
    """How far a document is: a word for labels, a clause for sentences about it.

    ``sound`` says whether something may rest on it.
    """

    word: str
    clause: str
    sound: bool = False


class Hold(NamedTuple):
    """Why something may not be started: the id or path that it waits for, and a clause about it."""

    on: str
    why: str


_RECORDED = {
    State.SUSPECT: Standing("suspect", "is approved, but something above it has changed", True),
    State.VOID: Standing("changed since its approval", "was changed since its approval"),
    State.UNKNOWN: Standing("unknown approval", "has an approval that nobody can judge"),
    None: Standing("no approval on record", "has no approval on record"),
}


@dataclass(frozen=True)
class View:
    """A project with the facts that the flow asks for again and again.

    ``records`` says whether a status needs an approval on record to count, ``begins`` whether a
    document may be begun where there is none.
    """

    project: Project
    records: bool = True
    begins: bool = True
    _known: dict[tuple[str, str], Standing] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def approvals(self) -> Approvals:
        """What the approvals are worth."""
        return Approvals(self.project)

    @cached_property
    def links_known(self) -> bool:
        """Whether it is known of every spec which feature it describes."""
        project = self.project
        return is_certain(project, "spec", "feature") and is_certain(project, "roadmap", "spec")

    @cached_property
    def covers(self) -> Mapping[str, list[Edge]]:
        """The links from tasks to requirements that exist, by the path of the list."""
        found: dict[str, list[Edge]] = {}
        for edge in self.project.links_of("covers"):
            found.setdefault(edge.source.document.path, []).append(edge)
        return found

    @cached_property
    def _after(self) -> Mapping[tuple[str, Span], list[Edge]]:
        found: dict[tuple[str, Span], list[Edge]] = {}
        for edge in self.project.edges:
            if edge.kind == "after" and edge.source.item:
                key = edge.source.document.path, edge.source.item.span
                found.setdefault(key, []).append(edge)
        return found

    def links_after(self, document: Document, item: Item) -> list[Edge]:
        """Return what an item says that it comes after, also what leads nowhere."""
        return self._after.get((document.path, item.span), [])

    def find_blocker(self, document: Document) -> Hold | None:
        """Return why nothing may rest on a document yet; ``None`` when it may."""
        standing = self.standing_of(document)
        name = name_of(document)
        return None if standing.sound else Hold(name, f"{name} {standing.clause}")

    def standing_of(self, document: Document) -> Standing:
        """Return how far a document is, by its status and by the approvals on record."""
        key = document.path, document.id
        if key not in self._known:
            self._known[key] = self._judge_document(document)
        return self._known[key]

    def approval_of(self, document: Document) -> State | None:
        """Return what the approval is worth that a document claims; valid where none is asked for.

        ``None`` is an approval that is not on record.
        """
        asked = self.records and claims_approval(self.project, document)
        return self.approvals.judge_claim(document) if asked else State.VALID

    def _judge_document(self, document: Document) -> Standing:
        status, kind = document.status, self.project.kinds.get(document.kind)
        if document.is_partial:
            return Standing("not readable", "could not be read whole, so nobody can tell about it")
        if document.id in self.project.twins:
            return Standing("doubled id", "is the id of several documents")
        if kind is None or not status or not can_express(document, "status"):
            # What has no status holds nothing back; in the native layout everything has one.
            return Standing("", "", True)
        if status not in kind.statuses:
            word = one_line(status, 40)
            return Standing(word, f"has the status `{word}`, which its kind does not have")
        if status in OVER or maturity_of(status) < APPROVED:
            return Standing(status, f"is {status}")
        state = self.approval_of(document)
        if state is State.VALID:
            return Standing(status, f"is {status}", True)
        return _RECORDED[state]


def view_of(project: Project, config: Config, *, foreign: bool = False) -> View:
    """Return the view under a configuration.

    Where a project has switched the demand for approval records off, a status alone counts. No
    document is begun where the native layout is not read, or where another framework is at home:
    ``foreign`` says so.
    """
    silenced = not _RECORDS.isdisjoint(config.ignore)
    off = any(config.severity.get(name) == "off" for name in _RECORDS)
    begins = not foreign and (config.layouts is None or NATIVE in config.layouts)
    return View(project, records=not (silenced or off), begins=begins)


def name_of(document: Document) -> str:
    """Return how the flow calls a document."""
    return one_line(document.id or document.path)


def title_of(node: Node, limit: int = 0) -> str:
    """Return a node's title in one line of visible text, cut at ``limit`` if there is one."""
    return one_line(node.title, limit)


def one_line(text: str, limit: int = 0) -> str:
    """Return a text of the documents in one line that is safe to show."""
    return show_text(" ".join(text.split()), limit)
