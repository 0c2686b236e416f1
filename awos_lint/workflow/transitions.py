"""The steps that awos takes in the documents themselves: which are legal, and what each changes.

Nothing is written here; what must not be done is refused with a sentence that says why. Whether a
step may be taken is what the gates, the work and the ladder say, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from awos_lint.approvals.transitions import Change, must_be_editable
from awos_lint.core.errors import AlreadyError, RefusedError
from awos_lint.core.model.document import Data, Document, State
from awos_lint.graph.project import Node
from awos_lint.graph.remarks import BLOCKED, DONE, REOPENED, read_remarks
from awos_lint.graph.tasks import OVER, find_children, is_step, name_items
from awos_lint.syntax.edit import Entries
from awos_lint.workflow import commands
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.view import Hold, one_line
from awos_lint.workflow.work import Task, Work


@dataclass(frozen=True, slots=True)
class Move:
    """What changes in one document, and the sentence about it.

    ``boxes`` are the new states of items, by their index; ``changes`` are of the front matter.
    """

    document: Document
    said: str
    boxes: Mapping[int, State] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """What somebody says about a step on a day; nothing is said when the reason is empty."""

    reason: str
    day: str


@dataclass(frozen=True)
class Seat:
    """A task where it stands: among the tasks of its spec, or of a list that stands alone."""

    gates: Gates
    owner: Node
    work: Work
    number: int

    @property
    def task(self) -> Task:
        """The task."""
        return self.work.tasks[self.number]

    @property
    def home(self) -> Document:
        """Its list."""
        return self.task.home

    def require_free(self, done: str) -> None:
        """Raise :class:`RefusedError` when the task must wait, with everything it waits for."""
        holds = self.gates.find_chain(self.owner) or self.work.find_order_blockers(self.number)
        refuse_if_blocked(f"{self.task.called} may not be {done}", holds)


def refuse_if_blocked(what: str, holds: Iterable[Hold]) -> None:
    """Raise :class:`RefusedError` when something holds back."""
    if whys := [hold.why for hold in holds]:
        raise RefusedError(f"{what}: {'; '.join(whys)}")


def find_seat(gates: Gates, node: Node) -> Seat:
    """Return where a task stands; raises :class:`RefusedError` for one that nobody takes on."""
    must_be_editable(node.document)
    owner = gates.project.spec_of(node.document) or gates.project.node_of(node.document)
    work = gates.work_of(owner)
    for number, task in enumerate(work.tasks):
        if task.item is node.item:
            return Seat(gates, owner, work, number)
    name = one_line(node.id)
    if node.state is State.CANCELLED:
        raise RefusedError(f"{name} is cancelled")
    raise RefusedError(f"{name} is split or a part of what is cancelled; name a task to work on")


def start_task(found: Seat) -> Move:
    """Return the move that begins a task, or goes on with one that was blocked."""
    task, blocked = found.task, found.work.find_blocked(found.number)
    if task.state is State.DONE:
        raise RefusedError(
            f"{task.called} is done; `{commands.reopen_command(task.id)}` takes it up again"
        )
    if task.state is State.ACTIVE and not blocked:
        raise AlreadyError(f"{task.called} is in progress already")
    found.require_free("started")
    changes = _set_remark(task, frozenset({BLOCKED}))
    return Move(found.home, f"{task.called} is in progress", {task.index: State.ACTIVE}, changes)


def finish_task(found: Seat, why: Why) -> Move:
    """Return the move that ends a task, with the tasks that it is the last part of."""
    task = found.task
    if task.state in OVER:
        raise AlreadyError(f"{task.called} is {task.state} already")
    refuse_if_blocked(f"{task.called} may not be done", found.work.find_blocked(found.number))
    if task.state is not State.ACTIVE:
        begin = commands.start_command("task", task.id)
        raise RefusedError(
            f"{task.called} is {task.state or 'without a checkbox'}; `{begin}` first"
        )
    found.require_free("done")
    below = find_children(task.home).get(task.index, [])
    if steps := [item for item in below if item.state and item.state not in OVER]:
        raise RefusedError(
            f"{task.called} is not done: {name_items(steps)} below it must be ticked first"
        )
    changes = _set_remark(task, frozenset({BLOCKED, DONE, REOPENED}), DONE, why)
    boxes = {task.index: State.DONE, **dict(_finish_wholes(task))}
    return Move(found.home, f"{task.called} is done", boxes, changes)


def block_task(found: Seat, why: Why) -> Move:
    """Return the move that says of a task that it waits, and for what."""
    task = found.task
    if task.state in OVER:
        raise RefusedError(f"{task.called} is {task.state}; only what is left can be blocked")
    changes = _set_remark(task, frozenset({BLOCKED}), BLOCKED, why)
    return Move(found.home, f"{task.called} is blocked: {why.reason}", {}, changes)


def reopen_task(found: Seat, why: Why) -> Move:
    """Return the move that takes a tick, a beginning or a block back."""
    task, blocked = found.task, found.work.find_blocked(found.number)
    if task.state is not State.DONE and task.state is not State.ACTIVE and not blocked:
        raise AlreadyError(f"{task.called} is {task.state or 'without a checkbox'} already")
    if task.state is State.DONE and not why.reason:
        raise RefusedError(f"{task.called} is done: say why it is taken up again, with --reason")
    changes = _set_remark(task, frozenset({BLOCKED, DONE}), REOPENED, why)
    above = [index for index in task.above if task.home.items[index].state is State.DONE]
    boxes = dict.fromkeys(above, State.ACTIVE) | {task.index: State.OPEN}
    return Move(found.home, f"{task.called} is open again", boxes, changes)


def _set_remark(
    task: Task, going: frozenset[str], state: str = "", why: Why | None = None
) -> tuple[Change, ...]:
    """Return the change that drops the remarks in some states and adds one with a reason."""
    known = read_remarks(task.home, task.item)
    add: tuple[Data, ...] = ()
    if why and why.reason:
        entry: dict[str, Data] = {"task": task.item.name, "state": state}
        add = ({**entry, "at": why.day, "reason": why.reason},)
        going = going | {state}
    drop = frozenset(remark.place for remark in known if remark.state in going)
    return (Entries(("remarks",), drop, add),) if drop or add else ()


def _finish_wholes(task: Task) -> Iterator[tuple[int, State]]:
    """Yield the tasks of which a task is the last part, each as done."""
    items, over = task.home.items, {task.index}
    _, *above = task.above
    for index in above:
        parts = [
            (number, item)
            for number, item in enumerate(items)
            if item.parent == index and (item.kind == "task" or is_step(task.home, item))
        ]
        if any(n not in over and item.state not in (None, *OVER) for n, item in parts):
            return
        if items[index].state not in OVER and items[index].state is not None:
            yield index, State.DONE
        over.add(index)
