"""Measure the layouts against real repositories: recall, traps, findings per 1,000 documents.

    python -m benchmarks.corpora [FOLDER...] [--findings] [--corpora DIR]

``DIR`` holds a folder for each repository, ``_paths/<folder>.txt`` with every path that the
repository has, and ``expected.json`` with known defects and with lines that look wrong and are
right. Each folder is copied, its missing paths are created as empty files, and ``awos check`` runs
there with no configuration.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from awos_lint.core.diagnostic import Diagnostic, Report
from awos_lint.linter.check import check_project
from awos_lint.project.load import load_project
from awos_lint.project.place import open_place
from awos_lint.project.settings import find_settings

HOME = Path(__file__).resolve().parent.parent.parent / "shared" / "corpora"

RULES: Mapping[str, tuple[str, ...]] = {
    "adr_duplicate_title": ("adr-duplicate-title",),
    "adr_number_gap": (),
    "adr_number_mismatch": ("document-id-mismatch",),
    "filename_convention": (),
    "missing_status": ("document-missing-status",),
    "archived_with_open_tasks": ("approval-archived-unfinished",),
    "dangling_at_reference": ("reference-broken-link", "reference-broken-mention"),
    "dangling_link": ("reference-broken-link",),
    "dangling_path_mention": ("reference-broken-mention",),
    "index_incomplete": ("adr-index-incomplete",),
    "index_status_drift": ("adr-index-status",),
    "link_case_mismatch": ("reference-link-case",),
    "machine_absolute_path": ("reference-outside", "task-file-outside"),
    "placeholder_text": ("document-placeholder",),
    "roadmap_spec_drift": ("approval-feature-unfinished", "approval-feature-tasks"),
    "status_tasks_drift": ("approval-tasks-unfinished", "approval-spec-unfinished"),
    "status_vocabulary": ("document-unknown-status",),
    "supersede_no_backlink": ("adr-supersession-one-sided",),
    "superseded_without_target": ("adr-superseded-without-successor",),
    "superseder_not_accepted": ("adr-successor-not-accepted",),
}
"""The rules that may answer for each kind of defect; a kind that is not here takes any rule.

Those without a rule are matters of taste: nothing demands numbers without gaps.
"""


@dataclass
class Tally:
    """What one repository gave."""

    folder: str
    report: Report
    layouts: Counter[str]
    found: list[Mapping[str, Any]] = field(default_factory=list)
    missed: list[Mapping[str, Any]] = field(default_factory=list)
    traps: list[tuple[Mapping[str, Any], Diagnostic]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Findings per 1,000 documents."""
        return 1000 * len(self.report.diagnostics) / max(1, self.report.documents)


def prepare(corpora: Path, folder: str, target: Path) -> None:
    """Copy a repository's documents and create the other paths that it has, empty."""
    shutil.copytree(corpora / folder, target, copy_function=shutil.copyfile)
    for copied in (target, *target.rglob("*")):
        copied.chmod(0o755 if copied.is_dir() else 0o644)
    listed = (corpora / "_paths" / f"{folder}.txt").read_text("utf-8").splitlines()
    # A path that others lie below is a folder, and the longest ones come first.
    for path in sorted(listed, key=len, reverse=True):
        where = target / path
        if path and not where.exists():
            where.parent.mkdir(parents=True, exist_ok=True)
            where.touch()


def judge(directory: Path) -> tuple[Report, Counter[str]]:
    """Check a directory as ``awos check`` would, with the documents read in each layout.

    What agents read was not copied, so that nothing is said of a file of theirs that is empty.
    """
    place = open_place(str(directory))
    loaded = load_project(place.tree, find_settings(place.tree))
    empty = {prompt.path for prompt in loaded.project.prompts if not prompt.source.text}
    report = check_project(loaded)
    told = tuple(found for found in report.diagnostics if found.at.path not in empty)
    layouts = Counter(document.layout for document in loaded.project.documents)
    return replace(report, diagnostics=told), layouts


def places(diagnostic: Diagnostic) -> set[tuple[str, int]]:
    """Return the file and line of a finding and of its related places."""
    related = {(location.path, location.line) for location, _ in diagnostic.related}
    return {(diagnostic.at.path, diagnostic.at.line), *related}


