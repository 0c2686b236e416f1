"""One page of what is in force: decisions without what was replaced or withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from awos_lint.core.model.document import Document, Heading, Link
from awos_lint.core.model.kinds import OVER, PAGE
from awos_lint.core.text import LINE_BREAK, Source, escape_text
from awos_lint.graph import Node, Project
from awos_lint.graph.decisions import find_replaced, in_force
from awos_lint.graph.links import make_relative, resolve_link
from awos_lint.graph.project import normalize_id

_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})(.*)")
# What Markdown gives a meaning within a line (CommonMark 0.31 §6).
_MEANING = re.compile(r"[\\`*_\[\]<>&~|#]")


def write_page(project: Project, path: str) -> str:
    """Return the Markdown of the page at a path, relative to the repository root.

    It holds what is decided, its links made to lead on from there; the same documents give the
    same text.
    """
    here = Document(Source(path, ""), PAGE)
    nodes = sorted((project.node_of(d) for d in in_force(project)), key=_by_id)
    parts = ["# Decisions in force", "<!-- Made by `awos adr digest`; do not edit. -->"]
    parts += [_write_decision(node, here) for node in nodes] or ["No decision is in force."]
    past = [*_list_replaced(project, nodes), *_list_withdrawn(project, nodes, here)]
    if past:
        parts += ["## No longer in force", "\n".join(past)]
    return "\n\n".join(parts) + "\n"


def _by_id(node: Node) -> tuple[str, str]:
    return normalize_id(node.id).rjust(80), node.document.path


def _link_title(node: Node, here: Document) -> str:
    """Return a decision as a link to it."""
    name = _escape_markdown(node.id or node.document.path)
    link = f"[{name}]({make_relative(here, node.document.path)})"
    return f"{link} {_escape_markdown(node.title)}".rstrip()


def _escape_markdown(text: str) -> str:
    return _MEANING.sub(lambda match: f"\\{match[0]}", escape_text(" ".join(text.split())))


def _write_decision(node: Node, here: Document) -> str:
    parts = [f"## {_link_title(node, here)}"]
    globs = [glob for _, glob in node.document.list_strings("applies_to")]
    if globs:
        parts.append(f"Governs {', '.join(map(_quote_code, globs))}.")
    section = next((h for h in node.document.headings if h.name.startswith("decision")), None)
    text = _move_links(node.document, section, here) if section else ""
    return "\n\n".join([*parts, text] if text else parts)


def _quote_code(text: str) -> str:
    """Return a code span; more back-ticks around it than are in it (CommonMark 0.31 §6.1)."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    blank = " " if "`" in text else ""
    return f"{fence}{blank}{escape_text(text)}{blank}{fence}"


def _move_links(document: Document, heading: Heading, here: Document) -> str:
    """Return the text of a section with its links made to lead on from another page."""
    text, start, end = document.source.text, heading.section.start, heading.section.end
    parts, at = [], start
    for link in sorted(_find_links(document, start, end), key=lambda link: link.span):
        parts += [text[at : link.span.start], _rewrite_link(document, link, here)]
        at = link.span.end
    whole = "".join([*parts, text[at:end]])
    return _close_blocks([line.rstrip() for line in LINE_BREAK.split(whole)]).strip("\n")


def _close_blocks(lines: Sequence[str]) -> str:
    """Return lines with the fence and the comment closed that would swallow what comes next."""
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not found[2]:
            fence = ""
    text = "\n".join([*lines, fence])
    return f"{text}\n-->" if not fence and text.rfind("<!--") > text.rfind("-->") else text


def _find_links(document: Document, start: int, end: int) -> list[Link]:
    found = {link.span: link for link in document.links}
    return [link for span, link in found.items() if start <= span.start and span.end <= end]


def _rewrite_link(document: Document, link: Link, here: Document) -> str:
    target = resolve_link(document, link)
    written = document.source.text[link.span.start : link.span.end]
    if target is None or target.outside or target.machine or link.href.startswith("/"):
        return written
    fragment = written[written.find("#") :] if "#" in written else ""
    return make_relative(here, target.path) + fragment.removesuffix(">")


def _list_replaced(project: Project, nodes: Sequence[Node]) -> Iterator[str]:
    """Yield a line for each decision that stands in the place of others."""
    for node in nodes:
        if past := find_replaced(project, node):
            ids = " → ".join(_escape_markdown(other.id) for other in sorted(past, key=_by_id))
            yield f"- {ids} → {_escape_markdown(node.id)}"


def _list_withdrawn(project: Project, nodes: Sequence[Node], here: Document) -> Iterator[str]:
    """Yield a line for each decision that is over and in whose place none stands."""
    told = {other.id for node in nodes for other in find_replaced(project, node)}
    over = (
        project.node_of(d) for d in project.documents_of("adr") if d.status in OVER and not d.broken
    )
    for node in sorted(over, key=_by_id):
        if node.id not in told:
            yield f"- {_link_title(node, here)}: {node.document.status}"
