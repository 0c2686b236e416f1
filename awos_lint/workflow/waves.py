"""Which tasks of a spec may run side by side, wave by wave, and the chain that takes longest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from awos_lint.core.model.document import State
from awos_lint.graph.project import Node
from awos_lint.graph.writes import find_shared_paths, is_glob, normalize_path
from awos_lint.layouts import load_layouts
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.view import Hold, one_line, title_of
from awos_lint.workflow.work import Task, Work


@dataclass(frozen=True, slots=True)
class Slot:
    """A task in its wave.

    ``after`` are the tasks of the plan that must be finished before it, ``alone`` says that nobody
    knows what it writes, ``waits`` is what it waits for outside the plan.
    """

    task: Task
    wave: int
    after: tuple[str, ...]
    files: tuple[str, ...]
    agent: str
    verify: str
    alone: bool = False
    waits: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The tasks of a spec that are left, in waves.

    No task of a wave waits for another one in it, and no file is written by two of them.
    ``unplanned`` are tasks that wait for each other, or for such ones. ``holds`` is why no task may
    be begun yet.
    """

    spec: str
    title: str
    waves: tuple[tuple[Slot, ...], ...]
    critical: tuple[str, ...]
    unplanned: tuple[tuple[Task, str], ...]
    holds: tuple[Hold, ...]
    done: int
    total: int

    @property
    def slots(self) -> list[Slot]:
        """Every planned task, wave by wave."""
        return [slot for wave in self.waves for slot in wave]


def make_plan(gates: Gates, spec: Node) -> Plan:
    """Return the plan of a spec's tasks; the same documents give the same plan."""
    work = gates.work_of(spec)
    before = {number: work.find_predecessors(number) for number in work.left}
    reach = _measure_reach(before)
    ringed = [number for number in work.left if number not in reach]
    writes = _Writes(work)
    waves = _fill_waves(before, reach, writes)
    return Plan(
        spec=one_line(spec.id),
        title=title_of(spec),
        waves=tuple(
            tuple(_make_slot(work, writes, before, number, wave) for number in numbers)
            for wave, numbers in enumerate(waves, 1)
        ),
        critical=tuple(work.tasks[number].called for number in _find_longest(before, reach)),
        unplanned=tuple(
            (work.tasks[number], _explain_ring(work, before, number)) for number in ringed
        ),
        holds=tuple(gates.find_chain(spec)) if work.left else (),
        done=work.tally.done,
        total=work.tally.total,
    )


def _measure_reach(before: Mapping[int, set[int]]) -> dict[int, int]:
    """Return how many tasks the longest chain that begins with each has; none for rings.

    A task that waits for a ring, however far behind, is left out like the ring itself.
    """
    later: dict[int, list[int]] = {number: [] for number in before}
    missing = {number: len(first) for number, first in before.items()}
    for number, first in before.items():
        for earlier in first:
            later[earlier].append(number)
    ordered = [number for number in before if not missing[number]]
    for number in ordered:
        for other in later[number]:
            missing[other] -= 1
            if not missing[other]:
                ordered.append(other)
    reach: dict[int, int] = {}
    for number in reversed(ordered):
        reach[number] = 1 + max((reach.get(other, 0) for other in later[number]), default=0)
    return reach


class _Writes:
    """Which tasks write the same files; sets of tasks are the bits of an integer."""

    def __init__(self, work: Work) -> None:
        left = [(number, work.tasks[number].item) for number in work.left]
        homes = {task.home.layout for task in work.tasks}
        known = any("files" in load_layouts()[layout].expresses for layout in homes)
        silent = [number for number, item in left if known and not item.list_values("files")]
        self._silent = sum(1 << number for number in silent)
        self._clashing = dict.fromkeys(work.left, self._silent)
        self._clashing |= dict.fromkeys(silent, sum(1 << number for number in work.left))
        for who in (*find_shared_paths(left).values(), *_find_met(work).values()):
            for number in _list_bits(who):
                self._clashing[number] |= who

    def is_alone(self, number: int) -> bool:
        """Whether nobody can tell what a task writes, though its layout could say so."""
        return bool(self._silent >> number & 1)

    def find_clashing(self, number: int) -> int:
        """Return the tasks that must not run side by side with one, itself among them."""
        return self._clashing[number]


def _list_bits(who: int) -> Iterator[int]:
    while who:
        yield (who & -who).bit_length() - 1
        who &= who - 1


def _find_met(work: Work) -> dict[str, int]:
    """Return the files that exist with the tasks that write them: two globs may meet in one."""
    files, found = work.view.project.files, dict[str, int]()
    for number in work.left:
        for path in map(normalize_path, work.tasks[number].item.list_values("files")):
            for file in files.match_glob(path) if is_glob(path) else [files.resolve_path(path)]:
                found[file] = found.get(file, 0) | 1 << number
    return found


def _fill_waves(
    before: Mapping[int, set[int]], reach: Mapping[int, int], writes: _Writes
) -> list[list[int]]:
    """Fill wave after wave with what may begin, the longest chains first.

    A task that may begin and is not in the wave writes what one in the wave writes.
    """
    left = sorted(reach, key=lambda number: (-reach[number], number))
    done: set[int] = set()
    waves = []
    while left:
        wave: list[int] = []
        taken = 0
        for number in left:
            if before[number] <= done and not writes.find_clashing(number) & taken:
                wave.append(number)
                taken |= 1 << number
        waves.append(sorted(wave))
        done.update(wave)
        left = [number for number in left if number not in done]
    return waves


def _find_longest(before: Mapping[int, set[int]], reach: Mapping[int, int]) -> list[int]:
    """Return the longest chain of tasks, the first one in the text where several are."""
    chain: list[int] = []
    ahead = [number for number in reach if not before[number]]
    while ahead:
        number = min(ahead, key=lambda number: (-reach[number], number))
        chain.append(number)
        following = (n for n in reach if number in before[n])
        ahead = [n for n in following if reach[n] == reach[number] - 1]
    return chain


def _make_slot(
    work: Work, writes: _Writes, before: Mapping[int, set[int]], number: int, wave: int
) -> Slot:
    task = work.tasks[number]
    values = {key: task.item.list_values(key) for key in ("files", "agent", "verify")}
    return Slot(
        task,
        wave,
        tuple(work.tasks[other].called for other in sorted(before[number])),
        tuple(one_line(path) for path in values["files"]),
        one_line(", ".join(values["agent"])),
        one_line(", ".join(values["verify"])),
        writes.is_alone(number),
        tuple(work.find_outside(number)),
    )


def _explain_ring(work: Work, before: Mapping[int, set[int]], number: int) -> str:
    names = ", ".join(work.tasks[other].short for other in sorted(before[number]))
    return f"waits for {names} in a circle, or behind one"


def is_active(slot: Slot) -> bool:
    """Return whether somebody works on it already."""
    return slot.task.state is State.ACTIVE
