"""A decision that took effect has a number."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.kinds import PLACEHOLDER
from awos_lint.graph import Project
from awos_lint.graph.decisions import TOOK_EFFECT
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def adr_without_number(project: Project) -> Findings:
    for document in project.documents_of("adr"):
        if document.status in TOOK_EFFECT and PLACEHOLDER.fullmatch(document.id):
            yield Finding(
                at=document.find_name_place(),
                message=f"{document.name} is {document.status}, but has no number yet",
                help=f"run `awos renumber {document.path}`, which gives it the next free one",
                subject=(document.path,),
            )
