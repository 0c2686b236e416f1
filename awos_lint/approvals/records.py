"""What the approvals of a project are worth today, as far as the documents themselves can tell.

A record *holds* when its digest is that of the text. It binds the documents directly above as they
were read; when one of them says something else now, and nobody has acknowledged that, the record is
*suspect*. What git and a platform know on top of it is not judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from pydantic import ValidationError

from awos_lint.core.digest import (
    VERSION,
    Record,
    compute_digest,
    compute_seal,
    is_known_version,
    is_outdated,
    version_of,
)
from awos_lint.core.model.document import Document
from awos_lint.core.model.front import Acknowledgement, Approval
from awos_lint.core.model.kinds import FINISHED, OVER, maturity_of
from awos_lint.core.model.level import Level
from awos_lint.graph import Project
from awos_lint.graph.project import Node
from awos_lint.graph.status_order import can_express, features_of

Entry = Approval | Acknowledgement
"""What somebody put on record: an approval, or that it stands though something above changed."""


class State(StrEnum):
    """What a record is worth; the first one that applies, from the bottom up."""

    VALID = "valid"
    SUSPECT = "suspect"
    UNKNOWN = "unknown"
    VOID = "void"


class Tie(StrEnum):
    """How a record stands to a document directly above."""

    SAME = "same"
    """It says what it said when the record was made."""
    ACKNOWLEDGED = "acknowledged"
    """It says something else, and somebody read that and kept the approval."""
    CHANGED = "changed"
    """It says something else."""
    UNBOUND = "unbound"
    """The record does not name it."""
    UNKNOWN = "unknown"
    """It could not be read, or the record names a digest of a version that is not known."""


@dataclass(frozen=True, slots=True)
class Bond:
    """A document directly above, and how a record stands to it."""

    above: Node
    tie: Tie

    @property
    def loose(self) -> bool:
        """Whether the record says nothing about the document as it is now."""
        return self.tie in (Tie.CHANGED, Tie.UNBOUND)


@dataclass(frozen=True, slots=True)
class Judged:
    """A record, its index in the front matter, and what it is worth.

    ``level`` is what was verified here, at most *bound*; none for a record that is void, because it
    is no approval of this text. ``sealed`` is false for one whose seal does not fit what it says.
    """

    index: int
    record: Approval
    state: State
    bonds: tuple[Bond, ...] = ()
    sealed: bool = True

    @property
    def level(self) -> Level | None:
        """What is known about the record."""
        if self.state is State.VOID:
            return None
        # What is not known to hold has no bonds: they are judged after the digest.
        return Level.BOUND if self.holds or self.bonds else Level.DECLARED

    @property
    def holds(self) -> bool:
        """Whether the record's digest is that of the text."""
        return self.state in (State.VALID, State.SUSPECT)


def list_records(document: Document) -> Iterator[tuple[int, Approval]]:
    """Yield the well-formed records of a document with their indices, as they were written.

    What is malformed is a finding of its own.
    """
    written = document.fields.get("approvals")
    for index, entry in enumerate(written if isinstance(written, list) else ()):
        try:
            yield index, Approval.model_validate(entry)
        except ValidationError:
            continue


def list_acknowledgements(document: Document) -> Iterator[tuple[int, Acknowledgement]]:
    """Yield the well-formed acknowledgements of a document with their indices, as written.

    One that is not :func:`is_sealed` acknowledges nothing.
    """
    written = document.fields.get("acknowledgements")
    for index, entry in enumerate(written if isinstance(written, list) else ()):
        try:
            yield index, Acknowledgement.model_validate(entry)
        except ValidationError:
            continue


def list_of(record: Entry) -> str:
    """Return the key of the list that records of this kind stand in."""
    return "approvals" if isinstance(record, Approval) else "acknowledgements"


def all_records(document: Document) -> Iterator[tuple[str, int, Entry]]:
    """Yield approvals and acknowledgements, each with the list that it is in and its index."""
    entries: Iterator[tuple[int, Entry]] = chain(
        list_records(document), list_acknowledgements(document)
    )
    for index, record in entries:
        yield list_of(record), index, record


