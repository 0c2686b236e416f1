"""Gather what git and the base of a step say about approvals, and why something is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from awos_lint.approvals.assurance import name_principal, signed_line
from awos_lint.approvals.authorship import find_origins
from awos_lint.approvals.records import all_records, list_records
from awos_lint.core.config import Approvals, Config, ConfigError
from awos_lint.core.diagnostic import Skip
from awos_lint.core.model.codeowners import OWNERS, owners_of
from awos_lint.core.model.document import Document
from awos_lint.core.model.history import Commit, Evidence, History, Origin
from awos_lint.core.text import Source
from awos_lint.files.tree import Tree
from awos_lint.git import Git, GitError
from awos_lint.git.errors import UNSHALLOW
from awos_lint.git.signing import COMMIT, Verifier, armour_signature, make_verifier, split_commit
from awos_lint.graph import Project
from awos_lint.graph.diff import Edition
from awos_lint.graph.subjects import Change
from awos_lint.project.document_history import find_recorded, is_own_change
from awos_lint.project.load import Loaded
from awos_lint.project.parses import Reader
from awos_lint.project.settings import read_text

_DOCUMENT: Final = 4 * 1024 * 1024  # bytes of an earlier text of a document that are read


@dataclass(frozen=True, slots=True)
class Sources:
    """What evidence is gathered from: the project, its policy, and the tree the policy is from.

    ``reader`` reads the earlier texts of documents.
    """

    project: Project
    config: Config
    base: Tree
    reader: Reader

    @property
    def policy(self) -> Approvals:
        """The table that says what approvals must be."""
        return self.config.approvals


def asks_for_commits(policy: Approvals) -> bool:
    """Return whether a policy asks for more than the documents themselves can tell."""
    laws = [policy, *(policy.for_kind(kind) for kind in policy.kinds)]
    more = _is_asking(policy, "recorded", "signed", "reviewed")
    return more or any(law.independent for law in laws)


def _is_asking(policy: Approvals, *levels: str) -> bool:
    laws = [policy, *(policy.for_kind(kind) for kind in policy.kinds)]
    return any(law.level in levels for law in laws)


def gather_evidence(sources: Sources, git: Git | None, history: History | Skip | None) -> Evidence:
    """Return the evidence about all approvals of a project.

    Without a history (``None``) only the files that the policy names are read.
    """
    unknown = {"reviews": "only the platform knows its reviews; the GitHub Action asks it"}
    if sources.policy.allowed_signers is None and _is_asking(sources.policy, "signed", "reviewed"):
        unknown["signatures"] = "approvals.allowed-signers names no file to verify them with"
    rosters = dict(_read_rosters(sources, unknown))
    owners = _read_owners(sources, unknown)
    found: dict[tuple[str, str, int], Origin] = {}
    signers: dict[str, tuple[str, ...]] = {}
    signatures: dict[str, tuple[str, ...]] = {}
    if history is not None:
        approved = [d for d in sources.project.documents if not d.broken and any(list_records(d))]
        found = _all_origins(sources, git, history, approved)
        try:
            tool = _make_base_verifier(sources, git)
            signatures = _list_signatures(tool, approved)
            signers = _find_signers(tool, git, approved, found)
        except GitError as error:
            unknown["signatures"] = str(error)
    return Evidence(found, signers, signatures, rosters=rosters, owners=owners, unknown=unknown)


def _read_rosters(
    sources: Sources, unknown: dict[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    policy = sources.policy
    paths = {policy.roster, *(own.roster for own in policy.kinds.values())}
    for path in sorted(filter(None, paths)):
        try:
            lines = (
                text.partition("#")[0].strip() for text in read_text(sources.base, path).split("\n")
            )
            yield path, tuple(filter(None, lines))
        except ConfigError as error:
            unknown[path] = str(error)


def _read_owners(sources: Sources, unknown: dict[str, str]) -> dict[str, tuple[str, ...]]:
    policy = sources.policy
    if not any([policy.codeowners, *(own.codeowners for own in policy.kinds.values())]):
        return {}
    path = next((path for path in OWNERS if path in sources.base.paths), OWNERS[0])
    try:
        text = read_text(sources.base, path)
    except ConfigError as error:
        unknown["CODEOWNERS"] = str(error)
        return {}
    return {d.path: owners_of(text, d.path) for d in sources.project.documents}


# Who added a record, and who wrote the text.


def _all_origins(
    sources: Sources, git: Git | None, history: History | Skip, documents: Iterable[Document]
) -> dict[tuple[str, str, int], Origin]:
    found: dict[tuple[str, str, int], Origin] = {}
    documents = list(documents)
    if git is not None and isinstance(history, History):
        _read_ahead(git, history, documents)
    for document in documents:
        if git is None or isinstance(history, Skip):
            why = history.why if isinstance(history, Skip) else "there is no git here"
            found |= find_origins(document, (), why)
        else:
            found |= _trace_records(Trail(sources, git, history, document), document)
    return found


def _read_ahead(git: Git, history: History, documents: Iterable[Document]) -> None:
    """Let git read all earlier texts at once; one process for each document takes longer."""
    touches = (
        touch
        for document in documents
        for commit in history.by_path.get(document.path, ())
        for touch in commit.touches
        if touch.path == document.path
    )
    oids = {oid for touch in touches for oid in (touch.old, touch.new) if oid}
    if oids:
        git.read_blobs(sorted(oids), _DOCUMENT)


def _trace_records(
    trail: Trail, document: Document
) -> Iterable[tuple[tuple[str, str, int], Origin]]:
    try:
        editions = trail.follow_document()
    except GitError as error:
        return find_origins(document, (), str(error))
    return find_origins(document, editions, trail.unknown)


class Trail:
    """The commits that changed one document, wherever its file lay."""

    def __init__(self, sources: Sources, git: Git, history: History, document: Document) -> None:
        self._sources, self._git, self._history = sources, git, history
        self._document = document
        self.unknown = "" if history.complete else f"not all commits are here: {UNSHALLOW}"

    def follow_document(self) -> list[Edition]:
        """Return the editions of the document; sets ``unknown`` when one could not be read."""
        found: list[Edition] = []
        paths = [self._document.path]
        for path in paths:
            for edition, origin in self._follow_path(path):
                found.append(edition)
                if origin and origin not in paths:
                    paths.append(origin)
        return found

    def find_texts(self) -> tuple[Document, ...]:
        """Return the texts that the document had, the newest first; see :meth:`follow_document`."""
        several = (
            text for edition in self.follow_document() for text in (edition.new, edition.old)
        )
        return tuple(text for text in several if text)

    def _follow_path(self, path: str) -> Iterator[tuple[Edition, str]]:
        """Yield the commits that wrote a path, with the path that the file had before, if other."""
        commits = self._history.by_path.get(path, ())
        touched = [(c, t) for c in commits for t in c.touches if t.path == path and t.new]
        mine = [(c, t) for c, t in touched if is_own_change(self._git, c, frozenset({path}))]
        texts = self._read_blobs({oid for _, t in mine for oid in (t.old, t.new) if oid})
        for commit, touch in mine:
            new = self._read_version(texts.get(touch.new), path)
            old, before = self._read_version(texts.get(touch.old), path), ""
            if touch.is_addition:
                old, before = self._find_move(commit, new)
            yield Edition(commit, old, new), before

    def _find_move(self, commit: Commit, new: Document | None) -> tuple[Document | None, str]:
        """Return the same document where the commit took it away, and its path there."""
        gone = [t for t in commit.touches if t.is_deletion and t.path.endswith(".md")]
        texts = self._read_blobs({touch.old for touch in gone})
        for touch in gone:
            old = self._read_version(texts.get(touch.old), touch.path)
            if old and new and old.id and old.id == new.id:
                return old, touch.path
        return None, ""

    def _read_blobs(self, oids: set[str]) -> Mapping[str, bytes | GitError]:
        texts = self._git.read_blobs(sorted(oids), _DOCUMENT) if oids else {}
        unread = [str(text) for text in texts.values() if not isinstance(text, bytes)]
        self.unknown = self.unknown or next(iter(unread), "")
        return texts

    def _read_version(self, data: object, path: str) -> Document | None:
        text = self._sources.reader.read_version(self._document, data, path)
        if text and text.failure:
            self.unknown = self.unknown or text.failure.why
        return text


def find_earlier(
    git: Git, change: Change, before: Loaded, base: Tree, sha: str
) -> tuple[Mapping[str, tuple[Document, ...]], str]:
    """Return the texts that documents with a new record had before a step, by their paths.

    ``sha`` is the commit of the base. With them comes why there may be more. Raises ``GitError``
    when git does not answer.
    """
    recorded = dict(find_recorded(change))
    if not recorded:
        return {}, ""
    history, unknown = git.read_history(sha), ""
    sources = Sources(change.before, change.policy, base, before.reader)
    found: dict[str, tuple[Document, ...]] = {}
    for document in change.after.documents:
        names = recorded.get(document.path)
        if names is None:
            continue
        former = next(iter(names - {document.path}), document.path)
        trail = Trail(sources, git, history, replace(document, source=Source(former, "")))
        found[document.path] = trail.find_texts()
        unknown = unknown or trail.unknown
    return found, unknown


# Whose signatures verify.


def _make_base_verifier(sources: Sources, git: Git | None) -> Verifier | None:
    """Return what verifies against the signers of the base; nothing when the policy names none."""
    path = sources.policy.allowed_signers
    if path is None or git is None:
        return None
    try:
        return make_verifier(read_text(sources.base, path).encode(), git.root)
    except ConfigError as error:
        raise GitError(str(error)) from None


def _list_signatures(
    tool: Verifier | None, documents: Iterable[Document]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for document in documents if tool else ():
        for *_, record in all_records(document):
            (namespace, said), who = signed_line(document, record), name_principal(record.by)
            if tool and record.signature:
                proof = armour_signature(record.signature)
                if tool.is_signed_by(who, namespace, proof, said.encode()):
                    found[said] = (*found.get(said, ()), who)
    return found


def _find_signers(
    tool: Verifier | None,
    git: Git | None,
    documents: Iterable[Document],
    found: Mapping[tuple[str, str, int], Origin],
) -> dict[str, tuple[str, ...]]:
    if tool is None or git is None:
        return {}
    wanted = {
        (commit.sha, name_principal(record.by))
        for document in documents
        for name, index, record in all_records(document)
        for commit in found[document.path, name, index].commits
    }
    shas = sorted({sha for sha, _ in wanted})
    objects = git.read_commits(shas) if shas else {}
    signed: dict[str, tuple[str, ...]] = {}
    for sha, who in sorted(wanted):
        proof, text = split_commit(objects[sha], git.object_format())
        if proof and tool.is_signed_by(who, COMMIT, proof, text):
            signed[sha] = (*signed.get(sha, ()), who)
    return signed
