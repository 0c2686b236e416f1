"""Front matter as other tools write it: read leniently when it is no valid YAML.

MADR 3.0 ships a template with ``status: {proposed | rejected}`` that no YAML parser reads, and
``deciders: @bob`` is common; the lines still say what they say (decision-records.md §3.0).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from awos_lint.core.model.document import Address, Data, Mark, Problem
from awos_lint.core.text import LINE_BREAK, Source, Span
from awos_lint.syntax.parse import FrontMatter

_LINE = re.compile(r"([A-Za-z][\w -]{0,60}?)[ \t]*:(?:[ \t]+(.*))?")
_PROMPT = re.compile(r"[\"']?\{[^{}]*\}?[\"']?")
_TOLD = frozenset({"document-front-matter", "document-duplicate-key"})


class Fields(NamedTuple):
    """Keys and values with their places, and what is wrong with the block."""

    fields: Mapping[str, Data]
    marks: Mapping[Address, Mark]
    problems: tuple[Problem, ...] = ()


def read_lenient(source: Source, front: FrontMatter) -> Fields:
    """Return what a front matter says, line by line where YAML gives up; never raises.

    A block that only looks like one, such as a text that begins with a rule, says nothing.
    """
    told = tuple(problem for problem in front.problems if problem.rule in _TOLD)
    if not front.broken or front.span is None:
        return Fields(front.fields, front.marks, told)
    if front.span.end <= source.line_span(1).end:
        # Nothing closes it: a rule above the title, unless a key follows.
        begun = len(source.starts) > 1 and _LINE.fullmatch(source.lines[1])
        return Fields({}, {}, told if begun else ())
    fields, marks = _by_line(source, front.span)
    # Prompts of a template are what is wrong then, and they are reported as such.
    prompts = any(isinstance(value, str) and _PROMPT.fullmatch(value) for value in fields.values())
    return Fields(fields, marks, () if prompts or not fields else told)


def _by_line(source: Source, span: Span) -> tuple[dict[str, Data], dict[Address, Mark]]:
    fields: dict[str, Data] = {}
    marks: dict[Address, Mark] = {}
    start = span.start
    for line in LINE_BREAK.split(source.text[span.start : span.end]):
        match = _LINE.fullmatch(line)
        written = (match[2] or "").rstrip() if match else ""
        if match and written and match[1] not in fields:
            begin = start + match.start(2)
            value = Span(begin, begin + len(written))
            fields[match[1]] = written.strip("\"'")
            marks[(match[1],)] = Mark(value, Span(start, start + match.end(1)))
        start += len(line) + _measure_break(source.text, start + len(line))
    return fields, marks


def _measure_break(text: str, end: int) -> int:
    return 2 if text.startswith("\r\n", end) else 1
