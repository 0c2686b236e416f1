"""Commands that write, each in a small repository that it has something to do in."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from awos_lint.scaffold.lock import PATH, compute_digest, pristine_path, read_lock
from tests.support.command import awos, lay
from tests.support.faults import Fault, Kind, Outcome, content, run_with
from tests.support.products import (
    ROADMAP,
    adr_path,
    decision,
    feature,
    roadmap,
    small,
    spec,
    spec_path,
    task,
    tasks,
    tasks_path,
)
from tests.support.repositories import Repository

WHO = ("--as", "Ada <ada@example.org>")
SETTINGS = '{"permissions": {"allow": ["Bash(ls)"]}}\n'
GUIDE = "# Bakery\n\nBake at dawn.\n"
PYPROJECT = '[project]\nname = "bakery"\nversion = "1"\n'
HOOKS = (
    "repos:\n- repo: local\n  hooks:\n    - id: bake\n      name: bake\n"
    "      entry: bake\n      language: system\n"
)


@dataclass(frozen=True)
class Case:
    """A command, what is there before, and commands that prepare it."""

    command: tuple[str, ...]
    files: Mapping[str, str]
    before: tuple[tuple[str, ...], ...] = ()
    change: Callable[[Path], None] | None = None

    def prepare(self, root: Path) -> None:
        """Make the repository."""
        repository = Repository.create(root)
        repository.git("config", "user.name", "Ada")
        repository.git("config", "user.email", "ada@example.org")
        lay(root, self.files)
        repository.commit()
        for command in self.before:
            ran = awos(root, *command)
            assert ran.code == 0, (command, ran)
        if self.change:
            self.change(root)
        if self.before or self.change:
            repository.commit()


def _edited(root: Path) -> None:
    """Make an installation one of an older awos, with an edit of the team's in it."""
    lock_path = root / ".awos/lock.json"
    lock = json.loads(lock_path.read_text("utf-8"))
    lock["awos"] = "0.1.0"
    for number, file in enumerate(lock["files"]):
        if number % 3:
            continue
        path = root / file["path"]
        old = path.read_text("utf-8") + "\nA line that is gone.\n"
        path.write_text(old if number % 2 else f"{old}\nOurs.\n", "utf-8")
        (root / pristine_path(file["path"])).write_text(old, "utf-8")
        file["digest"] = compute_digest(old)
    lock_path.write_text(json.dumps(lock), "utf-8")


def _last_task() -> dict[str, str]:
    """A product whose last task is in progress."""
    return small(
        **{
            "a.py": "",
            "b.py": "",
            ROADMAP: roadmap(feature(1, "active", spec="SPEC-001"), feature(2, after="F-01")),
            tasks_path(1): tasks(
                task("T-01", "done", covers="FR-1", files="`a.py`", verify="`pytest`"),
                task("T-02", "active", after="T-01", covers="FR-2", files="`b.py`"),
            ),
        }
    )


_ENDED = small(
    **{
        ROADMAP: roadmap(feature(1, "done", spec="SPEC-001"), feature(2, after="F-01")),
        spec_path(1): spec("F-01", "implemented"),
        tasks_path(1): tasks(
            task("T-01", "done", covers="FR-1", files="`a.py`"),
            task("T-02", "done", covers="FR-2", files="`b.py`"),
            status="done",
        ),
    }
)
_LINKED = small(
    **{
        spec_path(1): spec("F-01", decisions="[ADR-0001]")
        + "\nSee [the dough](../../decisions/0001-d.md) and [tasks](./tasks.md).\n",
        adr_path(1): decision() + "\n[Spec](../specs/001-s/spec.md)\n",
        adr_path(2): decision("accepted", "yeast", relates_to="[ADR-0001]"),
        "README.md": "[Why](context/decisions/0001-d.md), [what](context/specs/001-s/spec.md)\n",
        "context/specs/001-s/picture.svg": "<svg/>\n",
    }
)
_DECIDED = small(**{adr_path(1): decision(), adr_path(2): decision("accepted", "yeast")})
_UNSETTLED = {
    **small(),
    "awos.toml": "",
    "context/mission.md": small()["context/mission.md"].replace("approved", "draft"),
}
_RESTING = {
    **small(
        **{
            spec_path(1): spec("F-01", decisions="[ADR-0001]"),
            adr_path(1): decision(),
        }
    ),
    "awos.toml": "",
}
_BUILT = small(
    **{
        ROADMAP: roadmap(feature(1, "active", spec="SPEC-001"), feature(2, after="F-01")),
        tasks_path(1): tasks(task("T-01", "done", covers="FR-1, FR-2", files="`a.py`")),
    }
)
_FILLED = small(
    **{
        ROADMAP: roadmap(feature(1, "active", spec="SPEC-001"), feature(2, after="F-01")),
        spec_path(1): spec("F-01", "implemented"),
        tasks_path(1): tasks(
            task("T-01", "done", covers="FR-1, FR-2", files="`a.py`"), status="done"
        ),
    }
)