def is_sealed(record: Entry) -> bool:
    """Return whether the seal of a record fits what it says; version 1 knows no seal."""
    if record.seal is None:
        return is_outdated(record.digest)
    kind: Record = "approval" if isinstance(record, Approval) else "acknowledgement"
    return record.seal == compute_seal(kind, record.model_dump(exclude_unset=True))


def claims_approval(project: Project, document: Document) -> bool:
    """Return whether a document's status says that it is approved and in force."""
    kind = project.kinds.get(document.kind)
    legible = not document.broken and can_express(document, "approvals")
    return legible and kind is not None and document.status in kind.approved


def is_finished(document: Document) -> bool:
    """Return whether the work on a document is done, or the document is no longer in force."""
    return maturity_of(document.status) >= FINISHED or document.status in OVER


def find_upstream(project: Project, document: Document) -> list[Node]:
    """Return the documents that one rests on directly, in the order of the links.

    A feature stands for its roadmap. Links that lead nowhere are left out; they are findings of
    their own.
    """
    node = project.node_of(document)
    features = features_of(project, node) if document.kind == "spec" else []
    targets = [edge.target for edge in project.links_from(node) if edge.rests]
    homes = (project.node_of(n.document) for n in (*features, *targets) if n)
    found = {home.document.path: home for home in homes if home.document is not document}
    return list(found.values())


def is_readable(document: Document) -> bool:
    """Return whether a document was read whole, so that its digest can be computed."""
    return not document.is_partial


