"""The text of a document in its new place: front matter, title, and links that still lead there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Document
from awos_lint.core.text import Source, Span
from awos_lint.graph.links import make_relative, resolve_link
from awos_lint.graph.project import Project
from awos_lint.scaffold.migrate.homes import Homes
from awos_lint.syntax.parse import read_front

_LINKS = ("supersedes", "superseded_by", "relates_to", "depends_on")


def write_document(front: Mapping[str, str | list[str]], title: str, parts: Sequence[str]) -> str:
    """Return a document: its front matter, its title, and its parts with a line between them."""
    lines = [f"{key}: {_write_scalar(key, value)}" for key, value in front.items() if value]
    whole = ["---\n" + "\n".join(lines) + "\n---", f"# {title}", *parts]
    return "\n\n".join(part.strip("\n") for part in whole if part.strip()) + "\n"


def _write_scalar(key: str, value: str | list[str]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(value)}]"
    return json.dumps(value, ensure_ascii=False) if key.startswith("x-") else value


def decision_links(project: Project, document: Document, homes: Homes) -> dict[str, list[str]]:
    """Return what a decision names in its typed links, as ids in the native layout."""
    if document.kind != "adr":
        return {}
    node = project.node_of(document)
    found = {}
    for key in _LINKS:
        targets = (edge.target for edge in project.links_from(node, key) if edge.target)
        homes_ = (homes.home_of(target.document) for target in targets)
        found[key] = [home.id for home in homes_ if home]
    return found


def write_body(
    project: Project, document: Document, path: str, homes: Homes, below: str = ""
) -> str:
    """Return the Markdown of a document for its new path, without front matter and title.

    Relative links are rewritten to lead where they led, or to where that document goes. With
    ``below`` the text stands in a section of that name.
    """
    text = document.source.text
    start = read_front(document.source, Limits()).body
    edits = [(link.start, link.end, new) for link, new in _move_links(document, path, homes)]
    if heading := document.heading:
        line, _ = document.source.find_position(heading.span.start)
        edits.append((document.source.starts[line - 1], heading.section.start, ""))
    at, parts = start, []
    for first, end, new in sorted(edits):
        if first >= at:
            parts.append(text[at:first] + new)
            at = end
    whole = "".join([*parts, text[at:]]).strip("\n")
    return f"## {below}\n\n{whole}" if below and whole.strip() else whole


def _move_links(document: Document, path: str, homes: Homes) -> list[tuple[Span, str]]:
    moved = replace(document, source=Source(path, ""))
    found = []
    for link in document.links:
        target = resolve_link(document, link)
        written = document.source.text[link.span.start : link.span.end]
        local = target and not target.outside and target.path != document.path
        if target and local and written == link.href:
            home = homes.home_at(target.path)
            new = make_relative(moved, home.path if home else target.path)
            tail = f"#{quote(target.fragment)}" if target.fragment else ""
            found.append((link.span, f"{new}{tail}"))
    return found
