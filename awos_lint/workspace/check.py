"""Judge a project and make the report of it."""

from __future__ import annotations

from collections.abc import Iterable

from awos_lint.diagnostic import Diagnostic, Manual, Report
from awos_lint.engine import Engine
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

    ``accepted`` is the baseline, ``pages`` asks for the manual pages of the rules.
    """
    config = loaded.settings.config
    verdict = Engine(config, loaded.project, accepted, config.baseline or "").run()
    wanted = tuple(only)
    shown = tuple(d for d in verdict.diagnostics if not wanted or _touches(d, wanted))
    return Report(
        diagnostics=shown,
        documents=len(loaded.project.documents),
        suppressed=verdict.suppressed,
        baselined=verdict.baselined,
        skipped=(*loaded.skipped, *verdict.skipped),
        manuals={name: manual(name, pages) for name in sorted({d.rule for d in shown})},
        sources={document.path: document.source for document in loaded.project.documents},
    )


def manual(name: str, with_page: bool = True) -> Manual:
    """Return a rule's manual; its page is made from the casebook only when asked for."""
    rule = all_rules()[name]
    return Manual(name, rule.summary, rule.severity, page(rule) if with_page else "")


def _touches(diagnostic: Diagnostic, wanted: tuple[str, ...]) -> bool:
    paths = {diagnostic.at.path, *(location.path for location, _ in diagnostic.related)}
    return any(
        name in ("", path) or path.startswith(f"{name}/") for path in paths for name in wanted
    )
