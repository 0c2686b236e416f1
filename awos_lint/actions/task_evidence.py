"""What was done since a task was begun: which of its files differ from the commit before that."""

from __future__ import annotations

from dataclasses import dataclass

from awos_lint.actions.approve import read_committed
from awos_lint.core.model.document import Document, State
from awos_lint.core.model.files import Files
from awos_lint.core.model.history import Commit
from awos_lint.files.tree import CommitTree
from awos_lint.git import GitError, UnknownRevisionError
from awos_lint.graph.diff import Edition
from awos_lint.graph.globs import find_task_files
from awos_lint.project.approval_evidence import Sources, Trail
from awos_lint.project.changed_files import find_touches
from awos_lint.project.load import Loaded
from awos_lint.project.place import Place
from awos_lint.workflow.work import Task


@dataclass(frozen=True, slots=True)
class Proof:
    """The files of a task that changed, and since when, as a clause.

    ``unknown`` says why nobody can tell about all of the time since the task was begun.
    """

    files: tuple[str, ...] = ()
    since: str = ""
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class _Begin:
    """The commit to compare with; how the clause calls it; why it is not the right one."""

    base: str
    since: str
    unknown: str = ""


def find_proof(place: Place, loaded: Loaded, task: Task) -> Proof:
    """Return what changed since a task was begun.

    That is since the commit before the one that set its box to `[-]`; while that is not committed,
    since HEAD. The work tree counts. What git cannot tell is no evidence.
    """
    git = place.git
    if git is None:
        return Proof(unknown="there is no git repository here, or no git")
    try:
        head = git.resolve_revision("HEAD")
        begin = _find_beginning(place, loaded, task, head)
        base = CommitTree(git, begin.base)
        found = find_touches(git, base, place.tree, (loaded.project,), loaded.settings.config)
    except UnknownRevisionError:
        return Proof(unknown="nothing is committed yet")
    except GitError as error:
        return Proof(unknown=str(error))
    paths = frozenset(touch.path for touch in found) - {task.home.path}
    changed = Files(paths, loaded.project.files.base)
    mine = {path for written in find_task_files(task.item) for path in changed.match_glob(written)}
    return Proof(tuple(sorted(mine)), begin.since, begin.unknown)


def _find_beginning(place: Place, loaded: Loaded, task: Task, head: str) -> _Begin:
    since_head = _Begin(head, "since HEAD")
    if _find_state(read_committed(place, loaded, task.home), task) is not State.ACTIVE:
        return since_head
    git = place.git
    assert git is not None, "a head was found, so there is a repository"
    sources = Sources(loaded.project, loaded.settings.config, place.tree, loaded.reader)
    trail = Trail(sources, git, git.read_history(head), task.home)
    edition = next((e for e in trail.follow_document() if _is_beginning(e, task)), None)
    if edition is None or trail.unknown:
        why = trail.unknown or "no commit that is here begins it"
        return _Begin(head, since_head.since, why)
    return _find_parent(edition.commit)


def _find_parent(commit: Commit) -> _Begin:
    """Return the commit before one, or the one itself where the history begins with it."""
    named = commit.sha[:12]
    if not commit.parents:
        return _Begin(commit.sha, f"since {named}, with which the history begins")
    return _Begin(commit.parents[0], f"since {named} began it")


def _is_beginning(edition: Edition, task: Task) -> bool:
    before, after = (_find_state(document, task) for document in (edition.old, edition.new))
    return after is State.ACTIVE and before is not State.ACTIVE


def _find_state(document: Document | None, task: Task) -> State | None:
    items = document.items_of("task") if document and not document.broken else ()
    return next((item.state for item in items if item.name == task.item.name), None)
