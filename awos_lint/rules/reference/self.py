"""A document or item does not name itself."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.graph import Project
from awos_lint.graph.link_keys import key_of
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def reference_self(project: Project) -> Findings:
    for edge in project.edges:
        if edge.is_fitting and edge.target is edge.source:
            yield Finding(
                at=edge.place,
                message=f"{edge.source.name} names itself{key_of(edge)}",
                help="write the id that was meant, or remove it",
                subject=(edge.source.id, edge.kind),
            )
