"""A plan written down: for people, as JSON, Mermaid, YAML for an orchestrating command, prompts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from awos_lint.core.escape import show_text, to_json
from awos_lint.core.model.files import Files
from awos_lint.core.text import escape_text
from awos_lint.core.wording import count_noun
from awos_lint.graph.export import quote_label
from awos_lint.graph.status_order import can_express, is_editable
from awos_lint.workflow import commands
from awos_lint.workflow.scope import find_within, globs_of
from awos_lint.workflow.view import View
from awos_lint.workflow.waves import Plan, Slot, is_active
from awos_lint.workflow.work import Task

_AGENT = "developer"
"""Who does a task that names nobody."""

_MARK = {True: "[-]", False: "[ ]"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan and what its formats need besides: the standards for each task, by its number."""

    plan: Plan
    standards: tuple[tuple[str, ...], ...]


def make_sheet(view: View, plan: Plan) -> Sheet:
    """Return a plan with the paths of the standards that apply to each of its tasks."""
    project = view.project
    living = (
        document
        for document in project.documents_of("standard")
        if not project.node_of(document).is_over
    )
    scopes = [(document.path, globs_of(document)) for document in living]
    return Sheet(plan, tuple(_standards_for(project.files, scopes, slot) for slot in plan.slots))


def _standards_for(
    files: Files, scopes: Sequence[tuple[str, list[str]]], slot: Slot
) -> tuple[str, ...]:
    return tuple(
        path for path, globs in scopes if not globs or find_within(files, globs, slot.files)
    )


def write_text(sheet: Sheet) -> str:
    """Return the plan for a person."""
    plan = sheet.plan
    lines = [f"{plan.spec} {plan.title}: {_write_summary(plan)}"]
    lines += [f"  not yet: {hold.why}" for hold in plan.holds]
    for number, wave in enumerate(plan.waves, 1):
        lines += ["", f"Wave {number}"]
        lines += [line for slot in wave for line in _write_slot(slot)]
    if plan.unplanned:
        lines += ["", "Not planned"]
        lines += [f"  {task.short} {task.title}: {why}" for task, why in plan.unplanned]
    if plan.critical:
        lines += [
            "",
            f"Critical path: {' → '.join(_shorten_id(plan, key) for key in plan.critical)}",
        ]
    return "".join(f"{show_text(line)}\n" for line in lines)


def _write_summary(plan: Plan) -> str:
    left = len(plan.slots) + len(plan.unplanned)
    if not plan.total:
        return "no task list"
    if not left:
        return f"all of {count_noun(plan.total, 'task')} done"
    return (
        f"{left} of {count_noun(plan.total, 'task')} left, in {count_noun(len(plan.waves), 'wave')}"
    )


def _write_slot(slot: Slot) -> Iterator[str]:
    agent = f" ({slot.agent})" if slot.agent else ""
    yield f"  {_MARK[is_active(slot)]} {slot.task.short} {slot.task.title}{agent}"
    if slot.files:
        yield f"      {', '.join(slot.files)}"
    if slot.alone:
        yield "      names no files, so it runs alone"
    yield from (f"      waits: {hold.why}" for hold in slot.waits)


def _shorten_id(plan: Plan, key: str) -> str:
    return key.removeprefix(f"{plan.spec}/")


def as_json(sheet: Sheet) -> str:
    """Return the plan as JSON; waves count from one."""
    plan = sheet.plan
    return to_json(
        {
            "version": 1,
            "spec": plan.spec,
            "title": plan.title,
            "done": plan.done,
            "total": plan.total,
            "holds": [{"on": hold.on, "why": hold.why} for hold in plan.holds],
            "waves": [[slot.task.called for slot in wave] for wave in plan.waves],
            "critical_path": list(plan.critical),
            "tasks": [_make_entry(sheet, number) for number in range(len(plan.slots))],
            "unplanned": [{"id": task.called, "why": why} for task, why in plan.unplanned],
        }
    )


def _make_entry(sheet: Sheet, number: int) -> dict[str, object]:
    plan, slot = sheet.plan, sheet.plan.slots[number]
    return {
        "id": slot.task.called,
        "title": slot.task.title,
        "state": slot.task.state and str(slot.task.state),
        "wave": slot.wave,
        "after": list(slot.after),
        "files": list(slot.files),
        "alone": slot.alone,
        "agent": slot.agent,
        "verify": slot.verify,
        "standards": list(sheet.standards[number]),
        "waits": [{"on": hold.on, "why": hold.why} for hold in slot.waits],
        "path": slot.task.home.path,
        "line": slot.task.line,
        "prompt": write_prompt(plan, slot),
    }


