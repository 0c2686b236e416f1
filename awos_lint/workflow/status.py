"""Where a product stands: the phase of the flow, its features, what waits, what to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from awos_lint.core.diagnostic import Diagnostic, Severity
from awos_lint.core.model.document import Document, State
from awos_lint.graph.project import Node
from awos_lint.graph.tasks import OVER
from awos_lint.workflow.backlog import Doing, Ladder, Step
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.next_steps import explain_step, find_next
from awos_lint.workflow.remaining import Reading, Remaining, is_living
from awos_lint.workflow.view import View, name_of, one_line, title_of
from awos_lint.workflow.work import Tally, sum_tallies

LOOSE, ALONE = "Specs without a feature", "Task lists without a spec"
_LISTS = "Task lists"
"""Those of a layout that asks for no spec, such as OpenSpec's changes."""
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
    loose: bool = False
    """Whether something is open in its specs that no step is about."""

    @property
    def tasks(self) -> Tally:
        """The tasks of all its specs."""
        return sum_tallies(sheet.tasks for sheet in self.specs)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in OVER and not self.loose


@dataclass(frozen=True, slots=True)
class Status:
    """Where a product stands.

    ``remaining`` says how far it is. ``active`` is what is in somebody's hands,
    ``waiting`` what waits for a person's word, ``next`` what may be started. ``decisions`` are
    findings about decisions that are stale, or not in force and still relied on.
    """

    name: str
    remaining: Remaining
    rows: tuple[Row, ...]
    active: tuple[Step, ...]
    waiting: tuple[Step, ...]
    next: Step | None
    decisions: tuple[Diagnostic, ...]
    errors: int
    warnings: int

    @property
    def phase(self) -> str:
        """The stage of the first thing that is left."""
        return self.remaining.phase


def collect_status(
    view: View, diagnostics: Iterable[Diagnostic] = (), reading: Reading | None = None
) -> Status:
    """Return where a product stands; ``diagnostics`` is what a check found in it."""
    remaining = Remaining(Ladder(Gates(view)), reading or Reading())
    ladder, found = remaining.ladder, list(diagnostics)
    steps = ladder.steps
    return Status(
        name=_project_name(view),
        remaining=remaining,
        rows=(
            *(_feature_row(remaining, node) for node in ladder.features),
            *_loose_rows(remaining),
        ),
        active=tuple(step for step in steps if step.doing is Doing.CONTINUE),
        waiting=tuple(s for s in steps if s.doing is Doing.APPROVE and not s.holds),
        next=find_next(remaining).step,
        decisions=tuple(d for d in found if d.rule.startswith("adr-") or d.rule in _DECISIONS),
        errors=sum(d.severity is Severity.ERROR for d in found),
        warnings=sum(d.severity is Severity.WARNING for d in found),
    )


def _project_name(view: View) -> str:
    missions = list(view.project.documents_of("mission"))
    return one_line(missions[0].title) if len(missions) == 1 else ""


def _feature_row(remaining: Remaining, feature: Node) -> Row:
    ladder = remaining.ladder
    steps = tuple(ladder.of_feature(feature))
    specs = [spec for spec in ladder.project.specs_of(feature) if not spec.is_over]
    item = feature.item
    headings = feature.document.headings
    phase = one_line(headings[item.section].title) if item and item.section >= 0 else ""
    return Row(
        one_line(feature.id),
        title_of(feature),
        feature.state,
        phase,
        tuple(_make_sheet(ladder, spec) for spec in specs),
        steps,
        _explain_blocked(steps),
        any(_has_loose_ends(remaining, spec) for spec in specs),
    )


def _has_loose_ends(remaining: Remaining, owner: Node) -> bool:
    """Whether something is open in a spec or in its task lists that no step is about."""
    lists = remaining.ladder.gates.lists_of(owner)
    paths = {owner.document.path, *(home.path for home in lists)}
    return any(end.path in paths for end in remaining.loose_ends)


def _loose_rows(remaining: Remaining) -> Iterator[Row]:
    ladder = remaining.ladder
    specs = (spec for spec in ladder.loose if not is_living(spec.document))
    for node in (*specs, *ladder.alone):
        alone = node.kind == "tasks"
        steps = tuple(ladder.of_list(node) if alone else ladder.of_spec(node))
        sheet = _make_sheet(ladder, node)
        done = not (steps or _has_loose_ends(remaining, node))
        state = State.DONE if done else State.ACTIVE if sheet.tasks.active else State.OPEN
        title = title_of(node)
        phase = (ALONE if ladder.gates.find_specless(node.document) else _LISTS) if alone else LOOSE
        yield Row(one_line(node.id), title, state, phase, (sheet,), steps, _explain_blocked(steps))


def _explain_blocked(steps: tuple[Step, ...]) -> str:
    """Return why nothing about a feature may be started or gone on with."""
    going = (step.doing is Doing.CONTINUE and not step.holds for step in steps)
    if not steps or any(going) or any(step.is_free for step in steps):
        return ""
    return explain_step(steps[0])


def _make_sheet(ladder: Ladder, spec: Node) -> Sheet:
    lists = ladder.gates.lists_of(spec)
    return Sheet(
        name_of(spec.document),
        spec.document.status,
        _standing_word(ladder.gates.view, spec.document),
        ladder.gates.work_of(spec).tally,
        tuple((name_of(home), _standing_word(ladder.gates.view, home)) for home in lists),
    )


def _standing_word(view: View, document: Document) -> str:
    return view.standing_of(document).word