@dataclass(frozen=True, slots=True)
class Approvals:
    """The approvals of one project; each document's are judged once."""

    project: Project
    _judged: dict[tuple[str, str], tuple[Judged, ...]] = field(default_factory=dict, init=False)
    _digests: dict[tuple[str, str, str], str] = field(default_factory=dict, init=False)

    def compute_digest(self, document: Document, version: str = VERSION) -> str:
        """Return the digest of a document that is :func:`is_readable`."""
        key = document.path, document.id, version
        if key not in self._digests:
            self._digests[key] = compute_digest(document, version)
        return self._digests[key]

    def judge_records(self, document: Document) -> tuple[Judged, ...]:
        """Return the records of a document and what each is worth."""
        key = document.path, document.id
        if key not in self._judged:
            above = find_upstream(self.project, document)
            judged = (
                self._judge_record(document, above, *entry) for entry in list_records(document)
            )
            self._judged[key] = tuple(judged)
        return self._judged[key]

    def find_state(self, document: Document) -> State | None:
        """Return what a document's best record is worth; none when there is no record.

        Several records together may bind what none of them binds alone, see :meth:`find_loose`.
        """
        states = {judged.state for judged in self.judge_records(document)}
        if State.SUSPECT in states and not self.find_loose(document):
            return State.VALID
        return next((state for state in State if state in states), None)

    def judge_claim(self, document: Document) -> State | None:
        """Return what the approval is worth that a document's status claims.

        It is suspect only where there is something to read again, see :meth:`to_reread`. That it
        has no record is ``None``.
        """
        state = self.find_state(document)
        return State.VALID if state is State.SUSPECT and not self.to_reread(document) else state

    def to_reread(self, document: Document) -> list[tuple[Judged, Bond]]:
        """Return the documents above that somebody must read again for an approval to stand.

        Nobody must where the work is done. What waits for its own approval, or has lost it, is to
        be approved first.
        """
        if is_finished(document) or not claims_approval(self.project, document):
            return []
        return [
            pair for pair in self.find_loose(document) if self._is_upheld(pair[1].above.document)
        ]

    def void_above(self, document: Document) -> Iterator[tuple[Judged, Node]]:
        """Yield the documents above an approved one that have lost their approval.

        Each comes with the newest record that holds.
        """
        if is_finished(document) or not claims_approval(self.project, document):
            return
        for judged in [judged for judged in self.judge_records(document) if judged.holds][-1:]:
            for above in (bond.above for bond in judged.bonds):
                claims = claims_approval(self.project, above.document)
                if claims and self.find_state(above.document) is State.VOID:
                    yield judged, above

    def _is_upheld(self, above: Document) -> bool:
        """Whether a document above has no approval to lose, or has not lost it."""
        if not can_express(above, "approvals"):
            return True
        return claims_approval(self.project, above) and self.find_state(above) is not State.VOID

    def find_loose(self, document: Document) -> list[tuple[Judged, Bond]]:
        """Return the documents above that no record of a document binds as they are now.

        Each comes with the newest record that holds and how that stands to it. There are none when
        no record holds.
        """
        holding = [judged for judged in self.judge_records(document) if judged.holds]
        bound = {b.above.document.path for j in holding for b in j.bonds if not b.loose}
        newest = holding[-1:]
        return [(j, b) for j in newest for b in j.bonds if b.above.document.path not in bound]

    def find_acknowledged(self, document: Document) -> list[tuple[int, Acknowledgement]]:
        """Return the sealed acknowledgements that are of the text as it is, with their indices."""
        return [
            (index, entry)
            for index, entry in list_acknowledgements(document)
            if is_sealed(entry) and self._is_current(entry.digest, document)
        ]

    def kept_by(self, document: Document) -> Iterator[tuple[str, list[int]]]:
        """Yield the ids of documents above to which only acknowledgements tie an approval.

        Each comes with the indices of those. There are none where nobody must read again, and those
        inside records of version 1 are taken as they were.
        """
        if is_finished(document) or not claims_approval(self.project, document):
            return
        holding = [judged for judged in self.judge_records(document) if judged.holds]
        ties = {(bond.above.id, bond.tie) for judged in holding for bond in judged.bonds}
        within = [entry for judged in holding for entry in judged.record.acknowledged]
        for above in find_upstream(self.project, document):
            if (above.id, Tie.ACKNOWLEDGED) not in ties or (above.id, Tie.SAME) in ties:
                continue
            nested = [entry.digest for entry in within if entry.upstream == above.id]
            if not any(self._is_current(digest_, above.document) for digest_ in nested):
                read = self.find_acknowledged(document)
                yield above.id, [i for i, entry in read if self._has_read(entry, above)]

    def _has_read(self, entry: Acknowledgement, above: Node) -> bool:
        return above.id in entry.upstream and self._is_current(
            entry.upstream[above.id], above.document
        )

    def _judge_record(
        self, document: Document, above: list[Node], index: int, record: Approval
    ) -> Judged:
        if not is_readable(document) or not is_known_version(record.digest):
            return Judged(index, record, State.UNKNOWN)
        if not is_sealed(record):
            return Judged(index, record, State.VOID, sealed=False)
        if not self._is_current(record.digest, document):
            return Judged(index, record, State.VOID)
        read = [entry for _, entry in self.find_acknowledged(document)]
        bonds = tuple(Bond(node, self._tie_record(record, node, read)) for node in above)
        ties = {bond.tie for bond in bonds}
        if any(bond.loose for bond in bonds):
            return Judged(index, record, State.SUSPECT, bonds)
        return Judged(index, record, State.UNKNOWN if Tie.UNKNOWN in ties else State.VALID, bonds)

    def _tie_record(self, record: Approval, above: Node, said: Sequence[Acknowledgement]) -> Tie:
        read = [entry.digest for entry in record.acknowledged if entry.upstream == above.id]
        read += [entry.upstream[above.id] for entry in said if above.id in entry.upstream]
        bound = record.upstream.get(above.id)
        if not is_readable(above.document):
            return Tie.UNKNOWN
        if bound and self._is_current(bound, above.document):
            return Tie.SAME
        if any(self._is_current(entry, above.document) for entry in read):
            return Tie.ACKNOWLEDGED
        if any(not is_known_version(entry) for entry in (*read, bound) if entry):
            return Tie.UNKNOWN
        return Tie.CHANGED if bound or read else Tie.UNBOUND

    def _is_current(self, recorded: str, document: Document) -> bool:
        return (
            is_known_version(recorded)
            and self.compute_digest(document, version_of(recorded)) == recorded
        )


_LAST: list[Approvals] = []


def approvals_of(project: Project) -> Approvals:
    """Return the approvals of a project, the same as last time when it is the same project.

    Several rules ask about one project, and computing digests is most of the work.
    """
    if not _LAST or _LAST[0].project is not project:
        _LAST[:] = [Approvals(project)]
    return _LAST[0]
