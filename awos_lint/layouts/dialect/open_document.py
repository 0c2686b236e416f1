"""From the bytes of a Markdown file in a foreign layout to a document to be filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Address, Data, Document, Item, Mark, Problem
from awos_lint.core.model.status import NONE, Status
from awos_lint.core.text import LINE_BREAK, Source, Span
from awos_lint.layouts.dialect.misnamed import misnamed_list
from awos_lint.layouts.dialect.placeholders import find_unfilled
from awos_lint.layouts.dialect.roots import MISNAMED
from awos_lint.syntax.parse import (
    Body,
    FrontMatter,
    assign_items,
    decode_document,
    read_body,
    read_front,
)

_ANCHOR = re.compile(r"\{:?[ \t]*#([\w.:-]+)")


@dataclass(frozen=True, slots=True)
class Opened:
    """A text that was decoded and read.

    ``front`` is YAML in front of it, if there is any; most dialects give it no meaning. ``broken``
    means that the text is not what its authors meant, and its Markdown was not read.
    """

    source: Source
    front: FrontMatter
    body: Body
    problems: tuple[Problem, ...] = ()
    broken: bool = False


def open_document(path: str, data: bytes, limits: Limits) -> Opened:
    """Decode and read a Markdown file; never raises."""
    decoded = decode_document(path, data)
    front = read_front(decoded.source, limits)
    if decoded.broken:
        return Opened(decoded.source, front, Body(), decoded.problems, broken=True)
    body = read_body(decoded.source, front.body, limits)
    problems = (*decoded.problems, *body.problems, *_open_comment(decoded.source, body))
    return Opened(decoded.source, front, body, problems)


def _open_comment(source: Source, body: Body) -> tuple[Problem, ...]:
    """Report a comment that is never closed: all that follows is a part of it."""
    start = source.text.rfind("<!--")
    closed = source.text.find("-->", start) >= 0
    if start < 0 or closed or body.unread or any(p.lines[-1][1] > start for p in body.prose):
        return ()
    at_margin = not source.text[source.text.rfind("\n", 0, start) + 1 : start].strip()
    hidden = sum(bool(line.strip()) for line in LINE_BREAK.split(source.text[start:])[1:])
    if not hidden or not at_margin:
        return ()
    message = f"this comment is not closed, so the {hidden} lines below it are not read"
    return (Problem("document-open-comment", message, Span(start, start + 4), "close it: `-->`"),)


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader found out about a document besides what its Markdown holds."""

    items: tuple[Item, ...] = ()
    status: str = ""
    title: str = ""
    fields: Mapping[str, Data] | None = None
    marks: Mapping[Address, Mark] | None = None
    problems: tuple[Problem, ...] = ()
    stated: Status = NONE


def complete_document(blank: Document, text: Opened, said: Said) -> Document:
    """Return a document with all that its text holds; a broken one keeps only its problems.

    Its title is what was found, else the first heading of the first level, else that of ``blank``.
    Of a template that nobody has filled in, the examples in it are left out.
    """
    if text.broken:
        return replace(blank, problems=text.problems, broken=True)
    body = text.body
    misnamed = (misnamed_list(blank.path),) if MISNAMED in blank.implied else ()
    title = next((heading.title for heading in body.headings if heading.level == 1), "")
    whole = replace(
        blank,
        title=said.title or title or blank.title,
        status=said.status,
        stated=said.stated,
        fields=said.fields or {},
        marks=said.marks or {},
        items=said.items,
        headings=body.headings,
        links=body.links,
        # Generators of sites let people write an anchor behind a heading: ``{#name}``.
        anchors=body.anchors | frozenset(_ANCHOR.findall(text.source.text)),
        prose=assign_items(body.prose, said.items),
        html=body.html,
        comments=body.comments,
        problems=(*text.problems, *said.problems, *misnamed),
        suppressions=(*text.front.suppressions, *body.suppressions),
        unread=body.unread,
    )
    left = find_unfilled(text.source, body, said.items, said.stated)
    return _without_examples(whole, text, left) if left else whole


def _without_examples(document: Document, text: Opened, left: Problem) -> Document:
    """Return a document that is still a template: what it shows as an example, nobody has said."""
    return replace(
        document,
        items=(),
        links=(),
        prose=(),
        html=(),
        problems=(*text.problems, left),
        unfilled=True,
    )
