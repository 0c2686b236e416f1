"""Whether an agent may end: what it ticked without doing it, and what it left broken."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from awos_lint.core.diagnostic import Diagnostic, Failure, Severity, select_failures
from awos_lint.core.model.document import Document
from awos_lint.core.model.files import Files
from awos_lint.core.model.policy import is_policy
from awos_lint.files import Reader, WriteError, write_whole
from awos_lint.files.tree import CommitTree, WorkTree
from awos_lint.git import Git, UnknownRevisionError
from awos_lint.graph.diff import find_added, find_changed
from awos_lint.graph.subjects import Change
from awos_lint.guard.protected_paths import refuse_loosened, refuse_protected
from awos_lint.guard.response import Note, describe_unfinished
from awos_lint.guard.self_approval import refuse_approval, refuse_suppression
from awos_lint.linter.check import check_project
from awos_lint.project.changed_files import compare_on_disk
from awos_lint.project.diff import Stepped, load_step
from awos_lint.project.load import find_claimed
from awos_lint.project.place import Place
from awos_lint.project.revision_range import Step
from awos_lint.project.settings import LIMIT, Settings
from awos_lint.project.workspace import Workspace

_TICKED: Final = "change-task-without-files"
_STATE: Final = "awos-hook"  # a file in the folder of git, never in the work tree
_STATE_BYTES: Final = 65_536
_REMEMBERED: Final = 500
_PERSONAL: Final = (
    "and only a person does that: if you did, take it back; if a person did, say so and end"
)


class NoHistoryError(Exception):
    """It cannot be told what an agent has done; the message says why."""


class Ending(NamedTuple):
    """Why an agent should go on, empty when it may end; and what a bug kept from being judged."""

    why: str = ""
    failures: Sequence[Failure] = ()


def judge_ending(place: Place, session: str, *, alone: bool) -> Ending:
    """Return why an agent should go on, if it should.

    What was said once in a session is not said again. ``alone`` is true where nothing but the file
    of what was said keeps an agent from going round in circles: where that cannot be written, it
    ends. Raises :class:`NoHistoryError`, ``ConfigError`` and ``GitError``.
    """
    git = place.git
    if git is None:
        raise NoHistoryError("there is no git repository, so awos cannot tell what was done")
    try:
        head = git.resolve_revision("HEAD")
    except UnknownRevisionError:
        raise NoHistoryError("nothing is committed yet, so awos cannot tell what is new") from None
    workspace = Workspace(place)
    if not _has_changes(place, git, workspace.load_settings(), head):
        return Ending()
    stepped = load_step(workspace, Step(head, head, head, "what is not committed"))
    found, failed = _find_unfinished(stepped)
    notes = [Note(skip.what, skip.why) for skip in stepped.after.absent()]
    notes += _find_personal(place, CommitTree(git, head), stepped)
    keys = [(d.rule, d.fingerprint) for d in found] + notes
    fresh = _Said(git, session).remember_new(keys, alone=alone)
    return Ending(describe_unfinished(found, notes) if fresh else "", failed)


def _has_changes(place: Place, git: Git, settings: Settings, head: str) -> bool:
    """Return whether any file that counts differs from the last commit; that is quick to tell."""
    base, tree = CommitTree(git, head), place.tree
    assert isinstance(tree, WorkTree), "an agent works on the disk"
    paths = {
        claim.path for _, claim in (*find_claimed(tree, settings), *find_claimed(base, settings))
    }
    paths |= {path for path in base.paths if is_policy(path) or refuse_protected(path)}
    paths |= settings.policy_files
    for glob in settings.config.governed.paths:
        paths.update(Files(base.paths | tree.paths).match_glob(glob))
    touches = compare_on_disk(base, tree, iter(sorted(paths)), git.object_format())
    return any(touch.old != touch.new for touch in touches)


def _find_unfinished(stepped: Stepped) -> tuple[list[Diagnostic], list[Failure]]:
    """Return the tasks that are ticked without evidence, and the errors in what was changed.

    With them comes what a bug kept from being judged.
    """
    report = check_project(stepped.after, stepped=stepped, accepted=stepped.kept)
    touched = {touch.path for touch in stepped.change.touches}
    ticked = [found for found in report.diagnostics if found.rule == _TICKED]
    broken = (d for d in report.diagnostics if d.severity is Severity.ERROR and d not in ticked)
    found = [*ticked, *(d for d in broken if d.at.path in touched)]
    return found, select_failures(report.skipped)


def _find_personal(place: Place, base: CommitTree, stepped: Stepped) -> Iterator[Note]:
    """Yield what only a person does, and has been done since the last commit, by whomever.

    A file that the last commit does not have is left out: `awos init` may just have written it.
    """
    change = stepped.change
    named = stepped.before.settings.policy_files
    for touch in change.touches:
        if not touch.is_addition and (
            touch.path in named or _is_protected(place, base, touch.path)
        ):
            yield Note(touch.path, f"this file differs from the last commit, {_PERSONAL}")
    for old, new in _pair_changed(change):
        if refuse_approval(old, new):
            yield Note(new[0].path, f"this was approved since the last commit, {_PERSONAL}")
        if refuse_suppression(old, new):
            yield Note(new[0].path, f"a rule was silenced here since the last commit, {_PERSONAL}")


def _is_protected(place: Place, base: CommitTree, path: str) -> bool:
    """Return whether only a person makes the difference that a file has to the last commit."""
    if refuse_protected(path):
        return True
    read = (tree.read(path, LIMIT) for tree in (base, place.tree))
    before, after = (d.decode("utf-8", "replace") if isinstance(d, bytes) else "" for d in read)
    return bool(refuse_loosened(path, before, after))


def _pair_changed(change: Change) -> Iterator[tuple[list[Document], list[Document]]]:
    """Yield the documents that are new or differ, each as it was and as it is."""
    for pair in find_changed(change.before, change.after):
        yield [pair.old], [pair.new]
    for document in find_added(change.before, change.after):
        yield [], [document]


class _Said:
    """What was said in which session, kept in the folder of git."""

    def __init__(self, git: Git, session: str) -> None:
        self._folder, self._name = os.path.split(git.private_path(_STATE))
        self._session = session

    def remember_new(self, found: Sequence[tuple[str, str]], *, alone: bool) -> bool:
        """Return whether something was found that was not said before, and remember it."""
        known, now = self._read_known(), [self._make_key(*key) for key in found]
        new = [key for key in dict.fromkeys(now) if key not in known]
        if not new:
            return False
        data = json.dumps([*known, *new][-_REMEMBERED:]).encode()
        try:
            write_whole(self._folder, self._name, data)
        except WriteError:
            return not alone
        return True

    def _make_key(self, what: str, identity: str) -> str:
        text = f"{self._session}\n{what}\n{identity}"
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]

    def _read_known(self) -> list[str]:
        with Reader(self._folder) as reader:
            data = reader.read(self._name, _STATE_BYTES)
        try:
            known = json.loads(data) if isinstance(data, bytes) else []
        except (ValueError, RecursionError):
            return []
        listed = known if isinstance(known, list) else []
        return [key for key in listed if isinstance(key, str)]
