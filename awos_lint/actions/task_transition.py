"""Take a step and what follows from it: in memory first, then in all files or in none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from awos_lint.actions.approve import Proposal
from awos_lint.core.diagnostic import Report, Severity
from awos_lint.core.digest import compute_digest
from awos_lint.core.model.document import Document, State
from awos_lint.core.text import Source
from awos_lint.files.tree import OverlayTree
from awos_lint.linter.check import check_project
from awos_lint.project.load import Loaded
from awos_lint.project.workspace import Workspace
from awos_lint.syntax.edit import UneditableError, rewrite_front
from awos_lint.syntax.edit.boxes import tick_boxes
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.transitions import Move
from awos_lint.workflow.view import view_of

Follow = Callable[[Gates], Move | None]
"""Says what follows from the documents as they are; nothing when nothing does."""


@dataclass(frozen=True, slots=True)
class Journey:
    """A step with what followed: the documents as they would be, and a sentence for each change.

    ``gates`` are those at its end, ``worse`` is a report of the errors that were not there before.
    """

    proposals: tuple[Proposal, ...]
    said: tuple[str, ...]
    gates: Gates
    worse: Report


def gates_of(loaded: Loaded) -> Gates:
    """Return what holds back what in a project that was read."""
    return Gates(view_of(loaded.project, loaded.settings.config))


def plan_journey(workspace: Workspace, loaded: Loaded, first: Move, follow: Follow) -> Journey:
    """Return a step and what follows from it; nothing is written.

    Raises :class:`awos_lint.syntax.edit.UneditableError` when a text would not read as meant.
    """
    texts: dict[str, str] = {}
    said: list[str] = []
    now, move = loaded, first
    while True:
        texts[move.document.path] = _rewrite_text(move, loaded)
        said.append(move.said)
        now = workspace.load_project(OverlayTree(workspace.tree, texts), loaded.settings)
        now.must_be_readable()
        _must_be_meant(move, now)
        gates = gates_of(now)
        found = follow(gates)
        if found is None:
            break
        move = found
    before = {document.path: document for document in loaded.project.documents}
    proposals = tuple(Proposal(before[path], (), text) for path, text in texts.items())
    changed = tuple(p for p in proposals if p.text != p.document.source.text)
    return Journey(changed, tuple(said), gates, _report_new_errors(loaded, now))


def _rewrite_text(move: Move, loaded: Loaded) -> str:
    source = Source(move.document.path, tick_boxes(move.document, move.boxes))
    return rewrite_front(source, move.changes, loaded.settings.config.limits)


def _must_be_meant(move: Move, now: Loaded) -> None:
    """Refuse a text that does not say what was meant, or says anything else differently."""
    old = move.document
    found = [d for d in now.project.documents if d.path == old.path and d.id == old.id]
    if len(found) != 1 or not _is_intended(old, found[0], move.boxes):
        raise UneditableError(f"{old.path} is written in a way awos cannot change")


def _is_intended(old: Document, new: Document, boxes: Mapping[int, State]) -> bool:
    if new.is_partial or compute_digest(old) != compute_digest(new):
        return False
    wanted = [boxes.get(index, item.state) for index, item in enumerate(old.items)]
    return [item.state for item in new.items] == wanted


def _report_new_errors(before: Loaded, now: Loaded) -> Report:
    report = check_project(now)
    errors = [d for d in report.diagnostics if d.severity is Severity.ERROR]
    known = {d.fingerprint for d in check_project(before).diagnostics} if errors else set()
    return replace(report, diagnostics=tuple(d for d in errors if d.fingerprint not in known))
