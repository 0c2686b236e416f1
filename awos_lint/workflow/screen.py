"""The status written down: one screen for a person, a few lines for an agent, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from awos_lint.core.diagnostic import Diagnostic
from awos_lint.core.escape import show_text, to_json
from awos_lint.core.model.document import State
from awos_lint.core.wording import count_noun
from awos_lint.report.structured import skip_entry
from awos_lint.workflow.backlog import Doing, Step
from awos_lint.workflow.next_steps import (
    describe_step,
    find_blank,
    make_entry,
    remaining_entry,
    write_ended,
    write_unread,
)
from awos_lint.workflow.remaining import Stage
from awos_lint.workflow.status import Row, Sheet, Status
from awos_lint.workflow.work import Tally

AGENT_BYTES = 1500
"""The most that an agent's session begins with; hooks hand it over at every start."""

_BAR = 10
_ROWS = 15
_FEW = 8
_IDS, _SPECS = 12, 40
_FIXED = len("  [ ] ") + 2 + _BAR + 2 + len("10/12") + 2 + 2
"""What stands around the id, the specs and the title of a feature."""
_LEAST = 4
_ENTRIES = 5
_TITLE = 60
_BLOCKED = 240
_MORE = "awos status --format json"
_MARKS = {State.OPEN: "[ ]", State.ACTIVE: "[-]", State.DONE: "[x]", State.CANCELLED: "[~]"}

# Select Graphic Rendition parameters, ECMA-48 §8.3.117.
_BOLD, _DIM, _RED, _GREEN, _YELLOW = "1", "2", "31", "32", "33"
_STATES = {State.DONE: _GREEN, State.ACTIVE: _YELLOW, State.CANCELLED: _DIM}


@dataclass(frozen=True, slots=True)
class _Screen:
    """What the parts of one screen share; every line is escaped before it is painted."""

    color: bool
    width: int

    def paint_text(self, style: str, text: str) -> str:
        """Return a text that is safe to show, in a colour."""
        safe = show_text(text)
        return f"\x1b[{style}m{safe}\x1b[0m" if self.color and style and safe else safe

    def cut_text(self, text: str, used: int) -> str:
        """Return a text as far as it fits behind some columns."""
        room = max(self.width - used, _LEAST)
        return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class _Table:
    """How wide the columns of the features are."""

    id: int
    specs: int


def write_screen(status: Status, *, color: bool, width: int) -> str:
    """Return the status as one screen for a person."""
    screen = _Screen(color, width)
    name = f"{status.name}: " if status.name else ""
    lines = [screen.paint_text(_BOLD, f"{name}{status.remaining.headline}"), ""]
    lines += [_write_stage(screen, status, stage) for stage in _list_stages(status)]
    lines += _write_features(screen, status)
    lines += _write_list(screen, "In progress", [_describe_going(step) for step in status.active])
    lines += _write_list(
        screen, "Waiting for a person", [_write_waiting(step, status) for step in status.waiting]
    )
    lines += _write_list(
        screen, "Decisions to look at", [_write_decision(d) for d in status.decisions]
    )
    lines += _write_list(
        screen, "Still open", [write_ended(end) for end in status.remaining.loose_ends]
    )
    lines += _write_list(screen, "Not read", list(write_unread(status.remaining)))
    lines += _write_list(screen, "Next", _write_next(status))
    return "".join(f"{line}\n" for line in [*lines, *_write_findings(screen, status)])


def _list_stages(status: Status) -> list[Stage]:
    """Return the stages to speak of: those that are there, and the one that comes now."""
    stages = status.remaining.stages
    there = any(stage.exists for stage in stages)
    return [s for s in stages if s.exists or (there and s.name == status.phase)]


def _write_stage(screen: _Screen, status: Status, stage: Stage) -> str:
    here = stage.name == status.phase
    line = f"{'>' if here else ' '} {stage.name:14}  {stage.state}"
    return screen.paint_text(_BOLD if here else "", line)


def _write_features(screen: _Screen, status: Status) -> Iterator[str]:
    groups = [(phase, list(g)) for phase, g in groupby(status.rows, key=lambda row: row.phase)]
    table = _make_table(screen, [row for _, every in groups for row in _select_rows(every)])
    left, hidden = _ROWS, 0
    for phase, every in groups:
        rows, title = _select_rows(every), phase or "Features"
        over = sum(row.is_over for row in every)
        if not rows:
            yield from ("", screen.paint_text(_DIM, f"{title}: all {over} done"))
            continue
        if left:
            more = f" ({over} done)" if len(rows) < len(every) else ""
            yield from ("", screen.paint_text(_BOLD, f"{title}{more}"))
            yield from (line for row in rows[:left] for line in _write_feature(screen, table, row))
        hidden += len(rows[left:])
        left = max(left - len(rows), 0)
    if hidden:
        yield from ("", f"and {count_noun(hidden, 'more row')}, see `{_MORE}`")


