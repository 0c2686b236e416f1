"""Small products in memory, written out by hand or drawn at random."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

from awos_lint.graph import Project
from awos_lint.workflow.backlog import Ladder
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.view import View, view_of
from tests.support.worlds import loaded

UNRECORDED = {"awos.toml": 'ignore = ["approval"]\n'}
"""Lets a status stand for an approval, so that worlds need no digests."""

ROADMAP = "context/roadmap.md"
BOXES = {"open": " ", "active": "-", "done": "x"}


def mission(status: str = "approved") -> str:
    sections = ("What", "For whom", "Why", "Success measures", "Non-goals")
    body = "".join(f"## {name}\n\nThe mission says {name.lower()}.\n\n" for name in sections)
    return f"---\nstatus: {status}\n---\n# Bakery\n\n{body}"


def roadmap(*features: str, status: str = "approved") -> str:
    return f"---\nstatus: {status}\n---\n# Roadmap\n\n## Phase 1\n\n" + "\n".join(features) + "\n"


def feature(number: int, state: str = "open", after: str = "", spec: str = "") -> str:
    lines = [f"- [{BOXES.get(state, ' ')}] **F-{number:02}** Feature {number}"]
    if state == "cancelled":
        lines = [f"- [ ] ~~**F-{number:02}** Feature {number}~~"]
    lines += [f"  - after: {after}"] if after else []
    lines += [f"  - spec: {spec}"] if spec else []
    return "\n".join(lines)


def spec(feature: str = "", status: str = "approved", **front: str) -> str:
    keys = {"status": status, **({"feature": feature} if feature else {}), **front}
    head = "".join(f"{key}: {value}\n" for key, value in keys.items())
    items = "".join(
        f"- **FR-{n}** The baker does number {n}.\n  - AC-1: it is done in {n} minutes.\n\n"
        for n in (1, 2)
    )
    return (
        f"---\n{head}---\n# Bake\n\nWhat a baker does.\n\n## Functional requirements\n\n{items}"
        "## Technical considerations\n\nThe oven is hot.\n\n## Out of scope\n\nCakes.\n"
    )


def task(name: str, state: str = "open", indent: int = 0, title: str = "", **fields: str) -> str:
    words = title or f"Do {name}"
    lines = [f"- [{BOXES.get(state, ' ')}] **{name}** {words}"]
    if state == "cancelled":
        lines = [f"- [ ] ~~**{name}** {words}~~"]
    lines += [f"  - {key}: {value}" for key, value in fields.items() if value]
    return "\n".join(f"{'  ' * indent}{line}" for line in lines)


def tasks(*items: str, status: str = "approved") -> str:
    return f"---\nstatus: {status}\n---\n# Tasks\n\n" + "\n".join(items) + "\n"


def decision(status: str = "accepted", mark: str = "dough", **front: str) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in {"status": status, **front}.items())
    return (
        f"---\n{head}---\n# Decide {mark}\n\n## Context\n\nBefore {mark}.\n\n"
        f"## Decision\n\nWe decided {mark}.\n\n## Consequences\n\nAfter {mark}.\n"
    )


def spec_path(number: int) -> str:
    return f"context/specs/{number:03}-s/spec.md"


def tasks_path(number: int) -> str:
    return f"context/specs/{number:03}-s/tasks.md"


def adr_path(number: int) -> str:
    return f"context/decisions/{number:04}-d.md"


def small(**changed: str) -> dict[str, str]:
    """A product with one approved spec and a list of two tasks, in order."""
    files = {
        **UNRECORDED,
        "context/mission.md": mission(),
        ROADMAP: roadmap(feature(1, spec="SPEC-001"), feature(2, after="F-01")),
        spec_path(1): spec("F-01"),
        tasks_path(1): tasks(
            task("T-01", covers="FR-1", files="`a.py`", verify="`pytest`"),
            task("T-02", after="T-01", covers="FR-2", files="`b.py`", verify="`pytest`"),
        ),
    }
    return {**files, **changed}


def project(files: Mapping[str, str]) -> Project:
    return loaded(files).project


def view(files: Mapping[str, str]) -> View:
    found = loaded(files)
    return view_of(found.project, found.settings.config)


def gates(files: Mapping[str, str]) -> Gates:
    return Gates(view(files))


def ladder(files: Mapping[str, str]) -> Ladder:
    return Ladder(gates(files))


# At random.

STATES = st.sampled_from(["open", "open", "active", "done", "cancelled"])
STATUSES = st.sampled_from(["draft", "in-review", "approved", "approved", "approved"])
SPEC_STATUSES = st.sampled_from(["draft", "in-review", "approved", "approved", "implemented"])
ADR_STATUSES = st.sampled_from(["proposed", "accepted", "accepted", "superseded", "rejected"])
FILES = st.sampled_from(
    ["`a.py`", "`b.py`", "`lib/c.py`", "`lib`", "`lib/*.py`", "`*.py`", "`d/e.md`"]
)
THERE = {"a.py": "", "b.py": "", "lib/c.py": "", "lib/f.py": "", "d/e.md": ""}


@dataclass
class Draw:
    """Draws one product; everything that may be wrong in one is drawn too."""

    data: st.DataObject
    files: dict[str, str] = field(default_factory=lambda: {**UNRECORDED, **THERE})

    def chance(self, of: int = 2) -> bool:
        return self.data.draw(st.integers(1, of)) == 1

    def some(self, names: list[str], most: int = 2) -> str:
        chosen = self.data.draw(st.lists(st.sampled_from(names), max_size=most, unique=True))
        return ", ".join(chosen)

    def product(self) -> dict[str, str]:
        count = self.data.draw(st.integers(0, 3))
        features = [f"F-{n:02}" for n in range(1, count + 1)]
        specs = [n for n in range(1, count + 1) if not self.chance(5)]
        for number in (1, 2):
            self.files[adr_path(number)] = decision(self.data.draw(ADR_STATUSES), f"d{number}")
        if not self.chance(8):
            self.files["context/mission.md"] = mission(self.data.draw(STATUSES))
        if not self.chance(8):
            lines = [self.feature(n, features) for n in range(1, count + 1)]
            self.files[ROADMAP] = roadmap(*lines, status=self.data.draw(STATUSES))
        for number in specs:
            self.spec(number, count)
        return self.files

    def feature(self, number: int, features: list[str]) -> str:
        before = [
            *features[: number - 1],
            *([*features[number:], "F-77"] if self.chance(6) else []),
        ]
        after = self.some(before) if before else ""
        link = f"SPEC-{number:03}" if self.chance(3) else ""
        return feature(number, self.data.draw(STATES), after, link)

    def spec(self, number: int, count: int) -> None:
        front = {"feature": f"F-{number:02}"} if not self.chance(6) else {}
        if named := self.some(["ADR-0001", "ADR-0002"]):
            front["decisions"] = f"[{named}]"
        if self.chance(3):
            front["depends_on"] = f"[SPEC-{self.data.draw(st.integers(1, count + 1)):03}]"
        status = self.data.draw(SPEC_STATUSES)
        self.files[spec_path(number)] = spec(status=status, **front)
        if not self.chance(5):
            status = self.data.draw(STATUSES)
            self.files[tasks_path(number)] = tasks(*self.items(), status=status)

    def items(self) -> list[str]:
        count = self.data.draw(st.integers(0, 5))
        names = [f"T-{n:02}" for n in range(1, count + 1)]
        return [self.item(n, names) for n in range(count)]

    def item(self, number: int, names: list[str]) -> str:
        anywhere = [*names, "T-99"] if self.chance(8) else names[:number]
        nested = number > 0 and self.chance(4)
        return task(
            names[number],
            self.data.draw(STATES),
            indent=int(nested),
            after=self.some(anywhere) if anywhere else "",
            covers=self.some(["FR-1", "FR-2", "FR-2/AC-1"]),
            files=self.some(["`a.py`", "`b.py`", "`lib/c.py`", "`lib`", "`lib/*.py`", "`*.py`"]),
        )


@st.composite
def products(draw: st.DrawFn) -> dict[str, str]:
    """Draw a product with its mistakes: rings, dangling links, wrong orders, missing documents."""
    return Draw(draw(st.data())).product()
