"""Write approvals: what a document would say, whether it may, and all files or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from awos_lint.approvals.assurance import SEAL_NAMESPACE, Checked, check_all
from awos_lint.approvals.change_kind import Extent, measure_extent
from awos_lint.approvals.records import (
    Approvals,
    all_records,
    approvals_of,
    is_readable,
    list_records,
)
from awos_lint.approvals.transitions import (
    Change,
    Earlier,
    Signer,
    name_of,
)
from awos_lint.core.diagnostic import Diagnostic, Failure, Report, Severity, Skip
from awos_lint.core.digest import compute_digest, is_outdated, matches_record
from awos_lint.core.errors import RefusedError
from awos_lint.core.model.document import Document
from awos_lint.core.model.front import Approval
from awos_lint.core.text import Location, Source, escape_text
from awos_lint.files import WriteError
from awos_lint.files.tree import CommitTree, OverlayTree, Tree, Unread, WorkTree
from awos_lint.git import Git, GitError, UnknownRevisionError
from awos_lint.git.signing import SigningError, sign_text
from awos_lint.linter.check import check_project
from awos_lint.project.approval_evidence import Sources, Trail
from awos_lint.project.baseline_file import read_baseline
from awos_lint.project.history import load_past
from awos_lint.project.load import Loaded
from awos_lint.project.place import Place
from awos_lint.project.workspace import Workspace
from awos_lint.syntax.edit import Scalar, rewrite_front

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
    ``revoked`` says that the record is no longer in the document.
    """

    record: Approval
    approved: Document | None = None
    extent: Extent | None = None
    revoked: bool = False


