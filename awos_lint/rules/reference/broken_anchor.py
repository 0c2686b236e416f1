"""A link to a heading leads to a heading that is there."""

import re
from collections.abc import Mapping

from awos_lint.core.diagnostic import Edit, Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.suggestion import suggest_only
from awos_lint.core.text import Place, Span, escape_text
from awos_lint.graph import Project
from awos_lint.graph.links import Target, find_targets
from awos_lint.graph.site_links import is_same_slug
from awos_lint.rules import PROJECT, Findings, rule

# More headings than these are not searched for a similar one; the time would grow too fast.
_CROWDED = 200
_LINES = re.compile(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?")
"""Lines of a file, as GitHub and editors name them: ``#L12-L20``."""


@rule(PROJECT, Severity.WARNING)
def reference_broken_anchor(project: Project) -> Findings:
    documents = {document.path: document for document in project.documents}
    for target in find_targets(project):
        document = _find_page(documents, target)
        if document and target.fragment not in document.anchors:
            foreign = not document.is_native
            if not (foreign and is_same_slug(target.fragment, document.anchors)):
                yield _make_finding(target, document)


def _find_page(documents: Mapping[str, Document], target: Target) -> Document | None:
    """The document whose anchors decide; none where a fragment is not about headings."""
    fragment, document = target.fragment, documents.get(target.path)
    # Browsers know the top of a page and text fragments, GitHub its own prefix and plain view.
    known = not fragment or fragment.casefold() == "top" or fragment.startswith(":~:")
    known = known or fragment.startswith("user-content-") or bool(_LINES.fullmatch(fragment))
    if known or "plain=1" in target.query:
        return None
    unsure = document is None or document.is_partial
    return None if unsure else document


def _make_finding(target: Target, document: Document) -> Finding:
    at, lower = _find_place(target), target.fragment.lower()
    near = suggest_only(lower, document.anchors) if _has_few_anchors(document) else ""
    guess = lower if lower in document.anchors else near
    said = escape_text(target.fragment, 80)
    return Finding(
        at=at,
        message=f"`#{said}` is no heading of {document.name}",
        help=f"did you mean `#{guess}`?" if guess else "name a heading that is there",
        edits=(Edit(at, lower),) if guess == lower else (),
        subject=(target.link.href,),
    )


def _has_few_anchors(document: Document) -> bool:
    return len(document.anchors) <= _CROWDED


def _find_place(target: Target) -> Place:
    span, text = target.link.span, target.document.source.text
    mark = text.find("#", span.start, span.end)
    return target.document.make_place(Span(mark + 1, span.end) if mark >= 0 else span)
