"""Measure what the past and a step cost, as ratios to `git log --raw` over the same range.

    python -m benchmarks.history [--documents N] [--commits N] [--runs N]

Makes a repository of N documents with N commits by eight people, every fiftieth a merge, and runs
each command several times; the fastest run counts. Nothing passes or fails: machines differ.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from awos_lint.git import Git, open_repository
from awos_lint.git.log import FORMAT
from benchmarks.corpus import WORDS, files

PEOPLE = [f"Person {n} <person{n}@example.org>" for n in range(8)]
RECENT = 50
AWOS = [sys.executable, "-m", "awos_lint"]


def stream(documents: int, commits: int) -> Iterator[str]:
    """Yield what `git fast-import` makes the repository of."""
    rng = random.Random(1)
    texts = dict(files(documents))
    texts["awos.toml"] += '[approvals]\nlevel = "recorded"\n'
    prose = [path for path in texts if path.startswith("context/")]
    yield _commit(1, "main", 0, "Begin", texts)
    for number in range(2, commits + 1):
        branch = "side" if number % RECENT == 1 else "main"
        parent = f"from :{number - 1}\n" if branch == "side" else ""
        if number % RECENT == 2 and number > RECENT:
            parent = f"merge :{number - 1}\n"
        changed = rng.sample(prose, rng.randint(1, 3))
        for path in changed:
            texts[path] += f"\n{' '.join(rng.choices(WORDS, k=12)).capitalize()}.\n"
        some = {path: texts[path] for path in changed}
        code = f"src/module_{rng.randint(1, documents // 3)}.py"
        some[code] = f"VALUE = {number}\n"
        yield _commit(number, branch, number, f"Change {number}", some, parent)


def _commit(
    mark: int, branch: str, day: int, message: str, texts: dict[str, str], parents: str = ""
) -> str:
    who = f"{PEOPLE[mark % len(PEOPLE)]} {1_700_000_000 + day * 600} +0000"
    head = f"commit refs/heads/{branch}\nmark :{mark}\nauthor {who}\ncommitter {who}\n"
    body = "".join(
        f"M 644 inline {path}\ndata {len(text.encode())}\n{text}\n" for path, text in texts.items()
    )
    return f"{head}data {len(message)}\n{message}\n{parents}{body}"


def build(root: Path, documents: int, commits: int) -> Git:
    """Make the repository and approve a few of its documents."""
    root.mkdir()
    run = ["git", "-C", str(root), "-c", "user.name=Mara", "-c", "user.email=mara@example.org"]
    subprocess.run([*run, "init", "-q", "-b", "main"], check=True)
    data = "".join(stream(documents, commits)).encode()
    subprocess.run([*run, "fast-import", "--quiet"], input=data, check=True)
    subprocess.run([*run, "reset", "-q", "--hard", "main"], check=True)
    subprocess.run([*run, "gc", "-q"], check=True)
    git = open_repository(str(root))
    assert git is not None
    return git


def fastest(runs: int, what: Callable[[], object]) -> float:
    """Return the seconds of the fastest of some runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        what()
        times.append(time.perf_counter() - start)
    return min(times)


def command(root: Path, *arguments: str) -> Callable[[], object]:
    """Return a run of awos as a user would start it."""
    environment = {**os.environ, "PYTHONSAFEPATH": "1"}
    line = [*AWOS, "-C", str(root), "check", "--exit-zero", "-o", os.devnull, *arguments]
    return lambda: subprocess.run(line, env=environment, check=False, capture_output=True)


def log(git: Git, *revisions: str) -> Callable[[], object]:
    """Return a run of git that lists what awos asks for."""
    options = ["-z", "--raw", "--no-abbrev", "--no-renames", "--diff-merges=first-parent"]
    line = ["git", "-C", git.root, "log", *options, f"--format={FORMAT}", *revisions, "--"]
    return lambda: subprocess.run(line, check=True, capture_output=True)


def measure(root: Path, documents: int, commits: int, runs: int) -> Iterator[tuple[str, float]]:
    """Yield what was measured with its seconds; those of `git log --raw` come first."""
    git = build(root, documents, commits)
    head = git.resolve_revision("HEAD")
    first = git.read_history(head).commits[-1].sha
    recent = git.resolve_revision(f"HEAD~{RECENT}")
    yield "git log --raw, all commits", fastest(runs, log(git, head))
    yield "the walk as awos reads it, all commits", fastest(runs, lambda: git.read_history(head))
    whole = fastest(runs, command(root, "--whole"))
    yield "awos check --whole", whole
    for base, name in ((first, "all commits"), (recent, f"the last {RECENT} commits")):
        step = fastest(runs, command(root, "--diff", f"{base}..{head}"))
        yield f"awos check --diff, {name}", step
        yield "  what the step adds to the check", step - whole


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--commits", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = list(measure(Path(folder) / "repo", given.documents, given.commits, given.runs))
    unit = rows[0][1]
    for name, seconds in rows:
        print(f"{name:45} {seconds:7.2f} s {seconds / unit:7.2f}")


if __name__ == "__main__":
    main()
