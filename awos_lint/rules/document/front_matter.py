"""A document that has a status or links begins with front matter that can be read."""

import re

from awos_lint.core.diagnostic import Edit, Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import KINDS
from awos_lint.core.text import Span
from awos_lint.graph.status_order import can_express
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule

_KINDS = {kind.name: kind.statuses[0] for kind in KINDS.values() if kind.needs_front}
_LATE = re.compile(r"\s+(?=---[ \t]*[\r\n]+[A-Za-z_][\w-]*:)")


@rule(DOCUMENT, Severity.ERROR)
def document_front_matter(document: Document) -> Findings:
    yield from report_problems(document, "document-front-matter")
    if document.broken or document.front or document.kind not in _KINDS:
        return
    if not can_express(document, "front-matter"):
        return
    if above := _LATE.match(document.source.text):
        yield Finding(
            at=document.make_place(Span(above.end(), above.end() + len("---"))),
            message="the front matter does not begin on the first line, so it is not read",
            help="remove the empty lines above it",
            edits=(Edit(document.make_place(Span(0, above.end())), ""),),
            subject=(),
        )
        return
    yield Finding(
        at=document.head,
        message=f"{document.name} has no front matter",
        help=f"begin with three lines: `---`, `status: {_KINDS[document.kind]}`, `---`",
        notes=("without it the document has no status, no approvals and no links",),
        subject=(),
    )
