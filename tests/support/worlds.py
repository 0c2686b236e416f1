"""Run a small repository that lives in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from awos_lint.approvals.authorship import find_origins
from awos_lint.core.diagnostic import Report, Skip
from awos_lint.core.model.document import Document
from awos_lint.core.model.history import Commit, Person, Touch
from awos_lint.files.tree import MemoryTree, Tree
from awos_lint.git.records import blob_oid
from awos_lint.graph.diff import Edition
from awos_lint.graph.subjects import Change, Past
from awos_lint.linter.casebook import World
from awos_lint.linter.check import check_project
from awos_lint.project.approval_evidence import Sources, gather_evidence
from awos_lint.project.baseline_file import read_baseline
from awos_lint.project.diff import Policy, Stepped, find_accepted, find_left, load_after
from awos_lint.project.load import Loaded, load_project
from awos_lint.project.place import Place
from awos_lint.project.settings import find_settings, settings_at
from awos_lint.project.workspace import Workspace


def open_memory(files: Mapping[str, str | bytes]) -> Workspace:
    """Open a world as a run at its root would."""
    return Workspace(Place("", "", MemoryTree(dict(files))))


def judged(files: Mapping[str, str | bytes], day: str = "") -> Report:
    """Check a world as ``awos check`` would at its root."""
    tree = MemoryTree(dict(files))
    settings = find_settings(tree)
    accepted = read_baseline(tree, settings.config.baseline)
    found = load_project(tree, settings)
    return check_project(found, accepted=accepted, past=_past(found, tree, day))


def _past(found: Loaded, tree: Tree, day: str) -> Past:
    unknown = Skip("the history", "a world has none")
    config = found.settings.config
    evidence = gather_evidence(Sources(found.project, config, tree, found.reader), None, None)
    return Past(found.project, config, evidence, lambda: unknown, lambda: day)


def judged_world(world: World) -> Report:
    """Check a world of a casebook, which may be about a step."""
    if world.before is None:
        return judged(world.files, world.day)
    stepped = take_step(world)
    past = _past_of(world, stepped)
    return check_project(stepped.after, past=past, stepped=stepped, accepted=stepped.kept)


def _past_of(world: World, stepped: Stepped) -> Past:
    """Return what git would know in a step: its policy is that of the base."""
    change, base = stepped.change, MemoryTree(world.before or {})
    project, policy = change.after, change.policy
    evidence = gather_evidence(Sources(project, policy, base, stepped.before.reader), None, None)
    known = {
        key: origin
        for document in project.documents
        for key, origin in find_origins(document, change.editions.get(document.path, ()))
    }
    unknown = Skip("the history", "a world has none")
    return Past(project, policy, replace(evidence, origins=known), lambda: unknown)


def changed(world: World) -> Change:
    """Return the step that a world of a casebook is about."""
    return take_step(world).change


def take_step(world: World) -> Stepped:
    """Return both ends of the step that a world of a casebook is about, and the change."""
    assert world.before is not None
    base, tree = MemoryTree(dict(world.before)), MemoryTree(dict(world.files))
    now = find_settings(tree)
    policy = Policy(settings_at(base, "") or now, now)
    before = load_project(base, policy.settings)
    after, own = load_after(tree, base, policy)
    commits = tuple(_commits(world))
    accepted, kept, fresh = find_accepted(base, tree, policy)
    change = Change(
        before=before.project,
        after=after.project,
        policy=policy.settings.config,
        config=now.config,
        origin=now.path,
        governed=policy.is_base,
        left=tuple(find_left(before.project, after, own)),
        newly_accepted=fresh,
        touches=_touches(world.before, world.files),
        commits=commits,
        tip=loaded(world.tip).project if world.tip is not None else before.project,
    )
    change = replace(change, editions=_editions(world, commits), earlier=_earlier(world))

    def past_before(_: Past | None) -> Past:
        return _past(before, base, world.day)

    return Stepped(change, before, after, accepted, kept, past_before)


def _touches(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[Touch, ...]:
    def oid(files: Mapping[str, bytes], path: str) -> str:
        return blob_oid(files[path], "sha1") if path in files else ""

    paths = sorted({*old, *new})
    touches = (Touch(path, oid(old, path), oid(new, path)) for path in paths)
    return tuple(touch for touch in touches if touch.old != touch.new)


def _commits(world: World) -> list[Commit]:
    """Return the commits of a step, newest first; GitHub commits what it squashes itself."""
    commits: list[Commit] = []
    last = world.before or {}
    for number, stage in enumerate(world.stages):
        if stage.name:
            who = Person(stage.name, stage.mail)
            squash = stage.subject.endswith(")")
            committer = Person("GitHub", "noreply@github.com") if squash else who
            touches = _touches(last, stage.files)
            sha = f"{number:040}"
            commits.insert(0, Commit(sha, (), who, committer, number, stage.subject, touches))
        last = stage.files
    return commits


def _editions(world: World, commits: tuple[Commit, ...]) -> dict[str, tuple[Edition, ...]]:
    states = [world.before or {}, *(stage.files for stage in world.stages)]
    by_path = [{d.path: d for d in loaded(state).project.documents} for state in states]
    return {
        path: tuple(
            Edition(commit, old.get(path), new.get(path))
            for commit, old, new in zip(reversed(commits), by_path, by_path[1:], strict=False)
            if any(touch.path == path for touch in commit.touches)
        )
        for path in by_path[-1]
    }


def _earlier(world: World) -> dict[str, tuple[Document, ...]]:
    documents = loaded(world.earlier or {}).project.documents
    return {document.path: (document,) for document in documents}


def loaded(files: Mapping[str, str | bytes]) -> Loaded:
    """Read a world as ``awos check`` would at its root."""
    tree = MemoryTree(dict(files))
    return load_project(tree, find_settings(tree))
