"""Write approvals: what a document would say, whether it may, and all files or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from awos_lint.approvals.assurance import SEAL_NAMESPACE, Checked, check_all
from awos_lint.approvals.change_kind import Extent, extent
from awos_lint.approvals.records import Approvals, all_records, approvals_of, records
from awos_lint.approvals.transitions import Change, RefusedError, Signer, name_of
from awos_lint.core.diagnostic import Failure, Report, Severity, Skip
from awos_lint.core.digest import holds
from awos_lint.core.model.document import Document
from awos_lint.core.model.front import Approval
from awos_lint.core.text import Source, visible
from awos_lint.files import WriteError
from awos_lint.files.tree import CommitTree, OverlayTree, Tree, Unread, WorkTree
from awos_lint.git import Git, GitError, UnknownRevisionError
from awos_lint.git.signing import SigningError, sign
from awos_lint.layouts import layouts, read_claimed
from awos_lint.linter.check import check
from awos_lint.project.approval_evidence import Sources, Trail
from awos_lint.project.baseline_file import read_baseline
from awos_lint.project.history import load_past
from awos_lint.project.load import Loaded, load
from awos_lint.project.place import Place
from awos_lint.syntax.edit import Scalar, rewritten

_UNSAID = frozenset({"document-open-question", "document-empty-section"})
"""Rules whose findings keep a text from being approved, however loud they are."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document as it is, the changes it would get, and its text with them.

    There are no changes when the document says already what it would say.
    """

    document: Document
    changes: tuple[Change, ...]
    text: str

    @property
    def status(self) -> str:
        """The status that the document would have."""
        set_ = (c.value for c in self.changes if isinstance(c, Scalar) and c.address == ("status",))
        return next(set_, self.document.status)


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a text since it was last approved.

    ``approved`` is that text, ``None`` when it was not found; then ``extent`` is not known either.
    """

    record: Approval
    approved: Document | None = None
    extent: Extent | None = None


def propose(
    loaded: Loaded,
    documents: Iterable[Document],
    change: Callable[[Approvals, Document], Sequence[Change]],
) -> list[Proposal]:
    """Return what documents would say after a change, see :mod:`awos_lint.approvals.transitions`.

    Raises what ``change`` raises, and :class:`awos_lint.syntax.edit.UneditableError`.
    """
    approvals = Approvals(loaded.project)
    limits = loaded.settings.config.limits
    made = [(document, tuple(change(approvals, document))) for document in documents]
    return [Proposal(d, changes, rewritten(d.source, changes, limits)) for d, changes in made]


def signer(place: Place, key: str | None) -> Signer:
    """Return what signs the line of a record with a key file, or with the one git names.

    It raises :class:`awos_lint.git.GitError` when it cannot; so does this when there is no key.
    """
    found = key or (place.git.signing_key() if place.git else "")
    if not found:
        raise SigningError("no key to sign with: pass --key FILE, or set user.signingKey in git")
    path = os.path.abspath(os.path.expanduser(found))
    return lambda said: sign(said.encode(), path, SEAL_NAMESPACE, place.root)


def must_be_allowed(place: Place, loaded: Loaded, proposals: Sequence[Proposal]) -> None:
    """Raise :class:`RefusedError` for a new record by somebody whose word the policy never takes.

    What is not known yet, such as who commits it, is judged by the check.
    """
    texts = {p.document.path: p.text for p in proposals if p.changes}
    if not texts:
        return
    config = loaded.settings.config
    project = load(OverlayTree(place.tree, texts), loaded.settings).project
    evidence = load_past(place, project, config).evidence
    earlier = {record.seal for p in proposals for *_, record in all_records(p.document)}
    for document in (d for d in project.documents if d.path in texts):
        checked = check_all(approvals_of(project), evidence, config.approvals, document)
        for entry in (entry for entry in checked if entry.record.seal not in earlier):
            _must_count(document, entry)


