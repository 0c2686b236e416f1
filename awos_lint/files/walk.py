"""Listing a folder that is in no repository."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from awos_lint.files.read import LINK, REPOSITORY, explain_cause


def walk_folder(root: str, limit: int) -> tuple[list[str], dict[str, str]]:
    """List the regular files below a folder that is in no repository.

    Links are not followed, and folders that hold a ``.git`` of their own are not entered. Returns
    the paths, and what was left out with the reason. After ``limit`` entries the walk stops, and
    the root (``.``) is among what was left out.
    """
    found = _Walk(root)
    while found.folders and found.seen <= limit:
        found.visit_folder(found.folders.pop())
    if found.folders:
        found.skipped["."] = f"it holds more than {limit} entries, and the rest was not listed"
    return found.paths, found.skipped


@dataclass(slots=True)
class _Walk:
    """The state of a walk: what was found, and which folders are still to be listed."""

    root: str
    paths: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=lambda: [""])
    seen: int = 0

    def visit_folder(self, folder: str) -> None:
        try:
            with os.scandir(os.path.join(self.root, folder)) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self.skipped[folder or "."] = f"it cannot be listed: {explain_cause(error)}"
            return
        self.seen += len(entries)
        if folder and any(entry.name.lower() == ".git" for entry in entries):
            self.skipped[folder] = REPOSITORY
            return
        for entry in entries:
            self._sort_entry(entry, f"{folder}/{entry.name}" if folder else entry.name)

    def _sort_entry(self, entry: os.DirEntry[str], path: str) -> None:
        if entry.name.lower() == ".git":
            return
        if entry.is_symlink():
            self.skipped[path] = LINK
        elif entry.is_dir(follow_symlinks=False):
            self.folders.append(path)
        elif entry.is_file(follow_symlinks=False):
            self.paths.append(path)
        else:
            self.skipped[path] = "it is not a regular file"
