"""What git knows about a project, asked for when a rule needs it and then once."""

from __future__ import annotations

from functools import cache

from awos_lint.config import Config
from awos_lint.diagnostic import Skip
from awos_lint.git import GitError, UnknownRevisionError
from awos_lint.graph import Project
from awos_lint.model.history import Evidence, History
from awos_lint.rules import Past
from awos_lint.tree import CommitTree
from awos_lint.workspace.place import Place


def load_past(place: Place, project: Project, policy: Config) -> Past:
    """Return a project with its history, up to the commit that is checked or checked out."""

    @cache
    def history() -> History | Skip:
        return _history(place)

    return Past(project, policy, Evidence(), history)


def _history(place: Place) -> History | Skip:
    git, tree = place.git, place.tree
    if git is None:
        return Skip("the history", "there is no git repository here, or no git")
    try:
        return git.history(tree.sha if isinstance(tree, CommitTree) else git.resolve("HEAD"))
    except UnknownRevisionError:
        return History("")
    except GitError as error:
        return Skip("the history", str(error))
