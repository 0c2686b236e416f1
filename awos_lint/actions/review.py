"""Write decisions: what one would say, and how long its anchors may be."""

from __future__ import annotations

from collections.abc import Sequence

from awos_lint.actions.approve import Proposal, load_proposed
from awos_lint.core.diagnostic import Edit
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.decisions.transitions import Changes
from awos_lint.linter.engine import Engine
from awos_lint.project.load import Loaded
from awos_lint.project.workspace import Workspace
from awos_lint.rules.adr.anchor_too_broad import Options
from awos_lint.syntax.edit import UneditableError, apply_edits, rewrite_front


def propose_review(loaded: Loaded, document: Document, changes: Changes) -> Proposal:
    """Return what a document would say; raises :class:`awos_lint.syntax.edit.UneditableError`."""
    edits = [change for change in changes if isinstance(change, Edit)]
    if edits:
        return Proposal(document, (), apply_edits(document.source.text, edits))
    front = tuple(change for change in changes if not isinstance(change, Edit))
    return Proposal(
        document, front, rewrite_front(document.source, front, loaded.settings.config.limits)
    )


def must_be_read_back(
    workspace: Workspace,
    loaded: Loaded,
    proposals: Sequence[Proposal],
    pair: tuple[Document, Document],
) -> None:
    """Raise :class:`UneditableError` where the texts would not say what they are meant to say."""
    old, new = (document.path for document in pair)
    project = load_proposed(workspace, loaded, proposals).project
    first = next((d for d in project.documents if d.path == old), None)
    edges = project.links_from(project.node_of(first), "superseded_by") if first else []
    named = any(edge.target and edge.target.document.path == new for edge in edges)
    if first is None or first.status != "superseded" or not named:
        raise UneditableError(f"{escape_text(old)} is written in a way awos cannot change")


def longest_anchor(loaded: Loaded) -> int:
    """Return how many lines an anchor may hold in a project; raises ``ConfigError``."""
    options = Engine(loaded.settings.config, loaded.project).options["adr-anchor-too-broad"]
    assert isinstance(options, Options)
    return options.max_lines
