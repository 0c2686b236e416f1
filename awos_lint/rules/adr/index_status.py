"""An index gives a decision the status that the decision has."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.indexes import Entry, find_indexes
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING)
def adr_index_status(project: Project) -> Findings:
    for index in find_indexes(project):
        for entry in index.entries:
            if entry.status.is_contradicting(entry.record.stated):
                yield _make_finding(project, entry)


def _make_finding(project: Project, entry: Entry) -> Finding:
    node, stated = project.node_of(entry.record), entry.record.stated
    return Finding(
        at=entry.said or entry.place,
        message=f"the index calls {node.name} {entry.status.means}, but it is {stated.means}",
        help="correct the index, or the status if the index is right",
        related=(Related(node.said, f"{node.name} is {stated.means}"),),
        subject=(node.id,),
    )
