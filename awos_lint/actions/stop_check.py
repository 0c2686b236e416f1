"""Whether an agent may end: what it ticked without doing it, and what it left broken."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from typing import Final, NamedTuple

from awos_lint.core.diagnostic import Diagnostic, Failure, Severity, Skip, failures
from awos_lint.files import Reader, WriteError, write_whole
from awos_lint.files.tree import CommitTree
from awos_lint.git import Git, UnknownRevisionError
from awos_lint.git.records import blob_oid
from awos_lint.guard.told import unproven
from awos_lint.linter.check import check
from awos_lint.project.diff import load_step
from awos_lint.project.load import claimed, read_blobs
from awos_lint.project.place import Place
from awos_lint.project.revision_range import Step
from awos_lint.project.settings import Settings, find_settings
from awos_lint.project.workspace import Workspace

_TICKED: Final = "change-task-without-files"
_STATE: Final = "awos-hook"  # a file in the folder of git, never in the work tree
_STATE_BYTES: Final = 65_536
_REMEMBERED: Final = 500


class NoHistoryError(Exception):
    """It cannot be told what an agent has done; the message says why."""


class Ending(NamedTuple):
    """Why an agent should go on, empty when it may end; and what a bug kept from being judged."""

    why: str = ""
    failures: Sequence[Failure] = ()


def unfinished(place: Place, session: str, *, alone: bool) -> Ending:
    """Return why an agent should go on, if it should.

    What was said once in a session is not said again. ``alone`` is true where nothing but the file
    of what was said keeps an agent from going round in circles: where that cannot be written, it
    ends. Raises :class:`NoHistoryError`, ``ConfigError`` and ``GitError``.
    """
    git = place.git
    if git is None:
        raise NoHistoryError("there is no git repository, so awos cannot tell what was done")
    try:
        head = git.resolve("HEAD")
    except UnknownRevisionError:
        raise NoHistoryError("nothing is committed yet, so awos cannot tell what is new") from None
    settings = find_settings(place.tree, place.folder)
    if not _changed(place, git, settings, head):
        return Ending()
    found, absent, failed = _found(place, settings, head)
    keys = [(d.rule, d.fingerprint) for d in found] + [(skip.what, skip.why) for skip in absent]
    fresh = _Said(git, session).fresh(keys, alone=alone)
    return Ending(unproven(found, absent) if fresh else "", failed)


def _changed(place: Place, git: Git, settings: Settings, head: str) -> bool:
    """Return whether any document differs from the last commit; that is quick to tell."""
    base, tree = CommitTree(git, head), place.tree
    claims = (*claimed(tree, settings), *claimed(base, settings))
    paths = {claim.path for _, claim in claims}
    if any((path in base.paths) != (path in tree.paths) for path in paths):
        return True
    texts = read_blobs(tree, claims, settings.config.limits)
    form = git.object_format()
    return any(
        isinstance(data, bytes) and base.listing.oids.get(path) not in _names(data, form)
        for path, data in texts.items()
    )


def _names(data: bytes, form: str) -> list[str]:
    """Return what git may call a text: it may keep other line endings than the disk has."""
    return [blob_oid(text, form) for text in (data, data.replace(b"\r\n", b"\n"))]


def _found(
    place: Place, settings: Settings, head: str
) -> tuple[list[Diagnostic], tuple[Skip, ...], list[Failure]]:
    """Return the tasks that are ticked without evidence, and the errors in what was changed.

    With them comes what is declared and absent, and what a bug kept from being judged.
    """
    step = Step(head, head, head, "what is not committed")
    stepped = load_step(Workspace(place), step)
    report = check(stepped.after, stepped=stepped, accepted=stepped.kept)
    touched = {touch.path for touch in stepped.change.touches}
    ticked = [found for found in report.diagnostics if found.rule == _TICKED]
    broken = (d for d in report.diagnostics if d.severity is Severity.ERROR and d not in ticked)
    found = [*ticked, *(d for d in broken if d.at.path in touched)]
    return found, stepped.after.absent(), failures(report.skipped)


class _Said:
    """What was said in which session, kept in the folder of git."""

    def __init__(self, git: Git, session: str) -> None:
        self._folder, self._name = os.path.split(git.private(_STATE))
        self._session = session

    def fresh(self, found: Sequence[tuple[str, str]], *, alone: bool) -> bool:
        """Return whether something was found that was not said before, and remember it."""
        known, now = self._read(), [self._key(*key) for key in found]
        new = [key for key in dict.fromkeys(now) if key not in known]
        if not new:
            return False
        data = json.dumps([*known, *new][-_REMEMBERED:]).encode()
        try:
            write_whole(self._folder, self._name, data)
        except WriteError:
            return not alone
        return True

    def _key(self, what: str, identity: str) -> str:
        text = f"{self._session}\n{what}\n{identity}"
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]

    def _read(self) -> list[str]:
        with Reader(self._folder) as reader:
            data = reader.read(self._name, _STATE_BYTES)
        try:
            known = json.loads(data) if isinstance(data, bytes) else []
        except (ValueError, RecursionError):
            return []
        listed = known if isinstance(known, list) else []
        return [key for key in listed if isinstance(key, str)]
