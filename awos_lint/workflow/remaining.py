"""What keeps a product from being finished: one answer, for everything that speaks of completion.

Only what the repository has is spoken of, and nothing is called finished while anything in it is
open, or while something that belongs to it was not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from awos_lint.approvals.records import State as Approval
from awos_lint.core.diagnostic import Skip
from awos_lint.core.model.document import Document, Item, State
from awos_lint.core.model.kinds import KINDS
from awos_lint.core.wording import count_noun
from awos_lint.graph.progress import find_open_tasks
from awos_lint.graph.project import Node
from awos_lint.graph.status_order import can_express, is_editable
from awos_lint.graph.tasks import full_name
from awos_lint.layouts.unread import UnreadFramework
from awos_lint.workflow import commands
from awos_lint.workflow.backlog import Doing, Ladder, Step
from awos_lint.workflow.view import View, name_of, one_line
from awos_lint.workflow.work import Tally, sum_tallies

STAGES = {kind.stage: kind.name for kind in KINDS.values() if kind.stage}
"""The stages of the flow that are documents, in order, and the kind of each."""

PHASES = (*STAGES, "implementation")
"""The phases of the flow, in order."""

COMPLETE, NONE = "complete", "none"
"""The phase of a product of which everything is done, and of one that has no documents."""

_PHASE_OF = {"feature": "implementation", "task": "implementation"} | {
    kind: stage for stage, kind in STAGES.items()
}


_LISTING = frozenset(kind.name for kind in KINDS.values() if kind.needs_items)
"""Kinds that say nothing without items, however well their text reads."""


class Residue(NamedTuple):
    """What is left in a text of its template, a question in it, or that it is not read at all."""

    path: str
    line: int
    what: str
    checked: bool = True
    """Whether `awos check` reports it; it leaves the questions of a draft alone."""


class Open(NamedTuple):
    """Something that is not finished: where it stands, why, and the command that comes next."""

    kind: str
    id: str
    path: str
    line: int
    why: str
    command: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the flow: how far it is, and whether the repository has it at all."""

    name: str
    state: str
    exists: bool


@dataclass(frozen=True)
class Reading:
    """What the documents were read with: residue in their texts, and what was not read.

    ``skipped`` is all of that, ``unread`` the frameworks among it.
    """

    residue: tuple[Residue, ...] = ()
    skipped: tuple[Skip, ...] = ()
    unread: tuple[UnreadFramework, ...] = ()

    def first_residue(self, path: str) -> Residue | None:
        """Return the first residue in a document."""
        return self._first.get(path)

    @cached_property
    def _first(self) -> dict[str, Residue]:
        return {found.path: found for found in reversed(self.residue)}


