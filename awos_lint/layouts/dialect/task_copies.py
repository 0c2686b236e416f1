"""Text files that Task Master writes from its list: ``# Status: done``, ``## 2. Title [done]``."""

from __future__ import annotations

import re

from awos_lint.core.model.document import Address, Data, Mark
from awos_lint.core.text import Source, Span
from awos_lint.layouts.dialect.open_document import Said

_HEAD = re.compile(r"^# (?P<key>Task ID|Status):[ \t]*(?P<value>[^\r\n]*?)[ \t]*$", re.MULTILINE)
_PART = re.compile(r"^## (?P<number>\d+)\. [^\r\n]*\[(?P<state>[a-z-]+)\][ \t]*$", re.MULTILINE)


def read_copy(source: Source) -> Said:
    """Return the states that a copy states, by task, under the key ``states``."""
    head = {match["key"]: match for match in _HEAD.finditer(source.text)}
    if "Task ID" not in head or "Status" not in head:
        return Said()
    task = head["Task ID"]["value"]
    found = {task: head["Status"].span("value")}
    for match in _PART.finditer(source.text):
        found.setdefault(f"{task}.{match['number']}", match.span("state"))
    states: dict[str, Data] = {name: source.text[slice(*at)] for name, at in found.items()}
    marks: dict[Address, Mark] = {("states", n): Mark(Span(*at)) for n, at in found.items()}
    return Said(title=f"Task {task}", fields={"states": states}, marks=marks)
