"""Everything that is left to do, in the one order in which the flow asks for it.

The mission comes first, then the roadmap, then each feature in the order of the roadmap: the
decisions that its spec rests on, the spec, the task list, the tasks, and the closing of what is
finished. Specs without a feature and task lists without a spec come last. A step that must wait
knows why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Literal

from awos_lint.core.model.document import Document, State
from awos_lint.core.model.kinds import APPROVED, KINDS, REVIEW, maturity_of
from awos_lint.graph.progress import find_open_tasks
from awos_lint.graph.project import Node, Project
from awos_lint.graph.status_order import can_express, features_of, is_editable
from awos_lint.graph.tasks import OVER, full_name
from awos_lint.layouts import Fact
from awos_lint.workflow import commands
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.view import Hold, name_of, one_line, title_of
from awos_lint.workflow.work import Task


class Doing(StrEnum):
    """What a step asks for."""

    WRITE = "write"
    FINISH = "finish"
    APPROVE = "approve"
    START = "start"
    CONTINUE = "continue"
    CLOSE = "close"


_PLANNED = tuple(kind.name for kind in KINDS.values() if kind.is_planned)
"""What a mission and a roadmap stand above; decisions and standards need neither."""

_PLACED = frozenset(kind.name for kind in KINDS.values() if kind.is_placed)
"""Kinds of which every document has its place in the order."""

WAITING = (Doing.APPROVE, Doing.CONTINUE)
"""What nobody can start: a person's word, and what is in somebody's hands already."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    ``id`` names what it is done to; for a document that is not there yet, what it belongs to.
    ``feature`` is the feature that it serves, ``holds`` is why it must wait. ``approval`` is the
    command by which a document is approved; empty where awos only reads it, and in other steps.
    """

    kind: str
    doing: Doing
    id: str
    title: str
    path: str
    line: int
    command: str
    feature: str = ""
    holds: tuple[Hold, ...] = ()
    approval: str = ""

    @property
    def is_free(self) -> bool:
        """Whether somebody may start it now."""
        return not self.holds and self.doing not in WAITING


@dataclass(frozen=True)
class Ladder:
    """The steps of a project."""

    gates: Gates

    @property
    def project(self) -> Project:
        """The project."""
        return self.gates.project

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step that is left, in order; one that serves several features stands once."""
        found: dict[tuple[Doing, str, str, int], Step] = {}
        for step in self._list_all():
            found.setdefault((step.doing, step.id, step.path, step.line), step)
        return tuple(found.values())

    def _list_all(self) -> Iterator[Step]:
        yield from self._list_top("mission")
        yield from self._list_top("roadmap")
        for feature in self.features:
            yield from self.of_feature(feature)
        for spec in self.loose:
            yield from self.of_spec(spec)
        for home in self.alone:
            yield from self.of_list(home)
        for document in self.project.documents:
            yield from self._list_aside(document)

    @cached_property
    def features(self) -> list[Node]:
        """Every feature, in the order of the roadmaps."""
        return list(self.project.items_of("feature"))

    @cached_property
    def unfinished(self) -> list[Node]:
        """The features that are neither done nor cancelled."""
        return [feature for feature in self.features if feature.state not in OVER]

    @cached_property
    def loose(self) -> list[Node]:
        """The specs that are in force and describe no feature, by id."""
        specs = (self.project.node_of(document) for document in self.project.documents_of("spec"))
        found = (s for s in specs if not s.is_over and not features_of(self.project, s))
        return sorted(found, key=lambda spec: (spec.id, spec.document.path))

    @cached_property
    def alone(self) -> list[Node]:
        """The task lists that belong to no spec and were not put into an archive."""
        lists = (
            home for home in self.project.documents_of("tasks") if "archived" not in home.implied
        )
        return [self.project.node_of(home) for home in lists if not self.project.spec_of(home)]

    def _list_top(self, kind: Literal["mission", "roadmap"]) -> Iterator[Step]:
        """Yield what is left to do about the mission or the roadmap."""
        documents, gates = list(self.project.documents_of(kind)), self.gates
        if not documents and self._is_wanted(kind):
            missions = self.project.documents_of("mission") if kind == "roadmap" else ()
            holds = tuple(gates.find_unsettled(missions))
            command = commands.write_command(kind)
            yield Step(kind, Doing.WRITE, kind.upper(), "", "", 0, command, "", holds)
        for document in documents:
            yield from self._list_document(
                document, gates.find_unsettled(gates.missions_of(document))
            )

    def _is_wanted(self, fact: Fact) -> bool:
        """Whether any document belongs below what is missing; where none is, the flow begins."""
        documents = self.project.documents
        below = (
            d for d in self.project.documents_of(*_PLANNED) if not self.project.node_of(d).is_over
        )
        if not documents:
            return self.gates.view.begins
        return any(can_express(document, fact) for document in below)

    def _list_aside(self, document: Document) -> Iterator[Step]:
        """Yield what is left to do about a document that nothing in the flow rests on."""
        node, kind = self.project.node_of(document), self.project.kinds.get(document.kind)
        placed = document.kind in _PLACED or "archived" in document.implied or node.is_over
        if not placed and (kind is None or kind.approved):
            yield from self._list_document(document, ())

    def _list_document(
        self,
        document: Document,
        above: Iterable[Hold],
        beside: Iterable[Hold] = (),
        feature: str = "",
    ) -> Iterator[Step]:
        """Yield what is left to do until something may rest on a document.

        What stands ``above`` it holds back the writing, what stands ``beside`` it the approval.
        """
        hold = self.gates.view.find_blocker(document)
        if hold is None:
            return
        name, title = name_of(document), one_line(document.title)
        ready = maturity_of(document.status) >= REVIEW or document.kind == "adr"
        doing = Doing.APPROVE if ready else Doing.FINISH
        approval = commands.approve_command(name) if is_editable(document) else ""
        command = (
            approval or commands.finish_command(document.path)
            if ready
            else self._finish_command(document)
        )
        lost = document.is_partial or document.id in self.project.twins
        holds = (*above, *(beside if ready else ())) or ((hold,) if lost else ())
        path = document.path
        yield Step(document.kind, doing, name, title, path, 1, command, feature, holds, approval)

    def _finish_command(self, document: Document) -> str:
        """Return the command that a draft begins with: what to know, else what it lacks."""
        spec = self.project.spec_of(document) if document.kind == "tasks" else None
        key = document.id if document.kind == "spec" else spec and spec.id
        return commands.context_command(key) if key else commands.finish_command(document.path)

    # Features.

    def of_feature(self, feature: Node) -> Iterator[Step]:
        """Yield what is left to do about a feature."""
        if feature.state in OVER:
            return
        specs = [spec for spec in self.project.specs_of(feature) if not spec.is_over]
        if not specs:
            yield self._make_unwritten(feature)
        for spec in specs:
            yield from self.of_spec(spec, feature)
        if specs and all(self.gates.is_built(spec) for spec in specs):
            command = _edit_command(feature.document, commands.close_command("feature", feature.id))
            holds = [*self.gates.find_predecessors(feature), *self.gates.find_doubled(feature)]
            yield _make_feature_step(feature, Doing.CLOSE, command, holds)

    def _make_unwritten(self, feature: Node) -> Step:
        holds = [*self.gates.find_above(feature), *self.gates.find_doubled(feature)]
        if not self.gates.view.links_known:
            lost = "a spec that could not be read, or a link that leads nowhere"
            holds.append(Hold("", f"{lost}, may be about {one_line(feature.id)}"))
        known = is_editable(feature.document)
        key = feature.id
        command = commands.write_command("spec", key) if known else commands.context_command(key)
        return replace(_make_feature_step(feature, Doing.WRITE, command, holds), kind="spec")

    def begin_feature(self, feature: Node) -> Step:
        """Return the step of beginning a feature, or of going on with it."""
        if feature.state is State.ACTIVE:
            return _make_feature_step(
                feature, Doing.CONTINUE, commands.context_command(feature.id), ()
            )
        command = _edit_command(feature.document, commands.start_command("feature", feature.id))
        return _make_feature_step(
            feature, Doing.START, command, self.gates.find_beginning_blockers(feature)
        )

    # Specs.

    def of_spec(self, spec: Node, feature: Node | None = None) -> Iterator[Step]:
        """Yield what is left to do about a spec, for one of its features."""
        key = feature.id if feature else ""
        above = self.gates.find_above(feature) if feature else self.gates.find_adrift(spec)
        for decision in self.gates.decisions_of(spec):
            yield from self._list_document(decision.document, (), feature=key)
        yield from self._list_document(spec.document, above, self.gates.find_foundations(spec), key)
        held = list(self.gates.find_unsettled([spec.document]))
        lists = self.project.tasks_of(spec)
        if not lists and can_express(spec.document, "task-ids") and not self.gates.is_built(spec):
            yield _make_spec_step(
                spec, "tasks", Doing.WRITE, commands.write_command("tasks", spec.id), key, held
            )
        for home in lists:
            yield from self._list_document(home, held, feature=key)
            yield from self._list_empty(home, spec, key)
        yield from self._list_tasks(spec, key)
        yield from self._list_closing(spec, key)

    def of_list(self, owner: Node) -> Iterator[Step]:
        """Yield what is left to do about a task list that belongs to no spec."""
        yield from self._list_document(owner.document, self.gates.find_specless(owner.document))
        yield from self._list_tasks(owner, "")

    def _list_empty(self, home: Document, spec: Node, feature: str) -> Iterator[Step]:
        """Yield the step of filling a list that is approved and leaves a spec without tasks."""
        view, none = self.gates.view, not self.gates.work_of(spec).tally.total
        if none and not view.find_blocker(home) and not self.gates.is_built(spec):
            name, title = name_of(home), one_line(home.title)
            command = commands.context_command(spec.id)
            yield Step("tasks", Doing.FINISH, name, title, home.path, 1, command, feature)

    def _list_tasks(self, owner: Node, feature: str) -> Iterator[Step]:
        work = self.gates.work_of(owner)
        chain = self.gates.find_chain(owner) if work.left else []
        for number in work.left:
            active = work.tasks[number].state is State.ACTIVE
            holds = tuple(
                work.find_blocked(number) if active else chain or work.find_blockers(number)
            )
            yield _make_task_step(work.tasks[number], owner, feature, holds)
        if not work.left:
            yield from self._list_wholes(owner, feature)

    def _list_wholes(self, owner: Node, feature: str) -> Iterator[Step]:
        """Yield the closing of what is open though no task is left: wholes, and steps of tasks."""
        work, chain = self.gates.work_of(owner), tuple(self.gates.find_chain(owner))
        for home in self.gates.lists_of(owner):
            for item in find_open_tasks(home):
                links = self.gates.view.links_after(home, item)
                waits = (edge for edge in links if not edge.target or edge.target.state not in OVER)
                holds = chain or tuple(work.make_blocker(edge, home) for edge in waits)
                line = home.source.find_position(item.anchor.start)[0]
                name, title = one_line(full_name(home, item)), one_line(item.title.value)
                command = commands.finish_command(home.path)
                args = (name, title, home.path, line, command, feature, holds)
                yield Step("task", Doing.CLOSE, *args)

    def _list_closing(self, spec: Node, feature: str) -> Iterator[Step]:
        """Yield the step that says that a spec is implemented, once its tasks are done."""
        document = spec.document
        ended = self.gates.is_ended(spec) and can_express(document, "status")
        if ended and maturity_of(document.status) == APPROVED:
            command = _edit_command(document, commands.close_command("spec", spec.id))
            yield _make_spec_step(
                spec, "spec", Doing.CLOSE, command, feature, self.gates.find_chain(spec)
            )