def _must_count(document: Document, entry: Checked) -> None:
    by, name = visible(entry.record.by, 80), name_of(document)
    verb = "approve" if isinstance(entry.record, Approval) else "acknowledge a change above"
    if entry.agent:
        raise RefusedError(f"{by} is an agent or a bot by approvals.agents, and people {verb}")
    if entry.foreign:
        raise RefusedError(f"{by} may not {verb} {name}: {entry.foreign} does not name them")
    if entry.own:
        raise RefusedError(
            f"{by} may not {verb} {name}: they wrote or committed a part of it, and"
            " approvals.independent asks for somebody else"
        )


def objections(tree: Tree, loaded: Loaded, proposals: Sequence[Proposal]) -> Report:
    """Return what stands against writing: errors, questions and gaps in what would be written.

    What could not be checked there stands against it too.
    """
    texts = {proposal.document.path: proposal.text for proposal in proposals}
    settings = loaded.settings
    accepted = read_baseline(tree, settings.config.baseline)
    report = check(load(OverlayTree(tree, texts), settings), accepted=accepted)
    found = (d for d in report.diagnostics if d.at.path in texts)
    against = tuple(d for d in found if d.severity is Severity.ERROR or d.rule in _UNSAID)
    skipped = tuple(skip for skip in report.skipped if _concerns(skip, texts))
    return replace(report, diagnostics=against, skipped=skipped, documents=len(texts))


def _concerns(skip: Skip, paths: Collection[str]) -> bool:
    """Return whether what was not checked may be about one of some files."""
    if isinstance(skip, Failure):
        return not skip.path or skip.path in paths
    return skip.what in paths


def write(place: Place, proposals: Sequence[Proposal]) -> None:
    """Write all documents or none; raises :class:`awos_lint.files.WriteError`."""
    done: list[Proposal] = []
    try:
        for proposal in proposals:
            place.rewrite(proposal.document.source, proposal.text)
            done.append(proposal)
    except BaseException as error:
        _undo(place, done, error)
        raise


def _undo(place: Place, done: Sequence[Proposal], error: BaseException) -> None:
    for proposal in reversed(done):
        source = proposal.document.source
        try:
            place.rewrite(Source(source.path, proposal.text), source.text)
        except WriteError as second:
            raise WriteError(f"{error}\n{source.path} stays changed: {second}") from error


def since(place: Place, loaded: Loaded, document: Document) -> Since | None:
    """Return what became of a document since its last approval; none when it has no record.

    The approved text is looked for in the document itself, in the head commit and in its history.
    """
    known = [record for _, record in records(document)]
    if not known:
        return None
    for text in _texts(place, loaded, document):
        found = [record for record in known if text and holds(record.digest, text)]
        if text and found:
            return Since(found[-1], text, extent(text, document))
    return Since(known[-1])


def _texts(place: Place, loaded: Loaded, document: Document) -> Iterator[Document | None]:
    """Yield what a document says, and what it said before, the newest first."""
    yield document
    yield committed(place, loaded, document)
    try:
        past = place.git.history(place.git.resolve("HEAD")) if place.git else None
        if place.git and past:
            sources = Sources(loaded.project, loaded.settings.config, place.tree)
            editions = Trail(sources, place.git, past, document).follow()
            yield from (text for edition in editions for text in (edition.new, edition.old))
    except GitError:
        return


def committed(place: Place, loaded: Loaded, document: Document) -> Document | None:
    """Return a document as the head commit holds it at the same path."""
    git = place.tree.git if isinstance(place.tree, WorkTree) else None
    tree = _head(git) if git else None
    config, kinds = loaded.settings.config, loaded.project.kinds
    data = tree.read(document.path, config.limits.document_bytes) if tree else None
    if data is None or isinstance(data, Unread):
        return None
    layout = layouts()[document.layout]
    read = (
        found
        for claim in layout.claims([document.path], config, kinds)
        for found in read_claimed(layout, claim, data, config, kinds)
    )
    return next((found for found in read if found.id == document.id and not found.broken), None)


def _head(git: Git) -> CommitTree | None:
    try:
        return CommitTree(git, git.resolve("HEAD"))
    except UnknownRevisionError:
        return None
