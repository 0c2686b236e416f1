"""Measure `awos check` on repositories of N documents, as ratios to the interpreter's own start.

    python -m benchmarks.check [N...] [--runs N] [--no-peers]

Each command runs several times, one uncounted run first, so that Python has compiled what it
imports, as installers do; of time and CPU the least counts, of memory the most. A run is cold:
awos keeps nothing on the disk. Nothing passes or fails, because machines differ.

rumdl and markdownlint-cli2 read the same documents with their own rules; they are installed from
their registries into a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import write
from benchmarks.modules import heavy, imported

SIZES = (100, 300, 1_000, 3_000)
AWOS = (sys.executable, "-m", "awos_lint")
_UNIT = 1 if sys.platform == "darwin" else 1024
"""What ``ru_maxrss`` counts in: bytes there, KiB elsewhere (getrusage(2))."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took: seconds of time and of CPU, children included, and peak bytes."""

    wall: float
    cpu: float
    memory: int


@dataclass(frozen=True, slots=True)
class Bench:
    """How commands are run: the environment of all of them, and how often."""

    environment: Mapping[str, str]
    runs: int

    def cost(self, command: Sequence[str], folder: Path) -> Cost:
        """Return what a command takes in a folder; its exit code says what it found."""
        _once(command, folder, self.environment)
        found = [_once(command, folder, self.environment) for _ in range(self.runs)]
        return Cost(
            min(cost.wall for cost in found),
            min(cost.cpu for cost in found),
            max(cost.memory for cost in found),
        )


def _once(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * _UNIT)


def commands(peers: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return what is run in each repository, by what it is called."""
    return {
        "awos check": (*AWOS, "check"),
        "awos check --format json": (*AWOS, "check", "--format", "json"),
        **peers,
    }


def peers(folder: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """Install the peers below a folder and yield how each is run; say which one is not there."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), "rumdl"]
    rumdl = folder / "bin" / "rumdl"
    if _installed(pip, rumdl):
        yield "rumdl", (str(rumdl), "check", "--no-cache", ".")
    npm = shutil.which("npm")
    markdownlint = folder / "node_modules" / ".bin" / "markdownlint-cli2"
    install = [npm or "npm", "install", "--silent", "--prefix", str(folder), "markdownlint-cli2"]
    if _installed(install if npm else [], markdownlint):
        yield "markdownlint-cli2", (str(markdownlint), "**/*.md")


def _installed(install: Sequence[str], program: Path) -> bool:
    done = bool(install) and subprocess.run(install, capture_output=True, check=False)
    if not done or not program.exists():
        print(f"{program.name} is left out: it could not be installed here", file=sys.stderr)
        return False
    return True


def repository(folder: Path, documents: int) -> None:
    """Make a repository of documents, all of them known to git."""
    write(folder, documents)
    for command in (["init", "--quiet"], ["add", "."]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def row(name: str, cost: Cost, bare: Cost) -> str:
    """Return a row of a table: ratios of time and CPU, and memory in MiB."""
    cells = (name, f"{cost.wall / bare.wall:.1f}", f"{cost.cpu / bare.cpu:.1f}")
    return f"| {' | '.join(cells)} | {cost.memory / 2**20:.0f} |"


def report(bench: Bench, sizes: Sequence[int], known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the report, line by line, as Markdown."""
    with tempfile.TemporaryDirectory() as directory:
        here = Path(directory)
        bare = bench.cost((sys.executable, "-c", "pass"), here)
        start = f"{bare.wall * 1000:.0f} ms, {bare.cpu * 1000:.0f} ms of CPU"
        yield f"`python -c pass` takes {start} and {bare.memory / 2**20:.0f} MiB here.\n"
        yield "| command | time | CPU | peak MiB |\n| --- | ---: | ---: | ---: |"
        yield row("awos --help", bench.cost((*AWOS, "--help"), here), bare)
        for size in sizes:
            folder = here / str(size)
            repository(folder, size)
            for name, command in commands(known).items():
                yield row(f"{name}, {size:,} documents", bench.cost(command, folder), bare)
        yield "\n| command | modules | heavy ones |\n| --- | ---: | --- |"
        for arguments in (("--help",), ("rule", "task-vague"), ("check",)):
            modules = imported(*arguments, folder=here / str(sizes[0]))
            names = ", ".join(heavy(modules)) or "none"
            yield f"| awos {' '.join(arguments)} | {len(modules)} | {names} |"


def of_documents(about: str, report: Callable[[Bench, int], Iterator[str]]) -> None:
    """Run another benchmark, which measures a repository of N documents, from the command line."""
    parser = argparse.ArgumentParser(description=about.partition("\n")[0])
    parser.add_argument("documents", nargs="?", type=int, default=1_000, metavar="N")
    parser.add_argument("--runs", type=int, default=5, help="how often each command runs")
    options = parser.parse_args()
    for line in report(Bench(os.environ, options.runs), options.documents):
        print(line, flush=True)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, metavar="N", help="numbers of documents")
    parser.add_argument("--runs", type=int, default=5, help="how often each command runs")
    parser.add_argument("--no-peers", action="store_true", help="measure awos alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        own = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
        root = Path(__file__).resolve().parent.parent
        compiled = {"PYTHONPYCACHEPREFIX": f"{directory}/compiled", "PYTHONPATH": str(root)}
        known = {} if options.no_peers else dict(peers(Path(directory)))
        bench = Bench({**own, **compiled}, options.runs)
        for line in report(bench, options.sizes or SIZES, known):
            print(line, flush=True)


if __name__ == "__main__":
    main()