def _moved_on(root: Path) -> None:
    """Change a decision under an approved spec, and approve it again."""
    path = root / adr_path(1)
    path.write_text(path.read_text("utf-8") + "\nAnd salt.\n", "utf-8")
    ran = awos(root, "approve", "ADR-0001", *WHO, "--yes")
    assert ran.code == 0, ran


_TWICE = small(
    **{adr_path(1): decision(), adr_path(2): decision(depends_on="[ADR-0001, ADR-0001]")}
)
_KIT = {
    "specs/001-water/spec.md": (
        "# Feature Specification: Water\n\n**Status**: Draft\n\n- **FR-001**: System MUST water.\n"
    ),
    "specs/001-water/tasks.md": "# Tasks\n\n- [ ] T001 Lay the pipe in src/pipe.py\n",
    ".specify/memory/constitution.md": "# Constitution\n\nSoil is dark.\n",
}
_OURS = {
    "CLAUDE.md": GUIDE,
    "AGENTS.md": GUIDE,
    ".claude/settings.json": SETTINGS,
    ".pre-commit-config.yaml": HOOKS,
    "pyproject.toml": PYPROJECT,
    "src/bake.py": "",
}
_INIT = ("init", "--yes", "--agent", "claude", "--agent", "codex", "--server", "serena")

CASES: Mapping[str, Case] = {
    "init": Case(_INIT, _OURS),
    "init again": Case(_INIT, _OURS, (("init", "--yes", "--agent", "claude"),)),
    "init --undo": Case(("init", "--undo", "--yes"), _OURS, (_INIT,)),
    "upgrade": Case(("upgrade",), _OURS, (_INIT,), _edited),
    "new spec": Case(("new", "spec", "F-02"), small()),
    "adr new": Case(("adr", "new", "Use yeast"), _DECIDED),
    "renumber spec": Case(("renumber", "SPEC-001", "7"), _LINKED),
    "renumber adr": Case(("renumber", "ADR-0001", "9"), _LINKED),
    "adr supersede": Case(("adr", "supersede", "ADR-0001", "ADR-0002"), _DECIDED),
    "adr review": Case(("adr", "review", "ADR-0001", "ADR-0002"), _DECIDED),
    "adr digest": Case(("adr", "digest", "--output", "docs.md"), {**_DECIDED, "docs.md": "Old\n"}),
    "approve": Case(("approve", "MISSION", *WHO, "--yes"), _UNSETTLED),
    "approve several": Case(("approve", "ADR-0001", "SPEC-001", *WHO, "--yes"), _RESTING),
    "revoke": Case(
        ("revoke", "SPEC-001", "ADR-0001"),
        _RESTING,
        (("approve", "ADR-0001", "SPEC-001", *WHO, "--yes"),),
    ),
    "ack": Case(
        ("ack", "SPEC-001", "--upstream", "ADR-0001", "--reason", "Salt.", *WHO),
        _RESTING,
        (("approve", "ADR-0001", "SPEC-001", *WHO, "--yes"),),
        _moved_on,
    ),
    "feature start": Case(
        ("feature", "start", "F-01"), small(**{ROADMAP: roadmap(feature(1, spec="SPEC-001"))})
    ),
    "feature done": Case(("feature", "done", "F-01"), _FILLED),
    "spec implemented": Case(("spec", "implemented", "SPEC-001"), _BUILT),
    "task start": Case(("task", "start", "SPEC-001/T-01"), small()),
    "task done": Case(("task", "done", "SPEC-001/T-02", "--reason", "It bakes."), _last_task()),
    "task block": Case(("task", "block", "SPEC-001/T-01", "--reason", "No flour."), small()),
    "task reopen": Case(("task", "reopen", "SPEC-001/T-02", "--reason", "It burns."), _ENDED),
    "feature reopen": Case(("feature", "reopen", "F-01"), _ENDED),
    "check --fix": Case(("check", "--fix", "--exit-zero"), _TWICE),
    "check --write-baseline": Case(
        ("check", "--write-baseline", "--baseline", "base.json", "--exit-zero"), _TWICE
    ),
    "import": Case(("import", "--write"), _KIT),
}
"""Every command that writes, by a name."""


