"""A step as what rules judge: the project before and after, and what lies between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from awos_lint.core.config import ConfigError
from awos_lint.core.diagnostic import Failure, Skip, select_failures
from awos_lint.core.model.document import Document
from awos_lint.core.model.history import Touch
from awos_lint.core.model.kinds import PAGE
from awos_lint.files.tree import CommitTree, Tree
from awos_lint.git import Git, GitError
from awos_lint.git.errors import UNSHALLOW
from awos_lint.graph import Project
from awos_lint.graph.diff import find_vanished
from awos_lint.graph.subjects import Accepted, Change, Past
from awos_lint.project.approval_evidence import find_earlier
from awos_lint.project.baseline_file import read_baseline
from awos_lint.project.changed_files import find_touches
from awos_lint.project.declared import find_archived, find_lost
from awos_lint.project.document_history import read_editions
from awos_lint.project.history import load_past
from awos_lint.project.load import Loaded, find_nested, join_projects, load_commit, load_project
from awos_lint.project.parses import Parses
from awos_lint.project.revision_range import Step
from awos_lint.project.settings import (
    LIMIT,
    Settings,
    keep_settings,
    settings_at,
    validate_settings,
)
from awos_lint.project.workspace import Workspace


def _no_past(_: Past | None) -> Past | None:
    return None


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step that was read, with what could not be.

    ``before`` is the project at its base and ``after`` that at its end, both under one policy.
    ``accepted`` are the entries of the base's baseline, ``kept`` those of them that the step leaves
    there. ``past_before`` returns what git knows of the base, for what it knows of the end.
    """

    change: Change
    before: Loaded
    after: Loaded
    accepted: tuple[Accepted, ...] = ()
    kept: tuple[Accepted, ...] = ()
    past_before: Callable[[Past | None], Past | None] = _no_past
    skipped: tuple[Skip, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What a step is judged by: the configuration of its base, else that of its end.

    ``named`` says that the caller named the file, so that both ends have the same one.
    """

    settings: Settings
    now: Settings
    named: bool = False

    @property
    def is_base(self) -> bool:
        """Whether there is another configuration than the one of now."""
        return self.settings is not self.now


def load_step(
    workspace: Workspace, step: Step, apply: Callable[[Settings], Settings] = keep_settings
) -> Stepped:
    """Read a step under its policy; ``apply`` adds what the command line says to a configuration.

    Raises :class:`ConfigError` where the configuration of now cannot be used, and ``GitError`` when
    git does not answer.
    """
    return load_change(workspace, step, find_policy(workspace, step, apply))


def find_policy(
    workspace: Workspace, step: Step, apply: Callable[[Settings], Settings] = keep_settings
) -> Policy:
    """Return what a step is judged by; see :func:`load_step`."""
    latest, named = apply(workspace.load_settings()), workspace.named is not None
    validate_settings(latest)
    base = CommitTree(_require_git(workspace), step.base)
    found = None if named else settings_at(base, workspace.place.folder)
    if found:
        found = apply(found)
        try:
            validate_settings(found)
        except ConfigError:
            # What was wrong in the base must be possible to correct.
            found = None
    return Policy(found or latest, latest, named)


def load_change(workspace: Workspace, step: Step, policy: Policy) -> Stepped:
    """Read both ends of a step, and what lies between them.

    Raises ``GitError`` when git does not answer.
    """
    git, law = _require_git(workspace), policy.settings
    place, parses = workspace.place, workspace.parses
    base = CommitTree(git, step.base)
    before = tip = load_commit(base, law, parses)
    if step.tip != step.base:
        tip = load_commit(CommitTree(git, step.tip), law, parses, base)
    loaded, own = load_after(place.tree, base, policy, parses)
    between = find_touches(git, base, place.tree, (before.project, loaded.project), law.config)
    former = find_former(git, step, place.tree, between)
    loaded = replace(loaded, project=replace(loaded.project, former=former))
    after = loaded.project
    history = git.read_history(step.head, until=(step.base,))
    accepted, kept, fresh = find_accepted(base, place.tree, policy)
    change = Change(
        before=before.project,
        after=after,
        policy=law.config,
        config=policy.now.config,
        origin=policy.now.path,
        governed=policy.is_base or policy.named,
        left=tuple(find_left(before.project, loaded, own)),
        is_named=policy.named,
        newly_accepted=fresh,
        touches=between,
        commits=history.commits,
        unknown=""
        if history.complete
        else f"not all commits of {step.named} are here: {UNSHALLOW}",
        tip=tip.project,
        archived=find_archived(before, base, own, place.tree),
    )
    if law.config.changes.separate_commits:
        found, unread = read_editions(
            git, change, parses.reader_for(policy.now.config, after.kinds)
        )
        change = replace(change, editions=found, unknown=change.unknown or unread)
    earlier, cut = find_earlier(git, change, before, base, step.base)
    change = replace(change, earlier=earlier, earlier_unknown=cut)

    def past_before(now: Past | None) -> Past | None:
        return now and _past_at(workspace, base, before, now)

    lost = _find_lost(before, own, change, step)
    skipped = (*_find_unread(before, change, step), *lost, *_find_failed(before, tip, loaded))
    return Stepped(change, before, loaded, accepted, kept, past_before, skipped)


def find_former(git: Git, step: Step, tree: Tree, between: Iterable[Touch]) -> dict[str, str]:
    """Return the former paths of files that a step moved, by their present ones.

    Where git cannot compare contents, those that stayed the same are known.
    """
    gone = {touch.old: touch.path for touch in between if touch.is_deletion}
    come = [touch for touch in between if touch.is_addition]
    same = {touch.path: gone[touch.new] for touch in come if touch.new in gone}
    if not gone or not come:
        return {}
    try:
        found = git.find_renames(step.base, tree.sha if isinstance(tree, CommitTree) else "")
    except GitError:
        found = {}
    return found | same


def load_after(
    tree: Tree, base: Tree, policy: Policy, parses: Parses | None = None
) -> tuple[Loaded, Loaded]:
    """Return the project at the end of a step, and as its own configuration reads it.

    A document is in scope when the base's or the own configuration puts it there.
    """
    if not policy.is_base:
        own = load_project(tree, policy.now, parses)
        return own, own
    first = load_commit(tree, policy.settings, parses, base)
    if _identify_scope(policy.settings, base) == _identify_scope(policy.now, tree):
        own = replace(first, settings=policy.now)
        return first, own
    own = load_project(tree, policy.now, parses)
    return join_projects(tree, first, own), own


_JUDGING = {
    *("extends", "select", "extend_select", "ignore", "preview", "severity", "per_file_ignores"),
    *("rules", "baseline", "approvals", "changes", "governed", "commits"),
}
"""What a configuration says of how documents are judged; the rest is which there are."""


def _identify_scope(settings: Settings, tree: Tree) -> tuple[object, ...]:
    """Return what decides which documents there are, and how they are read."""
    config = settings.config
    schemas = [kind.schema_file for kind in config.kinds.values() if kind.schema_file]
    texts = [tree.read(path, LIMIT) for path in schemas]
    reading = config.model_dump(exclude=_JUDGING)
    declared = settings.origins.get("documents")
    return reading, texts, settings.base, declared, find_nested(tree, settings.base)


def find_left(before: Project, loaded: Loaded, own: Loaded) -> Iterator[Document]:
    """Yield what the base reads and the configuration of now does not: documents, agent files."""
    known = {d.path for d in (*own.project.documents, *own.project.prompts) if d.kind != PAGE}
    known |= {skip.what for skip in own.unreadable}
    paths, ids = {d.path for d in before.documents}, {d.id for d in before.documents if d.id}
    for document in loaded.project.documents:
        was_read = document.path in paths or document.id in ids
        if was_read and document.kind != PAGE and document.path not in known:
            yield document
    # The files of agents have no kind, and may be none of theirs any more but documents.
    known |= {d.path for d in (*own.project.documents, *own.project.prompts)}
    files = {d.path for d in before.prompts} - known
    yield from (prompt for prompt in loaded.project.prompts if prompt.path in files)


def find_accepted(
    base: Tree, tree: Tree, policy: Policy
) -> tuple[tuple[Accepted, ...], tuple[Accepted, ...], int]:
    """Return the entries of the base's baseline, and those of them that the step leaves there.

    What a step adds accepts nothing in it; how many entries that are comes last. Raises
    :class:`ConfigError` when the baseline of now is none.
    """
    now = read_baseline(tree, policy.now.config.baseline)
    path = policy.settings.config.baseline
    try:
        accepted = read_baseline(base, path) if path in base.paths else ()
    except ConfigError:
        # What was wrong in the base must be possible to correct.
        return now, now, 0
    left = set(now)
    kept = tuple(entry for entry in accepted if entry in left)
    return accepted, kept, len(left - set(accepted))


def _past_at(workspace: Workspace, base: CommitTree, before: Loaded, now: Past) -> Past:
    """Return what git knows of the base, judged as of the same day as the end."""
    day = now.day()
    there = replace(workspace.place, tree=base)
    as_of = None if isinstance(day, Skip) else day
    return load_past(there, before, as_of)


def _find_lost(before: Loaded, loaded: Loaded, change: Change, step: Step) -> Iterator[Skip]:
    """Yield the places that the base has documents in, unless they are known to be absent."""
    known = {skip.what for skip in loaded.absent()}
    gone = find_vanished(change.before, loaded.project, change.archived)
    for skip in find_lost(before, loaded, gone, f"the base {step.base[:12]}"):
        if skip.what not in known:
            yield skip


def _require_git(workspace: Workspace) -> Git:
    assert workspace.git is not None, "a step was found, so there is a repository"
    return workspace.git


def _find_failed(before: Loaded, tip: Loaded, after: Loaded) -> list[Failure]:
    """Return what a bug kept from being read at the base alone."""
    known = set(after.skipped)
    every = dict.fromkeys(select_failures((*before.skipped, *tip.skipped)))
    return [failure for failure in every if failure not in known]


def _find_unread(before: Loaded, change: Change, step: Step) -> Iterator[Skip]:
    """Yield the changed documents of which the base could not be read."""
    paths = {touch.path for touch in change.touches}
    for skip in before.unreadable:
        if skip.what in paths:
            yield Skip(f"{skip.what} at {step.base[:12]}", skip.why)