def _edit_command(document: Document, command: str) -> str:
    """Return a command that changes a document, or where awos only reads it, one that checks it."""
    return command if is_editable(document) else commands.finish_command(document.path)


def _make_feature_step(feature: Node, doing: Doing, command: str, holds: Iterable[Hold]) -> Step:
    document, key = feature.document, feature.id
    line = document.source.find_location(feature.place.span).line
    title = title_of(feature)
    return Step(
        "feature", doing, one_line(key), title, document.path, line, command, key, tuple(holds)
    )


def _make_spec_step(
    spec: Node, kind: str, doing: Doing, command: str, feature: str, holds: Iterable[Hold]
) -> Step:
    name, path = one_line(spec.id), spec.document.path
    return Step(kind, doing, name, title_of(spec), path, 1, command, feature, tuple(holds))


def _make_task_step(task: Task, owner: Node, feature: str, holds: tuple[Hold, ...]) -> Step:
    active = task.state is State.ACTIVE
    known = task.id or (owner.id if owner.kind == "spec" else "")
    context = commands.context_command(known) if known else commands.finish_command(task.home.path)
    begin = commands.start_command("task", task.id)
    return Step(
        "task",
        Doing.CONTINUE if active else Doing.START,
        task.called,
        task.title,
        task.home.path,
        task.line,
        context if active or not task.id or not is_editable(task.home) else begin,
        feature,
        holds,
    )
