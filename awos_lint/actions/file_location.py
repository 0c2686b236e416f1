"""Where the files are that a coding agent writes: which repository, which configuration."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from awos_lint.core.config import kinds_of
from awos_lint.core.diagnostic import Failure, select_failures
from awos_lint.core.model.document import Document
from awos_lint.files.tree import IndexTree, OverlayTree
from awos_lint.guard.effects import may_be_document
from awos_lint.project.layout_choice import Claimed
from awos_lint.project.load import Loaded, find_claimed, load_project
from awos_lint.project.parses import Parses
from awos_lint.project.partial_load import load_active_part
from awos_lint.project.place import Place, WrongPathError, open_place
from awos_lint.project.settings import Settings, find_settings

_GIT: Final = f"{os.sep}.git{os.sep}"


@dataclass(frozen=True, slots=True)
class Spot:
    """A file: the place that it is in, and its path from the root of that."""

    place: Place
    path: str

    @property
    def folder(self) -> str:
        """The folder that it lies in, from the root."""
        return self.path.rpartition("/")[0]

    @property
    def absolute(self) -> str:
        """Its path on the disk."""
        return os.path.join(self.place.root, self.path)

    def list_files(self) -> list[str]:
        """Return the files in it, if it is a folder, or that it matches, if it is a glob."""
        from awos_lint.core.model.files import matches_glob
        from awos_lint.graph.writes import is_glob

        paths = self.place.tree.paths
        if is_glob(self.path):
            return sorted(path for path in paths if matches_glob(self.path, path))
        above = self.path and f"{self.path}/"
        return sorted(path for path in paths if path.startswith(above))


@dataclass
class Spots:
    """Finds files, and opens each place and project once.

    ``directory`` is where the command was started, absolute.
    """

    directory: str
    _places: dict[str, Place] = field(default_factory=dict)
    _settings: dict[tuple[str, str], Settings] = field(default_factory=dict)
    _claims: dict[tuple[str, str], tuple[Claimed, ...]] = field(default_factory=dict)
    _projects: dict[tuple[str, str], Loaded] = field(default_factory=dict)
    _narrow: dict[tuple[str, str], Loaded | None] = field(default_factory=dict)
    _tracked: dict[str, frozenset[str]] = field(default_factory=dict)

    def open_here(self, folder: str) -> Place:
        """Return the place around a folder that a host names, else around where awos started."""
        named = os.path.isabs(folder) and os.path.isdir(folder)
        return self._open_place(folder if named else self.directory)

    def find_spots(self, folder: str, path: str) -> Iterator[Spot]:
        """Yield where a path leads that a tool was given in a folder; nowhere if out of reach.

        A path through a link is yielded twice: where it says it is, and where it is. A repository
        within the one where awos was started takes nothing out of that one: its files are yielded
        in both. Raises ``GitError``.
        """
        full = os.path.join(self.directory, folder, os.path.expanduser(path))
        if not _is_possible(full):
            return
        seen = set()
        for spelled in dict.fromkeys([os.path.normpath(full), os.path.realpath(full)]):
            for spot in self._resolve_spots(spelled):
                if (spot.place.root, spot.path) not in seen:
                    seen.add((spot.place.root, spot.path))
                    yield spot

    def _resolve_spots(self, full: str) -> Iterator[Spot]:
        # What lies in the folder of git is in the repository that it belongs to.
        folder = full.partition(_GIT)[0] if _GIT in full else os.path.dirname(full)
        here = _find_top(self.directory) or self.directory
        for top in dict.fromkeys([_find_top(folder) or here, here]):
            if spot := self._resolve_spot(self._open_place(top), full):
                yield spot

    def _resolve_spot(self, place: Place, full: str) -> Spot | None:
        try:
            path = place.to_relative(full)
        except WrongPathError:
            return None
        other = None if path in place.tree.paths else _find_spelling(place, path)
        return Spot(place, other or path)

    def _open_place(self, folder: str) -> Place:
        if folder not in self._places:
            self._places[folder] = open_place(folder)
        return self._places[folder]

    def list_tracked(self, place: Place) -> frozenset[str]:
        """Return the files that git tracks; all of them where there is no git."""
        if place.root not in self._tracked:
            git = place.git
            self._tracked[place.root] = IndexTree(git).paths if git else place.tree.paths
        return self._tracked[place.root]

    def load_settings(self, spot: Spot) -> Settings:
        """Return the configuration that applies to a file; raises ``ConfigError``."""
        key = spot.place.root, spot.folder
        if key not in self._settings:
            self._settings[key] = find_settings(spot.place.tree, spot.folder)
        return self._settings[key]

    def read_documents(
        self, spot: Spot, settings: Settings, text: str | None
    ) -> tuple[Document, ...]:
        """Return the documents that a file holds, or would hold with another text, if any."""
        if not may_be_document(spot.path):
            return ()
        config = settings.config
        data = _read_bytes(spot, settings) if text is None else text.encode("utf-8", "replace")
        kinds = kinds_of(config, {})
        claims = self._find_readers(spot, settings)
        # A bug ends the hook, which then refuses what is governed: it must not pass as no document.
        found = (layout.read(claim, data, config, kinds) for layout, claim in claims)
        return next((documents for documents in found if documents), ())

    def is_judged(self, spot: Spot, settings: Settings) -> bool:
        """Return whether a file that is there is a document, or looks like one."""
        if not may_be_document(spot.path) or spot.path not in spot.place.tree.paths:
            return False
        known = Parses().reader_for(settings.config, kinds_of(settings.config, {}))
        data, claims = _read_bytes(spot, settings), self._find_readers(spot, settings)
        return any(
            known.read_documents(*claim, data) or known.find_stray(*claim, data) for claim in claims
        )

    def _find_readers(self, spot: Spot, settings: Settings) -> list[Claimed]:
        """Return which layouts read a file, also one that is not there yet."""
        tree, key = spot.place.tree, (spot.place.root, settings.path)
        if spot.path not in tree.paths:
            every = find_claimed(OverlayTree(tree, {spot.path: ""}), settings)
        elif key in self._claims:
            every = self._claims[key]
        else:
            every = self._claims[key] = find_claimed(tree, settings)
        return [entry for entry in every if entry[1].path == spot.path]

    def load_part(self, place: Place, settings: Settings) -> Loaded | None:
        """Return the part of a project that is worked on (``project.partial_load``)."""
        key = place.root, settings.path
        if key not in self._narrow:
            found = None if key in self._projects else load_active_part(place.tree, settings)
            # Of what a bug kept from being read, only the whole project tells.
            self._narrow[key] = None if found and select_failures(found.skipped) else found
        return self._narrow[key]

    def load_project(self, place: Place, settings: Settings) -> Loaded:
        """Read the project of a configuration; raises ``ConfigError`` and ``GitError``."""
        key = place.root, settings.path
        if key not in self._projects:
            self._projects[key] = load_project(place.tree, settings)
        return self._projects[key]

    @property
    def failures(self) -> list[Failure]:
        """What a bug kept from being read in the projects that were."""
        return select_failures(
            skip for loaded in self._projects.values() for skip in loaded.skipped
        )


def _find_top(folder: str) -> str:
    """Return the nearest folder at or above one that is a work tree of git; empty without one.

    A command line may name hundreds of folders, and asking git takes longer than looking.
    """
    while not os.path.lexists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return ""
    return folder


def _is_possible(path: str) -> bool:
    """Return whether a path can be that of a file."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _find_spelling(place: Place, path: str) -> str | None:
    """Return how a file is written that is there under another letter case."""
    from awos_lint.core.model.files import Files

    other = Files(place.tree.paths).other_case(path) if _is_there(place, path) else None
    if other and os.path.samefile(*(os.path.join(place.root, p) for p in (path, other))):
        return other
    return None


def _is_there(place: Place, path: str) -> bool:
    return bool(path) and os.path.lexists(os.path.join(place.root, path))


def _read_bytes(spot: Spot, settings: Settings) -> bytes:
    data = spot.place.tree.read(spot.path, settings.config.limits.document_bytes)
    return data if isinstance(data, bytes) else b""


def text_of(spot: Spot, settings: Settings) -> str:
    """Return what a file holds now; nothing when it is not there or too large to read."""
    return _read_bytes(spot, settings).decode("utf-8-sig", "replace").replace("\r\n", "\n")
