"""Judge a project and make the report of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from awos_lint.config import ConfigError
from awos_lint.diagnostic import Diagnostic, Manual, Report
from awos_lint.engine import Engine, Verdict
from awos_lint.layouts import layouts
from awos_lint.rules import Accepted, Change, Code, Past, all_rules
from awos_lint.text import Source
from awos_lint.workspace.load import Loaded

if TYPE_CHECKING:
    from awos_lint.workspace.change import Stepped


def check(
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
    rules about history run. With a step, what is reported is the step itself and what it may have
    caused. Raises :class:`ConfigError` when the configuration names rules or options that do not
    exist.
    """
    change = stepped.change if stepped else None
    verdict = _verdict(loaded, accepted, past, change)
    caused = _caused(verdict.diagnostics, change) if change else verdict.diagnostics
    wanted = tuple(only)
    project = loaded.project
    texts = (*project.documents, *project.prompts)
    partly = frozenset(d.path for d in texts if d.partial)
    told = (d for d in caused if not wanted or _touches(d, wanted))
    shown = tuple(_mendable(diagnostic, partly) for diagnostic in told)
    return Report(
        diagnostics=shown,
        documents=len(project.documents),
        prompts=len(project.prompts),
        aside=sum(not layouts()[entry.layout].beside for entry in loaded.aside),
        suppressed=verdict.suppressed,
        baselined=verdict.baselined,
        skipped=(*loaded.skipped, *(stepped.skipped if stepped else ()), *verdict.skipped),
        manuals={name: manual(name, pages) for name in sorted({d.rule for d in shown})},
        sources=_sources(loaded, shown),
    )


def _sources(loaded: Loaded, shown: Iterable[Diagnostic]) -> dict[str, Source]:
    """Return the documents, and the other files in which the diagnostics point at a place."""
    texts = (*loaded.project.documents, *loaded.project.prompts)
    found = {text.path: text.source for text in texts}
    found |= {stray.path: stray.source for stray in loaded.project.strays}
    about = [d for d in shown if all_rules()[d.rule].subject == "code"]
    paths = {location.path for d in about for location, _ in d.related} - found.keys()
    files = loaded.contents().texts if paths else {}
    return found | {path: files[path] for path in paths & files.keys()}


def _verdict(
    loaded: Loaded, accepted: tuple[Accepted, ...], past: Past | None, change: Change | None
) -> Verdict:
    settings = loaded.settings
    kept = settings.config.baseline or ""
    try:
        code = Code(loaded.project, loaded.contents)
        engine = Engine(settings.config, loaded.project, accepted, kept, past, change, code)
    except ConfigError as error:
        key = str(error).partition(":")[0].partition(".")[0]
        origin = settings.origins.get(key, settings.path)
        raise ConfigError(f"{origin}: {error}") from None
    return engine.run()


def _caused(diagnostics: Iterable[Diagnostic], change: Change) -> Iterator[Diagnostic]:
    """Yield what a step may have caused: everything was judged, only the report is narrower."""
    from awos_lint.anchors import looking
    from awos_lint.graph.reach import reached

    touched = {touch.path for touch in change.touches}
    near = reached(change.before, change.after, change.touches) | looking(change.after, touched)
    for diagnostic in diagnostics:
        step = all_rules()[diagnostic.rule].subject == "change"
        beside = any(location.path in touched for location, _ in diagnostic.related)
        if step or beside or diagnostic.at.path in near:
            yield diagnostic


def _mendable(diagnostic: Diagnostic, partly: frozenset[str]) -> Diagnostic:
    """Leave out the edits of a text that was not read whole: it must not be written either."""
    if partly.isdisjoint(edit.at.path for edit in diagnostic.edits):
        return diagnostic
    return replace(diagnostic, edits=())


def manual(name: str, with_page: bool = True) -> Manual:
    """Return a rule's manual; its page is made from the casebook only when asked for."""
    rule = all_rules()[name]
    text = ""
    if with_page:
        from awos_lint.manual import page

        text = page(rule)
    return Manual(name, rule.summary, rule.severity, text)


def _touches(diagnostic: Diagnostic, wanted: tuple[str, ...]) -> bool:
    paths = {diagnostic.at.path, *(location.path for location, _ in diagnostic.related)}
    return any(
        name in ("", path) or path.startswith(f"{name}/") for path in paths for name in wanted
    )
