"""No two decisions in force have the same title."""

import re

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import OVER
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.graph.decisions import find_successors
from awos_lint.rules import PROJECT, Findings, rule

_NUMBER = re.compile(r"\W*(?:[a-z]{2,8}[ -]?)?#?\d+(?!\d)\s*[.:)–—-]*\s*(?=\S)")
_MANY = 3
_MARKS = re.compile(r"[\W_]+")


@rule(PROJECT, Severity.WARNING)
def adr_duplicate_title(project: Project) -> Findings:
    known: dict[tuple[str, str], list[Document]] = {}
    for document in project.documents_of("adr"):
        title = _normalize_title(document.title)
        if title and document.status not in OVER and not document.broken:
            known.setdefault((document.path.rpartition("/")[0], title), []).append(document)
    for first, *others in known.values():
        # What many have is no title but a caption, such as "Architecture Decision Record".
        for other in others if len(others) < _MANY else ():
            if not _is_replacement(project, first, other):
                yield _make_finding(first, other)


def _is_replacement(project: Project, one: Document, two: Document) -> bool:
    """Whether one replaces the other: it may well keep the title."""
    a, b = project.node_of(one), project.node_of(two)
    return b in find_successors(project, a) or a in find_successors(project, b)


def _make_finding(first: Document, later: Document) -> Finding:
    title = escape_text(later.title, 60)
    return Finding(
        at=later.make_place(later.heading.span) if later.heading else later.find_name_place(),
        message=f"{later.name} has the title of {first.name}, `{title}`",
        help="give it the title of what was decided here, or say which of the two replaces which",
        related=(Related(first.find_name_place(), f"{first.name} has it too"),),
        subject=(first.id or first.path,),
    )


def _normalize_title(title: str) -> str:
    """Return a title without its number, marks and letter case."""
    return _MARKS.sub(" ", _NUMBER.sub("", title.casefold(), count=1)).strip()
