"""What follows from a step by itself, and what specs and features say about how far they are.

When the last task is done, its list is done, the spec is implemented and the feature is ticked, as
far as the ladder says that each may; when a task is taken up again, none of them is.
"""

from __future__ import annotations

from collections.abc import Iterator

from awos_lint.approvals.transitions import must_be_editable
from awos_lint.core.errors import AlreadyError, RefusedError
from awos_lint.core.model.document import Document, State
from awos_lint.core.model.kinds import APPROVED, FINISHED, maturity_of
from awos_lint.core.wording import join_names
from awos_lint.graph.progress import find_open_tasks, is_finished
from awos_lint.graph.project import Node
from awos_lint.graph.status_order import features_of
from awos_lint.graph.tasks import OVER
from awos_lint.syntax.edit import Scalar
from awos_lint.workflow.backlog import Doing, Ladder, Step
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.transitions import Move, refuse_if_blocked
from awos_lint.workflow.view import name_of, one_line

# What follows from a task.


def begin_upward(gates: Gates, owner: Node) -> Move | None:
    """Return the move that begins a feature whose spec has a task in progress."""
    node, ladder = _current_node(gates, owner), Ladder(gates)
    if node.kind == "spec" and gates.work_of(node).tally.active:
        for feature in _find_written(gates, node):
            if feature.state is State.OPEN and ladder.begin_feature(feature).is_free:
                return _tick_feature(feature, State.ACTIVE)
    return None


def close_upward(gates: Gates, owner: Node) -> Move | None:
    """Return the next thing that is finished because the tasks of a spec, or of a list, are."""
    node = _current_node(gates, owner)
    for home in _native_lists(gates, node):
        if (
            maturity_of(home.status) == APPROVED
            and is_finished(home)
            and not gates.view.find_blocker(home)
        ):
            return _set_status(home, "done")
    for step, target in _find_closing(gates, node):
        if step.is_free and target.document.is_native:
            closes = target.kind == "spec"
            return (
                _set_status(target.document, "implemented")
                if closes
                else _tick_feature(target, State.DONE)
            )
    return None


def explain_waiting(gates: Gates, owner: Node) -> Iterator[str]:
    """Yield a sentence for each thing that is finished but for what holds it back."""
    for step, target in _find_closing(gates, _current_node(gates, owner)):
        if step.holds:
            name, whys = one_line(target.id), "; ".join(hold.why for hold in step.holds)
            yield f"{name} stays {target.progress}: {whys}"


def reopen_upward(gates: Gates, owner: Node) -> Move | None:
    """Return the next thing that is not finished any more because a task is not."""
    node = _current_node(gates, owner)
    undone = [home for home in _native_lists(gates, node) if find_open_tasks(home)]
    for home in undone:
        if maturity_of(home.status) >= FINISHED:
            return _set_status(home, "approved", " again")
    if node.kind != "spec" or not undone:
        return None
    if maturity_of(node.document.status) >= FINISHED and node.document.is_native:
        return _set_status(node.document, "approved", " again")
    ended = (feature for feature in _find_written(gates, node) if feature.state is State.DONE)
    return next((_tick_feature(feature, State.ACTIVE, " again") for feature in ended), None)


def _current_node(gates: Gates, owner: Node) -> Node:
    """Return a document as it is after the steps before."""
    project, old = gates.project, owner.document
    same = (d for d in project.documents if (d.path, d.id) == (old.path, old.id))
    return project.node_of(next(same))


def _native_lists(gates: Gates, owner: Node) -> Iterator[Document]:
    return (home for home in gates.lists_of(owner) if home.is_native)


def _find_closing(gates: Gates, owner: Node) -> Iterator[tuple[Step, Node]]:
    """Yield the steps that close a spec and its features, with what each closes."""
    if owner.kind != "spec":
        return
    ladder = Ladder(gates)
    yield from ((step, owner) for step in _select_closing(ladder.of_spec(owner), "spec"))
    for feature in features_of(gates.project, owner):
        yield from (
            (step, feature) for step in _select_closing(ladder.of_feature(feature), "feature")
        )


