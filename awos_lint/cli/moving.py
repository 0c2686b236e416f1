"""What the commands share that take a step in the documents: read, judge, write, and say what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from awos_lint.actions.approve import write_proposals
from awos_lint.actions.task_transition import Follow, gates_of, plan_journey
from awos_lint.cli.flowing import resolve_node
from awos_lint.cli.outer import report_incomplete
from awos_lint.cli.session import Session, find_width, use_color
from awos_lint.cli.streams import write_message, write_output
from awos_lint.cli.writing import read_today, require_reason
from awos_lint.core.diagnostic import select_failures
from awos_lint.core.errors import AlreadyError
from awos_lint.core.escape import show_text
from awos_lint.graph.project import Node
from awos_lint.project.load import Loaded
from awos_lint.report import render_report
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.transitions import Move, Why


@dataclass(frozen=True, slots=True)
class Ground:
    """What a step is taken on: the project as it is, what holds back what, and what was named."""

    session: Session
    loaded: Loaded
    gates: Gates
    node: Node


def find_ground(session: Session, written: str, kinds: Collection[str]) -> Ground:
    """Read the project, and find what an id names in it."""
    loaded = session.load_project()
    node = resolve_node(loaded.project, written, kinds)
    return Ground(session, loaded, gates_of(loaded), node)


def read_reason(reason: str | None) -> Why:
    """Return what was given with ``--reason``, and the day."""
    return Why(require_reason(reason) if reason is not None else "", read_today())


def follow_nothing(_gates: Gates) -> None:
    """Say that nothing follows."""


def first_move(here: Ground, make: Callable[[], Move], follow: Follow) -> Move:
    """Return the move that a command makes, or what is left to follow where it was made already.

    A run that was killed may have written the one and not the other.
    """
    try:
        return make()
    except AlreadyError as made:
        rest = follow(here.gates)
        if rest is None:
            raise
        write_message(f"{made}; what follows from it is written now")
        return rest


def take_step(
    here: Ground,
    first: Move,
    follow: Follow = follow_nothing,
    after: Callable[[Gates], Iterable[str]] = lambda _: (),
) -> int:
    """Take a step with what follows from it, or none of it; return the exit code.

    ``after`` says what did not follow. What would bring errors into the documents is refused.
    """
    made = plan_journey(here.session.workspace, here.loaded, first, follow)
    if made.worse.diagnostics:
        session = here.session
        write_output(
            render_report(made.worse, "full", color=use_color(session.color), width=find_width())
        )
        write_message("nothing was changed: the documents would contradict each other")
        return 1
    write_proposals(here.session.place, made.proposals)
    for line in (*made.said, *after(made.gates)):
        write_output(f"{show_text(line)}\n")
    return report_incomplete(select_failures(made.worse.skipped))
