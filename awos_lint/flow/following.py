"""What may be started next, and why nothing before it may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from awos_lint.flow.steps import WAITING, Doing, Ladder, Step
from awos_lint.report.escape import shown, to_json

KINDS = ("feature", "spec", "task")
"""What can be asked for by name."""

_STARTED = (Doing.WRITE, Doing.FINISH, Doing.START)
_SHOWN = 8
_ASKED = {
    Doing.WRITE: "write its {kind}",
    Doing.FINISH: "finish the draft, then have it approved",
    Doing.APPROVE: "read it, and approve it",
    Doing.START: "start it",
    Doing.CONTINUE: "go on with it",
    Doing.CLOSE: "say that it is finished",
}
_NOUNS = {"adr": "decision", "tasks": "task list"}


@dataclass(frozen=True, slots=True)
class Answer:
    """The step that may be started now, if there is one, and those before it that may not."""

    step: Step | None
    earlier: tuple[Step, ...]


def following(ladder: Ladder, kind: str = "") -> Answer:
    """Return the next thing that may be started: of any kind, or a feature, spec or task."""
    steps = _steps(ladder, kind)
    found = next((step for step in steps if step.free), None)
    earlier = steps if found is None else steps[: steps.index(found)]
    return Answer(found, tuple(earlier))


def _steps(ladder: Ladder, kind: str) -> list[Step]:
    if not kind:
        return list(ladder.steps)
    if kind == "feature":
        return [ladder.begin(feature) for feature in ladder.unfinished]
    mine = (step for step in ladder.steps if step.kind == kind)
    return [step for step in mine if step.doing in (*_STARTED, *WAITING)]


def asked(step: Step) -> str:
    """Return what a step asks for, as a phrase."""
    if step.doing is Doing.WRITE and step.kind in ("mission", "roadmap"):
        return "write it"
    return _ASKED[step.doing].format(kind=_NOUNS.get(step.kind, step.kind))


def reason(step: Step) -> str:
    """Return why a step may not be started."""
    if step.holds:
        return "; ".join(hold.why for hold in step.holds)
    return "in progress" if step.doing is Doing.CONTINUE else f"waits for `{step.command}`"


def grouped(steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
    """Yield steps that may not be started with the reason, neighbours with the same one as one."""
    for (why, _), group in groupby(steps, key=lambda step: (reason(step), step.path)):
        members = list(group)
        yield _span([step.id for step in members]), why


def _span(ids: list[str]) -> str:
    home, slash, _ = ids[0].rpartition("/")
    short = [key.removeprefix(f"{home}{slash}") for key in ids]
    if len(ids) > 2:
        return f"{ids[0]} to {short[-1]}"
    return f"{ids[0]} and {short[1]}" if len(ids) == 2 else ids[0]


def text(answer: Answer) -> str:
    """Return the answer for a person or an agent."""
    lines = [*_proposal(answer.step), *_reasons(answer)]
    return "".join(f"{shown(line)}\n" for line in lines)


def _proposal(step: Step | None) -> list[str]:
    if step is None:
        return ["Nothing may be started now."]
    where = f"{step.path}:{step.line}" if step.path else "it does not exist yet"
    name = f"{step.id} {step.title}".strip()
    return [f"{name}: {asked(step)}", f"  {where}", f"  $ {step.command}"]


def _reasons(answer: Answer) -> list[str]:
    found = list(grouped(answer.earlier))
    if not found:
        return [] if answer.step else ["Everything on the roadmap is done."]
    lines = ["", "Not before it:" if answer.step else "Because:"]
    lines += [f"  {ids}: {why}" for ids, why in found[:_SHOWN]]
    more = len(found) - _SHOWN
    return [*lines, f"  and {more} more, see `awos next --format json`"] if more > 0 else lines


def as_json(answer: Answer) -> str:
    """Return ``{"version": 1, "next": …, "earlier": […]}``; ``next`` is null for none."""
    found = answer.step and entry(answer.step)
    return to_json({"version": 1, "next": found, "earlier": [entry(s) for s in answer.earlier]})


def entry(step: Step) -> dict[str, object]:
    """Return a step as JSON has it; lines count from one, 0 for what does not exist yet."""
    return {
        "kind": step.kind,
        "do": str(step.doing),
        "id": step.id,
        "title": step.title,
        "path": step.path,
        "line": step.line,
        "feature": step.feature,
        "command": step.command,
        "holds": [{"on": hold.on, "why": hold.why} for hold in step.holds],
    }