def _select_closing(steps: Iterator[Step], kind: str) -> Iterator[Step]:
    return (step for step in steps if step.doing is Doing.CLOSE and step.kind == kind)


def _find_written(gates: Gates, spec: Node) -> Iterator[Node]:
    """Yield the features of a spec in roadmaps that awos writes in."""
    features = features_of(gates.project, spec)
    return (feature for feature in features if feature.document.is_native)


def _set_status(document: Document, status: str, more: str = "") -> Move:
    said = f"{name_of(document)} is {status}{more}"
    return Move(document, said, {}, (Scalar(("status",), status),))


def _tick_feature(feature: Node, state: State, more: str = "") -> Move:
    assert feature.item
    index = feature.document.items.index(feature.item)
    return Move(feature.document, f"{one_line(feature.id)} is {state}{more}", {index: state})


# What somebody says of a spec or a feature.


def implement_spec(gates: Gates, spec: Node) -> Move:
    """Return the move that says of a spec that it is implemented; raises :class:`RefusedError`."""
    must_be_editable(spec.document)
    what, document = f"{one_line(spec.id)} is not implemented", spec.document
    if maturity_of(document.status) >= FINISHED:
        raise AlreadyError(f"{one_line(spec.id)} is {one_line(document.status)} already")
    refuse_if_blocked(what, gates.find_unsettled([document]))
    step = next(_select_closing(Ladder(gates).of_spec(spec), "spec"), None)
    if step is None:
        raise RefusedError(f"{what}: {_explain_undone(gates, spec)}")
    refuse_if_blocked(what, step.holds)
    return _set_status(document, "implemented")


def _explain_undone(gates: Gates, spec: Node) -> str:
    work = gates.work_of(spec)
    names = join_names(work.tasks[number].short for number in work.left)
    verb = "is" if len(work.left) == 1 else "are"
    return f"{names} {verb} not done" if names else "it has no tasks"


def begin_feature(gates: Gates, feature: Node) -> Move:
    """Return the move that begins a feature; raises :class:`RefusedError`."""
    _must_be_open(feature)
    if feature.state is State.ACTIVE:
        raise RefusedError(f"{one_line(feature.id)} is in progress already")
    refuse_if_blocked(
        f"{one_line(feature.id)} may not be started", Ladder(gates).begin_feature(feature).holds
    )
    return _tick_feature(feature, State.ACTIVE)


def close_feature(gates: Gates, feature: Node) -> Move:
    """Return the move that ticks a feature; raises :class:`RefusedError`."""
    _must_be_open(feature)
    what = f"{one_line(feature.id)} is not done"
    step = next(_select_closing(Ladder(gates).of_feature(feature), "feature"), None)
    if step is None:
        specs = [spec for spec in gates.project.specs_of(feature) if not spec.is_over]
        behind = [spec for spec in specs if not gates.is_built(spec)]
        said = [f"{one_line(spec.id)} is {one_line(spec.progress)}" for spec in behind]
        raise RefusedError(f"{what}: {'; '.join(said) or 'no spec describes it'}")
    refuse_if_blocked(what, step.holds)
    return _tick_feature(feature, State.DONE)


def take_back(gates: Gates, feature: Node) -> Move:
    """Return the move that opens a feature again: one that is done goes on, one that began waits.

    Raises :class:`RefusedError` where the tasks of its specs say something else.
    """
    must_be_editable(feature.document)
    name = one_line(feature.id)
    if feature.state is State.DONE:
        return _tick_feature(feature, State.ACTIVE, " again")
    if feature.state is not State.ACTIVE:
        raise RefusedError(f"{name} is {feature.state or 'without a checkbox'} already")
    for spec in gates.project.specs_of(feature):
        tally = gates.work_of(spec).tally
        if not spec.is_over and tally.active + tally.done:
            raise RefusedError(f"{name} stays in progress: tasks of {one_line(spec.id)} are begun")
    return _tick_feature(feature, State.OPEN, " again")


def _must_be_open(feature: Node) -> None:
    must_be_editable(feature.document)
    if feature.state in OVER:
        raise RefusedError(f"{one_line(feature.id)} is {feature.state} already")
