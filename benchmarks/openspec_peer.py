"""Compare awos with OpenSpec's own validator: what it calls an error, awos reports too, in a place.

    python -m benchmarks.openspec_peer [FOLDER...] [--openspec PROGRAM] [--extra]

Each folder is a repository; without one, the worlds of the casebooks that lie in ``openspec/`` are
compared, and the corpora beside the project if they are there. ``PROGRAM`` is the command of the
npm package ``@fission-ai/openspec``; without it, one on the path is taken. ``--extra`` also lists
what only awos says. The result is 1 when an error of the peer has no answer.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from awos_lint.core.diagnostic import Diagnostic
from awos_lint.linter.casebook import read_casebook
from awos_lint.linter.check import check_project
from awos_lint.project.load import load_project
from awos_lint.project.place import open_place
from awos_lint.project.settings import find_settings
from benchmarks.corpora import HOME, prepare

PACKAGE = Path(__file__).resolve().parent.parent / "awos_lint"
QUIET = {"OPENSPEC_TELEMETRY": "0", "DO_NOT_TRACK": "1", "CI": "1"}


@dataclass(frozen=True)
class Issue:
    """What the peer says: its level, the file or folder that is meant, a line if it names one."""

    level: str
    path: str
    line: int
    message: str

    def answered(self, findings: list[Diagnostic]) -> bool:
        """Return whether awos says something there; on the line, where the peer names one."""
        return any(self._meets(found) for found in findings)

    def _meets(self, found: Diagnostic) -> bool:
        places = [found.at, *(location for location, _ in found.related)]
        inside = [p for p in places if p.path == self.path or p.path.startswith(f"{self.path}/")]
        return any(not self.line or place.line == self.line for place in inside)


def peer(program: str, directory: Path) -> Iterator[Issue]:
    """Run the peer in a directory, over what is active and over the archive."""
    for chosen in (["--all", "--strict"], ["--archived"]):
        done = subprocess.run(
            [program, "validate", *chosen, "--json", "--no-interactive"],
            cwd=directory,
            env={**os.environ, **QUIET},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        answer = json.loads(done.stdout) if done.stdout.strip().startswith("{") else {}
        for item in answer.get("items", []):
            yield from _issues(item, archived="--archived" in chosen)


def _issues(item: dict[str, object], archived: bool) -> Iterator[Issue]:
    name, issues = str(item["id"]), item["issues"]
    assert isinstance(issues, list)
    for issue in issues:
        path = _path(str(item["type"]), name, str(issue["path"]), archived)
        yield Issue(issue["level"], path, issue.get("line") or 0, issue["message"].split("\n")[0])


def _path(kind: str, name: str, inside: str, archived: bool) -> str:
    if kind == "spec":
        return f"openspec/specs/{name}/spec.md"
    folder = f"openspec/changes/archive/{name}" if archived else f"openspec/changes/{name}"
    if inside.endswith(".md"):
        own = inside == "tasks.md" or archived
        return f"{folder}/{inside}" if own else f"{folder}/specs/{inside}"
    return folder


def awos(directory: Path) -> list[Diagnostic]:
    """Return what awos says about a directory."""
    place = open_place(str(directory))
    return list(check_project(load_project(place.tree, find_settings(place.tree))).diagnostics)


def compare(title: str, program: str, directory: Path, extra: bool) -> tuple[int, int]:
    """Compare the two on one directory; return the peer's errors and those without an answer."""
    findings = awos(directory)
    issues = list(peer(program, directory))
    errors = [issue for issue in issues if issue.level == "ERROR"]
    lost = [issue for issue in errors if not issue.answered(findings)]
    warnings = [issue for issue in issues if issue.level == "WARNING"]
    unsaid = [issue for issue in warnings if not issue.answered(findings)]
    print(
        f"{title}: {len(errors)} errors of the peer, {len(lost)} without an answer; "
        f"{len(warnings)} warnings, {len(unsaid)} without; awos says {len(findings)}"
    )
    for issue in (*lost, *unsaid):
        print(f"  {issue.level.lower()} {issue.path}:{issue.line}: {issue.message[:160]}")
    if extra:
        said = {(issue.path, issue.line) for issue in issues}
        for found in findings:
            if (found.at.path, found.at.line) not in said and (found.at.path, 0) not in said:
                print(
                    f"  only awos {found.at.path}:{found.at.line}: [{found.rule}] {found.message}"
                )
    return len(errors), len(lost)


def worlds() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield the worlds of all casebooks that lie in a folder of OpenSpec."""
    for path in sorted([*PACKAGE.glob("rules/*.md"), *PACKAGE.glob("layouts/*.md")]):
        for world in read_casebook(path.read_text("utf-8")).worlds:
            if any(name.startswith("openspec/") for name in world.files):
                yield f"{path.stem}: {world.title}", dict(world.files)


def prepared(folders: list[Path], directory: Path) -> Iterator[tuple[str, Path]]:
    """Yield what to compare, each in a directory of its own."""
    if folders:
        yield from ((folder.name, folder) for folder in folders)
        return
    for number, (title, files) in enumerate(worlds()):
        root = directory / f"world-{number}"
        for name, data in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        yield title, root
    for corpus in sorted(HOME.glob("*/openspec")) if HOME.is_dir() else ():
        target = directory / corpus.parent.name
        prepare(HOME, corpus.parent.name, target)
        yield corpus.parent.name, target


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, help="repositories to compare on")
    parser.add_argument("--openspec", help="the command of the peer")
    parser.add_argument("--extra", action="store_true", help="list what only awos says")
    options = parser.parse_args()
    program = options.openspec or shutil.which("openspec")
    if not program:
        print("the peer is not here: install the npm package @fission-ai/openspec", file=sys.stderr)
        return 2
    errors = lost = 0
    with tempfile.TemporaryDirectory() as directory:
        for title, root in prepared(options.folders, Path(directory)):
            found = compare(title, program, root, options.extra)
            errors, lost = errors + found[0], lost + found[1]
    print(f"all: {errors} errors of the peer, {lost} without an answer")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
