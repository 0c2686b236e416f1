"""Let a coding agent do something or not: the files, projects and history behind each decision."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from awos_lint.actions.file_location import Spot, Spots, text_of
from awos_lint.core.config import ConfigError
from awos_lint.core.diagnostic import Diagnostic, Failure, select_failures
from awos_lint.git import GitError
from awos_lint.guard.call import Call, Edit
from awos_lint.guard.written_files import Effect, Write
from awos_lint.project.fallback_policy import explain_unjudged
from awos_lint.project.settings import Settings, find_settings

_FILES: Final = 20_000
"""Files below one folder or glob of which the paths are looked at."""

_JUDGED: Final = 200
"""Files among them that are judged one by one, governed ones first."""

_PATCH_BYTES: Final = 1_048_576


@dataclass
class Guard:
    """One question of a host; ``directory`` is where the command was started."""

    directory: str
    spots: Spots = field(init=False)
    _failed: list[Failure] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.spots = Spots(find_start_folder(self.directory))

    @property
    def failures(self) -> list[Failure]:
        """What a bug kept from being read or judged for the answers that were given."""
        return list(dict.fromkeys([*self.spots.failures, *self._failed]))

    def find_refusal(self, folder: str, writes: Iterable[Write]) -> str:
        """Return why some files must not be written, as a sentence; empty when they may be.

        ``folder`` is where the tool runs that writes them.
        """
        every = (w for write in writes for w in self._spelled_out(folder, write))
        return next((why for write in every if (why := self._judge_write(folder, write))), "")

    def _spelled_out(self, folder: str, write: Write) -> list[Write]:
        """Return what is written where a file holds a patch, or files are put into a folder."""
        full = os.path.join(self.spots.directory, folder, os.path.expanduser(write.edit.path))
        if write.effect is Effect.PATCH:
            return self._read_patch(full)
        if write.effect is not Effect.CREATE or not os.path.isdir(full):
            return [write]
        paths = (f"{write.edit.path}/{name}" for name in write.names)
        return [Write(replace(write.edit, path=path)) for path in paths]

    def _read_patch(self, full: str) -> list[Write]:
        """Return what the patch in a file would write."""
        from awos_lint.guard.patch import read_patches

        try:
            # To open a named pipe would wait for whoever writes into it.
            if not os.path.isfile(full):
                return []
            with open(full, "rb") as file:
                text = file.read(_PATCH_BYTES).decode("utf-8", "replace")
        except (OSError, ValueError):
            return []
        return [Write(Edit(path, hunks=hunks)) for path, hunks in read_patches(text)]

    def _judge_write(self, folder: str, write: Write) -> str:
        """Return why a file must not be written; where awos cannot judge, it says so."""
        path = write.edit.path
        try:
            for spot in self.spots.find_spots(folder, path):
                if why := self._judge_spot(spot, write):
                    return why
        except (ConfigError, GitError) as error:
            full = os.path.join(self.spots.directory, folder, os.path.expanduser(path))
            return explain_unjudged(os.path.normpath(full), str(error))
        return ""

    def _judge_spot(self, spot: Spot, write: Write) -> str:
        """Return why what lies at a spot must not be written: the file, or all that is below."""
        from awos_lint.guard.governed import glob_of
        from awos_lint.guard.protected_paths import refuse_policy, refuse_protected, refuse_swept

        alone = write.effect is Effect.CREATE
        below = [] if alone else spot.list_files()[:_FILES]
        why = refuse_protected(spot.path, below=not alone) or refuse_swept(write.edit.path, below)
        if why:
            return why
        settings = self.spots.load_settings(spot)
        if not settings.policy_files.isdisjoint((spot.path, *below)):
            return refuse_policy(spot.path)
        if write.effect is Effect.REMOVE:
            # What git does not track can go without anything being changed.
            paths = [p for p in (spot.path, *below) if p in self.spots.list_tracked(spot.place)]
        else:
            paths = below or [spot.path]
        globs = settings.config.governed.paths
        paths.sort(key=lambda path: not glob_of(globs, path))
        spots = (Spot(spot.place, path) for path in paths[:_JUDGED])
        return next(
            (why for at in spots if (why := self._judge_file(at, settings, write.edit))), ""
        )

    def _judge_file(self, spot: Spot, settings: Settings, edit: Edit) -> str:
        """Return why one file must not be written; the whole project is read only to refuse."""
        from awos_lint.guard.governed import explain_closed, glob_of
        from awos_lint.guard.protected_paths import refuse_loosened
        from awos_lint.guard.self_approval import predict_texts
        from awos_lint.workflow.view import view_of

        before = text_of(spot, settings)
        after = predict_texts(edit, before, settings.config.limits.document_bytes)
        ends: list[str | None] = [*after] if after else [None]
        if why := next((w for end in ends if (w := refuse_loosened(spot.path, before, end))), ""):
            return why
        is_document, why = self._judge_document(spot, settings, edit, after)
        glob = glob_of(settings.config.governed.paths, spot.path)
        if why or is_document or not glob:
            return why
        few = self.spots.load_part(spot.place, settings)
        if few and not explain_closed(view_of(few.project, settings.config), spot.path, glob):
            return ""
        whole = self.spots.load_project(spot.place, settings)
        return explain_closed(view_of(whole.project, settings.config), spot.path, glob)

    def _judge_document(
        self, spot: Spot, settings: Settings, edit: Edit, after: list[str] | None
    ) -> tuple[bool, str]:
        """Return whether a file is a document, or would be one, and why it must not be written."""
        from awos_lint.guard.self_approval import (
            is_suspicious,
            refuse_approval,
            refuse_suppression,
            refuse_unclear,
        )

        there = spot.path in spot.place.tree.paths
        old = self.spots.read_documents(spot, settings, None) if there else ()
        if after is None:
            added = "\n".join(line for hunk in edit.hunks for line in hunk.new)
            found = bool(old or self.spots.read_documents(spot, settings, ""))
            hidden = found and is_suspicious(edit.said or added)
            return found, refuse_unclear(spot.path) if hidden else ""
        news = [self.spots.read_documents(spot, settings, text) for text in after]
        refusals = (refuse_approval, refuse_suppression)
        why = next((why for new in news for r in refusals if (why := r(old, new))), "")
        return bool(old or any(news)), why

    def report_findings(self, call: Call) -> str:
        """Return what is wrong in the documents that a tool has just edited."""
        from awos_lint.guard.response import list_findings

        spots = (
            spot for edit in call.edits for spot in self.spots.find_spots(call.folder, edit.path)
        )
        told = (list_findings(self._find_diagnostics(spot), spot.path) for spot in spots)
        return "\n".join(dict.fromkeys(filter(None, told)))

    def _find_diagnostics(self, spot: Spot) -> list[Diagnostic]:
        settings = self.spots.load_settings(spot)
        if not self.spots.is_judged(spot, settings):
            return []
        from awos_lint.linter.check import check_project
        from awos_lint.project.baseline_file import read_baseline

        accepted = read_baseline(spot.place.tree, settings.config.baseline)
        loaded = self.spots.load_project(spot.place, settings)
        report = check_project(loaded, only=(spot.path,), accepted=accepted)
        self._failed += select_failures(report.skipped)
        return [found for found in report.diagnostics if found.at.path == spot.path]

    def find_untimely(self, folder: str, words: list[str]) -> str:
        """Return why what some words of a person name must wait for somebody's approval."""
        from awos_lint.guard.asked import find_untimely
        from awos_lint.workflow.view import view_of

        place = self.spots.open_here(folder)
        settings = find_settings(place.tree, place.folder)
        loaded = self.spots.load_project(place, settings)
        return find_untimely(view_of(loaded.project, settings.config), words)


def find_start_folder(directory: str) -> str:
    """Return where awos was started, absolute; the top of the disk where that folder is gone."""
    try:
        return os.path.realpath(directory)
    except OSError:
        # Neither git nor anything else can be started from a folder that is gone.
        os.chdir(os.sep)
        return os.sep


def unjudged_call(directory: str, call: Call) -> str:
    """Return why a call must not be made though awos cannot judge it for a mistake of its own."""
    why = "awos has a bug, see its message"
    paths = (os.path.join(find_start_folder(directory), call.folder, e.path) for e in call.edits)
    return next((s for path in paths if (s := explain_unjudged(os.path.normpath(path), why))), "")
