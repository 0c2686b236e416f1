"""A spec that is up for review has a requirement."""

from awos_lint.diagnostic import Finding, Severity
from awos_lint.graph import Project
from awos_lint.graph.order import expresses, standing
from awos_lint.model.kinds import REVIEW
from awos_lint.rules import Findings, project_rule

_SECTION = "functional requirements"


@project_rule(Severity.ERROR, needs=("requirements",))
def requirement_none(project: Project) -> Findings:
    sections = [name.casefold() for name in project.kinds["spec"].sections]
    for spec in project.of("spec"):
        level = standing(project, spec)
        judged = level is not None and level >= REVIEW and not spec.unread
        heading = next((h for h in spec.headings if h.name == _SECTION), None)
        demanded = _SECTION in sections and expresses(spec, "sections")
        if judged and not any(spec.of("requirement")) and (heading or not demanded):
            yield Finding(
                at=spec.place(heading.span) if heading else spec.named(),
                message=f"{spec.id} is {spec.status}, but states no requirement",
                help="write each one as an item with an id: `- **FR-1** The user …`",
            )
