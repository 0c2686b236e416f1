"""A checkbox is one of `[ ]`, `[-]` and `[x]`."""

import re
from collections.abc import Iterator

from awos_lint.core.diagnostic import Edit, Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import ITEMS
from awos_lint.core.text import Span
from awos_lint.graph.tasks import name_item
from awos_lint.rules import DOCUMENT, Findings, rule

# What begins a list item and was meant as a checkbox: no blank in it or behind it, or too many.
_MEANT = re.compile(r"\[[ \t]*([-xX]?)[ \t]*\](?![\[(:])[ \t]*")
# Nothing that stands in a block quote is an item, however it is written.
_LISTED = re.compile(r"[^>]*(?:[-*+]|\d[.)])[ \t]+")
_HELP = "write `[ ]` for open, `[-]` for in progress or `[x]` for done"


@rule(DOCUMENT, Severity.ERROR)
def task_unknown_state(document: Document) -> Findings:
    for item in document.items:
        if ITEMS[item.kind].checkbox and item.state is None and item.box:
            written = document.source.text[item.box.start : item.box.end]
            message = f"the checkbox of {name_item(item)} is `{written}`, which is no state"
            yield Finding(
                document.make_place(item.box), message, _HELP, subject=(item.label, written)
            )
    if any(document.kind in kind.home for kind in ITEMS.values() if kind.checkbox):
        yield from _find_malformed(document)


def _find_malformed(document: Document) -> Findings:
    for span, state in _find_meant(document):
        written = document.source.text[span.start : span.end].strip()
        yield Finding(
            at=document.make_place(span),
            message=f"`{written}` is not read as a checkbox, so what stands behind it is no item",
            help=f"write `[{state}]` with one blank behind it",
            edits=(Edit(document.make_place(span), f"[{state}] "),),
            subject=(written,),
        )


def _find_meant(document: Document) -> Iterator[tuple[Span, str]]:
    """Yield what stands at the beginning of a list item like a checkbox, and which it is."""
    boxes = {item.box.start for item in document.items if item.box}
    for prose in document.prose:
        start = prose.lines[0][1]
        bracket = document.source.text.startswith("[", start)
        match = _MEANT.match(document.source.text, start) if bracket else None
        if match and start not in boxes and _LISTED.fullmatch(_read_before(document, start)):
            yield Span(start, match.end()), match[1] or " "


def _line_of(document: Document, span: Span) -> Span:
    """Return what begins at a span and ends with its line."""
    line, _ = document.source.find_position(span.start)
    return Span(span.start, document.source.line_span(line).end)


def _read_before(document: Document, place: int) -> str:
    """Return what stands in front of a place on its line."""
    line, _ = document.source.find_position(place)
    return document.source.text[document.source.starts[line - 1] : place]
