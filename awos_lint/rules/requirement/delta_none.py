"""A change says what it does to the specs, or that it does nothing to them."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph import Project
from awos_lint.graph.deltas import find_changes
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("deltas",))
def requirement_delta_none(project: Project) -> Findings:
    for change, documents in find_changes(project).items():
        proposal = next((document for document in documents if document.id == change), None)
        if proposal and not (proposal.unfilled or any(map(_is_answering, documents))):
            yield Finding(
                at=proposal.find_name_place(),
                message=f"{change} changes no requirement of any spec",
                help="add a delta in specs/<capability>/spec.md, "
                "or write `skip_specs: true` into .openspec.yaml if no behaviour changes",
                subject=(),
            )


def _is_answering(document: Document) -> bool:
    """Whether a part of a change holds a delta, or says that there is none, or is not known."""
    unknown = document.is_partial
    # A delta that is there and malformed, or in the wrong file, is reported as such.
    delta = any(document.items_of("requirement")) or any(
        document.list_problems("requirement-delta-malformed")
    )
    return unknown or delta or document.fields.get("skip_specs") == "true"
