"""Begin documents: where a new one goes, what it is called, and what it is linked to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from awos_lint.actions.approve import Proposal
from awos_lint.actions.next_number import (
    find_foreign_record,
    find_room,
    list_record_numbers,
    must_be_native,
    place_inside,
)
from awos_lint.approvals.records import approvals_of
from awos_lint.approvals.transitions import (
    name_of,
)
from awos_lint.core.errors import RefusedError
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import GLOBAL_ID, KINDS
from awos_lint.core.text import escape_text
from awos_lint.decisions.foreign_records import draft_record
from awos_lint.graph.project import Node, Project
from awos_lint.graph.tasks import OVER
from awos_lint.layouts.native.templates import fill_draft, make_slug
from awos_lint.project.load import Loaded
from awos_lint.project.place import Place
from awos_lint.project.settings import read_text
from awos_lint.syntax.edit import UneditableError, apply_edits
from awos_lint.syntax.edit.fields import field_edit

OWNERS: Final = {kind.name: kind.owners for kind in KINDS.values() if kind.owners}
"""What a new document of a kind may belong to."""

_STANDARD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a kind, what it belongs to, its title, its status and the day.

    ``name`` is that of a standard. What is not said is empty.
    """

    kind: str
    day: str
    owner: Node | None = None
    title: str = ""
    status: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A document that may be written: its id, path and text, and the other side of its link.

    ``there`` says that it was written already, by a run that did not come to the other side.
    ``unseen`` says why the numbers of other branches are not known, if they are not.
    """

    id: str
    path: str
    text: str
    other: Proposal | None = None
    unseen: str = ""
    there: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a document goes, and what is given to its template."""

    id: str
    path: str
    title: str
    links: dict[str, str]
    unseen: str = ""


def draft_document(place: Place, loaded: Loaded, wish: Wish) -> Begun:
    """Return a new document as it would be written.

    Raises :class:`RefusedError` for what has no place, and ``ConfigError`` when the project's own
    template cannot be read.
    """
    _must_be_named(wish)
    if wish.kind == "adr" and (beside := find_foreign_record(loaded)):
        return _draft_foreign(place, wish, beside)
    must_be_native(loaded, wish.kind)
    if half := _half_written(loaded, wish):
        return half
    spot = _SPOTS[wish.kind](place, loaded, wish)
    if place.tree.has_path(spot.path):
        raise RefusedError(f"{escape_text(spot.path)} is there already")
    kind = loaded.project.kinds[wish.kind]
    title = wish.title or spot.title
    if not title:
        raise RefusedError("say what it is called, with --title TEXT")
    status = wish.status or kind.statuses[0]
    values = {"id": spot.id, "day": wish.day, "title": title, "status": status, **spot.links}
    text = fill_draft(
        wish.kind, values, _read_own_template(place, loaded, wish.kind), kind.sections
    )
    return Begun(spot.id, spot.path, text, _other_side(loaded, wish, spot), spot.unseen)


def _draft_foreign(place: Place, wish: Wish, beside: Document) -> Begun:
    """Return a record in the form of another tool, as the one beside it is written."""
    if wish.owner:
        raise RefusedError(
            f"records such as {escape_text(beside.path)} have no key for {wish.owner.id}: leave "
            "it out"
        )
    taken, unseen = list_record_numbers(place, beside.path.rpartition("/")[0])
    made = draft_record(
        beside,
        wish.title,
        make_slug(wish.title, "decision"),
        wish.status or "proposed",
        wish.day,
        taken,
    )
    if place.tree.has_path(made.path):
        raise RefusedError(f"{escape_text(made.path)} is there already")
    return Begun(made.id, made.path, made.text, unseen=unseen)


def _half_written(loaded: Loaded, wish: Wish) -> Begun | None:
    """Return the spec that a killed run wrote before it came to the roadmap.

    It serves the feature under the title that is asked for, is as unsettled as a new one, and the
    feature does not name it yet.
    """
    owner = wish.owner
    feature = loaded.project.nodes.get(_find_feature(loaded.project, owner))
    if wish.kind != "spec" or owner is None or feature is None:
        return None
    first = wish.status or loaded.project.kinds["spec"].statuses[0]
    title = wish.title or owner.title
    for node in loaded.project.specs_of(feature):
        document = node.document
        if (document.layout, document.status, node.title) == ("native", first, title):
            spot = _Spot(node.id, document.path, title, {"feature": feature.id})
            named = feature.item is not None and node.id in feature.item.list_values("spec")
            other = None if named else _other_side(loaded, wish, spot)
            if other:
                return Begun(node.id, document.path, document.source.text, other, there=True)
    return None


def _must_be_named(wish: Wish) -> None:
    """Refuse an owner that cannot be linked to, or that is over."""
    owner = wish.owner
    if owner is None:
        return
    if not GLOBAL_ID.fullmatch(owner.id):
        raise RefusedError(f"{escape_text(owner.id, 80)} is no id that a link can name")
    if owner.is_over or owner.state in OVER:
        raise RefusedError(f"{owner.id} is {owner.progress}; nothing new belongs to it")


def _read_own_template(place: Place, loaded: Loaded, kind: str) -> str | None:
    path = place_inside(loaded.settings.config, f"templates/{kind}.md")
    return read_text(place.tree, path) if place.tree.has_path(path) else None


# Where each kind goes.