def write_mermaid(sheet: Sheet) -> str:
    """Return a Mermaid flowchart, a box for each wave, the critical path drawn thick."""
    plan = sheet.plan
    names = {slot.task.called: f"t{number}" for number, slot in enumerate(plan.slots)}
    lines = ["flowchart LR"]
    for number, wave in enumerate(plan.waves, 1):
        lines.append(f'  subgraph wave{number}["Wave {number}"]')
        lines += [f'    {names[s.task.called]}["{_make_label(s)}"]' for s in wave]
        lines.append("  end")
    critical = set(zip(plan.critical, plan.critical[1:], strict=False))
    for slot in plan.slots:
        for key in filter(names.__contains__, slot.after):
            arrow = "==>" if (key, slot.task.called) in critical else "-->"
            lines.append(f"  {names[key]} {arrow} {names[slot.task.called]}")
    return "\n".join(lines) + "\n"


def _make_label(slot: Slot) -> str:
    return quote_label(escape_text(f"{slot.task.short} {slot.task.title}", 60))


def write_orchestration(sheet: Sheet) -> str:
    """Return YAML: a group for each task, with wave, agent, standards and a prompt.

    ``task_groups`` with ``name``, ``claude_code_subagent`` and ``standards`` is what the
    orchestrating command of Agent OS 2.1 reads; the other keys are ours. Every string is written
    in double quotes, so that YAML takes none of them for anything else.
    """
    plan = sheet.plan
    lines = [
        f"# Made by `awos plan {escape_text(plan.spec)} --format orchestration`.",
        "version: 1",
        f"spec: {_write_scalar(plan.spec)}",
        f"waves: {len(plan.waves)}",
        f"critical_path: {_write_list(plan.critical)}",
        "task_groups:" if plan.slots else "task_groups: []",
    ]
    for number in range(len(plan.slots)):
        lines += _write_group(sheet, number)
    return "\n".join(lines) + "\n"


def _write_group(sheet: Sheet, number: int) -> Iterator[str]:
    plan, slot = sheet.plan, sheet.plan.slots[number]
    yield f"  - name: {_write_scalar(f'{slot.task.called} {slot.task.title}')}"
    yield f"    claude_code_subagent: {_write_scalar(slot.agent or _AGENT)}"
    yield f"    standards: {_write_list(sheet.standards[number])}"
    yield f"    id: {_write_scalar(slot.task.called)}"
    yield f"    wave: {slot.wave}"
    yield f"    after: {_write_list(slot.after)}"
    yield f"    files: {_write_list(slot.files)}"
    yield f"    verify: {_write_scalar(slot.verify)}"
    yield f"    prompt: {_write_scalar(write_prompt(plan, slot))}"


def _write_list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_write_scalar, values))}]"


def _write_scalar(value: str) -> str:
    """Return a string as YAML 1.1 and 1.2 read it back: JSON's quoting, line breaks escaped."""
    lines = (escape_text(line) for line in value.split("\n"))
    # A log that prints it must not take it for a command, see report/escape.py.
    return json.dumps("\n".join(lines), ensure_ascii=False).replace("##[", "#\\u0023[")


def write_prompts(sheet: Sheet) -> str:
    """Return the prompt of each task, wave by wave, as Markdown."""
    plan, parts = sheet.plan, []
    for number, wave in enumerate(plan.waves, 1):
        parts.append(f"# Wave {number}\n")
        parts += [
            f"## {show_text(slot.task.called)}\n\n{write_prompt(plan, slot)}" for slot in wave
        ]
    return "\n".join(parts)


def write_prompt(plan: Plan, slot: Slot) -> str:
    """Return what a fresh agent is told to do one task; it fetches what it must know itself.

    While something holds the plan back, it is told to wait, because every move would be refused.
    """
    task = slot.task
    if plan.holds:
        whys = "; ".join(hold.why for hold in plan.holds)
        return f"{show_text(f'Do not work on {task.called} yet: {whys}.')}\n"
    files = ", ".join(f"`{path}`" for path in slot.files)
    asked = f"{task.id}, {task.title}," if task.id else f"`{task.title}` of {plan.spec}"
    moves = bool(task.id) and is_editable(task.home)
    steps = [f"Run `{commands.context_command(task.id or plan.spec)}`: it is enough to know."]
    if moves and not is_active(slot):
        steps.append(f"Run `{commands.start_command('task', task.id)}`.")
    steps.append(
        f"Write only {files}." if files else "It names no files: keep to what it asks for."
    )
    steps.append(f"Verify it with `{slot.verify}`." if slot.verify else "Show that it is done.")
    # Where awos only reads the list, it refuses to move the task.
    steps.append(f"Run `{commands.done_command(task.id)}`." if moves else _record_command(task))
    lines = [f"You are the {slot.agent or _AGENT}. Do the task {asked} and nothing else.", ""]
    lines += [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    lines += ["", "If something is unclear, stop and say what."]
    return "".join(f"{show_text(line)}\n" for line in lines)


def _record_command(task: Task) -> str:
    """Return how the end of a task is written down that awos does not move."""
    where = f"`{task.home.path}`"
    if can_express(task.home, "data-files") and task.home.path.endswith(".json"):
        return f"Set its status in {where}."
    return f"Tick its checkbox in {where}."


FORMATS: Mapping[str, Callable[[Sheet], str]] = {
    "text": write_text,
    "json": as_json,
    "mermaid": write_mermaid,
    "orchestration": write_orchestration,
    "prompts": write_prompts,
}
