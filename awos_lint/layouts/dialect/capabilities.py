"""What a proposal of OpenSpec says about the capabilities that its change will touch."""

from __future__ import annotations

import re

from awos_lint.core.model.document import Address, Data, Mark
from awos_lint.layouts.dialect.open_document import Opened, Said

_LISTS = {"new capabilities": "new", "modified capabilities": "modified"}
_PATH = r"[\w.-]+(?:/[\w.-]+)*"
_NAME = re.compile(
    rf"(?:\*\*|__)?`(?P<code>{_PATH})`|(?:\*\*|__)(?P<bold>{_PATH}):?(?:\*\*|__)"
    rf"|(?P<plain>[a-z0-9]+(?:[-/][a-z0-9]+)+)(?=\s*(?:[:(–—]|-\s|\Z))"
)
"""How an entry begins with a capability: in code, in bold, or as words with hyphens."""
_EXEMPT = re.compile(r"\bno (?:spec|delta|requirement)\b", re.IGNORECASE)
"""An entry that says itself that no delta comes with it."""
_AROUND = re.compile(r"\A(?:openspec/)?specs/|/spec\.md\Z")


def read_capabilities(text: Opened) -> Said:
    """Read the entries below *New Capabilities* and *Modified Capabilities*.

    The names become the field ``capabilities``: a list for each of the two headings, with a place
    for each name. What does not begin with a name, such as "none", is left out.
    """
    found: dict[str, list[Data]] = {}
    marks: dict[Address, Mark] = {}
    home = ""
    inside = []
    for heading in text.body.headings:
        home = heading.name if heading.level <= 2 else home
        inside.append(_LISTS.get(heading.name, "") if home == "capabilities" else "")
    for entry in text.body.entries:
        key = inside[entry.heading] if entry.heading >= 0 else ""
        words = entry.content.text[entry.start : entry.end]
        listed = key and entry.parent < 0 and not entry.quoted and not entry.struck
        match = _NAME.match(words) if listed else None
        if match and not _EXEMPT.search(words):
            group = match.lastgroup or ""
            span = entry.content.map_span(
                entry.start + match.start(group), entry.start + match.end(group)
            )
            names = found.setdefault(key, [])
            marks["capabilities", key, len(names)] = Mark(span)
            names.append(_AROUND.sub("", match[group]))
    return Said(fields={"capabilities": {**found}}, marks=marks) if found else Said()
