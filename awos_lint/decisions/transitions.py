"""What replacing and reviewing a decision changes in documents, as changes of their text.

Nothing is written here; what must not be done is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from awos_lint.approvals.transitions import (
    Change,
    must_be_editable,
    name_of,
)
from awos_lint.core.diagnostic import Edit
from awos_lint.core.errors import RefusedError
from awos_lint.core.model.contents import Contents
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import OVER
from awos_lint.core.text import escape_text
from awos_lint.decisions.anchors import Anchored, State, check_anchors
from awos_lint.decisions.claims import Claims, list_claims
from awos_lint.decisions.foreign_records import write_predecessor, write_successor
from awos_lint.graph import Project
from awos_lint.graph.decisions import find_successors
from awos_lint.graph.project import Node
from awos_lint.syntax.edit import Entries, Scalar

Changes = tuple[Change, ...] | tuple[Edit, ...]
"""What is changed in a front matter, or in the text of a record that has none of awos."""


@dataclass(frozen=True, slots=True)
class Supersession:
    """One decision in the place of another: what changes in both.

    ``waits`` says that the new one is not accepted, so that the old one stays in force until then.
    """

    old: Changes
    new: Changes
    waits: bool


def supersede_decision(project: Project, old: Document, new: Document) -> Supersession:
    """Return the changes that put one decision in the place of another, on both sides.

    There are none on a side that says so already. Raises :class:`RefusedError`.
    """
    for document in (old, new):
        _must_be_decision(document)
    first, second = name_of(old), name_of(new)
    if old is new:
        raise RefusedError(f"{first} cannot stand in its own place")
    if _is_replaced_by(project, project.node_of(new), old.id):
        raise RefusedError(f"{first} stands in the place of {second}, not the other way round")
    if old.status == "superseded" and _is_linked(project, old, new):
        return Supersession((), (), waits=False)
    if old.status in ("proposed", "rejected"):
        raise RefusedError(f"{first} is {old.status} and was never in force; nothing replaces it")
    if new.status in OVER:
        raise RefusedError(f"{second} is {new.status}; name a decision that is in force")
    waits = new.status != "accepted"
    if not (old.is_native and new.is_native):
        return _supersede_foreign(project, old, new, waits=waits)
    back: list[Change] = list(_add_entry(old, "superseded_by", new.id))
    if not waits and old.status != "superseded":
        back.append(Scalar(("status",), "superseded"))
    return Supersession(tuple(back), tuple(_add_entry(new, "supersedes", old.id)), waits)


def _supersede_foreign(
    project: Project, old: Document, new: Document, *, waits: bool
) -> Supersession:
    """Return the changes in records that keep the form of another tool."""
    if old.is_native or new.is_native:
        raise RefusedError(
            f"{name_of(old)} and {name_of(new)} are in two layouts: run `awos import` first"
        )
    replaced = _is_naming(project, old, "superseded_by", new)
    named = _is_naming(project, new, "supersedes", old)
    if waits:
        raise RefusedError(
            f"{name_of(new)} is {new.status or 'without a status'}: set it to accepted in"
            f" {escape_text(new.path)}, and run this again"
        )
    back = () if replaced else (write_successor(old, new),)
    return Supersession(back, () if named else (write_predecessor(new, old),), waits)


def _is_linked(project: Project, old: Document, new: Document) -> bool:
    """Return whether both sides say that one decision replaced the other."""
    return _is_naming(project, old, "superseded_by", new) and _is_naming(
        project, new, "supersedes", old
    )


def _is_naming(project: Project, document: Document, key: str, other: Document) -> bool:
    edges = project.links_from(project.node_of(document), key)
    return any(edge.target and edge.target.document is other for edge in edges)


def _add_entry(document: Document, key: str, id_: str) -> Iterator[Change]:
    if id_ not in (value for _, value in document.list_strings(key)):
        yield Entries((key,), add=(id_,))


def _is_replaced_by(project: Project, node: Node, id_: str) -> bool:
    """Whether a decision was replaced, in the end, by the one with an id."""
    seen, ahead = {node.id}, [node]
    while ahead:
        for other in find_successors(project, ahead.pop()):
            if other.id == id_:
                return True
            if other.id not in seen:
                seen.add(other.id)
                ahead.append(other)
    return False


@dataclass(frozen=True, slots=True)
class Reviewing:
    """How a review is made: on which day, the next one by when, and how long an anchor may be."""

    day: str
    next: str | None
    max_lines: int


def review_decision(
    project: Project, contents: Contents, document: Document, how: Reviewing
) -> tuple[Change, ...]:
    """Return the changes that accept a decision as it is today; none when nothing is new.

    Raises :class:`RefusedError`, also where what the decision says of the code is not true.
    """
    _must_be_editable(document)
    name = name_of(document)
    if document.status != "accepted":
        raise RefusedError(f"{name} is {document.status}; only what is in force is reviewed")
    _must_be_true(project, contents, document)
    pieces = list(check_anchors(document, project.files, contents))
    for piece in pieces:
        _must_be_narrow(piece, how.max_lines)
    changes = [
        Scalar(("anchors", piece.index, "digest"), piece.digest)
        for piece in pieces
        if piece.state is not State.SAME
    ]
    days = {"reviewed": how.day, **({"review_by": how.next} if how.next else {})}
    changes += [Scalar((k,), day) for k, day in days.items() if document.fields.get(k) != day]
    return tuple(changes)


def _must_be_editable(document: Document) -> None:
    _must_be_decision(document)
    must_be_editable(document)


def _must_be_decision(document: Document) -> None:
    if document.kind != "adr":
        name = name_of(document)
        raise RefusedError(f"{name} is no decision, but of the kind {escape_text(document.kind)}")
    if document.is_native:
        must_be_editable(document)


def _must_be_true(project: Project, contents: Contents, document: Document) -> None:
    claims = Claims(project, contents)
    for claim in list_claims(document):
        verdict = claims.judge_claim(claim)
        said = f"`{claim.key}: {escape_text(claim.value, 80)}`"
        if verdict.holds is None:
            path, why = next(iter(verdict.unread.items()))
            raise RefusedError(f"whether {said} holds is not known: {escape_text(path)}: {why}")
        if not verdict.holds and not claims.is_planned(claim):
            name = name_of(document)
            raise RefusedError(f"{name} claims {said}, which does not hold; `awos check` shows why")


def _must_be_narrow(piece: Anchored, limit: int) -> None:
    about = f"the anchor of {name_of(piece.document)} in {escape_text(piece.anchor.path, 80)}"
    lost = piece.anchor.end if piece.lost == "end" else piece.anchor.start
    reasons = {
        State.ABSENT: "is lost: there is no such file",
        State.SEVERAL: f"names {len(piece.paths)} files instead of one",
        State.UNREAD: f"could not be read: {piece.why}",
        State.LOST: f"is lost: its {piece.lost}, `{escape_text(lost or '', 80)}`, is not there",
    }
    if piece.state in reasons:
        raise RefusedError(f"{about} {reasons[piece.state]}")
    if piece.lines > limit:
        raise RefusedError(f"{about} holds {piece.lines} lines; the limit is {limit}")
