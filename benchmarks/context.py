"""Measure `awos context` for every task: its tokens against all documents, and what it lacks.

    python -m benchmarks.context [FOLDER...] [--corpora DIR]

The repositories are the example and those of the corpora, see `benchmarks.corpora`; without the
corpora it is the example alone. Tokens are estimated as `awos context` does, at its default budget.
A task lacks what its own lines refer to and its context does not say: the requirements that it
covers, the tasks that it comes after, its files, how it is verified, and the decisions in force
that its spec names or that govern its files. The aim is a median under 10 % and nothing lacking.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from awos_lint.core.model.files import matches_glob
from awos_lint.graph.project import Node
from awos_lint.project.load import load_project
from awos_lint.project.place import open_place
from awos_lint.project.settings import find_settings
from awos_lint.syntax.parse.measure import count_tokens
from awos_lint.workflow.budget import cut_to_default, write_markdown
from awos_lint.workflow.context import collect_context
from awos_lint.workflow.view import View, one_line, view_of
from benchmarks.corpora import HOME, prepare

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "ledgerly"


@dataclass(frozen=True, slots=True)
class Measured:
    """One task: the tokens of its context, their share of all, and what the context lacks."""

    id: str
    tokens: int
    share: float
    cut: bool
    lacks: tuple[str, ...]


def measured(directory: Path) -> list[Measured]:
    """Measure every task of a repository."""
    place = open_place(str(directory))
    found = load_project(place.tree, find_settings(place.tree, place.folder))
    view = view_of(found.project, found.settings.config)
    sources = {document.path: document.source.text for document in found.project.documents}
    whole = sum(map(count_tokens, sources.values()))
    return [_task(view, task, whole) for task in found.project.items_of("task")]


def _task(view: View, task: Node, whole: int) -> Measured:
    made = cut_to_default(collect_context(view, task))
    page = " ".join(write_markdown(made).split())
    lacks = tuple(said for said in _wanted(view, task) if " ".join(said.split()) not in page)
    return Measured(task.id, made.tokens, made.tokens / whole, bool(made.left), lacks)


def _wanted(view: View, task: Node) -> Iterator[str]:
    """Yield what a context must say; found without asking the code that made it."""
    assert task.item
    files = task.item.list_values("files")
    yield from (one_line(value) for value in (*files, *task.item.list_values("verify")))
    for edge in view.project.links_from(task, "covers", "after"):
        if edge.target:
            yield one_line(edge.target.title)
    spec = view.project.spec_of(task.document)
    named = view.project.links_from(spec, "decisions") if spec else []
    yield from (e.target.id for e in named if e.target and not e.target.is_over)
    for document in view.project.documents_of("adr"):
        globs = [glob for _, glob in document.list_strings("applies_to")]
        governs = any(matches_glob(glob, path) for glob in globs for path in files)
        if governs and document.status == "accepted":
            yield document.id


def lines(name: str, tasks: list[Measured]) -> Iterator[str]:
    """Yield the report on one repository."""
    if not tasks:
        return
    worst = max(tasks, key=lambda task: task.share)
    yield (
        f"{name}: {len(tasks)} tasks, median {median(t.tokens for t in tasks):.0f} tokens, "
        f"{median(t.share for t in tasks):.1%} of all documents, at most {worst.share:.1%} "
        f"({worst.id}), cut at the budget {sum(t.cut for t in tasks)}"
    )
    for task in tasks:
        yield from (f"  {task.id} lacks: {said}" for said in task.lacks)


def repositories(corpora: Path, chosen: list[str]) -> Iterator[tuple[str, list[Measured]]]:
    """Yield each repository with its tasks."""
    yield "examples/ledgerly", measured(EXAMPLE)
    if not (corpora / "expected.json").is_file():
        print(f"no corpora in {corpora}: the example alone", file=sys.stderr)
        return
    for folder in sorted(p.name for p in corpora.iterdir() if p.is_dir() and p.name != "_paths"):
        if not chosen or any(name in folder for name in chosen):
            with tempfile.TemporaryDirectory() as directory:
                target = Path(directory) / "repository"
                prepare(corpora, folder, target)
                yield folder, measured(target)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", help="folders to measure, or parts of their names")
    parser.add_argument("--corpora", type=Path, default=HOME, help="where the corpora are")
    options = parser.parse_args()
    every: list[Measured] = []
    for name, tasks in repositories(options.corpora, options.folders):
        print("".join(f"{line}\n" for line in lines(name, tasks)), end="", flush=True)
        every += tasks
    lacking = sum(bool(task.lacks) for task in every)
    print(
        f"all: {len(every)} tasks, median {median(t.share for t in every):.1%}, lacking {lacking}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
