"""What an agent is told: findings in few lines, and the answer as its host wants it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from shlex import quote
from typing import Any, NamedTuple

from awos_lint.core.diagnostic import Diagnostic, Severity
from awos_lint.core.escape import show_text
from awos_lint.hosts import TEXT, Answer, Event, Hooks

TOLD_BYTES = 2_000
"""The most that is told after an edit."""

_LINE = 400
_LONGEST = 9_000  # Claude Code takes 10,000 characters in a string


def list_findings(found: Iterable[Diagnostic], path: str) -> str:
    """Return findings about a document, those that count first, in at most ``TOLD_BYTES`` bytes."""
    ordered = sorted(
        (d for d in found if d.severity >= Severity.WARNING), key=lambda d: (-d.severity, d.order)
    )
    lines = [_format_line(diagnostic) for diagnostic in ordered]
    return _cap_lines(lines, f"awos check {quote(path)}")


def _format_line(found: Diagnostic) -> str:
    place = f"{found.at.path}:{found.at.line}"
    help_ = found.help
    if any(f"awos {word}" in help_ for word in ("approve", "ack")):
        # What the report asks of a person must not be asked of an agent.
        help_ = "set its status back to `in-review`, and ask a person to approve what changed"
    helped = f"; {help_}" if help_ else ""
    return show_text(
        f"{place}: {found.severity.word}[{found.rule}]: {found.message}{helped}", _LINE
    )


def _cap_lines(lines: Sequence[str], command: str) -> str:
    kept: list[str] = []
    room = TOLD_BYTES
    for number, line in enumerate(lines):
        rest = f"and {len(lines) - number} more: `{show_text(command, _LINE)}`"
        last = number == len(lines) - 1
        size = len(line.encode()) + 1
        if size + (0 if last else len(rest.encode()) + 1) > room:
            return "\n".join([*kept, rest])
        kept.append(line)
        room -= size
    return "\n".join(kept)


class Note(NamedTuple):
    """What counts at the end besides findings: about what, and a sentence."""

    what: str
    why: str


def describe_unfinished(found: Iterable[Diagnostic], notes: Iterable[Note] = ()) -> str:
    """Return why an agent should not end yet; empty when nothing was found."""
    lines = [_format_line(diagnostic) for diagnostic in found]
    lines += [show_text(f"{note.what}: {note.why}", _LINE) for note in notes]
    if not lines:
        return ""
    more = "Fix this before you end; if the work was committed earlier, say so and end."
    return f"{_cap_lines(lines, 'awos check --since HEAD')}\n{more}"


def build_neutral(hooks: Hooks) -> Answer:
    """Return the answer by which a host goes on as if it had not asked."""
    answers = [a for event in hooks.events.values() for a in (event.refuse, event.tell) if a]
    plain = next((answer.plain for answer in answers if answer.plain), "")
    return Answer(plain="stdout" if plain else "")


def build_answer(hooks: Hooks, event: Event | None, refused: str, told: str) -> tuple[Answer, str]:
    """Return the answer for sentences, and the sentences in it."""
    if event and event.refuse and refused:
        return event.refuse, _show_lines(f"awos: {refused}")
    if event and event.tell and told:
        return event.tell, _show_lines(told)
    return (event and event.allow) or build_neutral(hooks), ""


def _show_lines(text: str) -> str:
    lines = "\n".join(show_text(line) for line in text.split("\n"))
    return lines if len(lines) <= _LONGEST else f"{lines[:_LONGEST]}…"


def fill_answer(shape: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the JSON of an answer with the sentences in their place."""
    return {key: _fill_value(value, text) for key, value in shape.items()}


def _fill_value(value: Any, text: str) -> Any:
    if isinstance(value, Mapping):
        return fill_answer(value, text)
    return text if value == TEXT else value
