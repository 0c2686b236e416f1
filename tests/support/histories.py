"""Random histories: what each commit holds is known, because it was made up here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from tests.support.repositories import Repository

PATHS = ("a.md", "b.md", "deep/c.md")


@dataclass(frozen=True)
class Plan:
    """One commit: earlier ones by index, the files it writes (None deletes), and its clock."""

    parents: tuple[int, ...]
    files: tuple[tuple[str, str | None], ...]
    time: int


@st.composite
def plans(draw: st.DrawFn, most: int = 9) -> tuple[Plan, ...]:
    """Draw the commits of a history in which the last one reaches all others."""
    made: list[Plan] = []
    loose: set[int] = set()
    count = draw(st.integers(1, most))
    for index in range(count):
        earlier = st.integers(0, index - 1)
        parents = draw(st.lists(earlier, min_size=1, max_size=3, unique=True)) if index else []
        if index == count - 1:
            parents = list(dict.fromkeys([*parents, *sorted(loose)]))
        loose = (loose | {index}) - set(parents)
        files = draw(st.dictionaries(st.sampled_from(PATHS), st.none() | st.sampled_from("xyz")))
        time = draw(st.integers(1, 10)) * 1000
        made.append(Plan(tuple(parents), tuple(sorted(files.items())), time))
    return tuple(made)


@dataclass
class Made:
    """A repository with a history: the hash and the files of each commit."""

    repository: Repository
    plans: tuple[Plan, ...]
    shas: list[str]
    trees: list[dict[str, str]]

    @classmethod
    def create(cls, root: Path, history: tuple[Plan, ...]) -> Made:
        made = Repository.create(root)
        made.git("fast-import", "--quiet", "--export-marks=marks", stdin=_stream(history))
        marks = dict(line.split() for line in (made.root / "marks").read_text().splitlines())
        shas = [marks[f":{index + 1}"] for index in range(len(history))]
        trees: list[dict[str, str]] = []
        for plan in history:
            tree = dict(trees[plan.parents[0]]) if plan.parents else {}
            tree.update({path: text for path, text in plan.files if text is not None})
            gone = {path for path, text in plan.files if text is None}
            trees.append({path: text for path, text in tree.items() if path not in gone})
        return cls(made, history, shas, trees)

    def ancestors(self, index: int) -> set[int]:
        """Return a commit and all that it came from."""
        return {index}.union(*(self.ancestors(parent) for parent in self.plans[index].parents))

    def changes(self, path: str) -> list[str]:
        """Return the commits on the line of first parents that changed a path, newest first."""
        found, at = [], len(self.plans) - 1
        while at >= 0:
            parent = self.plans[at].parents[0] if self.plans[at].parents else -1
            before = self.trees[parent] if parent >= 0 else {}
            if before.get(path) != self.trees[at].get(path):
                found.append(self.shas[at])
            at = parent
        return found

    def merge_bases(self, one: int, other: int) -> set[str]:
        """Return the common ancestors that are no ancestor of another one."""
        common = self.ancestors(one) & self.ancestors(other)
        return {
            self.shas[c] for c in common if not any(c in self.ancestors(d) for d in common - {c})
        }


def _stream(history: Iterable[Plan]) -> bytes:
    parts = []
    for index, plan in enumerate(history):
        # Without a mark in the message two commits with the same files would be one.
        message = f"change {index}"
        parts.append(f"commit refs/heads/main\nmark :{index + 1}\n")
        parts.append(f"author Ada <ada@example.org> {plan.time} +0000\n")
        parts.append(f"committer Ada <ada@example.org> {plan.time} +0000\n")
        parts.append(f"data {len(message)}\n{message}\n")
        if plan.parents:
            first, *others = plan.parents
            parts.append(f"from :{first + 1}\n")
            parts += [f"merge :{other + 1}\n" for other in others]
        elif index:
            raise AssertionError("only the first commit has no parents")
        for path, text in plan.files:
            line = f"D {path}\n" if text is None else f"M 644 inline {path}\ndata 1\n{text}\n"
            parts.append(line)
    parts.append("done\n")
    return "".join(parts).encode()
