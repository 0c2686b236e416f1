"""Install and upgrade in a repository: what is there, and what is written."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from awos_lint import __version__
from awos_lint.core.errors import UnreadError
from awos_lint.core.model.files import Files
from awos_lint.core.model.kinds import PAGE
from awos_lint.core.text import escape_text, normalize_breaks
from awos_lint.files import ABSENT, WriteError, remove_file, write_atomic, write_new, write_whole
from awos_lint.files.tree import Unread
from awos_lint.git import GitError
from awos_lint.git.merging import merge_texts
from awos_lint.hosts import load_hosts
from awos_lint.project.load import Loaded, load_project
from awos_lint.project.place import Place
from awos_lint.project.settings import find_settings
from awos_lint.scaffold import lock as locks
from awos_lint.scaffold.answers import Answers
from awos_lint.scaffold.lock import Lock, LockError, read_lock
from awos_lint.scaffold.plan import Found, Plan, Repository, plan_parts
from awos_lint.scaffold.wanted import CONFIGURATION, Part, Texts, list_parts

_LIMIT = 1_048_576
_ALIKE = 0.5
"""From which share of equal lines on a file is one that was renamed, as for git."""
_CANDIDATES = 500


@dataclass(frozen=True)
class Site:
    """A repository as an installation finds it.

    ``loaded`` is the project in it. Raises what reading it does.
    """

    place: Place

    @cached_property
    def loaded(self) -> Loaded:
        """The project that is there already."""
        return load_project(self.place.tree, find_settings(self.place.tree))

    @cached_property
    def lock(self) -> Lock | None:
        """What was installed before; raises :class:`LockError` when that cannot be known."""
        found = self.read(locks.PATH)
        if found.why:
            raise LockError(f"{locks.PATH} cannot be used: {found.why}")
        return None if found.text is None else read_lock(found.text)

    @cached_property
    def detected(self) -> tuple[str, ...]:
        """The agents that the repository shows traces of, by the names of their hosts."""
        known = self._files
        found = [host for host in load_hosts().values() if any(map(known.has_path, host.signs))]
        return tuple(host.name for host in found)

    @cached_property
    def foreign(self) -> tuple[str, ...]:
        """The layouts of other frameworks whose documents are there."""
        documents = self.loaded.project.documents
        found = {d.layout for d in documents if d.kind != PAGE and not d.is_native}
        return tuple(sorted(found))

    @property
    def native(self) -> bool:
        """Whether there are documents in the native layout already."""
        return any(document.is_native for document in self.loaded.project.documents)

    @cached_property
    def fresh(self) -> bool:
        """Whether there is no code yet: nothing but files at the top and in hidden folders."""
        home = f"{self.loaded.settings.config.documents.strip('/')}/"
        folders = (path for path in self.place.tree.paths if "/" in path)
        return all(path.startswith((".", home)) for path in folders)

    @cached_property
    def _files(self) -> Files:
        tree = self.place.tree
        return Files(frozenset({*tree.paths, *tree.skipped}))

    def read(self, path: str) -> Found:
        """Return a file's text, or why it must not be touched.

        Raises :class:`awos_lint.core.errors.UnreadError` where the system did not let awos read it:
        what becomes of a file is not decided by what could not be seen.
        """
        if why := self._find_clash(path):
            return Found(why=why)
        data = self.place.tree.read(path, _LIMIT)
        if isinstance(data, Unread):
            if data.failed:
                again = "make it readable and run the same command again"
                raise UnreadError(f"{escape_text(path)}: {data.reason}; {again}")
            return Found(why="" if data is ABSENT else data.reason)
        try:
            return Found(data.decode())
        except UnicodeDecodeError:
            return Found(why="it is not UTF-8")

    def _find_clash(self, path: str) -> str:
        """Return which path there differs from one in letter case alone."""
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            other = self._files.other_case("/".join(parts[:end]))
            if other and not self._files.has_path("/".join(parts[:end])):
                return (
                    f"{escape_text(other)} is there, which is the same where letter case is ignored"
                )
            above = "/".join(parts[: end - 1])
            if above in self._files.paths and above not in self.place.tree.skipped:
                return f"{escape_text(above)} is a file, and a folder is needed there"
        return ""

    def read_pristine(self, path: str) -> str | None:
        """Return the pristine copy of a file."""
        return self.read(locks.pristine_path(path)).text

    def find_moved(self, path: str, copy: str) -> str | None:
        """Return where a file is that was renamed, by what awos wrote into it."""
        best, share = None, _ALIKE
        for other in self._list_candidates(path):
            text = self.read(other).text
            if text and (alike := _compare_texts(copy, text)) >= share:
                best, share = other, alike
        return best

    def _list_candidates(self, path: str) -> Iterator[str]:
        known = {file.at for file in self.lock.files} if self.lock else set()
        ending = path.rpartition(".")[2]
        folder = path.split("/")[0]
        paths = self.place.tree.paths - known
        found = sorted(p for p in paths if p.startswith(f"{folder}/") and p.endswith(f".{ending}"))
        return iter(found[:_CANDIDATES])

    def list_ignored(self) -> list[str]:
        """Return what was installed as whole files and is left out of what git lists."""
        known = [file.at for file in self.lock.files] if self.lock else []
        hidden = (path for path in known if path not in self.place.tree.paths)
        return [path for path in hidden if self.read(path).text is not None]

    def find_parts(self, answers: Answers, texts: Texts) -> list[Part]:
        """Return what an installation has here."""
        parts = list_parts(answers, texts, fresh=self.fresh)
        own = self.loaded.settings.path
        if own and own != CONFIGURATION:
            return [part for part in parts if part.path != CONFIGURATION]
        return parts

    def plan_changes(self, answers: Answers, texts: Texts) -> Plan:
        """Return what an installation or an upgrade would do."""
        parts = self.find_parts(answers, texts)
        repository = Repository(self.read, self.read_pristine, self.find_moved, _merge_texts)
        return plan_parts(parts, answers, self.lock, repository, __version__)

    def carry_out(self, plan: Plan) -> None:
        """Write what a plan says: what changes first, all or none, then what is new, then the lock.

        It begins with a lock, by which a killed one is gone on with or undone; that of a first
        installation is marked as unfinished. Raises :class:`awos_lint.files.WriteError` at the
        first file that cannot be written; the same command goes on from there.
        """
        begun, recorded = _begin_lock(self.lock, plan.lock), self.read(locks.PATH).text
        if plan.texts:
            self._record_pristine(locks.PATH, begun.write_text())
        changed = [path for path, before in plan.before.items() if before is not None]
        try:
            for path in changed:
                self._replace_file(path, plan.texts[path], plan.before[path])
        except WriteError:
            for path in changed:
                # Also one that was changed, and the disk did not confirm it.
                if self.read(path).text == plan.texts[path]:
                    self._replace_file(path, plan.before[path], plan.texts[path])
            if recorded is None:
                remove_file(self.place.root, locks.PATH, _encode_text(begun.write_text()))
            else:
                self._record_pristine(locks.PATH, recorded)
            raise
        # The configuration says where documents live, for whoever goes on from here.
        new = sorted(plan.texts.keys() - {*changed}, key=lambda path: (path != CONFIGURATION, path))
        for path in new:
            write_new(self.place.root, path, _encode_text(plan.texts[path]))
        for path, text in plan.pristine.items():
            self._record_pristine(locks.pristine_path(path), text)
        self._record_pristine(locks.PATH, plan.lock.write_text())

    def _replace_file(self, path: str, new: str | None, old: str | None) -> None:
        write_atomic(self.place.root, path, _encode_text(new), _encode_text(old))

    def _record_pristine(self, path: str, text: str) -> None:
        found = self.read(path).text
        if found is None:
            write_new(self.place.root, path, _encode_text(text))
        elif locks.compute_digest(found) != locks.compute_digest(text):
            write_whole(self.place.root, path, _encode_text(text))


def _begin_lock(old: Lock | None, new: Lock) -> Lock:
    """Return the lock that stands while files are written."""
    if old is None:
        return new.model_copy(update={"unfinished": True})
    return old.model_copy(update={"coming": new})


def _encode_text(text: str | None) -> bytes:
    return (text or "").encode()


def _compare_texts(one: str, other: str) -> float:
    lines, others = _split_lines(one), _split_lines(other)
    matcher = difflib.SequenceMatcher(None, lines, others, autojunk=False)
    # Both are never below the ratio, which takes the product of the lines to tell.
    near = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
    return matcher.ratio() if near else 0.0


def _split_lines(text: str) -> Sequence[str]:
    return normalize_breaks(text).split("\n")


def _merge_texts(base: str, yours: str, theirs: str) -> tuple[str, int]:
    try:
        found = merge_texts(base, yours, theirs)
    except GitError:
        return "", -1
    return found.text, found.conflicts
