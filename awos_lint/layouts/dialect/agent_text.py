"""Prompts of coding agents: Markdown, with front matter that the host reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Address, Data, Document, Mark, Problem
from awos_lint.core.text import Span
from awos_lint.hosts._forms import Form
from awos_lint.layouts.dialect.open_document import Opened, Said, complete_document, open_document

RULE = "prompt-front-matter"
UNQUOTED = "prompt-unquoted-value"
_OWN = ("document-front-matter", "document-duplicate-key")
_UNUSUAL = "are not read"
"""How a complaint ends that is about what YAML allows and awos does not read."""
_LIST = "the front matter is not a mapping of keys to values"
_COLON = "a `:` stands where no key can end"
_GOES_ON = re.compile(r"[\w-]+:[ \t]+(?:\[[^\]\n]*\]|\"[^\"\n]*\")[ \t]*[^\s#,].*")
"""A value that was closed and goes on, as `argument-hint: [file] [format]`."""
_LINE = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?:[ \t]+(?P<value>\S.*?))?[ \t]*", re.ASCII)


def read_prompt(blank: Document, data: bytes, limits: Limits, form: Form) -> Document:
    """Read a prompt; never raises. Where the host gives front matter no meaning, it is text."""
    text = open_document(blank.path, data, limits)
    front = text.front
    blank = replace(blank, source=text.source)
    if text.broken or not (form.keys or form.required):
        begins = None if front.broken else front.span
        return replace(complete_document(blank, text, Said()), title=blank.title, front=begins)
    fields, marks, broken = front.fields, front.marks, front.broken
    if broken and any(_is_unquoted(text, p) for p in front.problems):
        fields, marks = _read_lenient(text)
        broken = not fields
    # The globs of a rule are often no YAML, and their hosts read them all the same.
    problems = (
        () if form.role == "rule" else (*_find_problems(text, form), *_report_absent(text, form))
    )
    said = Said(title=blank.title, fields=fields, marks=marks, problems=problems)
    found = replace(complete_document(blank, text, said), front=front.span)
    return replace(found, broken=broken, unread=found.unread or front.unread)


def _find_problems(text: Opened, form: Form) -> Iterator[Problem]:
    """Yield what is wrong with front matter for every reader, and not only for a strict one."""
    for problem in text.front.problems:
        if _is_unquoted(text, problem):
            said = _SAID if problem.message == _COLON else _CLOSED
            yield replace(problem, rule=UNQUOTED, message=said, help=_HELP)
        elif form.several and problem.message == _LIST:
            continue
        elif problem.rule in _OWN and not problem.message.endswith(_UNUSUAL):
            yield replace(problem, rule=RULE)


_SAID = "this value holds `: ` and is not quoted, so that YAML sees another key in it"
_CLOSED = "this value goes on where YAML has it end, and is not quoted"
_HELP = "put the value in single quotes, each `'` in it twice, or below `|` on lines of its own"


def _is_unquoted(text: Opened, problem: Problem) -> bool:
    """Return whether lenient hosts read the line, as a text that nobody has put in quotes."""
    if problem.message == _COLON:
        return True
    source = text.source
    line = source.lines[source.find_position(problem.span.start)[0] - 1] if problem.span else ""
    return _GOES_ON.fullmatch(line.rstrip("\r\n")) is not None


def _report_absent(text: Opened, form: Form) -> Iterator[Problem]:
    """Report front matter that the host needs and does not find on the first line."""
    if text.front.span is None and form.required:
        keys = " and ".join(f"`{key}`" for key in form.required)
        late = text.source.text.lstrip().startswith("---")
        message = "the front matter does not begin on the first line" if late else "no front matter"
        yield Problem(
            RULE,
            f"{message}: the host needs {keys} there, and does not take the file",
            text.source.line_span(1),
            "remove what stands above it" if late else f"begin with `---` and {keys}",
            subject=(),
        )


def _read_lenient(text: Opened) -> tuple[dict[str, Data], dict[Address, Mark]]:
    """Return front matter that is no YAML as lenient hosts read it: a key and a value on each line.

    Nothing is returned where that is not all there is.
    """
    fields: dict[str, Data] = {}
    marks: dict[Address, Mark] = {}
    assert text.front.span, "what is broken is there"
    start = text.source.starts[1]
    for line in text.source.text[start : text.front.span.end].splitlines(keepends=True)[:-1]:
        match = _LINE.fullmatch(line.rstrip("\r\n"))
        if not match or match["value"] is None:
            return {}, {}
        key, value = Span(*match.span("key")), Span(*match.span("value"))
        fields[match["key"]] = match["value"]
        marks[match["key"],] = Mark(_shift_span(value, start), _shift_span(key, start))
        start += len(line)
    return fields, marks


def _shift_span(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