@dataclass(frozen=True)
class Stage:
    """A case made ready: its repository, and what the command makes of it where nothing fails."""

    case: Case
    root: Path
    code: int
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    points: Mapping[Kind, int]

    @classmethod
    def of(cls, case: Case, home: Path) -> Stage:
        """Make the repository in a folder, and run the command in copies of it."""
        root = home / "repo"
        case.prepare(root)
        outcomes = {kind: _tried(root, Fault(kind), case) for kind in Kind}
        outcome, after = outcomes[Kind.KILLED]
        points = {kind: found.points for kind, (found, _) in outcomes.items()}
        return cls(case, root, outcome.code, content(root), after, points)

    def problems(self, fault: Fault) -> list[str]:
        """Let the command fail at a point and run it again; return what is wrong then."""
        scratch = self.root.parent / "scratch"
        outcome, now = _tried(self.root, fault, self.case, keep=scratch)
        try:
            found = [*self._lost(now), *self._said(fault, outcome, now)]
            if _whole(now) != self.after or _temporary(now):
                found += self._again(scratch)
        finally:
            shutil.rmtree(scratch)
        return [f"{fault.kind} at {fault.at} ({outcome.hit}): {problem}" for problem in found]

    def _again(self, scratch: Path) -> Iterator[str]:
        """Yield how the same command ends where it was interrupted."""
        again = run_with(Fault(Kind.KILLED), scratch, *self.case.command)
        left = content(scratch)
        if again.code != self.code:
            yield f"run again it ended with {again.code}: {again.out[-300:]}{again.err[-300:]}"
        for path in sorted(left.keys() | self.after.keys()):
            if left.get(path) != self.after.get(path):
                yield f"run again it left {path} {'other' if path in left else 'unwritten'}"

    def _lost(self, now: Mapping[str, bytes]) -> Iterator[str]:
        """Yield the files that hold neither what they held nor what they should."""
        gone = sorted(self.before.keys() - self.after.keys())
        new = sorted(self.after.keys() - self.before.keys())
        places = dict(zip(gone, new, strict=False)) if gone else {}
        for path, data in self.before.items():
            there = [now[name] for name in (path, places.get(path, path)) if name in now]
            allowed = (data, self.after.get(places.get(path, path)))
            removed = path not in self.after and path not in places
            if not there and removed:
                continue
            whole = path == PATH and any(map(_reads, there))
            if not whole and not any(found in allowed for found in there):
                yield f"lost {path}"
        for path, data in _whole(now).items():
            # A file that was renamed holds its old text until its links are rewritten.
            meant = [self.before.get(path), self.after.get(path)]
            meant += [self.before[old] for old, place in places.items() if place == path]
            meant += [self.after[place] for old, place in places.items() if old == path]
            if data not in meant and not (path == PATH and _reads(data)):
                yield f"{path} is torn"

    def _said(self, fault: Fault, outcome: Outcome, now: Mapping[str, bytes]) -> Iterator[str]:
        """Yield what is wrong with the exit code and the message."""
        if fault.kind is Kind.KILLED:
            if outcome.hit and outcome.code != -signal.SIGKILL:
                yield f"it was not killed: {outcome.code}"
            return
        if outcome.code == self.code and now == self.after:
            return
        if outcome.code not in (2, 3):
            yield f"it ended with {outcome.code}: {outcome.err[-300:]}"
        if "awos: " not in outcome.err and "Error: " not in outcome.err:
            yield f"it gave no sentence: {outcome.err[-300:]}"
        if _temporary(now) and not outcome.hit.startswith("unlink"):
            yield f"it left {_temporary(now)}"


def _tried(
    root: Path, fault: Fault, case: Case, keep: Path | None = None
) -> tuple[Outcome, Mapping[str, bytes]]:
    """Run a command in a copy of a repository; return what it did, and what is there then."""
    folder = keep or root.parent / "scratch"
    shutil.copytree(root, folder, symlinks=True)
    outcome = run_with(fault, folder, *case.command)
    found = content(folder)
    if keep is None:
        shutil.rmtree(folder)
    return outcome, found


def _reads(lock: bytes) -> bool:
    """Whether a lock is whole: the one that stands while files are written is another."""
    return bool(read_lock(lock.decode()).pieces)


def _temporary(now: Mapping[str, bytes]) -> list[str]:
    return [path for path in now if path.endswith(".tmp")]


def _whole(now: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {path: data for path, data in now.items() if not path.endswith(".tmp")}
