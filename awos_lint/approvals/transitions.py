"""What giving, taking back and renewing an approval changes in a document, as changes of its text.

Nothing is written here, and nobody is asked; what must not be done is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from awos_lint.approvals.assurance import seal_statement
from awos_lint.approvals.records import Approvals, Judged, State, Tie, find_upstream, is_readable
from awos_lint.core.digest import (
    Record,
    compute_digest,
    compute_seal,
    find_folded,
    is_outdated,
    matches_record,
    version_of,
)
from awos_lint.core.errors import RefusedError
from awos_lint.core.model.document import Data, Document
from awos_lint.core.model.kinds import APPROVED, OVER, REVIEW, Kind, maturity_of
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.graph.lookup import find_unseen
from awos_lint.graph.project import Node
from awos_lint.graph.status_order import can_express, is_editable
from awos_lint.syntax.edit import Entries, Scalar

Change = Scalar | Entries
Signer = Callable[[str], str]
"""Takes the line that stands for a record, and returns the signature of it for the record."""

Earlier = Callable[[Document], tuple[Sequence[Document], str]]
"""Returns the committed texts of a document, and why there may be more."""


def _find_nothing(_document: Document) -> tuple[Sequence[Document], str]:
    return (), ""


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody says about a document: who, on which day, and why.

    ``editorial`` says that the change since the approval before was one of wording alone; then
    there is a reason.
    """

    by: str
    at: str
    reason: str = ""
    editorial: bool = False


def document_of(project: Project, written: str, path: str | None = None) -> Document:
    """Return the document that an id names, or that lies at a path.

    Raises :class:`RefusedError` for items, for an id that several documents have, and for what
    does not exist.
    """
    here = [document for document in project.documents if document.path == path]
    if len(here) == 1:
        return here[0]
    if written in project.twins:
        paths = ", ".join(escape_text(node.document.path) for node in project.twins[written])
        raise RefusedError(f"several documents have the id {escape_text(written)}: {paths}")
    node = project.nodes.get(written)
    if node is None:
        close = project.suggest_node(written, project.kinds)
        hint = f"; did you mean {close.id}?" if close else ""
        raise RefusedError(f"no document has the id {escape_text(written, 80)}{hint}")
    if node.item:
        home = name_of(node.document)
        raise RefusedError(f"{node.id} is a part of {home}, and documents are approved as a whole")
    return node.document


def name_of(document: Document) -> str:
    """Return how messages call a document."""
    return escape_text(document.id or document.path)


def must_be_editable(document: Document) -> None:
    """Raise :class:`RefusedError` for a document that awos does not write in."""
    if not is_editable(document):
        raise RefusedError(f"{name_of(document)} is not in the native layout; awos only reads it")
    if not is_readable(document):
        raise RefusedError(f"{name_of(document)} could not be read whole; `awos check` says why")


def approve_document(
    approvals: Approvals,
    document: Document,
    word: Word,
    signer: Signer | None = None,
    earlier: Earlier = _find_nothing,
) -> tuple[Change, ...]:
    """Return the changes that record an approval; none when it is on record and holds.

    With a ``signer`` the record is signed, and one without a signature is renewed. So is an older
    one that :func:`renew_records` would refuse, because nobody knows which text it is of.

    A draft becomes approved, later statuses stay. Records that are void go, because they are of
    another text, and so does an older one of the same approver. Raises :class:`RefusedError`.
    """
    status = _find_approved_status(approvals.project, document)
    judged = approvals.judge_records(document)
    mine = [j for j in judged if j.record.by == word.by and _is_valid(approvals, document, j)]
    signed = [j for j in mine if signer is None or j.record.signature]
    current = [j for j in signed if not _why_another(approvals, document, j, earlier)]
    stale = {j.index for j in judged if j.state is State.VOID}
    changes: list[Change] = []
    if status != document.status:
        changes.append(Scalar(("status",), status))
    if current and stale:
        changes.append(Entries(("approvals",), frozenset(stale)))
    if not current:
        own = {j.index for j in judged if j.record.by == word.by}
        record = _make_record(approvals, document, word, signer)
        changes.append(Entries(("approvals",), frozenset(stale | own), (record,)))
    return tuple(changes)