def _select_rows(every: Sequence[Row]) -> list[Row]:
    """Return the rows of a phase that are shown: where they are many, those with work left."""
    left = [row for row in every if not row.is_over]
    return list(every) if left and len(every) <= _FEW else left


def _make_table(screen: _Screen, rows: Sequence[Row]) -> _Table:
    """Return columns in which what is shown of some rows fits, as far as the screen goes.

    One entry that is longer than most pushes its own title away, not those of all rows.
    """
    sides = [len(_write_specs(row)) for row in rows]
    specs = max((side for side in sides if side <= _SPECS), default=0)
    wide = max((len(row.id) for row in rows), default=0)
    return _Table(min(wide, max(screen.width - _FIXED - specs, _IDS)), specs)


def _write_feature(screen: _Screen, table: _Table, row: Row) -> Iterator[str]:
    state = row.state or State.OPEN
    head = f"  {_MARKS[state]} {_fit_text(row.id, table.id)}"
    count = f"{row.tasks.done}/{row.tasks.total}" if row.tasks.total else "–"
    used = table.id + _FIXED
    specs = screen.cut_text(_write_specs(row), used)
    tail = f"  {count:>5}  {specs:{table.specs}}  "
    left = screen.width - used - max(len(specs), table.specs)
    title = screen.cut_text(row.title, screen.width - left) if left >= _LEAST else ""
    painted = screen.paint_text(_STATES.get(state, ""), head)
    yield f"{painted}  {_draw_bar(screen, row.tasks)}{show_text(f'{tail}{title}')}".rstrip()
    if row.blocked:
        yield screen.paint_text(_RED, screen.cut_text(f"{' ' * (table.id + 8)}{row.blocked}", 0))


def _fit_text(text: str, width: int) -> str:
    """Return a text in exactly so many columns."""
    return f"{text:{width}}" if len(text) <= width else f"{text[: width - 1]}…"


def _write_specs(row: Row) -> str:
    if [sheet.id for sheet in row.specs] == [row.id]:
        return row.specs[0].standing
    return ", ".join(_write_spec(sheet) for sheet in row.specs) or "no spec"


def _write_spec(sheet: Sheet) -> str:
    return f"{sheet.id} {sheet.standing}".rstrip()


def _draw_bar(screen: _Screen, tally: Tally) -> str:
    done = _BAR * tally.done // tally.total if tally.total else 0
    active = min(_BAR - done, 1) if tally.active else 0
    parts = ((_GREEN, "█" * done), (_YELLOW, "▒" * active), (_DIM, "░" * (_BAR - done - active)))
    return "".join(screen.paint_text(style, part) for style, part in parts)


def _write_list(screen: _Screen, title: str, entries: list[str]) -> list[str]:
    if not entries:
        return []
    lines = ["", screen.paint_text(_BOLD, title)]
    lines += [f"  {show_text(line)}" for line in entries[:_ENTRIES]]
    more = len(entries) - _ENTRIES
    return [*lines, f"  and {more} more, see `{_MORE}`"] if more > 0 else lines


def _name_step(step: Step) -> str:
    return f"{step.id} {step.title}".strip()


def _describe_going(step: Step) -> str:
    """Return what is in somebody's hands, with why it does not go on."""
    return ": ".join([_name_step(step), *(hold.why for hold in step.holds)])


def _write_waiting(step: Step, status: Status) -> str:
    return f"{_name_step(step)}: {_ask_person(step, status)}"


def _ask_person(step: Step, status: Status) -> str:
    """Return what a person does about a document; where awos only reads it, no command helps."""
    if not step.approval:
        return f"set its status in {step.path}"
    return f"`{status.remaining.command_of(step)}`"


def _write_decision(found: Diagnostic) -> str:
    return f"{found.at.path}:{found.at.line}: {found.message}"


def _write_next(status: Status) -> list[str]:
    commands = [f"$ {command}" for command in status.remaining.commands]
    if status.next is None:
        stopped = ["nothing may be started now, `awos next` says why"]
        return [*(stopped if status.remaining.open else []), *commands]
    lines = [
        f"{_name_step(status.next)}: {describe_step(status.next, status.remaining)}",
        find_blank(status.next, status.remaining),
    ]
    return [*filter(None, lines), *commands]


def _write_findings(screen: _Screen, status: Status) -> list[str]:
    said = _count_findings(status)
    return ["", screen.paint_text(_RED, f"`awos check` finds {said}.")] if said else []


def _count_findings(status: Status) -> str:
    counts = ((status.errors, "error"), (status.warnings, "warning"))
    return " and ".join(count_noun(number, word) for number, word in counts if number)


