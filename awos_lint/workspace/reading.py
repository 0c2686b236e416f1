"""What a project was read with: residue in its texts, and what was not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from awos_lint.engine import Engine
from awos_lint.flow.remaining import Reading, Residue
from awos_lint.model.kinds import REVIEW, settled
from awos_lint.rules import Accepted
from awos_lint.rules.document_open_question import Options, open_questions
from awos_lint.text import visible
from awos_lint.workspace.load import Loaded

_QUESTION: Final = "document-open-question"
_RULES: Final = frozenset({_QUESTION, "document-placeholder"})


def reading_of(loaded: Loaded, accepted: tuple[Accepted, ...] = ()) -> Reading:
    """Return what is known of a project besides its graph; ``accepted`` is the baseline."""
    residue = tuple(sorted(set(_residue(loaded, accepted))))
    return Reading(residue, loaded.skipped, loaded.unread)


def _residue(loaded: Loaded, accepted: tuple[Accepted, ...]) -> Iterator[Residue]:
    """Yield what the rules find left over, and the questions in texts that are not settled."""
    config = loaded.settings.config
    engine = Engine(config, loaded.project, accepted, config.baseline or "", only=_RULES)
    for found in engine.run().diagnostics:
        yield Residue(found.at.path, found.at.line, found.message)
    options = engine.options[_QUESTION]
    if any(rule.name == _QUESTION for rule in engine.chosen) and isinstance(options, Options):
        for document in loaded.project.documents:
            if settled(document.status) < REVIEW:
                for place, question in open_questions(document, options):
                    line = document.source.location(place.span).line
                    said = f"an open question: {visible(question, 100)}"
                    yield Residue(document.path, line, said)
