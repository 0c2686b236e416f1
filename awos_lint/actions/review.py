"""Write decisions: what one would say, and how long its anchors may be."""

from __future__ import annotations

from awos_lint.actions.approve import Proposal
from awos_lint.approvals.transitions import Change
from awos_lint.core.model.document import Document
from awos_lint.linter.engine import Engine
from awos_lint.project.load import Loaded
from awos_lint.rules.adr.anchor_too_broad import Options
from awos_lint.syntax.edit import rewritten


def proposal(loaded: Loaded, document: Document, changes: tuple[Change, ...]) -> Proposal:
    """Return what a document would say; raises :class:`awos_lint.syntax.edit.UneditableError`."""
    text = rewritten(document.source, changes, loaded.settings.config.limits)
    return Proposal(document, changes, text)


def longest_anchor(loaded: Loaded) -> int:
    """Return how many lines an anchor may hold in a project; raises ``ConfigError``."""
    options = Engine(loaded.settings.config, loaded.project).options["adr-anchor-too-broad"]
    assert isinstance(options, Options)
    return options.max_lines
