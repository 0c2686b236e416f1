"""A decision or spec states its status where those beside it do."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.neighbours import find_without_status
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, since="0.2.0")
def document_missing_status(project: Project) -> Findings:
    for document, others in find_without_status(project):
        name = document.name
        like = project.node_of(next((d for d in others if d.stated.means), others[0]))
        yield Finding(
            at=document.find_name_place(),
            message=f"{name} states no status, but {like.name} and others beside it do",
            help=f"state it as {like.name} does",
            related=(Related(like.said, f"{like.name} states its status here"),),
            subject=(document.id or document.path,),
        )
