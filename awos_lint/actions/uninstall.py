"""Undo an installation: remove what awos wrote and nobody edited, and its parts of shared files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from awos_lint.actions.install import Site
from awos_lint.files import remove_file, write_atomic
from awos_lint.scaffold import lock as locks
from awos_lint.scaffold.lock import Lock, LockedPiece
from awos_lint.scaffold.originals import restore_original
from awos_lint.scaffold.parts import Draft, Piece, Whole
from awos_lint.scaffold.plan import to_json_data
from awos_lint.scaffold.wanted import Part
from awos_lint.syntax.edit import UneditableError

_EMPTY = ("", "{}")
"""What is left of a file that held nothing but what awos wrote."""


@dataclass
class Undoing:
    """What is removed, with its text; what changes, as it is and as it will be; and what stays.

    ``records`` are files below ``.awos``, which are removed last, the lock at the very end.
    """

    removed: dict[str, str] = field(default_factory=dict)
    changed: dict[str, tuple[str, str]] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    records: dict[str, str] = field(default_factory=dict)


def plan_undoing(site: Site, parts: Iterable[Part]) -> Undoing:
    """Return what undoing does, by the lock; ``parts`` are those that the lock's answers give."""
    found = Undoing()
    if site.lock is None:
        return found
    lock, coming = site.lock.with_coming(), site.lock.coming
    written = {(file.at, file.digest) for file in (*lock.files, *(coming.files if coming else ()))}
    written |= {(file.at, file.digest) for file in lock.drafts}
    for file in (*lock.drafts, *lock.files):
        text = site.read(file.at).text
        if text is None or file.found:
            continue
        if (file.at, locks.compute_digest(text)) in written:
            found.removed[file.at] = text
        else:
            found.kept.append((file.at, "you edited it"))
    all_parts = list(parts)
    known = {(p.path, p.name): p for p in all_parts if not isinstance(p, Draft | Whole)}
    for path, pieces in groupby(lock.pieces, key=lambda piece: piece.path):
        _take_out(site, lock, found, path, list(pieces), known)
    if _says_nothing_of_before(lock):
        found.kept += _perhaps_ours(site, found, all_parts)
    for path, text in _list_records(site):
        found.records[path] = text
    return found


def _says_nothing_of_before(lock: Lock) -> bool:
    """Return whether a lock may be one of 0.1.0, which noted neither drafts nor what it made."""
    return not lock.drafts and not any(piece.found or piece.created for piece in lock.pieces)


def _perhaps_ours(site: Site, found: Undoing, parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    """Yield what stays because nobody knows whether it was there before awos."""
    for path, (_, text) in found.changed.items():
        if text.strip() in _EMPTY:
            yield path, "nothing is left in it; delete it if it was not there before awos"
    for part in parts:
        drafted = isinstance(part, Draft) and part.path not in found.removed
        if drafted and site.read(part.path).text is not None:
            yield part.path, "it may be yours; delete it if you do not need it"
    if site.native:
        home = site.loaded.settings.config.documents
        yield f"{home}/", "its documents may be yours; delete those that you do not need"


def _take_out(
    site: Site,
    lock: Lock,
    found: Undoing,
    path: str,
    pieces: list[LockedPiece],
    known: dict[tuple[str, str], Piece],
) -> None:
    """Take the pieces of a file out that are as awos wrote them."""
    before = text = site.read(path).text
    if before is None or text is None:
        return
    original = restore_original(lock.shared, path, before)
    if original is not None:
        found.changed[path] = (before, original)
        return
    for piece in reversed(pieces):
        part = known.get((path, piece.name))
        try:
            now = part.read_value(text) if part else None
            if part is None or now is None or piece.found:
                continue
            if to_json_data(now) not in (piece.value, to_json_data(part.value)):
                found.kept.append((path, f"you edited `{piece.name}`"))
                continue
            text = part.remove_from(text)
        except UneditableError as error:
            found.kept.append((path, f"`{piece.name}` stays: {error}"))
    if text.strip() in _EMPTY and any(piece.created for piece in pieces):
        found.removed[path] = before
    elif text != before:
        found.changed[path] = (before, text)


def _list_records(site: Site) -> Iterator[tuple[str, str]]:
    assert site.lock
    for file in site.lock.with_coming().files:
        path = locks.pristine_path(file.path)
        text = site.read(path).text
        if text is not None:
            yield path, text
    lock = site.read(locks.PATH).text
    if lock is not None:
        yield locks.PATH, lock


def remove_installed(site: Site, plan: Undoing) -> None:
    """Carry a plan out; raises :class:`awos_lint.files.WriteError`.

    The lock goes last: until then the same command goes on where this one stopped.
    """
    root = site.place.root
    for path, (before, text) in plan.changed.items():
        write_atomic(root, path, text.encode(), before.encode())
    for path, text in (*plan.removed.items(), *plan.records.items()):
        remove_file(root, path, text.encode())
