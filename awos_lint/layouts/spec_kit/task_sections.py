"""Task lists of Spec Kit that are written in sections: tasks as headings, and checks at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from awos_lint.core.model.document import Heading, Item, State, Text
from awos_lint.core.text import Span
from awos_lint.layouts.dialect.checklist import Found

_OVER = frozenset({State.DONE, State.CANCELLED})
_CHECKS = re.compile(
    r"\b(?:acceptance|checklist|checkpoints?|definition of done|quality gates?|success criteria"
    r"|validation|verification)\b",
    re.IGNORECASE,
)


def cancel_checks(items: Sequence[Item], headings: Sequence[Heading]) -> tuple[Item, ...]:
    """Return items of which those that only check what the tasks did are no work.

    In a list whose tasks have ids, a checkbox without one below ``## Validation Checklist`` is left
    out of the count as a cancelled task is, ticked or not.
    """
    if not any(item.name for item in items):
        return tuple(items)
    return tuple(
        replace(item, state=State.CANCELLED) if _is_check(item, headings) else item
        for item in items
    )


def _is_check(item: Item, headings: Sequence[Heading]) -> bool:
    outer = not item.name and item.parent < 0 and item.section >= 0
    return outer and _CHECKS.search(headings[item.section].title) is not None


def read_headed_tasks(
    source: str,
    items: Sequence[Item],
    headings: Sequence[Heading],
    name: re.Pattern[str],
    find_fields: Callable[[str], Iterable[Found]],
) -> tuple[Item, ...]:
    """Return items and the tasks that are headings above checkboxes without ids, their steps.

    ``#### T001: Draw the harbour`` has no checkbox of its own: its steps say how far it is.
    """
    steps: dict[int, list[int]] = {}
    for index, item in enumerate(items):
        if not item.name and item.parent < 0 and item.section >= 0:
            steps.setdefault(item.section, []).append(index)
    taken = {item.name for item in items}
    found: list[Item] = []
    place: dict[int, int] = {-1: -1}
    parents: dict[int, int] = {}
    for index, item in enumerate(items):
        if steps.get(item.section, [-1])[0] == index:
            states = [items[step].state for step in steps[item.section]]
            task = _read_heading(source, headings[item.section], name, find_fields, states)
            if task and task.name not in taken:
                taken.add(task.name)
                parents |= dict.fromkeys(steps[item.section], len(found))
                found.append(replace(task, section=item.section))
        place[index] = len(found)
        found.append(replace(item, parent=parents.get(index, place[item.parent])))
    return tuple(found)


def _read_heading(
    source: str,
    heading: Heading,
    name: re.Pattern[str],
    find_fields: Callable[[str], Iterable[Found]],
    states: Sequence[State | None],
) -> Item | None:
    text = source[heading.span.start : heading.span.end]
    start = len(text) - len(text.lstrip("# \t"))
    match = name.match(text, start)
    if match is None:
        return None
    begin = heading.span.start
    anchor = Span(begin + match.start("name"), begin + match.end("name"))
    title = text[match.end() :].strip()
    words = Text(title, Span(begin + match.end(), begin + match.end() + len(title)))
    fields, keys = _read_fields(source, heading.span.start, heading.section.end, find_fields)
    span = Span(begin, heading.section.end)
    state = _combine_states(states)
    return Item("task", match["name"], words, anchor, span, state, None, fields, keys)


def _read_fields(
    source: str, start: int, end: int, find_fields: Callable[[str], Iterable[Found]]
) -> tuple[dict[str, tuple[Text, ...]], dict[str, Span]]:
    fields: dict[str, tuple[Text, ...]] = {}
    keys: dict[str, Span] = {}
    for found in find_fields(source[start:end]):
        span = Span(start + found.start, start + found.end)
        value = Text(source[span.start : span.end], span)
        if all(value.value != other.value for other in fields.get(found.key, ())):
            fields[found.key] = (*fields.get(found.key, ()), value)
        keys.setdefault(found.key, span)
    return fields, keys


def _combine_states(states: Sequence[State | None]) -> State:
    """Return how far a task is whose steps are so far."""
    if all(state in _OVER for state in states):
        return State.DONE
    begun = any(state in (State.DONE, State.ACTIVE) for state in states)
    return State.ACTIVE if begun else State.OPEN
