"""Everything that is left to do, in the one order in which the flow asks for it.

The mission comes first, then the roadmap, then each feature in the order of the roadmap: the
decisions that its spec rests on, the spec, the task list, the tasks, and the closing of what is
finished. Specs without a feature come last. A step that must wait knows why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from awos_lint.flow import commands
from awos_lint.flow.view import Hold, View, name_of, one_line, title_of
from awos_lint.flow.work import Work, work_of
from awos_lint.graph.order import expresses, features_of
from awos_lint.graph.project import Edge, Node, Project
from awos_lint.graph.tasks import OVER
from awos_lint.layouts import Fact
from awos_lint.model.document import Document, State
from awos_lint.model.kinds import APPROVED, FINISHED, REVIEW, settled


class Doing(StrEnum):
    """What a step asks for."""

    WRITE = "write"
    FINISH = "finish"
    APPROVE = "approve"
    START = "start"
    CONTINUE = "continue"
    CLOSE = "close"


WAITING = (Doing.APPROVE, Doing.CONTINUE)
"""What nobody can start: a person's word, and what is in somebody's hands already."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    ``id`` names what it is done to; for a document that is not there yet, what it belongs to.
    ``feature`` is the feature that it serves, ``holds`` is why it must wait.
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

    @property
    def free(self) -> bool:
        """Whether somebody may start it now."""
        return not self.holds and self.doing not in WAITING


