"""What a project declares and does not have: decided here, for every command and hook.

A folder of documents is declared by the configuration, or by an installation that began documents
in it. So is every place in which a commit has documents: HEAD for a work tree and the index, the
base for a step.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from awos_lint.core.diagnostic import Skip
from awos_lint.core.model.document import NATIVE, Document
from awos_lint.core.model.kinds import PAGE
from awos_lint.core.wording import count_noun
from awos_lint.files.tree import CommitTree, IndexTree, Tree, Unread, WorkTree
from awos_lint.git import UnknownRevisionError
from awos_lint.graph.diff import find_vanished, measure_likeness, split_words
from awos_lint.layouts import load_layouts
from awos_lint.project.load import Loaded, find_claimed, load_commit
from awos_lint.project.settings import Settings, settings_at

if TYPE_CHECKING:
    from awos_lint.scaffold.lock import Lock

_LOCK_BYTES = 1_048_576
_ALIKE = 0.5
"""From which share of words in common on two texts are one that was moved."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A folder that must hold documents, and what says so."""

    folder: str
    by: str


def find_absent(tree: Tree, loaded: Loaded) -> tuple[Skip, ...]:
    """Return what is declared and absent in a tree that was read, once for each place."""
    found: dict[str, Skip] = {}
    for skip in (*_missing_folder(tree, loaded), *_lost_since_head(tree, loaded)):
        found.setdefault(skip.what, skip)
    return tuple(found.values())


def find_declared(tree: Tree, settings: Settings) -> Declared | Skip | None:
    """Return the folder of documents that the configuration or an installation declares.

    An installation beside documents of another framework writes the folder into the configuration
    and begins nothing in it: then nothing is declared. It cannot be told where the lock file cannot
    be used.
    """
    from awos_lint.scaffold.lock import PATH, LockError

    folder = settings.config.documents
    try:
        lock = _read_lock(tree, settings)
    except LockError as error:
        return Skip(PATH, str(error))
    installed = lock.answers.documents if lock else ""
    begun = lock is not None and any(_is_in(installed, file.path) for file in lock.files)
    if key := settings.origins.get("documents"):
        return Declared(folder, f"`documents` in {key}") if begun or folder != installed else None
    return Declared(installed, PATH) if begun else None


def _read_lock(tree: Tree, settings: Settings) -> Lock | None:
    """Return the lock file of the repository, which speaks of the project at its top only."""
    from awos_lint.scaffold.lock import PATH, LockError, read_lock

    if settings.base or PATH not in tree.paths:
        return None
    data = tree.read(PATH, _LOCK_BYTES)
    if isinstance(data, Unread):
        raise LockError(f"{PATH} cannot be used: {data.reason}")
    return read_lock(data.decode(errors="replace"))


def _missing_folder(tree: Tree, loaded: Loaded) -> Iterator[Skip]:
    """Yield the declared folder of documents when nothing was found in it.

    The lock file is read only then. So is each folder that ``folders`` names.
    """
    for folder in loaded.settings.config.folders.spec_kit:
        if not _holds_any(loaded, folder):
            key = f"`folders.spec-kit` in {loaded.settings.origins['folders']}"
            yield _no_document(Declared(folder, key))
    if _holds_any(loaded, loaded.settings.config.documents):
        return
    declared = find_declared(tree, loaded.settings)
    if isinstance(declared, Skip):
        yield declared
    elif declared and not _holds_any(loaded, declared.folder):
        yield _no_document(declared)


def _no_document(declared: Declared) -> Skip:
    why = f"no document found there, and {declared.by} names the folder"
    return Skip(declared.folder, f"{why}: restore the documents, or correct the name")


def _holds_any(loaded: Loaded, folder: str) -> bool:
    """Return whether a folder has documents, or what could not be read and is reported so."""
    paths = (document.path for document in loaded.project.documents)
    unread = (skip.what for skip in loaded.unreadable)
    return any(_is_in(folder, path) for path in (*paths, *unread))


def _is_in(folder: str, path: str) -> bool:
    home = folder.strip("/")
    return home in ("", ".") or path == home or path.startswith(f"{home}/")


