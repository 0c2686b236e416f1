"""Another layout's documents as documents of the native one: what would be written, and what not.

:func:`planned` writes nothing: it returns the texts, each with the file that it comes from, and
what could not be carried over. Numbers and ids are kept where the native layout can have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.graph.project import Project
from awos_lint.scaffold.migrate.homes import Home, Homes
from awos_lint.scaffold.migrate.ids import Ids
from awos_lint.scaffold.migrate.items import features, requirements, tasks
from awos_lint.scaffold.migrate.texts import body, decision_links, headed

FROM = "x-imported-from"
"""The key under which a document says what it was made from."""

__all__ = ["FROM", "Left", "New", "Plan", "planned"]


@dataclass(frozen=True, slots=True)
class New:
    """A document to be written, and the file that it was made from."""

    path: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Left:
    """What is not carried over, and why."""

    path: str
    why: str


@dataclass(slots=True)
class Plan:
    """What an import would do."""

    new: list[New] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def planned(project: Project, folder: str, layouts: Iterable[str] = ()) -> Plan:
    """Plan the import of the documents of some layouts, of all foreign ones when none is named.

    ``folder`` is where the native layout keeps its documents.
    """
    chosen = set(layouts)
    foreign = [d for d in project.documents if d.layout != "native"]
    wanted = [d for d in foreign if d.layout in (chosen or {d.layout})]
    done = _done(project)
    plan = Plan()
    readable = []
    for document in wanted:
        if document.partial:
            plan.left.append(Left(document.path, "it could not be read"))
        elif before := done.get(_origin(document)):
            plan.left.append(Left(document.path, f"it was imported before, as {before}"))
        else:
            readable.append(document)
    homes = Homes(project, readable, folder)
    ids = Ids(homes)
    for document in readable:
        _carry(plan, project, document, homes, ids)
    return plan


def _done(project: Project) -> dict[str, str]:
    """Return what was imported before, with the paths of the documents that came of it."""
    native = (d for d in project.documents if d.layout == "native")
    return {str(d.fields[FROM]): d.path for d in native if isinstance(d.fields.get(FROM), str)}


def _origin(document: Document) -> str:
    """Return what a document was made from: a file, or one of several lists in it."""
    return document.path if document.path.endswith(".md") else f"{document.path}#{document.title}"


def _carry(plan: Plan, project: Project, document: Document, homes: Homes, ids: Ids) -> None:
    home = homes.of(document)
    if home is None:
        plan.left += _stays(document)
    elif project.files.exists(home.path):
        plan.left.append(Left(document.path, f"{home.path} exists already"))
    else:
        text = _text(project, document, home, homes, ids)
        plan.new.append(New(home.path, text, document.path))
        plan.left += _lost(project, document, ids)


def _stays(document: Document) -> Iterator[Left]:
    """Say what becomes of a document that has no counterpart."""
    if document.kind == PAGE and document.source.path.endswith(".md"):
        yield Left(document.path, "it is no document of the native layout, and stays where it is")
    elif "archived" in document.implied:
        yield Left(document.path, "what is archived stays in the archive")
    elif "base" in document.implied:
        if any("ADDED" not in item.values("delta") for item in document.of("requirement")):
            why = "only what it adds and modifies is carried over, as requirements of the change"
            yield Left(document.path, why)
    elif document.kind in ("mission", "roadmap"):
        yield Left(document.path, f"there is one {document.kind} already")


def _text(project: Project, document: Document, home: Home, homes: Homes, ids: Ids) -> str:
    kind = project.kinds[home.kind]
    front: dict[str, str | list[str]] = {"status": _status(document, kind)}
    front |= {key: _list(ids_) for key, ids_ in decision_links(project, document, homes).items()}
    front[FROM] = _origin(document)
    parts = list(_parts(project, document, home, homes, ids))
    return headed(front, document.title, parts)


def _status(document: Document, kind: Kind) -> str:
    return document.status if document.status in kind.statuses else kind.statuses[0]


def _list(entries: list[str]) -> list[str]:
    return list(dict.fromkeys(entries))


def _parts(
    project: Project, document: Document, home: Home, homes: Homes, ids: Ids
) -> Iterator[str]:
    if home.kind == "roadmap":
        yield features(project, document, homes, ids)
    elif home.kind == "tasks":
        yield tasks(project, document, ids)
    elif home.kind == "spec":
        yield from requirements(project, document, ids)
        yield body(project, document, home.path, homes, below="Imported text")
    else:
        yield body(project, document, home.path, homes)


def _lost(project: Project, document: Document, ids: Ids) -> Iterator[Left]:
    if (
        document.kind == "tasks"
        and "spec" not in document.implied
        and "change" not in document.implied
    ):
        yield Left(document.path, "its tasks belong to no spec, which has to be written first")
    dropped = ids.dropped(project, document)
    if dropped:
        names = ", ".join(dropped[:3]) + (
            f" and {len(dropped) - 3} more" if len(dropped) > 3 else ""
        )
        yield Left(document.path, f"links of tasks to what has no native id: {names}")