def tally(folder: str, expected: Mapping[str, Any], directory: Path) -> Tally:
    """Compare what is found in a repository with what is known about it."""
    report, seen = judge(directory)
    result = Tally(folder, report, seen)
    for defect in (entry for entry in expected["defects"] if entry["folder"] == folder):
        found = any(_answers(diagnostic, defect) for diagnostic in report.diagnostics)
        (result.found if found else result.missed).append(defect)
    for trap in (entry for entry in expected["traps"] if entry["folder"] == folder):
        place = (trap["file"], trap["line"])
        fired = (d for d in report.diagnostics if (d.at.path, d.at.line) == place)
        result.traps += [(trap, diagnostic) for diagnostic in fired]
    return result


def _answers(diagnostic: Diagnostic, defect: Mapping[str, Any]) -> bool:
    rules = RULES.get(defect["kind"], (diagnostic.rule,))
    return diagnostic.rule in rules and (defect["file"], defect["line"]) in places(diagnostic)


def lines(result: Tally, findings: bool) -> Iterator[str]:
    """Yield the report on one repository."""
    known = len(result.found) + len(result.missed)
    read = ", ".join(f"{name} {count}" for name, count in sorted(result.layouts.items()))
    yield f"{result.folder}: {read or 'nothing read'}"
    yield (
        f"  defects found {len(result.found)} of {known}, traps fired {len(result.traps)}, "
        f"findings {len(result.report.diagnostics)} ({result.rate:.0f} per 1,000 documents)"
    )
    for skip in result.report.skipped:
        yield f"  not checked: {skip.what}: {skip.why}"
    for defect in result.missed:
        yield f"  missed ({defect['confidence']}): {_defect(defect)}"
    for trap, diagnostic in result.traps:
        yield f"  trap: {trap['trap']}: {_finding(diagnostic)}"
    counted = Counter(diagnostic.rule for diagnostic in result.report.diagnostics)
    for rule, count in counted.most_common():
        yield f"  {count:4} {rule}"
        shown = result.report.diagnostics if findings else ()
        yield from (f"       {_finding(d)}" for d in shown if d.rule == rule)


def _defect(defect: Mapping[str, Any]) -> str:
    return f"{defect['file']}:{defect['line']}: {defect['kind']}: {defect['what']}"


def _finding(diagnostic: Diagnostic) -> str:
    at = diagnostic.at
    return f"{at.path}:{at.line}:{at.column}: [{diagnostic.rule}] {diagnostic.message}"


def totals(results: list[Tally]) -> Iterator[str]:
    """Yield the report on all repositories, with recall by confidence."""
    found = Counter(defect["confidence"] for result in results for defect in result.found)
    missed = Counter(defect["confidence"] for result in results for defect in result.missed)
    documents = sum(result.report.documents for result in results)
    findings = sum(len(result.report.diagnostics) for result in results)
    rate = 1000 * findings / max(1, documents)
    yield f"all: {documents} documents, {findings} findings ({rate:.0f} per 1,000 documents)"
    for confidence in ("high", "medium", "low"):
        whole = found[confidence] + missed[confidence]
        yield f"  {confidence} confidence: {found[confidence]} of {whole} defects found"
    yield f"  traps fired: {sum(len(result.traps) for result in results)}"


def measure(corpora: Path, chosen: list[str]) -> list[Tally]:
    """Judge the chosen repositories, all of them when none is chosen."""
    expected = json.loads((corpora / "expected.json").read_text("utf-8"))
    folders = sorted(p.name for p in corpora.iterdir() if p.is_dir() and p.name != "_paths")
    results = []
    for folder in folders:
        if not chosen or any(name in folder for name in chosen):
            with tempfile.TemporaryDirectory() as directory:
                target = Path(directory) / "repository"
                prepare(corpora, folder, target)
                results.append(tally(folder, expected, target))
    return results


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", help="folders to judge, or parts of their names")
    parser.add_argument("--findings", action="store_true", help="list every finding")
    parser.add_argument("--corpora", type=Path, default=HOME, help="where the corpora are")
    options = parser.parse_args()
    if not (options.corpora / "expected.json").is_file():
        print(f"no corpora in {options.corpora}", file=sys.stderr)
        return 2
    results = measure(options.corpora, options.folders)
    for result in results:
        print("\n".join(lines(result, options.findings)))
    print("\n".join(totals(results)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