def _lost_since_head(tree: Tree, loaded: Loaded) -> Iterator[Skip]:
    """Yield the places in which HEAD has documents and the work tree or the index has none.

    Only where the file of a document or of the configuration is gone is anything of HEAD read.
    """
    if not isinstance(tree, WorkTree | IndexTree) or tree.git is None:
        return
    try:
        head = CommitTree(tree.git, tree.git.resolve_revision("HEAD"))
    except UnknownRevisionError:
        return
    gone, now = _find_gone(tree, head), loaded.settings
    settings = (settings_at(head, now.base, now.path) if gone else None) or now
    read = (
        {settings.path, *(claim.path for _, claim in find_claimed(head, settings))} if gone else ()
    )
    if not gone.isdisjoint(read):
        before = load_commit(head, settings)
        yield from find_lost(before, loaded, find_departed(before, head, loaded, tree), "HEAD")


def _find_gone(tree: WorkTree | IndexTree, head: CommitTree) -> frozenset[str]:
    """Return the files of HEAD that are in the tree no more."""
    assert tree.git is not None, "there is a HEAD"
    staged = {touch.path for touch in tree.git.staged_step(head.sha) if not touch.new}
    return frozenset((staged | tree.listing.gone) - tree.paths - tree.skipped.keys())


def find_departed(before: Loaded, base: Tree, after: Loaded, tree: Tree) -> list[Document]:
    """Return the documents of a base that are nowhere in a tree, under no id, path or text."""
    away = find_archived(before, base, after, tree)
    return find_vanished(before.project, after.project, away)


def find_archived(before: Loaded, base: Tree, after: Loaded, tree: Tree) -> frozenset[str]:
    """Return the paths of documents that were moved to where their layout reads none.

    OpenSpec keeps its finished changes so. Such a file is known by its name and its words.
    """
    gone = [d for d in find_vanished(before.project, after.project) if d.kind != PAGE]
    pages = (document for document in after.project.documents if document.kind == PAGE)
    aside = {(page.layout, page.path) for page in pages}
    aside |= {(one.layout, one.path) for one in after.aside}
    keeping = {layout.name for layout in load_layouts().values() if "archive" in layout.expresses}
    aside = {(layout, path) for layout, path in aside if layout in keeping}
    fresh: dict[tuple[str, str], list[str]] = {}
    for layout, path in sorted(aside) if gone else ():
        if path not in base.paths:
            fresh.setdefault((layout, posixpath.basename(path)), []).append(path)
    limit = after.settings.config.limits.document_bytes
    return frozenset(
        document.path
        for document in gone
        for path in fresh.get((document.layout, posixpath.basename(document.path)), ())
        if _is_alike(document, tree.read(path, limit))
    )


def _is_alike(document: Document, data: bytes | Unread) -> bool:
    if isinstance(data, Unread):
        return False
    text = data.decode(errors="replace")
    return measure_likeness(split_words(document.source.text), split_words(text)) >= _ALIKE


def find_lost(
    before: Loaded, after: Loaded, gone: Iterable[Document], since: str
) -> Iterator[Skip]:
    """Yield the places that had documents before, and have none of them or of others now.

    ``gone`` are the documents that are not there any more.
    """
    now = {_find_place(after, d) for d in after.project.documents if d.kind != PAGE}
    lost: dict[tuple[str, str], list[str]] = {}
    for document in gone:
        place = _find_place(before, document)
        if place not in now and _is_expected(before.settings, after, document):
            lost.setdefault(place, []).append(document.path)
    for (layout, _), paths in sorted(lost.items()):
        native = layout == NATIVE
        what = before.settings.config.documents if native else _common_folder(paths)
        why = f"{count_noun(len(set(paths)), 'document')} at {since} and none now"
        yield Skip(what, f"{why}: restore them, or name in `layouts` what the project has")


def _is_expected(before: Settings, after: Loaded, document: Document) -> bool:
    """Return whether a document that is not there any more is so without the project's saying.

    It may choose other layouts, and read a file no more by what it configures. It does not say so
    by having a configuration no more.
    """
    now = after.settings
    if now.config.layouts is not None and document.layout not in now.config.layouts:
        return False
    forgotten = before.config.documents != now.config.documents and "documents" not in now.origins
    left = document.path not in after.project.files.paths
    return left or (document.is_native and forgotten)


def _find_place(loaded: Loaded, document: Document) -> tuple[str, str]:
    """Return where the layout of a document lies; the native one has one place."""
    native = document.is_native
    return document.layout, "" if native else loaded.roots.get(document.path, "")


def _common_folder(paths: Sequence[str]) -> str:
    return posixpath.commonpath([posixpath.dirname(path) for path in paths]) or "."