def renew_records(
    approvals: Approvals,
    document: Document,
    word: Word,
    signer: Signer | None = None,
    earlier: Earlier = _find_nothing,
) -> tuple[Change, ...]:
    """Return the changes that write somebody's older record anew; none when there is no such one.

    The text and the documents above must be those that it binds, also in what its version does not
    see. What it gave as a reason stays, unless there is another one. Raises :class:`RefusedError`.
    """
    _require_kind(approvals.project, document)
    mine = [judged for judged in approvals.judge_records(document) if judged.record.by == word.by]
    old = [judged for judged in mine if is_outdated(judged.record.digest)]
    if not old:
        return ()
    name, last = name_of(document), old[-1]
    if last.state is not State.VALID:
        why = f"the approval by {escape_text(word.by, 80)} on {last.record.at} is {last.state}"
        raise RefusedError(f"{why}, so it cannot be renewed; run `awos approve {name}`")
    if why := _why_another(approvals, document, last, earlier):
        raise RefusedError(
            f"the approval by {escape_text(word.by, 80)} on {last.record.at} cannot be renewed: "
            f"{why};"
            f" run `awos approve {name}`"
        )
    said = word
    if not word.reason and (kept := last.record.editorial or last.record.reason):
        said = replace(word, reason=kept, editorial=last.record.editorial is not None)
    record = _make_record(approvals, document, said, signer)
    gone = frozenset(judged.index for judged in old)
    return (Entries(("approvals",), gone, (record,)),)


def revoke_approvals(approvals: Approvals, document: Document) -> tuple[Change, ...]:
    """Return the changes that take all approvals of a document back; none when it has none.

    The status goes back to review; one that is over stays. Raises :class:`RefusedError`.
    """
    kind = _require_kind(approvals.project, document)
    written = document.fields.get("approvals")
    count = len(written) if isinstance(written, list) else 0
    changes: list[Change] = []
    if maturity_of(document.status) >= APPROVED:
        review = (status for status in kind.statuses if maturity_of(status) == REVIEW)
        changes.append(Scalar(("status",), next(review, kind.statuses[0])))
    if count:
        changes.append(Entries(("approvals",), frozenset(range(count))))
    said = document.fields.get("acknowledgements")
    if isinstance(said, list) and said:
        changes.append(Entries(("acknowledgements",), frozenset(range(len(said)))))
    return tuple(changes)


def acknowledge_change(
    approvals: Approvals,
    document: Document,
    above: Sequence[Document],
    word: Word,
    signer: Signer | None = None,
) -> tuple[Change, ...]:
    """Return the changes that keep an approval though documents above it changed.

    They are a record of their own, and no other one changes; there are none when the approvals bind
    the documents as they are. Raises :class:`RefusedError`.
    """
    _require_kind(approvals.project, document)
    name = name_of(document)
    holding = [judged for judged in approvals.judge_records(document) if judged.holds]
    if not holding:
        raise RefusedError(f"{name} has no approval that holds; run `awos approve {name}`")
    loose = {bond.above.document.path for _, bond in approvals.find_loose(document)}
    known = {node.document.path: node for node in find_upstream(approvals.project, document)}
    read = [_require_approved(approvals, name, known.get(other.path), other) for other in above]
    wanted = [node for node in read if node.document.path in loose]
    if not wanted:
        return ()
    entry: dict[str, Data] = {
        "by": word.by,
        "at": word.at,
        "digest": approvals.compute_digest(document),
        "upstream": {node.id: approvals.compute_digest(node.document) for node in wanted},
        "reason": word.reason,
    }
    _seal_record("acknowledgement", document, entry, signer)
    return (Entries(("acknowledgements",), frozenset(), (entry,)),)


def _require_kind(project: Project, document: Document) -> Kind:
    """Return the kind of a document whose front matter can be changed."""
    name = name_of(document)
    if not can_express(document, "approvals"):
        raise RefusedError(f"{name} is not in the native layout, which alone has approvals")
    if not is_readable(document):
        raise RefusedError(f"{name} could not be read whole; `awos check` says why")
    return project.kind_of(document)


