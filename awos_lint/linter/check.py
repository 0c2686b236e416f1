"""Judge a project and make the report of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from awos_lint.core.diagnostic import Diagnostic, Manual, Report
from awos_lint.core.text import Source
from awos_lint.graph.diff import find_renamed
from awos_lint.graph.subjects import Accepted, Change, Code, Past
from awos_lint.layouts import load_layouts
from awos_lint.linter.engine import Engine
from awos_lint.project.load import Loaded
from awos_lint.project.settings import blame_file
from awos_lint.rules import GUARDS, all_rules

if TYPE_CHECKING:
    from awos_lint.project.diff import Stepped


def check_project(
    loaded: Loaded,
    *,
    only: Iterable[str] = (),
    accepted: tuple[Accepted, ...] = (),
    pages: bool = False,
    past: Past | None = None,
    stepped: Stepped | None = None,
) -> Report:
    """Judge a project; ``only`` keeps the findings that touch these files or folders.

    ``accepted`` is the baseline, ``pages`` asks for the manual pages of the rules, ``past`` lets
    rules about history run. With a step, ``loaded`` is the project at its end, and what is reported
    is what is found there and not in the project before, and all that rules about approvals and
    changes find. Raises :class:`ConfigError` when the configuration names rules or options that do
    not exist.
    """
    change = stepped.change if stepped else None
    verdict = build_engine(loaded, accepted, past, change).run_rules()
    caused = _find_caused(verdict.diagnostics, stepped, past) if stepped else verdict.diagnostics
    wanted = tuple(only)
    project = loaded.project
    texts = (*project.documents, *project.prompts)
    partly = frozenset(d.path for d in texts if d.is_partial)
    told = (d for d in caused if not wanted or _is_touched(d, wanted))
    shown = tuple(_drop_unsafe_edits(diagnostic, partly) for diagnostic in told)
    return Report(
        diagnostics=shown,
        documents=len(project.documents),
        prompts=len(project.prompts),
        aside=sum(not load_layouts()[entry.layout].beside for entry in loaded.aside),
        suppressed=verdict.suppressed,
        baselined=verdict.baselined,
        skipped=(*loaded.skipped, *(stepped.skipped if stepped else ()), *verdict.skipped),
        manuals={name: find_manual(name, pages) for name in sorted({d.rule for d in shown})},
        sources=_gather_sources(loaded, shown),
    )


def _gather_sources(loaded: Loaded, shown: Iterable[Diagnostic]) -> dict[str, Source]:
    """Return the documents, and the other files in which the diagnostics point at a place."""
    texts = (*loaded.project.documents, *loaded.project.prompts)
    found = {text.path: text.source for text in texts}
    found |= {stray.path: stray.source for stray in loaded.project.strays}
    about = [d for d in shown if all_rules()[d.rule].subject == "code"]
    paths = {location.path for d in about for location, _ in d.related} - found.keys()
    files = loaded.contents().texts if paths else {}
    return found | {path: files[path] for path in paths & files.keys()}


def build_engine(
    loaded: Loaded,
    accepted: tuple[Accepted, ...],
    past: Past | None = None,
    change: Change | None = None,
    only: frozenset[str] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> Engine:
    """Return the engine for a project, with some of the rules or with all.

    ``renamed`` are other names to identify findings by.
    Raises :class:`ConfigError` with the file that names rules or options that do not exist.
    """
    config = loaded.settings.config
    kept = config.baseline or ""
    code = Code(loaded.project, loaded.contents)
    with blame_file(loaded.settings):
        return Engine(
            *(config, loaded.project, accepted, kept, past, change, code),
            only=only,
            renamed=renamed or {},
        )


def _find_caused(
    diagnostics: Iterable[Diagnostic], stepped: Stepped, past: Past | None
) -> Iterator[Diagnostic]:
    """Yield what a step is responsible for: what the base has not, and what is about steps."""
    now, earlier = stepped.after.project, stepped.before
    pairs = find_renamed(earlier.project, now)
    names = {old: new for new, old in now.former.items()}
    names |= {old.id: new.id for old, new in pairs if old.id and new.id}
    judge = build_engine(earlier, stepped.accepted, stepped.past_before(past), renamed=names)
    known = {diagnostic.fingerprint for diagnostic in judge.run_rules().diagnostics}
    for diagnostic in diagnostics:
        family = all_rules()[diagnostic.rule].family
        if family in GUARDS or diagnostic.fingerprint not in known:
            yield diagnostic


def _drop_unsafe_edits(diagnostic: Diagnostic, partly: frozenset[str]) -> Diagnostic:
    """Leave out the edits of a text that was not read whole: it must not be written either."""
    if partly.isdisjoint(edit.at.path for edit in diagnostic.edits):
        return diagnostic
    return replace(diagnostic, edits=())


def find_manual(name: str, with_page: bool = True) -> Manual:
    """Return a rule's manual; its page is made from the casebook only when asked for."""
    rule = all_rules()[name]
    text = ""
    if with_page:
        from awos_lint.linter.manual import write_page

        text = write_page(rule)
    return Manual(name, rule.summary, rule.severity, text)


def _is_touched(diagnostic: Diagnostic, wanted: tuple[str, ...]) -> bool:
    paths = {diagnostic.at.path, *(location.path for location, _ in diagnostic.related)}
    return any(
        name in ("", path) or path.startswith(f"{name}/") for path in paths for name in wanted
    )
