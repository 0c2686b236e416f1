"""A front matter value has the form that its key asks for."""

from dataclasses import replace

from awos_lint.core.diagnostic import Edit, Finding, Severity
from awos_lint.graph import Project
from awos_lint.graph.lookup import find_ids_by_number
from awos_lint.rules import PROJECT, Findings, report_problems, rule


@rule(PROJECT, Severity.ERROR, needs=("front-matter",))
def document_invalid_value(project: Project) -> Findings:
    numbered = find_ids_by_number(project)
    for document in project.documents:
        for finding in report_problems(document, "document-invalid-value"):
            if isinstance(finding, Finding) and (id_ := numbered.get(finding.at)):
                edits = (Edit(finding.at, id_),)
                yield replace(finding, help=f"write `{id_}`", edits=edits)
            else:
                yield finding