@dataclass(frozen=True)
class Ladder:
    """The steps of a project."""

    view: View
    _work: dict[str, Work] = field(default_factory=dict, init=False, repr=False)

    @property
    def project(self) -> Project:
        """The project."""
        return self.view.project

    def work(self, spec: Node) -> Work:
        """Return the tasks of a spec."""
        key = spec.document.path
        if key not in self._work:
            self._work[key] = work_of(self.view, spec)
        return self._work[key]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step that is left, in order."""
        return tuple(self._all())

    def _all(self) -> Iterator[Step]:
        yield from self._top("mission")
        yield from self._top("roadmap")
        # A spec, a decision or a task may serve several features; it is done for the first one.
        met: set[tuple[Doing, str, str, int]] = set()
        for feature in self.features:
            yield from self._unmet(self.of_feature(feature), met)
        for spec in self.loose:
            yield from self._unmet(self.of_spec(spec), met)

    @staticmethod
    def _unmet(steps: Iterable[Step], met: set[tuple[Doing, str, str, int]]) -> Iterator[Step]:
        for step in steps:
            key = step.doing, step.id, step.path, step.line
            if key not in met:
                met.add(key)
                yield step

    @cached_property
    def features(self) -> list[Node]:
        """Every feature, in the order of the roadmaps."""
        return list(self.project.items("feature"))

    @cached_property
    def unfinished(self) -> list[Node]:
        """The features that are neither done nor cancelled."""
        return [feature for feature in self.features if feature.state not in OVER]

    @cached_property
    def loose(self) -> list[Node]:
        """The specs that are in force and describe no feature, by id."""
        specs = (self.project.node(document) for document in self.project.of("spec"))
        found = (s for s in specs if not s.over and not features_of(self.project, s))
        return sorted(found, key=lambda spec: (spec.id, spec.document.path))

    def _held(self, documents: Iterable[Document]) -> Iterator[Hold]:
        return (hold for document in documents if (hold := self.view.hold(document)))

    def _top(self, kind: str) -> Iterator[Step]:
        """Yield what is left to do about the mission or the roadmap."""
        documents = list(self.project.of(kind))
        if not documents and self._wanted("mission" if kind == "mission" else "roadmap"):
            missions = self.project.of("mission") if kind == "roadmap" else ()
            holds = tuple(self._held(missions))
            command = commands.write(kind)
            yield Step(kind, Doing.WRITE, kind.upper(), f"the {kind}", "", 0, command, "", holds)
        for document in documents:
            yield from self._document(document, self._held(self._missions(document)))

    def _wanted(self, fact: Fact) -> bool:
        """Whether the layout of any document knows what is missing; the first one may."""
        documents = self.project.documents
        return not documents or any(expresses(document, fact) for document in documents)

    def _missions(self, roadmap: Document) -> list[Document]:
        edges = self.project.out(self.project.node(roadmap), "mission")
        return [edge.target.document for edge in edges if edge.target]

    def _document(
        self, document: Document, holds: Iterable[Hold], feature: str = ""
    ) -> Iterator[Step]:
        """Yield what is left to do until something may rest on a document."""
        if self.view.hold(document) is None:
            return
        name, level = name_of(document), settled(document.status)
        title = one_line(document.title)
        ready = level >= REVIEW or document.kind == "adr"
        doing = Doing.APPROVE if ready else Doing.FINISH
        command = commands.approve(name) if ready else self._finish(document)
        blocked = tuple(holds) or self._unreadable(document)
        yield Step(document.kind, doing, name, title, document.path, 1, command, feature, blocked)

    def _finish(self, document: Document) -> str:
        """Return the command that a draft begins with: what to know, else what it lacks."""
        spec = self.project.spec_of(document) if document.kind == "tasks" else None
        key = document.id if document.kind == "spec" else spec and spec.id
        return commands.context(key) if key else commands.finish(document.path)

    def _unreadable(self, document: Document) -> tuple[Hold, ...]:
        hold = self.view.hold(document)
        lost = document.broken or document.unread or document.id in self.project.twins
        return (hold,) if lost and hold else ()

    # Features.

    def of_feature(self, feature: Node) -> Iterator[Step]:
        """Yield what is left to do about a feature."""
        if feature.state in OVER:
            return
        specs = [spec for spec in self.project.specs_of(feature) if not spec.over]
        if not specs:
            yield self._unwritten(feature)
        for spec in specs:
            yield from self.of_spec(spec, feature)
        if specs and all(self._built(spec) for spec in specs):
            command = commands.close("feature", feature.id)
            holds = (*self.predecessors(feature), *self.doubled(feature))
            yield self._about(feature, Doing.CLOSE, command, holds)

    def _about(
        self, feature: Node, doing: Doing, command: str, holds: tuple[Hold, ...], kind: str = ""
    ) -> Step:
        document = feature.document
        line = document.source.location(feature.place.span).line
        return Step(
            kind or "feature",
            doing,
            one_line(feature.id),
            title_of(feature),
            document.path,
            line,
            command,
            feature.id,
            holds,
        )

    def _unwritten(self, feature: Node) -> Step:
        holds = [*self.above(feature), *self.doubled(feature)]
        if not self.view.links_known:
            holds.append(Hold("", "a spec that could not be read, or a link that leads nowhere,"
                              f" may be the spec of {one_line(feature.id)}"))  # fmt: skip
        command = commands.write("spec", feature.id)
        return self._about(feature, Doing.WRITE, command, tuple(holds), "spec")

    def begin(self, feature: Node) -> Step:
        """Return the step of beginning a feature, or of going on with it."""
        command = commands.start("feature", feature.id)
        if feature.state is State.ACTIVE:
            return self._about(feature, Doing.CONTINUE, commands.context(feature.id), ())
        specs = [spec for spec in self.project.specs_of(feature) if not spec.over]
        holds = [*self.above(feature), *self.predecessors(feature), *self.doubled(feature)]
        if not specs:
            holds.append(Hold(feature.id, f"no spec describes {one_line(feature.id)}"))
        for spec in specs:
            holds += [hold for hold in self.chain(spec) if hold not in holds]
            if not self.project.tasks_of(spec):
                holds.append(Hold(spec.id, f"no task list implements {one_line(spec.id)}"))
        if feature.state is None:
            holds.append(Hold(feature.id, f"{one_line(feature.id)} has no checkbox"))
        return self._about(feature, Doing.START, command, tuple(holds))

    def above(self, feature: Node) -> list[Hold]:
        """Return what the roadmap of a feature, and the mission, hold back."""
        return list(self._held([*self._missions(feature.document), feature.document]))

    def doubled(self, feature: Node) -> list[Hold]:
        """Return the hold of a feature whose id is that of another one."""
        name = one_line(feature.id)
        twin = feature.id in self.project.twins
        return [Hold(feature.id, f"{name} is the id of several features")] if twin else []

    def predecessors(self, feature: Node) -> list[Hold]:
        """Return what a feature comes after that is not done, or not known to be."""
        if feature.item is None:
            return []
        edges = self.view.after(feature.document, feature.item)
        return [hold for edge in edges if (hold := self._before(edge))]

    def _before(self, edge: Edge) -> Hold | None:
        target = edge.target
        if target is None or not edge.fits:
            written = one_line(edge.written, 60)
            return Hold(
                written, f"`{written}` in `after` of {one_line(edge.source.id)} is no feature"
            )
        if target.id == edge.source.id or target.state in OVER:
            return None
        state = target.state or "without a checkbox"
        return Hold(target.id, f"{one_line(target.id)} is {state}")

    # Specs.

    def of_spec(self, spec: Node, feature: Node | None = None) -> Iterator[Step]:
        """Yield what is left to do about a spec, for one of its features."""
        key = feature.id if feature else ""
        above = self.above(feature) if feature else []
        for decision in self.decisions(spec):
            yield from self._document(decision.document, (), key)
        yield from self._document(spec.document, [*above, *self.rests(spec)], key)
        lists = self.project.tasks_of(spec)
        held = self.view.hold(spec.document)
        if not lists and expresses(spec.document, "task-ids") and not self._built(spec):
            yield self._listless(spec, key, held)
        for home in lists:
            yield from self._document(home, [held] if held else [], key)
        yield from self._tasks(spec, key)
        yield from self._closing(spec, key)

    def decisions(self, spec: Node) -> list[Node]:
        """Return the decisions that a spec names and that are not over."""
        targets = (edge.target for edge in self.project.out(spec, "decisions"))
        return [node for node in targets if node and not node.over]

    def _listless(self, spec: Node, feature: str, held: Hold | None) -> Step:
        document = spec.document
        command = commands.write("tasks", spec.id)
        holds = (held,) if held else ()
        title = title_of(spec)
        return Step("tasks", Doing.WRITE, spec.id, title, document.path, 1, command, feature, holds)

    def rests(self, spec: Node) -> list[Hold]:
        """Return what holds the approval of a spec back: its decisions and the specs before it."""
        found = []
        for edge in self._links(spec, "decisions", "depends_on"):
            if edge.target is None or not edge.fits:
                written = one_line(edge.written, 60)
                why = f"`{written}` in `{edge.kind}` of {one_line(spec.id)} leads nowhere"
                found.append(Hold(written, why))
            elif edge.target.document is not spec.document:
                found += self._held([edge.target.document])
        return found

    def _links(self, spec: Node, *kinds: str) -> list[Edge]:
        return [edge for edge in self._written.get(spec.document.path, ()) if edge.kind in kinds]

    @cached_property
    def _written(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = {}
        for edge in self.project.edges:
            if edge.source.kind == "spec":
                found.setdefault(edge.source.document.path, []).append(edge)
        return found

    def unbuilt(self, spec: Node) -> list[Hold]:
        """Return the specs that one depends on and that are not implemented."""
        targets = [edge.target for edge in self.project.out(spec, "depends_on") if edge.target]
        return [
            Hold(node.id, f"{one_line(node.id)} is not implemented")
            for node in targets
            if node.document is not spec.document and not node.over and not self._built(node)
        ]

    def _built(self, spec: Node) -> bool:
        if expresses(spec.document, "status"):
            return settled(spec.document.status) >= FINISHED
        tally = self.work(spec).tally
        return 0 < tally.total == tally.done

    def chain(self, spec: Node) -> list[Hold]:
        """Return why no task of a spec may be begun; empty when only the tasks decide."""
        features = [f for f in features_of(self.project, spec) if f.state is not State.CANCELLED]
        lists = self.project.tasks_of(spec)
        found = [hold for feature in features for hold in self.above(feature)]
        found += self._held([spec.document, *lists])
        found += [*self.rests(spec), *self.unbuilt(spec)]
        found += [hold for feature in features for hold in self.predecessors(feature)]
        if not features and features_of(self.project, spec):
            found.append(Hold(spec.id, f"the feature of {one_line(spec.id)} is cancelled"))
        return list(dict.fromkeys(found))

    # Tasks.

    def _tasks(self, spec: Node, feature: str) -> Iterator[Step]:
        work = self.work(spec)
        chain = tuple(self.chain(spec)) if work.left else ()
        for number in work.left:
            task = work.tasks[number]
            active = task.state is State.ACTIVE
            command = commands.context(task.id) if active else commands.start("task", task.id)
            holds = chain or tuple(work.holds(number))
            yield Step(
                "task",
                Doing.CONTINUE if active else Doing.START,
                task.called,
                task.title,
                task.home.path,
                task.line,
                command,
                feature,
                () if active else holds,
            )

    def _closing(self, spec: Node, feature: str) -> Iterator[Step]:
        """Yield the step that says that a spec is implemented, once its tasks are done."""
        work, status = self.work(spec), spec.document.status
        ended = work.tally.total > 0 and not work.left
        if ended and expresses(spec.document, "status") and settled(status) == APPROVED:
            command = commands.close("spec", spec.id)
            holds = tuple(self.chain(spec))
            path, title = spec.document.path, title_of(spec)
            yield Step("spec", Doing.CLOSE, spec.id, title, path, 1, command, feature, holds)