def write_brief(status: Status) -> str:
    """Return the status for an agent, in at most ``AGENT_BYTES`` bytes."""
    kept: list[str] = []
    lines = [show_text(line, _BLOCKED) for line in _brief_lines(status)]
    room = AGENT_BYTES
    for number, line in enumerate(lines):
        rest = f"{len(lines) - number} more lines: {_MORE}\n"
        size = len(line.encode()) + 1
        last = number == len(lines) - 1
        if size + (0 if last else len(rest)) > room:
            kept.append(rest)
            break
        kept.append(f"{line}\n")
        room -= size
    return "".join(kept)


def _agent_commands(status: Status) -> tuple[str, ...]:
    """Return the commands that come next, without an approval: only a person gives one."""
    step = status.next
    if step and step.doing is Doing.FINISH and status.remaining.is_written(step):
        return (step.command,)
    return status.remaining.commands


def _brief_lines(status: Status) -> Iterator[str]:
    name = f"{status.name[:_TITLE]}: " if status.name else ""
    yield f"{name}{'; '.join([status.remaining.headline, *_write_counts(status)])}"
    commands = ", ".join(f"`{command}`" for command in _agent_commands(status))
    if status.next:
        where = find_blank(status.next, status.remaining)
        parts = (
            "next",
            _write_short(status.next),
            describe_step(status.next, status.remaining),
            where,
            commands,
        )
        yield ": ".join(filter(None, parts))
    else:
        more = "; `awos next` says why nothing may be started" if status.remaining.open else ""
        yield f"next: {commands}{more}"
    for step in status.active:
        yield ": ".join(["in progress", _write_short(step), *(hold.why for hold in step.holds)])
    yield from (f"waits for a person: {_ask_person(step, status)}" for step in status.waiting)
    yield from (f"open: {write_ended(end)}" for end in status.remaining.loose_ends[:_ENTRIES])
    yield from (f"not read: {line}" for line in write_unread(status.remaining))
    if said := _count_findings(status):
        yield f"`awos check` finds {said}"
    yield from (f"decision: {found.message}" for found in status.decisions)
    yield from (_write_row(row) for row in status.rows if not row.is_over)
    if done := [row.id for row in status.rows if row.is_over]:
        yield f"done: {', '.join(done)}"


def _write_counts(status: Status) -> list[str]:
    """Return how many tasks are done, where there are any and the headline does not say it."""
    said = [stage.state for stage in status.remaining.stages[-1:] if stage.exists]
    return said if status.remaining.ladder.steps else []


def _write_short(step: Step) -> str:
    return f"{step.id} {step.title[:_TITLE]}".strip()


def _write_row(row: Row) -> str:
    count = f", tasks {row.tasks.done}/{row.tasks.total}" if row.tasks.total else ""
    why = f": {row.blocked}" if row.blocked else ""
    facts = ", ".join(filter(None, (str(row.state or "no checkbox"), _write_specs(row))))
    return f"{row.id} {row.title[:_TITLE]}: {facts}{count}{why}"


def as_json(status: Status) -> str:
    """Return everything as JSON; ``next`` is null when nothing may be started."""
    return to_json(
        {
            "version": 1,
            "name": status.name,
            "phase": status.phase,
            "stages": [
                {"phase": stage.name, "state": stage.state, "exists": stage.exists}
                for stage in status.remaining.stages
            ],
            "tasks": _tally_entry(status.remaining.tasks),
            "features": [_row_entry(row) for row in status.rows],
            "in_progress": [make_entry(step) for step in status.active],
            "waiting": [make_entry(step) for step in status.waiting],
            "next": status.next and make_entry(status.next),
            "decisions": [_finding_entry(found) for found in status.decisions],
            "findings": {"errors": status.errors, "warnings": status.warnings},
            "skipped": [skip_entry(skip) for skip in status.remaining.reading.skipped],
            **remaining_entry(status.remaining),
        }
    )


def _tally_entry(tally: Tally) -> dict[str, object]:
    return {"done": tally.done, "in_progress": tally.active, "total": tally.total}


def _row_entry(row: Row) -> dict[str, object]:
    return {
        "id": row.id,
        "title": row.title,
        "state": row.state and str(row.state),
        "phase": row.phase,
        "specs": [_sheet_entry(sheet) for sheet in row.specs],
        "tasks": _tally_entry(row.tasks),
        "blocked": row.blocked,
        "steps": [make_entry(step) for step in row.steps],
    }


def _sheet_entry(sheet: Sheet) -> dict[str, object]:
    return {
        "id": sheet.id,
        "status": sheet.status,
        "standing": sheet.standing,
        "tasks": _tally_entry(sheet.tasks),
        "lists": [{"id": key, "standing": word} for key, word in sheet.lists],
    }


def _finding_entry(found: Diagnostic) -> dict[str, object]:
    return {
        "rule": found.rule,
        "severity": found.severity.word,
        "message": found.message,
        "path": found.at.path,
        "line": found.at.line,
    }
