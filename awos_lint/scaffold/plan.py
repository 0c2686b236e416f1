"""What becomes of each part in a repository: written, merged, kept or refused.

Nothing a team wrote is lost: a file that was there before awos is left alone, one that awos wrote
and somebody edited is merged line by line, a piece of a shared file that somebody edited is kept,
and what was deleted stays deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from awos_lint.core.text import Source, has_mixed_breaks, match_breaks, normalize_breaks
from awos_lint.files import LINK
from awos_lint.scaffold.answers import Answers
from awos_lint.scaffold.lock import (
    Lock,
    LockedFile,
    LockedPiece,
    LockedShared,
    compute_digest,
    lock_answers,
)
from awos_lint.scaffold.originals import record_original, restore_original
from awos_lint.scaffold.parts import Draft, Piece, Section, Whole
from awos_lint.scaffold.wanted import Part
from awos_lint.syntax.edit import UneditableError
from awos_lint.syntax.parse.conflicts import find_conflict, without_theirs

Joiner = Callable[[str, str, str], tuple[str, int]]
"""Takes the pristine text, the team's and the new one; returns the merged text and its conflicts.

It returns a negative count where it cannot merge.
"""


_CONFLICTS = "conflicts to settle by hand"


class Fate(StrEnum):
    """What happens to a part."""

    CREATE = "create"
    ADD = "add"
    UPDATE = "update"
    MERGE = "merge"
    CONFLICT = "conflict"
    SAME = "unchanged"
    KEPT = "kept"
    THEIRS = "yours"
    GONE = "deleted"
    DROPPED = "dropped"
    REFUSED = "refused"


WRITING = frozenset({Fate.CREATE, Fate.ADD, Fate.UPDATE, Fate.MERGE, Fate.CONFLICT})
"""The fates of what is written."""


@dataclass(frozen=True, slots=True)
class Step:
    """One part and its fate; ``name`` is what a piece is called, ``why`` a clause about it.

    ``text`` is what a person would have to add by hand.
    """

    path: str
    fate: Fate
    name: str = ""
    why: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it is: its text, ``None`` when there is none; ``why`` it must not be touched."""

    text: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Repository:
    """What a plan asks about a repository.

    ``read`` returns a file, ``pristine`` the pristine copy of one, ``moved`` where a file that is
    not at its place any more is now, by that copy.
    """

    read: Callable[[str], Found]
    pristine: Callable[[str], str | None]
    moved: Callable[[str, str], str | None]
    join: Joiner


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps, the new texts by path, the new lock, and the new pristine copies by path."""

    steps: tuple[Step, ...]
    texts: Mapping[str, str]
    before: Mapping[str, str | None]
    lock: Lock
    pristine: Mapping[str, str]


def plan_parts(
    parts: Iterable[Part], answers: Answers, lock: Lock | None, repository: Repository, version: str
) -> Plan:
    """Return what becomes of the parts where a lock says what was installed before, if anything."""
    planning = _Planning(repository, lock)
    for part in parts:
        planning.plan_part(part)
    planning.report_rest()
    files = sorted(planning.files, key=lambda file: file.path)
    pieces = sorted(planning.pieces, key=lambda piece: (piece.path, piece.name))
    new = Lock(
        awos=version,
        answers=lock_answers(answers),
        files=files,
        pieces=pieces,
        drafts=planning.drafts,
        shared=list(planning.list_originals()),
    )
    texts = {p: t for p, t in planning.texts.items() if t != planning.before[p]}
    before = {path: planning.before[path] for path in texts}
    return Plan(tuple(planning.steps), texts, before, new, planning.copies)


@dataclass
class _Planning:
    """A plan in the making; ``texts`` hold what files say after the steps so far."""

    repository: Repository
    lock: Lock | None
    steps: list[Step] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    before: dict[str, str | None] = field(default_factory=dict)
    files: list[LockedFile] = field(default_factory=list)
    pieces: list[LockedPiece] = field(default_factory=list)
    copies: dict[str, str] = field(default_factory=dict)
    drafts: list[LockedFile] = field(default_factory=list)
    carried: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Look up what was installed before, or what a killed installation was about to write."""
        lock = self.lock
        self.whole = lock if lock and not lock.unfinished else None
        self.begun = (lock if lock.unfinished else lock.coming) if lock else None
        self.old_files = {file.path: file for file in self.whole.files} if self.whole else {}
        self.old_pieces = {(p.path, p.name): p for p in self.whole.pieces} if self.whole else {}
        begun = self.begun
        self.begun_files = {f.path: f for f in (*begun.files, *begun.drafts)} if begun else {}
        self.begun_pieces = {(p.path, p.name): p for p in begun.pieces} if begun else {}
        if self.whole:
            self.drafts = list(self.whole.drafts)

    def plan_part(self, part: Part) -> None:
        """Decide about one part."""
        if isinstance(part, Draft):
            self._plan_draft(part)
        elif isinstance(part, Whole):
            self._plan_whole(part)
        else:
            self._plan_piece(part)

    def report_rest(self) -> None:
        """Say what was installed before and is no part any more; it stays."""
        for file in self.old_files.values():
            there = self.repository.read(file.at).text is not None
            why = "awos does not have it any more; delete it if you do not need it"
            if there:
                self._add_step(file.at, Fate.DROPPED, why=why)

    def _add_step(
        self, path: str, fate: Fate, name: str = "", why: str = "", text: str = ""
    ) -> None:
        self.steps.append(Step(path, fate, name, why, text))

    def _find_file(self, path: str) -> Found:
        """Return a file as it is after the steps so far."""
        if path in self.texts:
            return Found(self.texts[path])
        return self.repository.read(path)

    def _write_file(self, path: str, text: str) -> None:
        if path not in self.before:
            self.before[path] = self.repository.read(path).text
        self.texts[path] = text

    def _plan_draft(self, part: Draft) -> None:
        known = self.begun_files.get(part.path)
        if self.whole or (self.begun and not known):
            return
        found = self._find_file(part.path)
        if known and found.text is not None:
            self._add_step(part.path, Fate.SAME)
            self.drafts.append(known)
        elif found.why:
            self._add_step(part.path, Fate.REFUSED, why=found.why)
        elif found.text is not None:
            self._add_step(part.path, Fate.THEIRS, why="it is there already")
        else:
            self._add_step(part.path, Fate.CREATE)
            self._write_file(part.path, part.text)
            made = LockedFile(path=part.path, at=part.path, digest=compute_digest(part.text))
            self.drafts.append(made)

    # Whole files.

    def _plan_whole(self, part: Whole) -> None:
        old = self.old_files.pop(part.path, None)
        at = old.at if old else part.path
        found = self._find_file(at)
        if found.why:
            self._add_step(at, Fate.REFUSED, why=found.why)
            self._keep_file(old)
        elif old is None:
            self._install_file(part, found)
        elif found.text is None:
            self._follow_missing(part, old)
        else:
            self._renew_file(part, old, found.text)

    def _keep_file(self, old: LockedFile | None) -> None:
        if old:
            self.files.append(old)

    def _lock_file(self, part: Whole, at: str, *, found: bool = False) -> None:
        self.files.append(
            LockedFile(path=part.path, at=at, digest=compute_digest(part.text), found=found)
        )
        self.copies[part.path] = part.text

    def _install_file(self, part: Whole, found: Found) -> None:
        known, there = self.begun_files.get(part.path), False
        if found.text is None:
            self._add_step(part.path, Fate.CREATE)
            self._write_file(part.path, part.text)
        elif compute_digest(found.text) == compute_digest(part.text):
            there = known is None or known.found
            self._add_step(part.path, Fate.SAME)
        else:
            self._add_step(
                part.path, Fate.THEIRS, why="it was there before awos, and is left alone"
            )
            return
        self._lock_file(part, part.path, found=there)

    def _follow_missing(self, part: Whole, old: LockedFile) -> None:
        """Follow a file that was renamed; what was deleted stays deleted."""
        copy = self._read_copy(old)
        at = self.repository.moved(old.at, copy) if copy is not None else None
        others = {file.at for file in (*self.files, *self.old_files.values())}
        text = self._find_file(at).text if at and at not in others else None
        if at is None or text is None:
            self._add_step(old.at, Fate.GONE, why="you deleted it, and it stays so")
            self._keep_file(old)
            return
        moved = old.model_copy(update={"at": at})
        self._renew_file(part, moved, text, why=f"renamed from {old.at}")

    def _read_copy(self, old: LockedFile) -> str | None:
        """Return the pristine copy; ``None`` when it is not what awos wrote."""
        copy = self.repository.pristine(old.path)
        return copy if copy is not None and compute_digest(copy) == old.digest else None

    def _renew_file(self, part: Whole, old: LockedFile, yours: str, why: str = "") -> None:
        at = old.at
        marked = find_conflict(Source(at, yours)) is not None
        if self._is_recorded(part, old) or (marked and self._is_merged(part, old, yours)):
            self._add_step(
                at, Fate.CONFLICT if marked else Fate.SAME, why=_CONFLICTS if marked else ""
            )
            self._lock_file(part, at, found=old.found)
        elif marked:
            self._add_step(at, Fate.CONFLICT, why="conflicts are left to settle by hand")
            self._keep_file(old)
        elif compute_digest(part.text) in (old.digest, compute_digest(yours)):
            same = compute_digest(yours) == compute_digest(part.text)
            fate = Fate.SAME if same else Fate.KEPT
            self._add_step(at, fate, why=why or ("" if same else "you edited it, and awos did not"))
            self._lock_file(part, at, found=old.found)
        elif compute_digest(yours) == old.digest:
            self._add_step(at, Fate.UPDATE, why=why)
            self._write_file(at, match_breaks(yours, part.text))
            self._lock_file(part, at, found=old.found)
        else:
            self._merge_file(part, old, yours)

    def _is_recorded(self, part: Whole, old: LockedFile) -> bool:
        """Return whether a killed upgrade wrote the text already: the pristine copy is the new."""
        copy = self.repository.pristine(old.path)
        return copy is not None and old.digest != compute_digest(copy) == compute_digest(part.text)

    def _is_merged(self, part: Whole, old: LockedFile, yours: str) -> bool:
        """Return whether a killed upgrade wrote these conflicts: the same merge gives the same."""
        copy = self._read_copy(old)
        if copy is None or has_mixed_breaks(yours) or compute_digest(part.text) == old.digest:
            return False
        merged, conflicts = self.repository.join(
            normalize_breaks(copy), normalize_breaks(without_theirs(yours)), part.text
        )
        return conflicts > 0 and normalize_breaks(merged) == normalize_breaks(yours)

    def _merge_file(self, part: Whole, old: LockedFile, yours: str) -> None:
        copy = self._read_copy(old)
        merged, conflicts = ("", -1)
        if copy is not None and not has_mixed_breaks(yours):
            merged, conflicts = self.repository.join(
                normalize_breaks(copy), normalize_breaks(yours), part.text
            )
        if conflicts < 0:
            lost = "there is no git to merge with" if copy is not None else _no_copy(old)
            lost = "its lines end in two ways" if has_mixed_breaks(yours) else lost
            self._add_step(old.at, Fate.KEPT, why=f"you edited it, and {lost}")
            self._keep_file(old)
        elif conflicts and part.loaded:
            why = "you edited the lines that awos changed; a conflict would switch it off"
            self._add_step(old.at, Fate.KEPT, why=why)
            self._keep_file(old)
        else:
            count = f"{conflicts} conflict{'s' if conflicts > 1 else ''} to settle by hand"
            fate = Fate.CONFLICT if conflicts else Fate.MERGE
            self._add_step(old.at, fate, why=count if conflicts else "with your edits")
            self._write_file(old.at, match_breaks(yours, merged))
            self._lock_file(part, old.at, found=old.found)

    # Pieces.

    def _plan_piece(self, part: Piece) -> None:
        found = self._find_file(part.path)
        old = self.old_pieces.get((part.path, part.name))
        try:
            fate, why = self._settle_piece(part, found, old)
        except UneditableError as error:
            fate, why = Fate.REFUSED, str(error)
        by_hand = part.write_sample() if fate is Fate.REFUSED else ""
        self._add_step(part.path, fate, part.name, why, by_hand)
        recorded = fate in (Fate.ADD, Fate.UPDATE, Fate.CREATE, Fate.SAME)
        if recorded:
            known = old or self.begun_pieces.get((part.path, part.name))
            there = known.found if known else fate is Fate.SAME
            created = known.created if known else fate is Fate.CREATE
            value = to_json_data(part.value)
            self.pieces.append(
                LockedPiece(
                    path=part.path, name=part.name, value=value, found=there, created=created
                )
            )
        elif old:
            self.pieces.append(old)
        if self.pieces and self.pieces[-1].path == part.path and not self.pieces[-1].found:
            self.carried |= {part.path} if fate not in (Fate.ADD, Fate.CREATE) else set()

    def list_originals(self) -> Iterator[LockedShared]:
        """Yield by what each file that others own too is given back what it held before awos.

        That is unknown where somebody edited it since; then pieces are taken out one by one.
        """
        records = self.lock.with_coming().shared if self.lock else []
        for path in sorted({piece.path for piece in self.pieces}):
            there = self.repository.read(path).text
            if there is None:
                continue
            original = restore_original(records, path, there)
            if original is None and path not in self.carried:
                original = there
            now = self.texts.get(path, there)
            if original is not None and original != now:
                yield record_original(path, now, original)

    def _settle_piece(self, part: Piece, found: Found, old: LockedPiece | None) -> tuple[Fate, str]:
        if found.why == LINK and isinstance(part, Section):
            return Fate.THEIRS, "it is a link, and what it leads to is read"
        if found.why:
            return Fate.REFUSED, found.why
        now = part.read_value(found.text or "")
        wanted = to_json_data(part.value)
        if now is not None and to_json_data(now) == wanted:
            return Fate.SAME, ""
        if now is None and old:
            return Fate.GONE, "you deleted it, and it stays so"
        if now is not None and not old:
            return Fate.THEIRS, "it was there before awos, and is left alone"
        if old and now is not None and to_json_data(now) != old.value:
            same = old.value == wanted
            return Fate.KEPT, f"you edited it{'' if same else ', and awos changed it too'}"
        self._write_file(part.path, part.put_value(found.text or ""))
        return (Fate.UPDATE if old else Fate.ADD if found.text is not None else Fate.CREATE), ""


def to_json_data(value: Any) -> Any:
    """Return data as JSON would give it back."""
    if isinstance(value, Mapping):
        return {key: to_json_data(inner) for key, inner in value.items()}
    return [to_json_data(inner) for inner in value] if isinstance(value, list | tuple) else value


def _no_copy(old: LockedFile) -> str:
    return f"the pristine copy of {old.path} is not the one that awos wrote"
