"""What a project was read with: residue in its texts, and what was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from awos_lint.core.diagnostic import Failure, Severity, Skip, contain_failures, select_failures
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import EARLY, REVIEW, Kind, maturity_of
from awos_lint.core.text import escape_text
from awos_lint.graph.build import build_project
from awos_lint.graph.status_order import is_editable
from awos_lint.graph.subjects import Accepted
from awos_lint.linter.check import build_engine
from awos_lint.linter.engine import Engine
from awos_lint.project.load import Loaded
from awos_lint.rules import all_rules
from awos_lint.rules.document.open_question import Options, open_questions
from awos_lint.workflow.remaining import Reading, Residue

_QUESTION: Final = "document-open-question"
_MISPLACED: Final = "document-misplaced"
_TEXTUAL: Final = frozenset({"adr", "document", "reference", "requirement", "task"})
"""The families of rules that say what is wrong in a text, and not in the order of things."""

_RULES: Final = frozenset({_MISPLACED, _QUESTION, "document-placeholder"})


def reading_of(
    loaded: Loaded, accepted: tuple[Accepted, ...] = (), failed: Iterable[Failure] = ()
) -> Reading:
    """Return what is known of a project besides its graph.

    ``accepted`` is the baseline, ``failed`` what a bug kept a check from judging.
    """
    engine = build_engine(loaded, accepted, only=_RULES)
    found = [*_left_over(loaded, engine), *_find_questions(loaded, engine)]
    found += _find_objections(loaded, accepted)
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


def _find_objections(loaded: Loaded, accepted: tuple[Accepted, ...]) -> Iterator[Residue | Skip]:
    """Yield what would be an error in a text once it is approved, so that it cannot be."""
    project = loaded.project
    raised = [_raise_status(project.kind_of(d), d) for d in project.documents]
    waiting = {d.path for d, r in zip(project.documents, raised, strict=True) if d is not r}
    if not waiting:
        return
    after = build_project(raised, project.files, project.kinds, project.prompts, project.strays)
    names = frozenset(name for name, rule in all_rules().items() if rule.family in _TEXTUAL)
    verdict = build_engine(replace(loaded, project=after), accepted, only=names).run_rules()
    yield from verdict.skipped
    for found in verdict.diagnostics:
        if found.severity is Severity.ERROR and found.at.path in waiting:
            yield Residue(found.at.path, found.at.line, found.message)


def _raise_status(kind: Kind, document: Document) -> Document:
    """Return a document as it is once somebody has approved it; itself where nobody can."""
    early = document.status in EARLY and kind.approved and is_editable(document)
    return replace(document, status=kind.approved[0]) if early else document


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