@dataclass(frozen=True)
class Remaining:
    """What is left of a product, as its graph and the reading of it say."""

    ladder: Ladder
    reading: Reading = Reading()

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Every stage, in order; those that the repository does not have too."""
        found = [self._make_stage(name, kind) for name, kind in STAGES.items()]
        active = f", {self.tasks.active} in progress" if self.tasks.active else ""
        said = f"{self.tasks.done} of {self.tasks.total} tasks done{active}"
        return (*found, Stage(PHASES[-1], said, self.tasks.total > 0))

    def _make_stage(self, name: str, kind: str) -> Stage:
        documents = list(self.ladder.project.documents_of(kind))
        said = _count_by_status(self.ladder.gates.view, documents)
        if name == "roadmap" and self.ladder.features:
            said = f"{said}; {_write_ratio(*self.features, 'feature')}"
        return Stage(name, said, bool(documents))

    @cached_property
    def tasks(self) -> Tally:
        """How many tasks are done, of specs in force and of lists that belong to none."""
        specs = map(self.ladder.project.node_of, self.ladder.project.documents_of("spec"))
        owners = (*(spec for spec in specs if not spec.is_over), *self.ladder.alone)
        return sum_tallies(self.ladder.gates.work_of(owner).tally for owner in owners)

    @property
    def features(self) -> tuple[int, int]:
        """How many features are done, and how many there are, the cancelled ones left out."""
        states = [node.state for node in self.ladder.features if node.state is not State.CANCELLED]
        return states.count(State.DONE), len(states)

    @property
    def specs(self) -> list[Node]:
        """The specs in force that somebody implements, not those that say what holds."""
        nodes = map(self.ladder.project.node_of, self.ladder.project.documents_of("spec"))
        return [spec for spec in nodes if not (spec.is_over or is_living(spec.document))]

    # What is open.

    @cached_property
    def open(self) -> tuple[Open, ...]:
        """Everything that is open: the steps that are left, and what no step is about."""
        return (*map(_of_step, self.ladder.steps), *self.loose_ends)

    @cached_property
    def loose_ends(self) -> tuple[Open, ...]:
        """What is open and no step is about, by place; each text and item once."""
        known = {(step.path, step.line) for step in self.ladder.steps}
        ends: dict[tuple[str, int], Open] = {}
        for end in (*self._list_items(), *self._list_documents(), *self._list_specs()):
            if (end.path, end.line) not in known:
                ends.setdefault((end.path, end.line), end)
        every = (*self._list_residue(), *ends.values())
        return tuple(sorted(every, key=lambda end: (end.path, end.line)))

    def _list_items(self) -> Iterator[Open]:
        """Yield the features that are not over, and the tasks that are left."""
        served = {step.feature for step in self.ladder.steps}
        for feature in (node for node in self.ladder.unfinished if node.id not in served):
            yield _open_item(feature.document, feature.item, feature.id)
        for home in self.ladder.project.documents_of("tasks"):
            spec = self.ladder.project.spec_of(home)
            if not ("archived" in home.implied or (spec and spec.is_over)):
                yield from (
                    _open_item(home, item, full_name(home, item)) for item in find_open_tasks(home)
                )

    def _list_specs(self) -> Iterator[Open]:
        """Yield the specs that are not implemented though no task is left, or none is there."""
        moving = {step.path for step in self.ladder.steps}
        for spec in self.specs:
            lists = self.ladder.gates.lists_of(spec)
            busy = not moving.isdisjoint([spec.document.path, *(home.path for home in lists)])
            if not (busy or any(map(find_open_tasks, lists)) or self.ladder.gates.is_built(spec)):
                why = "is not implemented" if lists else "has no tasks yet"
                yield _open_document(spec.document, why, commands.context_command(spec.id))
        yield from self._list_changes()

    def _list_changes(self) -> Iterator[Open]:
        """Yield the changes of specs that have no tasks."""
        project = self.ladder.project
        tasked = {home.implied.get("change") for home in project.documents_of("tasks")}
        for document in project.documents_of("requirements"):
            change = document.implied.get("change")
            if change and change == document.id and change not in tasked:
                yield _open_document(
                    document, "has no tasks yet", commands.finish_command(document.path)
                )

    def _list_documents(self) -> Iterator[Open]:
        """Yield what waits for its approval or for somebody to read it again, or was not read."""
        project, view = self.ladder.project, self.ladder.gates.view
        for document in project.documents:
            kind, check = project.kinds.get(document.kind), commands.finish_command(document.path)
            if project.node_of(document).is_over or (kind and not kind.approved):
                continue
            clause = view.standing_of(document).clause
            if view.find_blocker(document):
                approves = is_editable(document) and not document.broken
                command = commands.approve_command(name_of(document)) if approves else check
                yield _open_document(document, clause, command)
            elif view.approval_of(document) is not Approval.VALID:
                yield _open_document(document, clause, check)

    def _list_residue(self) -> Iterator[Open]:
        """Yield the first thing to fill in, or to answer, in each text; in strays, that they are.

        Where a step asks to finish the document, it is that step that names it.
        """
        drafts = {step.path for step in self.ladder.steps if step.doing is Doing.FINISH}
        for document in self.ladder.project.documents:
            first = self.reading.first_residue(document.path)
            if (
                first
                and document.path not in drafts
                and not self.ladder.project.node_of(document).is_over
            ):
                name, command = name_of(document), commands.finish_command(document.path)
                if not first.checked:
                    command = (
                        commands.context_command(name)
                        if document.kind == "spec"
                        else commands.CHECK
                    )
                yield Open(document.kind, name, document.path, first.line, first.what, command)
        for stray in self.ladder.project.strays:
            if first := self.reading.first_residue(stray.path):
                name, command = (
                    one_line(stray.id or stray.path),
                    commands.finish_command(stray.path),
                )
                yield Open(stray.kind, name, stray.path, first.line, first.what, command)

    # What may be said.

    @cached_property
    def is_settled(self) -> bool:
        """Whether nothing is open, and everything was read."""
        return not (self.open or self.reading.skipped)

    @property
    def is_finished(self) -> bool:
        """Whether there was something to do, and all of it is done."""
        return self.is_settled and bool(self.features[1] or self.specs or self.tasks.total)

    @property
    def phase(self) -> str:
        """The stage of the first thing that is left; else the last one that is there."""
        if self.is_finished:
            return COMPLETE
        existing = [stage.name for stage in self.stages if stage.exists]
        last = existing[-1] if existing else NONE
        return _PHASE_OF.get(self.open[0].kind, self.open[0].kind) if self.open else last

    @property
    def headline(self) -> str:
        """One clause about how far the product is, that is true of everything in it."""
        facts = ", ".join(self._list_facts()) or "no planning documents"
        if self.is_finished:
            return f"nothing is left to do: {facts}"
        if self.ladder.steps:
            there = any(stage.exists for stage in self.stages)
            return f"the phase is {self.phase}" if there else facts
        if self.loose_ends:
            verb = "is" if len(self.loose_ends) == 1 else "are"
            return f"{count_noun(len(self.loose_ends), 'thing')} {verb} still open: {facts}"
        if self.is_settled:
            return f"nothing is open: {facts}" if any(self._list_facts()) else facts
        return f"not everything was read; what was: {facts}"

    def _list_facts(self) -> Iterator[str]:
        """Yield what there is of each stage that the repository has, counted."""
        if self.features[1]:
            yield _write_ratio(*self.features, "feature")
        elif any(self.ladder.project.documents_of("roadmap")):
            yield "a roadmap without features"
        for noun, kind in (("mission", "mission"), ("decision", "adr"), ("spec", "spec")):
            if number := sum(1 for _ in self.ladder.project.documents_of(kind)):
                yield count_noun(number, noun)
        if self.tasks.total:
            yield _write_ratio(self.tasks.done, self.tasks.total, "task")

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands that make sense now, the first one first."""
        steps = self.ladder.steps
        first = next((step for step in steps if step.is_free), None)
        first = first or next((s for s in steps if s.doing is Doing.APPROVE and not s.holds), None)
        if first:
            return (self.command_of(first),)
        if self.open:
            return (self.open[0].command,)
        return tuple(self._list_idle())

    def command_of(self, step: Step) -> str:
        """Return the command of a step; that of an approval if nothing stands against it."""
        if self.is_written(step):
            return step.approval
        return commands.finish_command(step.path) if step.command == step.approval else step.command

    def doing_of(self, step: Step) -> Doing:
        """Return what a step asks for: approving a text that is written, finishing any other."""
        if not step.approval:
            return step.doing
        return Doing.APPROVE if self.is_written(step) else Doing.FINISH

    def is_written(self, step: Step) -> bool:
        """Return whether a step is about a text that can be approved as it is."""
        if not step.approval or self.reading.first_residue(step.path):
            return False
        return step.kind not in _LISTING or step.path in self._with_items

    @cached_property
    def _with_items(self) -> frozenset[str]:
        return frozenset(d.path for d in self.ladder.project.documents if d.items)

    def _list_idle(self) -> Iterator[str]:
        """Yield what somebody may do where nothing is open."""
        project = self.ladder.project
        yield commands.CHECK
        decisions = list(project.documents_of("adr"))
        if decisions and any(map(is_editable, decisions)):
            yield commands.DECIDE


