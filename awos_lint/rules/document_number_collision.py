"""Two specs in one folder do not have the same number."""

from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.order import expresses
from awos_lint.model.document import Document
from awos_lint.rules import Findings, project_rule


@project_rule(Severity.ERROR, needs=("folder-numbers",))
def document_number_collision(project: Project) -> Findings:
    taken: dict[tuple[str, int], Document] = {}
    for spec in project.of("spec"):
        # Where the number makes the id, `reference-duplicate-id` says so.
        if spec.number and expresses(spec, "folder-numbers"):
            first = taken.setdefault((_home(spec), int(spec.number)), spec)
            if first is not spec:
                yield Finding(
                    at=spec.named(),
                    message=f"the number {spec.number} is taken by {first.id}",
                    help=f"rename the folder of {spec.id}: the next free number is "
                    f"{_free(project, spec)}",
                    related=(Related(first.named(), f"{first.id} has it"),),
                    subject=(spec.number,),
                )


def _home(spec: Document) -> str:
    """Return the folder in which the folder of a spec lies."""
    return "/".join(spec.path.split("/")[:-2])


def _free(project: Project, spec: Document) -> str:
    beside = (s for s in project.of("spec") if s.number and _home(s) == _home(spec))
    return str(max(int(s.number) for s in beside) + 1).zfill(len(spec.number))
