"""A superseded decision names the decision that replaced it."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.graph import Project
from awos_lint.graph.decisions import find_successors
from awos_lint.graph.foreign import Tellings
from awos_lint.graph.status_order import can_express
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def adr_superseded_without_successor(project: Project) -> Findings:
    # Any decision that cannot be read may be the one that says `supersedes`.
    if any(document.broken for document in project.documents_of("adr")):
        return
    told = Tellings(project)
    for document in project.documents_of("adr"):
        node = project.node_of(document)
        alone = not document.list_strings("superseded_by") and not find_successors(project, node)
        if document.status == "superseded" and alone and not told.is_covered(node):
            where = "in `superseded_by`" if can_express(document, "front-matter") else "with a link"
            yield Finding(
                at=node.said,
                message=f"{node.name} is superseded, but nothing says by what",
                help=f"name its successor {where}, "
                "or set the status to deprecated if nothing took its place",
                subject=(),
            )
