"""Another layout's documents as documents of the native one: what would be written, and what not.

:func:`make_import_plan` writes nothing: it returns the texts, each with the file that it comes
from, and what could not be carried over. Numbers and ids are kept where the native layout can have
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from awos_lint.core.model.document import IMPORTED_FROM, Document
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.graph.project import Project
from awos_lint.scaffold.migrate.homes import Home, Homes
from awos_lint.scaffold.migrate.ids import Ids
from awos_lint.scaffold.migrate.items import write_features, write_requirements, write_tasks
from awos_lint.scaffold.migrate.texts import decision_links, write_body, write_document

__all__ = ["Left", "New", "Plan", "make_import_plan"]


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


def make_import_plan(project: Project, folder: str, layouts: Iterable[str] = ()) -> Plan:
    """Plan the import of the documents of some layouts, of all foreign ones when none is named.

    ``folder`` is where the native layout keeps its documents.
    """
    chosen = set(layouts)
    foreign = [d for d in project.documents if not d.is_native]
    wanted = [d for d in foreign if d.layout in (chosen or {d.layout})]
    plan = Plan()
    plan.left += [Left(d.path, "it could not be read") for d in wanted if d.is_partial]
    readable = [document for document in wanted if not document.is_partial]
    homes = Homes(project, readable, folder)
    ids = Ids(project, homes)
    for document in readable:
        _carry_document(plan, project, document, homes, ids)
    return plan


def _carry_document(
    plan: Plan, project: Project, document: Document, homes: Homes, ids: Ids
) -> None:
    home = homes.home_of(document)
    if home is None:
        plan.left += _explain_staying(document)
    elif project.files.has_path(home.path):
        plan.left.append(Left(document.path, f"{home.path} exists already"))
    else:
        text = _write_document(project, document, home, homes, ids)
        plan.new.append(New(home.path, text, document.path))
        plan.left += _list_lost(project, document, ids)


def _explain_staying(document: Document) -> Iterator[Left]:
    """Say what becomes of a document that has no counterpart."""
    if document.kind == PAGE and document.source.path.endswith(".md"):
        yield Left(document.path, "it is no document of the native layout, and stays where it is")
    elif "archived" in document.implied:
        yield Left(document.path, "what is archived stays in the archive")
    elif "base" in document.implied:
        if any(
            "ADDED" not in item.list_values("delta") for item in document.items_of("requirement")
        ):
            why = "only what it adds and modifies is carried over, as requirements of the change"
            yield Left(document.path, why)
    elif document.kind in ("mission", "roadmap"):
        yield Left(document.path, f"there is one {document.kind} already")


def _write_document(
    project: Project, document: Document, home: Home, homes: Homes, ids: Ids
) -> str:
    kind = project.kinds[home.kind]
    front: dict[str, str | list[str]] = {"status": _choose_status(document, kind)}
    front |= {
        key: _unique_list(ids_) for key, ids_ in decision_links(project, document, homes).items()
    }
    front[IMPORTED_FROM] = document.origin
    parts = list(_write_parts(project, document, home, homes, ids))
    return write_document(front, _strip_number(document), parts)


def _strip_number(document: Document) -> str:
    """Return the title without the number that the path says, which may be another one now."""
    number = document.number.lstrip("0")
    if not number.isdigit():
        return document.title
    counted = rf"(?:(?:ADR|RFC|Spec|Feature)[-_ #]*)?0*{number}\s*(?:[.:)]|\s[-–—])\s*"
    return re.sub(counted, "", document.title, count=1, flags=re.IGNORECASE) or document.title


def _choose_status(document: Document, kind: Kind) -> str:
    return document.status if document.status in kind.statuses else kind.statuses[0]


def _unique_list(entries: list[str]) -> list[str]:
    return list(dict.fromkeys(entries))


def _write_parts(
    project: Project, document: Document, home: Home, homes: Homes, ids: Ids
) -> Iterator[str]:
    if home.kind == "roadmap":
        yield write_features(project, document, homes, ids)
    elif home.kind == "tasks":
        yield write_tasks(document, ids)
    elif home.kind == "spec":
        yield from write_requirements(project, document, ids)
        yield write_body(project, document, home.path, homes, below="Imported text")
    else:
        yield write_body(project, document, home.path, homes)


def _list_lost(project: Project, document: Document, ids: Ids) -> Iterator[Left]:
    if (
        document.kind == "tasks"
        and "spec" not in document.implied
        and "change" not in document.implied
    ):
        yield Left(document.path, "its tasks belong to no spec, which has to be written first")
    dropped = ids.list_dropped(document)
    if dropped:
        names = ", ".join(dropped[:3]) + (
            f" and {len(dropped) - 3} more" if len(dropped) > 3 else ""
        )
        yield Left(document.path, f"links of tasks to what has no native id: {names}")
