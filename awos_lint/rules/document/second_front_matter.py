"""Front matter is one block at the top; a second one below it is not read."""

import re
from itertools import takewhile

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import LINE_BREAK, Span
from awos_lint.rules import DOCUMENT, Findings, rule

_OPENS = re.compile(r"\s*[\r\n](---)[ \t]*[\r\n]+")
_KEY = re.compile(r"[A-Za-z_][\w-]*:(?:\s|$)")
_MORE = re.compile(r"\s+\S|- |#|$")


@rule(DOCUMENT, Severity.WARNING, needs=("front-matter",))
def document_second_front_matter(document: Document) -> Findings:
    text = document.source.text
    opening = _OPENS.match(text, document.front.end) if document.front else None
    if opening and _is_front_matter(text[opening.end() :]):
        yield Finding(
            at=document.make_place(Span(*opening.span(1))),
            message="a second block of front matter begins here; nothing in it is read",
            help="move its keys up into the first one",
            subject=(),
        )


def _is_front_matter(text: str) -> bool:
    lines = LINE_BREAK.split(text)
    block = list(takewhile(lambda line: line.rstrip() != "---", lines))
    closed = len(block) < len(lines)
    keys = [line for line in block if _KEY.match(line)]
    return closed and bool(keys) and all(_KEY.match(line) or _MORE.match(line) for line in block)
