"""The tools that a skill or a subagent names: ``Bash(git *)``, ``Agent(a, b)``, ``mcp__s__t``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.written import form_of, value_at
from awos_lint.core.model.document import Document
from awos_lint.core.text import Place, Span

# A name, and what stands in brackets behind it; brackets within brackets are a part of that.
_TOOL = Lazy(r"(?P<name>[^\s,()\[\]\"']+)(?:\((?P<rule>(?:[^()]|\([^()]*\))*)\))?")
_SERVER = Lazy(r"mcp__(?P<server>.+?)(?:__.*)?")


class Tool(NamedTuple):
    """A tool as it is named, what is in brackets behind it, and where."""

    name: str
    rule: str
    place: Place

    @property
    def server(self) -> str:
        """The MCP server that the tool is of, in the way of Claude Code."""
        found = _SERVER.pattern.fullmatch(self.name)
        return found["server"] if found else ""


def tools_of(document: Document) -> Iterator[Tool]:
    """Yield the tools that the front matter lists, in a text or a list."""
    for key in form_of(document).calls:
        listed = value_at(document, key)
        if isinstance(listed, list):
            for index, entry in enumerate(listed):
                if isinstance(entry, str):
                    yield from _split_tools(document, entry, document.find_place(key, index))
        elif isinstance(listed, str):
            yield from _split_tools(document, listed, document.find_place(key))


def _split_tools(document: Document, text: str, place: Place) -> Iterator[Tool]:
    written = document.source.text[place.span.start : place.span.end] if place.span else ""
    start = written.find(text)
    for match in _TOOL.pattern.finditer(text):
        at = place
        if place.span and start >= 0:
            begins = place.span.start + start
            at = document.make_place(Span(begins + match.start(), begins + match.end("name")))
        yield Tool(match["name"], match["rule"] or "", at)
