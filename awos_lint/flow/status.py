"""Where a product stands: the phase of the flow, its features, what waits, what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from awos_lint.diagnostic import Diagnostic, Severity, Skip
from awos_lint.flow.following import following, reason
from awos_lint.flow.gates import Gates
from awos_lint.flow.steps import Doing, Ladder, Step
from awos_lint.flow.view import View, name_of, one_line, title_of
from awos_lint.flow.work import Tally, tallied
from awos_lint.graph.project import Node
from awos_lint.graph.tasks import OVER
from awos_lint.model.document import Document, State

PHASES = ("mission", "roadmap", "decisions", "specs", "tasks", "implementation")
"""The phases of the flow, in order; when nothing is left, the product is complete."""

COMPLETE = "complete"
LOOSE, ALONE = "Specs without a feature", "Task lists without a spec"
_OF = {"adr": "decisions", "spec": "specs", "task": "implementation", "feature": "implementation"}
_DECISIONS = frozenset({"order-decision-not-accepted"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spec as the status shows it: how far its approval is, and its tasks."""

    id: str
    status: str
    standing: str
    tasks: Tally
    lists: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A feature, or a spec that describes none: how far it is, and what blocks it."""

    id: str
    title: str
    state: State | None
    phase: str
    specs: tuple[Sheet, ...]
    steps: tuple[Step, ...]
    blocked: str = ""

    @property
    def tasks(self) -> Tally:
        """The tasks of all its specs."""
        return tallied(sheet.tasks for sheet in self.specs)

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in OVER


@dataclass(frozen=True, slots=True)
class Status:
    """Where a product stands.

    ``stages`` says of each phase how far it is. ``active`` is what is in somebody's hands,
    ``waiting`` what waits for a person's word, ``next`` what may be started. ``decisions`` are
    findings about decisions that are stale, or not in force and still relied on.
    """

    name: str
    phase: str
    stages: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    tasks: Tally
    active: tuple[Step, ...]
    waiting: tuple[Step, ...]
    next: Step | None
    decisions: tuple[Diagnostic, ...]
    errors: int
    warnings: int
    unread: tuple[Skip, ...]

    @property
    def steps_left(self) -> bool:
        """Whether something is left to do."""
        return self.phase != COMPLETE


def status(
    view: View, diagnostics: Iterable[Diagnostic] = (), unread: Iterable[Skip] = ()
) -> Status:
    """Return where a product stands; ``diagnostics`` is what a check found in it."""
    ladder = Ladder(Gates(view))
    found, steps = list(diagnostics), ladder.steps
    rows = (*(_feature(ladder, node) for node in ladder.features), *_loose(ladder))
    tasks = tallied(ladder.gates.work(owner).tally for owner in _owners(ladder))
    return Status(
        name=_name(view),
        phase=_phase(steps[0]) if steps else COMPLETE,
        stages=tuple(_stages(ladder, tasks)),
        rows=rows,
        tasks=tasks,
        active=tuple(step for step in steps if step.doing is Doing.CONTINUE),
        waiting=tuple(s for s in steps if s.doing is Doing.APPROVE and not s.holds),
        next=following(ladder).step,
        decisions=tuple(d for d in found if d.rule.startswith("adr-") or d.rule in _DECISIONS),
        errors=sum(d.severity is Severity.ERROR for d in found),
        warnings=sum(d.severity is Severity.WARNING for d in found),
        unread=tuple(unread),
    )


def _name(view: View) -> str:
    missions = list(view.project.of("mission"))
    return one_line(missions[0].title) if len(missions) == 1 else ""


def _phase(step: Step) -> str:
    return _OF.get(step.kind, step.kind)


def _feature(ladder: Ladder, feature: Node) -> Row:
    steps = tuple(ladder.of_feature(feature))
    specs = [spec for spec in ladder.project.specs_of(feature) if not spec.over]
    item = feature.item
    headings = feature.document.headings
    phase = one_line(headings[item.section].title) if item and item.section >= 0 else ""
    return Row(
        one_line(feature.id),
        title_of(feature),
        feature.state,
        phase,
        tuple(_sheet(ladder, spec) for spec in specs),
        steps,
        _blocked(steps),
    )


def _loose(ladder: Ladder) -> Iterator[Row]:
    for node in (*ladder.loose, *ladder.alone):
        alone = node.kind == "tasks"
        steps = tuple(ladder.of_list(node) if alone else ladder.of_spec(node))
        sheet = _sheet(ladder, node)
        state = State.DONE if not steps else State.ACTIVE if sheet.tasks.active else State.OPEN
        phase, title = (ALONE if alone else LOOSE), title_of(node)
        yield Row(one_line(node.id), title, state, phase, (sheet,), steps, _blocked(steps))


def _blocked(steps: tuple[Step, ...]) -> str:
    """Return why nothing about a feature may be started or gone on with."""
    going = (step.doing is Doing.CONTINUE and not step.holds for step in steps)
    if not steps or any(going) or any(step.free for step in steps):
        return ""
    return reason(steps[0])


def _owners(ladder: Ladder) -> Iterator[Node]:
    """Yield the specs in force, and the task lists that belong to none."""
    specs = map(ladder.project.node, ladder.project.of("spec"))
    yield from (spec for spec in specs if not spec.over)
    yield from ladder.alone


def _sheet(ladder: Ladder, spec: Node) -> Sheet:
    lists = ladder.gates.lists(spec)
    return Sheet(
        name_of(spec.document),
        spec.document.status,
        _word(ladder.gates.view, spec.document),
        ladder.gates.work(spec).tally,
        tuple((name_of(home), _word(ladder.gates.view, home)) for home in lists),
    )


def _word(view: View, document: Document) -> str:
    return view.standing(document).word


def _stages(ladder: Ladder, tasks: Tally) -> Iterator[tuple[str, str]]:
    project = ladder.project
    kinds = {"decisions": "adr", "specs": "spec"}
    for stage in PHASES[:-1]:
        said = _counted(ladder.gates.view, project.of(kinds.get(stage, stage)))
        yield (
            stage,
            f"{said}; {_ticked(ladder)}" if stage == "roadmap" and ladder.features else said,
        )
    active = f", {tasks.active} in progress" if tasks.active else ""
    yield PHASES[-1], f"{tasks.done} of {tasks.total} tasks done{active}"


def _ticked(ladder: Ladder) -> str:
    living = [node.state for node in ladder.features if node.state is not State.CANCELLED]
    return f"{living.count(State.DONE)} of {len(living)} features done"


def _counted(view: View, documents: Iterable[Document]) -> str:
    """Return how many documents are how far; the word alone when there is one."""
    words = [_word(view, document) or "without a status" for document in documents]
    if len(words) <= 1:
        return words[0] if words else "none"
    return ", ".join(f"{count} {word}" for word, count in Counter(words).items())
