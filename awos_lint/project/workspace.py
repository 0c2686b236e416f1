"""A repository that was opened for one run, with all that was read of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from awos_lint.files.tree import Tree
from awos_lint.git import Git
from awos_lint.project.load import Loaded, load_project
from awos_lint.project.parses import Parses
from awos_lint.project.place import Place
from awos_lint.project.settings import Settings, find_settings, read_settings


@dataclass(frozen=True, slots=True)
class Workspace:
    """What one run reads: a place in a repository, its configuration, and what was read already.

    ``named`` is the configuration file that the caller named, as it was written. ``parses`` are
    kept for every tree that the run reads, so that the same text is read once.
    """

    place: Place
    named: str | None = None
    parses: Parses = field(default_factory=Parses)

    @property
    def tree(self) -> Tree:
        """Where bytes come from."""
        return self.place.tree

    @property
    def git(self) -> Git | None:
        """The repository; ``None`` where there is none, or no git."""
        return self.place.git

    def move_to(self, place: Place) -> Workspace:
        """Return the same workspace at another place of its repository."""
        return replace(self, place=place)

    def load_settings(self) -> Settings:
        """Return the configuration that applies; raises ``ConfigError`` when it cannot be used."""
        if self.named is None:
            return find_settings(self.tree, self.place.folder)
        # A file that was named is the caller's word, whatever tree is read.
        return read_settings(self.place.root, self.place.to_relative(self.named))

    def load_project(self, tree: Tree | None = None, settings: Settings | None = None) -> Loaded:
        """Read the project, as it is or in another tree, under its configuration or another."""
        return load_project(tree or self.tree, settings or self.load_settings(), self.parses)
