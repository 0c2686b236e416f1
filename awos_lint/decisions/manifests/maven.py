"""``pom.xml``: what Maven's ``dependencies`` name, of the project and of its profiles.

A document type is refused, so that there are no entities to expand; expat's handlers see one
element at a time and nest nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from awos_lint.core.text import Source, Span
from awos_lint.decisions.manifests import Found
from awos_lint.syntax.parse.toml import UnreadableError

_HOMES: Final = {
    ("project", "dependencies", "dependency"),
    ("project", "profiles", "profile", "dependencies", "dependency"),
}
_DEPTHS: Final = frozenset(map(len, _HOMES))
_LONGEST: Final = 1_000
"""No name is longer; adding up one that is would take too long."""


def read_pom(text: str) -> list[Found]:
    """Return the dependencies that a ``pom.xml`` names, as ``group:artifact`` and ``artifact``."""
    reader = _Reader(Source("", text))
    parser = reader.parser
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.begin_element
    parser.EndElementHandler = reader.end_element
    parser.CharacterDataHandler = reader.add_characters
    try:
        # What cannot be encoded is one character here as there, so places stay right.
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise UnreadableError(f"it is not XML at line {error.lineno}: {why}") from None
    return reader.found


def _refuse_doctype(*_doctype: object) -> None:
    raise UnreadableError("it has a document type, and awos reads no XML with one")


@dataclass
class _Reader:
    source: Source
    parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate("utf-8"))
    path: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    start: int = 0
    found: list[Found] = field(default_factory=list)

    def begin_element(self, name: str, _attributes: object) -> None:
        self.path.append(name.rpartition(":")[2])
        if self._in_dependency(0):
            self.said = {}

    def add_characters(self, data: str) -> None:
        if self._in_dependency(1):
            name = self.path[-1]
            before = self.said.get(name, "")
            if not before.strip() and data.strip() and name == "artifactId":
                line = self.source.starts[self.parser.CurrentLineNumber - 1]
                blanks = len(data) - len(data.lstrip())
                self.start = line + self.parser.CurrentColumnNumber + blanks
            if len(before) < _LONGEST:
                self.said[name] = before + data

    def end_element(self, _name: str) -> None:
        if self._in_dependency(0) and (artifact := self.said.get("artifactId", "").strip()):
            group = self.said.get("groupId", "").strip()
            name = f"{group}:{artifact}" if group else artifact
            span = Span(self.start, self.start + len(artifact))
            self.found.append(Found(name, span, (artifact,)))
        self.path.pop()

    def _in_dependency(self, below: int) -> bool:
        """Whether the parser stands so many elements below a dependency, and no deeper."""
        depth = len(self.path) - below
        return depth in _DEPTHS and tuple(self.path[:depth]) in _HOMES