def is_living(document: Document) -> bool:
    """Return whether a spec says what holds, and what is to be done to it stands elsewhere."""
    return document.kind == "spec" and can_express(document, "deltas")


def _of_step(step: Step) -> Open:
    why = "; ".join(hold.why for hold in step.holds) or f"{step.doing} is left to do"
    return Open(step.kind, step.id, step.path, step.line, why, step.command)


def _open_item(home: Document, item: Item | None, key: str) -> Open:
    assert item
    line = home.source.find_position(item.anchor.start)[0]
    why = f"is {item.state}" if item.state else "has no checkbox"
    return Open(item.kind, one_line(key), home.path, line, why, commands.finish_command(home.path))


def _open_document(document: Document, why: str, command: str) -> Open:
    return Open(document.kind, name_of(document), document.path, 1, why, command)


def _write_ratio(done: int, total: int, noun: str) -> str:
    return f"{done} of {count_noun(total, noun)} done"


def _count_by_status(view: View, documents: Sequence[Document]) -> str:
    """Return how many documents are how far; the word alone when there is one."""
    words = [
        view.standing_of(document).word or document.status or "without a status"
        for document in documents
    ]
    if len(words) <= 1:
        return words[0] if words else "none"
    return ", ".join(f"{count} {word}" for word, count in Counter(words).items())
