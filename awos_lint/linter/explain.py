"""Why a finding was reported: the facts that led to it, on one screen, for a report about it."""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Iterable, Iterator

from awos_lint import __version__
from awos_lint.core.config import Table
from awos_lint.core.diagnostic import Diagnostic
from awos_lint.core.model.document import Document
from awos_lint.core.text import Location, escape_text
from awos_lint.graph.project import Edge
from awos_lint.project.load import Loaded
from awos_lint.rules import Rule, all_rules
from awos_lint.rules.options import settle_options

_EDGES = 12
"""How many edges of one document are shown; an index may have hundreds."""
_WIDTH = 160


_PLACE = re.compile(r"(.+?):([0-9]{1,9})(?::[0-9]{1,9})?")


def find_explained(
    diagnostics: Iterable[Diagnostic], which: str, rooted: Callable[[str], str]
) -> list[Diagnostic]:
    """Return the findings meant by a fingerprint, by how one begins, or by ``PATH:LINE``.

    A column behind the line, as reports print it, changes nothing.

    ``rooted`` turns a path as it was given into one from the root of the repository.
    """
    match = _PLACE.fullmatch(which)
    if match is None:
        return [d for d in diagnostics if which and d.fingerprint.startswith(which)]
    place = rooted(match[1]), int(match[2])
    return [found for found in diagnostics if (found.at.path, found.at.line) == place]


def explain_finding(loaded: Loaded, diagnostic: Diagnostic) -> str:
    """Return the facts behind a finding, as plain text without control characters."""
    rule = all_rules()[diagnostic.rule]
    lines = [
        f"{diagnostic.severity.word}[{rule.name}]: {escape_text(diagnostic.message, 400)}",
        _format_row("at", _format_location(diagnostic.at)),
        *(
            _format_row("related", f"{_format_location(at)}: {text}")
            for at, text in diagnostic.related
        ),
        _format_row("fingerprint", diagnostic.fingerprint),
        "",
        f"rule {rule.name}",
        *_rule_facts(loaded, rule, diagnostic),
    ]
    for document in _find_documents(loaded, diagnostic):
        lines += ["", f"document {escape_text(document.path)}", *_document_facts(loaded, document)]
    lines += ["", f"awos {__version__}, Python {platform.python_version()}"]
    return "".join(f"{line}\n" for line in lines)


def _format_row(name: str, value: str) -> str:
    return f"  {name:<14} {escape_text(value, _WIDTH)}"


def _format_location(at: Location) -> str:
    return f"{at.path}:{at.line}:{at.column}"


def _rule_facts(loaded: Loaded, rule: Rule, diagnostic: Diagnostic) -> Iterator[str]:
    settings = loaded.settings
    here, default = diagnostic.severity.word, rule.severity.word
    yield _format_row("status", f"{rule.status} since {rule.since}")
    yield _format_row("severity", here if here == default else f"{here} here, {default} by default")
    yield _format_row("configuration", settings.path or "none, so the defaults apply")
    for name, value in _list_options(settle_options(rule, settings.config)):
        yield _format_row("option", f"{name} = {value!r}")


def _list_options(table: Table) -> Iterator[tuple[str, object]]:
    for name, field in type(table).model_fields.items():
        yield field.alias or name, getattr(table, name)


def _find_documents(loaded: Loaded, diagnostic: Diagnostic) -> list[Document]:
    """Return the documents that a finding points at, its own first."""
    texts = (*loaded.project.documents, *loaded.project.prompts)
    paths = [diagnostic.at.path, *(at.path for at, _ in diagnostic.related)]
    wanted = dict.fromkeys(paths)
    return [document for path in wanted for document in texts if document.path == path]


def _document_facts(loaded: Loaded, document: Document) -> Iterator[str]:
    root = loaded.root_of(document)
    yield _format_row("layout", f"{document.layout} in {root}" if root else document.layout)
    for name in ("kind", "id", "title", "status"):
        value = getattr(document, name)
        yield _format_row(name, f"{value}, {_find_origin(document, name)}" if value else "none")
    yield from _list_edges(loaded, document)


def _find_origin(document: Document, key: str) -> str:
    """Return where a value was written, else that nobody wrote it there."""
    if not document.has_value(key):
        return "implied"
    line = document.source.find_location(document.find_place(key).span).line
    return f"from line {line}: {document.source.lines[line - 1].strip()}"


def _list_edges(loaded: Loaded, document: Document) -> Iterator[str]:
    edges = [
        edge
        for edge in loaded.project.edges
        if document in (edge.source.document, edge.target and edge.target.document)
    ]
    for edge in edges[:_EDGES]:
        yield _format_row("edge", _format_edge(edge))
    if len(edges) > _EDGES:
        yield _format_row("edge", f"and {len(edges) - _EDGES} more")


def _format_edge(edge: Edge) -> str:
    goal = edge.target.id if edge.target else f"{edge.written}, which is not known"
    origin = ", implied" if edge.implied else ""
    return f"{edge.source.id} --{edge.kind}--> {goal}{origin}"