def _find_approved_status(project: Project, document: Document) -> str:
    """Return the status of a document once it is approved."""
    kind, name = _require_kind(project, document), name_of(document)
    if document.status not in kind.statuses:
        known = ", ".join(kind.statuses)
        said = escape_text(document.status, 40)
        raise RefusedError(f"{name} has the status {said}, which is none of {known}")
    if document.status in OVER:
        raise RefusedError(f"{name} is {document.status}; what is over is not approved any more")
    if not kind.approved:
        raise RefusedError(f"no status of the kind {kind.name} means that it is approved")
    unread = [n.id for n in find_upstream(project, document) if not is_readable(n.document)]
    for above in (*unread, *_find_hidden(project, document)):
        raise RefusedError(f"{name} rests on {escape_text(above, 80)}, which could not be read")
    return document.status if maturity_of(document.status) >= APPROVED else kind.approved[0]


def _find_hidden(project: Project, document: Document) -> Iterator[str]:
    """Yield the ids that a document rests on and that may stand in a text nobody could read."""
    unknown = find_unseen(project)
    for edge in project.edges:
        lost = edge.source.document is document and edge.rests and edge.target is None
        if lost and unknown.may_contain(edge):
            yield edge.written


def _is_valid(approvals: Approvals, document: Document, judged: Judged) -> bool:
    """Return whether a record needs no renewal."""
    return judged.state is State.VALID and not approvals.find_loose(document)


def _why_another(approvals: Approvals, document: Document, judged: Judged, earlier: Earlier) -> str:
    """Return why an older record may be of another text, above it too; nothing when it is not."""
    if not is_outdated(judged.record.digest):
        return ""
    bound = {bond.above.id: judged.record.upstream.get(bond.above.id, "") for bond in judged.bonds}
    for bond in judged.bonds:
        if bond.tie is not Tie.SAME:
            return f"{bond.above.id} says something else now"
    texts = [(judged.record.digest, document)]
    texts += [(bound[bond.above.id], bond.above.document) for bond in judged.bonds]
    reasons = (_why_another_text(approvals, *text, earlier) for text in texts)
    return next(filter(None, reasons), "")


def _why_another_text(
    approvals: Approvals, recorded: str, document: Document, earlier: Earlier
) -> str:
    if not is_outdated(recorded):
        return ""
    name, version = name_of(document), version_of(recorded)
    if folded := find_folded(document):
        return f"{name} holds {folded}, which digest version {version} takes for another character"
    texts, unknown = earlier(document)
    same = [text for text in texts if is_readable(text) and matches_record(recorded, text)]
    if any(compute_digest(text) != approvals.compute_digest(document) for text in same):
        return f"{name} was changed in what digest version {version} does not see"
    if unknown or not same:
        return unknown or f"no commit here holds the text of {name} that it is of"
    return ""


def _make_record(
    approvals: Approvals, document: Document, word: Word, signer: Signer | None
) -> dict[str, Data]:
    above = find_upstream(approvals.project, document)
    record: dict[str, Data] = {
        "by": word.by,
        "at": word.at,
        "digest": approvals.compute_digest(document),
    }
    if above:
        record["upstream"] = {node.id: approvals.compute_digest(node.document) for node in above}
    if word.reason:
        record["editorial" if word.editorial else "reason"] = word.reason
    _seal_record("approval", document, record, signer)
    return record


def _seal_record(
    kind: Record, document: Document, record: dict[str, Data], signer: Signer | None
) -> None:
    """Add the seal to a record, and with a signer a signature of it."""
    record["seal"] = said = compute_seal(kind, record)
    if signer:
        record["signature"] = signer(seal_statement(document.id, said))


def _require_approved(approvals: Approvals, name: str, node: Node | None, other: Document) -> Node:
    """Return a document above, which must be approved itself, as a node."""
    if node is None:
        raise RefusedError(f"{name} does not rest on {name_of(other)}")
    if not is_readable(other):
        raise RefusedError(f"{node.id} could not be read whole; `awos check` says why")
    waits = can_express(other, "approvals") and maturity_of(other.status) < APPROVED
    if waits or approvals.find_state(other) is State.VOID:
        raise RefusedError(f"{node.id} is not approved as it is now; approve it first")
    return node
