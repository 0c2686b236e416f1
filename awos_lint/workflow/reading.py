"""What a project was read with: residue in its texts, and what was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from awos_lint.core.diagnostic import Failure, Skip, contain_failures, select_failures
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import REVIEW, maturity_of
from awos_lint.core.text import escape_text
from awos_lint.graph.subjects import Accepted
from awos_lint.linter.check import build_engine
from awos_lint.linter.engine import Engine
from awos_lint.project.load import Loaded
from awos_lint.rules.document.open_question import Options, open_questions
from awos_lint.workflow.remaining import Reading, Residue

_QUESTION: Final = "document-open-question"
_MISPLACED: Final = "document-misplaced"
_RULES: Final = frozenset({_MISPLACED, _QUESTION, "document-placeholder"})


def reading_of(
    loaded: Loaded, accepted: tuple[Accepted, ...] = (), failed: Iterable[Failure] = ()
) -> Reading:
    """Return what is known of a project besides its graph.

    ``accepted`` is the baseline, ``failed`` what a bug kept a check from judging.
    """
    engine = build_engine(loaded, accepted, only=_RULES)
    found = [*_left_over(loaded, engine), *_find_questions(loaded, engine)]
    residue = sorted({entry for entry in found if isinstance(entry, Residue)})
    skipped = dict.fromkeys([*loaded.skipped, *failed, *select_failures(found)])
    return Reading(tuple(residue), tuple(skipped), loaded.unread)


def _left_over(loaded: Loaded, engine: Engine) -> Iterator[Residue | Skip]:
    """Yield what the rules find, of misplaced documents those that are not read."""
    verdict = engine.run_rules()
    yield from verdict.skipped
    strays = {stray.path for stray in loaded.project.strays}
    for found in verdict.diagnostics:
        if found.rule == _MISPLACED and found.at.path not in strays:
            continue
        yield Residue(found.at.path, found.at.line, found.message)


def _find_questions(loaded: Loaded, engine: Engine) -> Iterator[Residue | Skip]:
    """Yield the questions in texts that are not settled, of which the rule says nothing."""
    options = engine.options[_QUESTION]
    if any(rule.name == _QUESTION for rule in engine.chosen) and isinstance(options, Options):
        for document in loaded.project.documents:
            if maturity_of(document.status) < REVIEW:
                asked = partial(_list_questions, document, options)
                yield from contain_failures(f"the rule {_QUESTION}", document.path, asked)


def _list_questions(document: Document, options: Options) -> Iterator[Residue]:
    for place, question in open_questions(document, options):
        line = document.source.find_location(place.span).line
        asks = f"an open question: {escape_text(question, 100)}"
        yield Residue(document.path, line, asks, checked=False)
