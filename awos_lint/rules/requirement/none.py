"""A spec that is up for review has a requirement."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document, Heading
from awos_lint.core.model.kinds import REVIEW
from awos_lint.graph import Project
from awos_lint.graph.status_order import can_express, find_standing
from awos_lint.rules import PROJECT, Findings, report_problems, rule

_SECTION = "functional requirements"


@rule(PROJECT, Severity.ERROR, needs=("requirements",))
def requirement_none(project: Project) -> Findings:
    sections = {name.casefold() for name in project.kinds["spec"].sections}
    for spec in project.documents_of("spec"):
        yield from report_problems(spec, "requirement-none")
        heading = next((h for h in spec.headings if h.name == _SECTION), None)
        demanded = _SECTION in sections and can_express(spec, "sections")
        level = find_standing(project, spec)
        judged = level is not None and level >= REVIEW and not _has_requirement(spec)
        if judged and not (demanded and _is_gone(spec, heading)):
            yield Finding(
                at=spec.make_place(heading.span) if heading else spec.find_name_place(),
                message=f"{spec.name} is {spec.status}, but states no requirement",
                help="write each one as an item with an id: `- **FR-1** The user …`",
                subject=(),
            )


def _has_requirement(spec: Document) -> bool:
    """Whether there is a requirement, one without an id, or a part that nobody read."""
    nameless = any(spec.list_problems("requirement-unnumbered"))
    return bool(spec.unread) or nameless or any(spec.items_of("requirement"))


def _is_gone(spec: Document, heading: Heading | None) -> bool:
    """Whether the section is missing or empty, which other rules say."""
    if heading is None:
        return True
    text = spec.source.text[heading.section.start : heading.section.end].strip()
    return heading.empty and (not text or text.startswith("<!--"))
