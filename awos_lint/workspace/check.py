"""Judge a project and make the report of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from awos_lint.config import ConfigError
from awos_lint.diagnostic import Diagnostic, Manual, Report
from awos_lint.engine import Engine, Verdict
from awos_lint.manual import page
from awos_lint.rules import Accepted, all_rules
from awos_lint.workspace.load import Loaded


def check(
    loaded: Loaded,
    *,
    only: Iterable[str] = (),
    accepted: tuple[Accepted, ...] = (),
    pages: bool = False,
) -> Report:
    """Judge a project; ``only`` keeps the findings that touch these files or folders.

    ``accepted`` is the baseline, ``pages`` asks for the manual pages of the rules. Raises
    :class:`ConfigError` when the configuration names rules or options that do not exist.
    """
    verdict = _verdict(loaded, accepted)
    wanted = tuple(only)
    partly = frozenset(d.path for d in loaded.project.documents if d.broken or d.unread)
    told = (d for d in verdict.diagnostics if not wanted or _touches(d, wanted))
    shown = tuple(_mendable(diagnostic, partly) for diagnostic in told)
    return Report(
        diagnostics=shown,
        documents=len(loaded.project.documents),
        suppressed=verdict.suppressed,
        baselined=verdict.baselined,
        skipped=(*loaded.skipped, *verdict.skipped),
        manuals={name: manual(name, pages) for name in sorted({d.rule for d in shown})},
        sources={document.path: document.source for document in loaded.project.documents},
    )


def _verdict(loaded: Loaded, accepted: tuple[Accepted, ...]) -> Verdict:
    settings = loaded.settings
    try:
        engine = Engine(settings.config, loaded.project, accepted, settings.config.baseline or "")
    except ConfigError as error:
        key = str(error).partition(":")[0].partition(".")[0]
        origin = settings.origins.get(key, settings.path)
        raise ConfigError(f"{origin}: {error}") from None
    return engine.run()


def _mendable(diagnostic: Diagnostic, partly: frozenset[str]) -> Diagnostic:
    """Leave out the edits of a text that was not read whole: it must not be written either."""
    if partly.isdisjoint(edit.at.path for edit in diagnostic.edits):
        return diagnostic
    return replace(diagnostic, edits=())


def manual(name: str, with_page: bool = True) -> Manual:
    """Return a rule's manual; its page is made from the casebook only when asked for."""
    rule = all_rules()[name]
    return Manual(name, rule.summary, rule.severity, page(rule) if with_page else "")


def _touches(diagnostic: Diagnostic, wanted: tuple[str, ...]) -> bool:
    paths = {diagnostic.at.path, *(location.path for location, _ in diagnostic.related)}
    return any(
        name in ("", path) or path.startswith(f"{name}/") for path in paths for name in wanted
    )
