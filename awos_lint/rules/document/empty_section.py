"""The sections that a kind asks for say something."""

import re

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document, Heading
from awos_lint.core.model.kinds import OVER
from awos_lint.graph import Project
from awos_lint.layouts import answered_sections
from awos_lint.rules import PROJECT, Findings, rule

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@rule(PROJECT, Severity.WARNING, needs=("sections",), softens=True)
def document_empty_section(project: Project) -> Findings:
    for document in project.documents:
        if document.is_partial or document.unfilled or document.status in OVER:
            continue
        wanted = {section.casefold() for section in answered_sections(document, project.kinds)}
        for heading in document.headings:
            empty = heading.empty and not _read_section(document, heading)
            if heading.name in wanted and empty and not _is_told(document, heading):
                yield Finding(
                    at=document.make_place(heading.span),
                    message=f"the section `{heading.title}` of {document.name} is empty",
                    help="write it, or write that there is nothing to say and why",
                    subject=(heading.name,),
                )


def _is_told(document: Document, heading: Heading) -> bool:
    """Whether the reader has more to say: what is missing, or that it stands somewhere else."""
    moved = heading.name == "requirements" and any(document.list_problems("requirement-misplaced"))
    return moved or any(problem.span == heading.span for problem in document.problems)


def _read_section(document: Document, heading: Heading) -> str:
    """Return what a section holds besides comments."""
    written = document.source.text[heading.section.start : heading.section.end]
    return _COMMENT.sub("", written).strip()