def _place_single(place: Place, loaded: Loaded, wish: Wish) -> _Spot:
    for document in loaded.project.documents_of(wish.kind):
        raise RefusedError(f"{name_of(document)} is there already, in {escape_text(document.path)}")
    missions = [document.id for document in loaded.project.documents_of("mission")]
    path = place_inside(loaded.settings.config, f"{wish.kind}.md")
    title = "Roadmap" if wish.kind == "roadmap" else place.root.rpartition("/")[2]
    links = {"mission": missions[0] if missions else "MISSION"}
    return _Spot(loaded.project.kinds[wish.kind].prefix, path, title, links)


def _place_decision(place: Place, loaded: Loaded, wish: Wish) -> _Spot:
    found = find_room(place, loaded, "adr")
    path = f"{found.folder}/{found.number}-{make_slug(wish.title, 'decision')}.md"
    id_ = f"{loaded.project.kinds['adr'].prefix}-{found.number}"
    return _Spot(id_, path, "", {"owner": wish.owner.id if wish.owner else ""}, found.unseen)


def _place_standard(place: Place, loaded: Loaded, wish: Wish) -> _Spot:
    name = wish.name or make_slug(wish.title, "")
    if not _STANDARD.fullmatch(name):
        raise RefusedError(
            "name the standard with letters and digits, as in `awos new standard api`"
        )
    path = place_inside(loaded.settings.config, f"standards/{name}.md")
    return _Spot(f"{loaded.project.kinds['standard'].prefix}-{name}", path, name.capitalize(), {})


def _of_spec(place: Place, loaded: Loaded, wish: Wish) -> _Spot:
    """Return where a spec or its requirements go: beside the other one, or in a new folder."""
    project, owner = loaded.project, wish.owner
    feature = _find_feature(project, owner)
    links, title = {"feature": feature}, owner.title if owner else ""
    beside = _find_neighbour(project, wish.kind, owner)
    if beside:
        return _next_to(project, wish.kind, beside, title, links)
    found = find_room(place, loaded, "spec")
    folder = f"{found.folder}/{found.number}-{make_slug(wish.title or title, wish.kind)}"
    id_ = f"{project.kinds[wish.kind].prefix}-{found.number}"
    return _Spot(id_, f"{folder}/{wish.kind}.md", title, links, found.unseen)


def _place_tasks(place: Place, loaded: Loaded, wish: Wish) -> _Spot:
    spec = wish.owner
    if spec is None:
        raise RefusedError("say which spec the tasks implement, as in `awos new tasks SPEC-003`")
    return _next_to(loaded.project, "tasks", spec, f"Tasks: {spec.title}", {"spec": spec.id})


def _find_feature(project: Project, owner: Node | None) -> str:
    """Return the feature that a new document serves, by what it belongs to."""
    if owner is None or owner.kind == "feature":
        return owner.id if owner else ""
    return next((e.target.id for e in project.links_from(owner, "feature") if e.target), "")


def _find_neighbour(project: Project, kind: str, owner: Node | None) -> Node | None:
    """Return the document in whose folder a new one belongs: its spec, or its requirements."""
    if owner is None or owner.kind != "feature":
        return owner
    shaped = [
        e.source for e in project.links_to(owner, "feature") if e.source.kind == "requirements"
    ]
    lone = (n for n in shaped if not project.files.has_path(_name_sibling(n, "spec.md")))
    return next(lone, None) if kind == "spec" else None


def _next_to(project: Project, kind: str, other: Node, title: str, links: dict[str, str]) -> _Spot:
    number, path = other.document.number, _name_sibling(other, f"{kind}.md")
    if not other.document.is_native or not number:
        raise RefusedError(
            f"{name_of(other.document)} does not lie in a folder of its own, as"
            " specs/003-record-payments/spec.md does, so nothing can be put beside it"
        )
    return _Spot(f"{project.kinds[kind].prefix}-{number}", path, title, links)


def _name_sibling(node: Node, name: str) -> str:
    return f"{node.document.path.rpartition('/')[0]}/{name}"


_SPOTS: Final[dict[str, Callable[[Place, Loaded, Wish], _Spot]]] = {
    "adr": _place_decision,
    "mission": _place_single,
    "requirements": _of_spec,
    "roadmap": _place_single,
    "spec": _of_spec,
    "standard": _place_standard,
    "tasks": _place_tasks,
}


# The other side of the link.


def _other_side(loaded: Loaded, wish: Wish, spot: _Spot) -> Proposal | None:
    """Return the roadmap with the line that names a new spec.

    One that is approved keeps its text, and with it the approval: the link from the spec is enough.
    """
    project = loaded.project
    feature = project.nodes.get(spot.links.get("feature", ""))
    if wish.kind != "spec" or feature is None or feature.item is None:
        return None
    roadmap = feature.document
    if not roadmap.is_native or any(j.holds for j in approvals_of(project).judge_records(roadmap)):
        return None
    edit = field_edit(roadmap, feature.item, "spec", spot.id)
    text = apply_edits(roadmap.source.text, [edit])
    read = loaded.reader.read_version(roadmap, text.encode())
    meant = (*feature.item.list_values("spec"), spot.id)
    found = [i for i in read.items if i.name == feature.item.name] if read else []
    if len(found) != 1 or found[0].list_values("spec") != meant:
        raise UneditableError(f"{roadmap.path} is written in a way awos cannot change")
    return Proposal(roadmap, (), text)