def propose_changes(
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
    return [Proposal(d, changes, rewrite_front(d.source, changes, limits)) for d, changes in made]


def make_signer(place: Place, key: str | None) -> Signer:
    """Return what signs the line of a record with a key file, or with the one git names.

    It raises :class:`awos_lint.git.GitError` when it cannot; so does this when there is no key.
    """
    found = key or (place.git.signing_key() if place.git else "")
    if not found:
        raise SigningError("no key to sign with: pass --key FILE, or set user.signingKey in git")
    path = os.path.abspath(os.path.expanduser(found))
    return lambda said: sign_text(said.encode(), path, SEAL_NAMESPACE, place.root)


def load_proposed(workspace: Workspace, loaded: Loaded, proposals: Sequence[Proposal]) -> Loaded:
    """Return the project as it would be with the texts of some proposals.

    Raises :class:`awos_lint.core.errors.UnreadError` where a document could not be read again.
    """
    texts = {proposal.document.path: proposal.text for proposal in proposals}
    found = workspace.load_project(OverlayTree(workspace.tree, texts), loaded.settings)
    found.must_be_readable()
    return found


def must_be_allowed(place: Place, proposed: Loaded, proposals: Sequence[Proposal]) -> None:
    """Raise :class:`RefusedError` for a new record by somebody whose word the policy never takes.

    ``proposed`` is what :func:`load_proposed` returns for the proposals. What is not known yet,
    such as who commits it, is judged by the check.
    """
    project, config = proposed.project, proposed.settings.config
    evidence = load_past(place, proposed).evidence
    paths = {proposal.document.path for proposal in proposals}
    earlier = {record.seal for p in proposals for *_, record in all_records(p.document)}
    for document in (d for d in project.documents if d.path in paths):
        checked = check_all(approvals_of(project), evidence, config.approvals, document)
        for entry in (entry for entry in checked if entry.record.seal not in earlier):
            _must_count(document, entry)


def _must_count(document: Document, entry: Checked) -> None:
    by, name = escape_text(entry.record.by, 80), name_of(document)
    verb = "acknowledge a change above" if entry.acknowledges else "approve"
    if entry.agent:
        raise RefusedError(f"{by} is an agent or a bot by approvals.agents, and people approve")
    if entry.foreign:
        raise RefusedError(f"{by} may not {verb} {name}: {entry.foreign} does not name them")
    if entry.own:
        raise RefusedError(
            f"{by} may not {verb} {name}: they wrote or committed a part of it, and"
            " approvals.independent asks for somebody else"
        )


def find_objections(tree: Tree, proposed: Loaded, proposals: Sequence[Proposal]) -> Report:
    """Return what stands against writing: errors, questions and gaps in what would be written.

    ``proposed`` is what :func:`load_proposed` returns for the proposals. What could not be checked
    there stands against it too. Places are those of the files on disk.
    """
    texts = {proposal.document.path: proposal.text for proposal in proposals}
    accepted = read_baseline(tree, proposed.settings.config.baseline)
    report = check_project(proposed, accepted=accepted)
    found = (d for d in report.diagnostics if d.at.path in texts)
    against = [d for d in found if d.severity is Severity.ERROR or d.rule in _UNSAID]
    skipped = tuple(skip for skip in report.skipped if _is_about(skip, texts))
    sources = {p.document.path: p.document.source for p in proposals}
    lines = {path: lines_before(source, texts[path]) for path, source in sources.items()}
    return replace(
        report,
        diagnostics=tuple(_on_disk(diagnostic, lines) for diagnostic in against),
        skipped=skipped,
        documents=len(texts),
        sources={**report.sources, **sources},
    )


def lines_before(source: Source, text: str) -> list[tuple[int, bool]]:
    """Return for each line of a changed text where it stood, and whether it was there at all.

    One that was not there stands where it is put in.
    """
    new, old = Source(source.path, text).lines, source.lines
    least = min(len(new), len(old))
    start = next((i for i in range(least) if new[i] != old[i]), least)
    pairs = range(least - start)
    end = next((i for i in pairs if new[-1 - i] != old[-1 - i]), least - start)
    found = [(line, True) for line in range(1, start + 1)]
    # What is approved is changed in its front matter alone, so little is compared here.
    middle = new[start : len(new) - end], old[start : len(old) - end]
    for tag, i, j, k, _ in SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
        found += [
            (start + k + (n if tag == "equal" else 0) + 1, tag == "equal") for n in range(j - i)
        ]
    return [*found, *((line, True) for line in range(len(old) - end + 1, len(old) + 1))]


def _on_disk(diagnostic: Diagnostic, lines: Mapping[str, list[tuple[int, bool]]]) -> Diagnostic:
    related = tuple((_shift_location(at, lines), message) for at, message in diagnostic.related)
    return replace(diagnostic, at=_shift_location(diagnostic.at, lines), related=related)


def _shift_location(at: Location, lines: Mapping[str, list[tuple[int, bool]]]) -> Location:
    if at.path not in lines:
        return at
    (line, there), (end_line, _) = (lines[at.path][n - 1] for n in (at.line, at.end_line))
    if not there:
        return Location(at.path, line, 1, line, 1)
    return replace(at, line=line, end_line=end_line)


def _is_about(skip: Skip, paths: Collection[str]) -> bool:
    """Return whether what was not checked may be about one of some files."""
    if isinstance(skip, Failure):
        return not skip.path or skip.path in paths
    return skip.what in paths


def write_proposals(place: Place, proposals: Sequence[Proposal]) -> None:
    """Write all documents or none; raises :class:`awos_lint.files.WriteError`."""
    done: list[Proposal] = []
    try:
        for proposal in proposals:
            place.rewrite_document(proposal.document.source, proposal.text)
            done.append(proposal)
    except BaseException as error:
        _undo_writes(place, done, error)
        raise


def _undo_writes(place: Place, done: Sequence[Proposal], error: BaseException) -> None:
    for proposal in reversed(done):
        source = proposal.document.source
        try:
            place.rewrite_document(Source(source.path, proposal.text), source.text)
        except WriteError as second:
            raise WriteError(f"{error}\n{source.path} stays changed: {second}") from error


def find_last_approval(
    place: Place, loaded: Loaded, document: Document, earlier: Earlier
) -> Since | None:
    """Return what became of a document since its last approval; none when it never had one.

    The approved text is looked for in the document itself, in the head commit and in its history,
    and so is a record that was taken back.
    """
    known = [record for _, record in list_records(document)]
    if not known:
        return _since_revoked(document, earlier)
    for text in _read_candidates(place, loaded, document, earlier):
        found = [record for record in known if text and matches_record(record.digest, text)]
        if text and found:
            return Since(found[-1], text, measure_extent(text, document))
    return Since(known[-1])


def _since_revoked(document: Document, earlier: Earlier) -> Since | None:
    texts, _ = earlier(document)
    for text in texts:
        found = [record for _, record in list_records(text) if matches_record(record.digest, text)]
        if found:
            return Since(found[-1], text, measure_extent(text, document), revoked=True)
    return None


def _read_candidates(
    place: Place, loaded: Loaded, document: Document, earlier: Earlier
) -> Iterator[Document | None]:
    """Yield the texts that may be the approved one, the likeliest first.

    An older digest holds for several texts, so what only looks like the document comes first.
    """
    older = any(is_outdated(record.digest) for _, record in list_records(document))
    texts = [text for text in earlier(document)[0] if is_readable(text)] if older else []
    others = [text for text in texts if compute_digest(text) != compute_digest(document)]
    yield from others
    if not older or len(others) < len(texts):
        yield document
    yield read_committed(place, loaded, document)
    yield from earlier(document)[0]


def find_earlier_texts(place: Place, loaded: Loaded) -> Earlier:
    """Return what finds the committed texts of a document, the newest first."""
    sources = Sources(loaded.project, loaded.settings.config, place.tree, loaded.reader)
    found: dict[str, tuple[Sequence[Document], str]] = {}

    def find_texts(document: Document) -> tuple[Sequence[Document], str]:
        if document.path not in found:
            found[document.path] = _find_earlier_texts(place, sources, document)
        return found[document.path]

    return find_texts


def _find_earlier_texts(
    place: Place, sources: Sources, document: Document
) -> tuple[Sequence[Document], str]:
    if place.git is None:
        return (), ""
    try:
        past = place.git.read_history(place.git.resolve_revision("HEAD"))
        trail = Trail(sources, place.git, past, document)
        texts = trail.find_texts()
    except UnknownRevisionError:
        return (), ""
    except GitError as error:
        return (), str(error)
    return texts, trail.unknown


def read_committed(place: Place, loaded: Loaded, document: Document) -> Document | None:
    """Return a document as the head commit holds it at the same path."""
    git = place.tree.git if isinstance(place.tree, WorkTree) else None
    tree = _open_head(git) if git else None
    limit = loaded.settings.config.limits.document_bytes
    data = tree.read(document.path, limit) if tree else None
    if data is None or isinstance(data, Unread):
        return None
    read = loaded.reader.read_at(document.layout, document.path, data)
    return next((found for found in read if found.id == document.id and not found.broken), None)


def _open_head(git: Git) -> CommitTree | None:
    try:
        return CommitTree(git, git.resolve_revision("HEAD"))
    except UnknownRevisionError:
        return None
