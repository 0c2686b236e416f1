"""An index gives a decision the status that the decision has."""

from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.indexes import Entry, indexes
from awos_lint.rules import Findings, project_rule

_OUT = frozenset({"deprecated", "superseded"})


@project_rule(Severity.WARNING)
def adr_index_status(project: Project) -> Findings:
    for index in indexes(project):
        # Imported here: its lists of words are long, and few repositories have such a page.
        from awos_lint.dialect.status import decided

        for entry in index.entries:
            written = entry.record.fields.get("status")
            stated, status = entry.status, decided(written) if isinstance(written, str) else ""
            # What is replaced is deprecated too.
            if stated and status and stated != status and not {stated, status} <= _OUT:
                yield _finding(project, entry)


def _finding(project: Project, entry: Entry) -> Finding:
    node = project.node(entry.record)
    return Finding(
        at=entry.said or entry.place,
        message=f"the index calls {node.id} {entry.status}, but it is {node.progress}",
        help="correct the index, or the status if the index is right",
        related=(Related(node.said, f"{node.id} is {node.progress}"),),
        subject=(node.id,),
    )
