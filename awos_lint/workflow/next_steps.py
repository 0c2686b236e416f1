"""What may be started next, and why nothing before it may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby

from awos_lint.core.escape import show_text, to_json
from awos_lint.core.model.kinds import noun_of
from awos_lint.workflow.backlog import WAITING, Doing, Ladder, Step
from awos_lint.workflow.remaining import Open, Remaining

KINDS = ("feature", "spec", "task")
"""What can be asked for by name."""

_STARTED = (Doing.WRITE, Doing.FINISH, Doing.START)
_SHOWN = 8
_ASKED = {
    Doing.WRITE: "write its {kind}",
    Doing.FINISH: "finish the draft, then {approve}",
    Doing.APPROVE: "read it, then {approve}",
    Doing.START: "start it",
    Doing.CONTINUE: "go on with it",
    Doing.CLOSE: "say that it is finished",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The step that may be started now, if there is one, and those before it that may not.

    ``also`` are the others that may be started now; ``kind`` is what was asked for, empty for
    anything.
    """

    step: Step | None
    earlier: tuple[Step, ...]
    remaining: Remaining
    kind: str = ""
    also: tuple[Step, ...] = ()


def find_next(remaining: Remaining, kind: str = "") -> Answer:
    """Return the next thing that may be started: of any kind, or a feature, spec or task."""
    steps = _list_steps(remaining.ladder, kind)
    found = next((step for step in steps if step.is_free), None)
    earlier = steps if found is None else steps[: steps.index(found)]
    also = tuple(step for step in steps if step.is_free and step is not found)
    return Answer(found, tuple(earlier), remaining, kind, also)


def _list_steps(ladder: Ladder, kind: str) -> list[Step]:
    if not kind:
        return list(ladder.steps)
    if kind == "feature":
        return [ladder.begin_feature(feature) for feature in ladder.unfinished]
    mine = (step for step in ladder.steps if step.kind == kind)
    return [step for step in mine if step.doing in (*_STARTED, *WAITING)]


def describe_step(step: Step, remaining: Remaining) -> str:
    """Return what a step asks for, as a phrase."""
    if step.doing is Doing.WRITE and step.kind in ("mission", "roadmap"):
        return "write it"
    approve = f"have it approved (`{step.approval}`)" if step.approval else "set its status"
    return _ASKED[remaining.doing_of(step)].format(kind=noun_of(step.kind), approve=approve)


def explain_step(step: Step) -> str:
    """Return why a step may not be started."""
    if step.holds:
        return "; ".join(hold.why for hold in step.holds)
    if step.doing is Doing.APPROVE and not step.approval:
        return "waits for a person who sets its status"
    return "in progress" if step.doing is Doing.CONTINUE else f"waits for `{step.command}`"


def group_reasons(steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
    """Yield steps that may not be started with the reason, neighbours with the same one as one."""
    for (why, _), group in groupby(steps, key=lambda step: (explain_step(step), step.path)):
        members = list(group)
        yield _shorten_ids([step.id for step in members]), why


def _shorten_ids(ids: list[str]) -> str:
    home, slash, _ = ids[0].rpartition("/")
    short = [key.removeprefix(f"{home}{slash}") for key in ids]
    if len(ids) > 2:
        return f"{ids[0]} to {short[-1]}"
    return f"{ids[0]} and {short[1]}" if len(ids) == 2 else ids[0]


def write_text(answer: Answer) -> str:
    """Return the answer for a person or an agent."""
    lines = _write_something(answer) if answer.step else _write_nothing(answer)
    return "".join(f"{show_text(line)}\n" for line in lines)


def _write_something(answer: Answer) -> list[str]:
    others = [_write_short(step, answer.remaining) for step in answer.also]
    return [
        *_write_proposal(answer),
        *_write_list("Also possible now:", others),
        *_write_reasons(answer),
    ]


def _write_short(step: Step, remaining: Remaining) -> str:
    return f"{step.id}: `{remaining.command_of(step)}`"


def _write_proposal(answer: Answer) -> list[str]:
    step = answer.step
    assert step
    name = f"{step.id} {step.title}".strip()
    where = place_of(step, answer.remaining)
    command = answer.remaining.command_of(step)
    return [f"{name}: {describe_step(step, answer.remaining)}", f"  {where}", f"  $ {command}"]


def place_of(step: Step, remaining: Remaining) -> str:
    """Return where somebody begins: in a draft, at the first thing that is left to fill in."""
    if not step.path:
        return "it does not exist yet"
    return find_blank(step, remaining) or f"{step.path}:{step.line}"


def find_blank(step: Step, remaining: Remaining) -> str:
    """Return the first thing that is left to fill in of a draft; empty when there is none."""
    unfinished = remaining.doing_of(step) is Doing.FINISH
    found = remaining.reading.first_residue(step.path) if unfinished else None
    return f"{step.path}:{found.line}: {found.what}" if found else ""


def _write_nothing(answer: Answer) -> list[str]:
    """Return why nothing may be started, what is open, and the command that makes sense now."""
    remaining, kind = answer.remaining, answer.kind
    said = remaining.headline
    lines = [f"No {kind} may be started now." if kind else "Nothing may be started now."]
    lines = lines if remaining.open else []
    lines += [f"{said[0].upper()}{said[1:]}."] if not answer.earlier else []
    lines += _write_reasons(answer)
    lines += _write_list("Still open:", [write_ended(end) for end in remaining.loose_ends])
    lines += _write_list("Not read:", list(write_unread(remaining)))
    return [*lines, *_write_list("Next:", [f"$ {command}" for command in remaining.commands])]


def _write_reasons(answer: Answer) -> list[str]:
    found = [f"{ids}: {why}" for ids, why in group_reasons(answer.earlier)]
    return _write_list("Not before it:" if answer.step else "Because:", found)


def _write_list(title: str, found: list[str]) -> list[str]:
    if not found:
        return []
    more = len(found) - _SHOWN
    rest = [f"  and {more} more, see `awos next --format json`"] if more > 0 else []
    return ["", title, *(f"  {line}" for line in found[:_SHOWN]), *rest]


def write_ended(end: Open) -> str:
    """Return a sentence about something open that no step is about."""
    return f"{end.id}: {end.why} ({end.path}:{end.line})"


def write_unread(remaining: Remaining) -> Iterator[str]:
    """Yield a line for everything that was not read."""
    return (f"{skip.what}: {skip.why}" for skip in remaining.reading.skipped)


def _free_entry(step: Step, remaining: Remaining) -> dict[str, object]:
    """Return a step that may be started now, with the command that does it."""
    return {**make_entry(step), "command": remaining.command_of(step)}


def as_json(answer: Answer) -> str:
    """Return the answer as JSON; ``next`` is null for none, ``also`` what may be started besides.

    ``open`` is everything that is left.
    """
    remaining = answer.remaining
    found = answer.step and _free_entry(answer.step, remaining)
    also = [_free_entry(step, remaining) for step in answer.also]
    earlier = [make_entry(step) for step in answer.earlier]
    left = remaining_entry(answer.remaining)
    return to_json({"version": 1, "next": found, "also": also, "earlier": earlier, **left})


def remaining_entry(remaining: Remaining) -> dict[str, object]:
    """Return what JSON says about how far a product is."""
    return {
        "complete": remaining.is_finished,
        "headline": remaining.headline,
        "open": [end._asdict() for end in remaining.open],
        "unread": [asdict(found) for found in remaining.reading.unread],
        "commands": list(remaining.commands),
    }


def make_entry(step: Step) -> dict[str, object]:
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
