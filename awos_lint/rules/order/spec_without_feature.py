"""A spec that is up for review describes a feature of the roadmap."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.kinds import REVIEW
from awos_lint.graph import Project
from awos_lint.graph.status_order import features_of, find_standing, is_certain
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("status", "feature-links"))
def order_spec_without_feature(project: Project) -> Findings:
    known = is_certain(project, "roadmap", "spec") and any(project.items_of("feature"))
    for document in project.documents_of("spec") if known else ():
        spec = project.node_of(document)
        written = document.has_value("feature") or "feature" in document.implied
        if (
            not written
            and not features_of(project, spec)
            and _is_due(find_standing(project, document))
        ):
            yield Finding(
                at=document.find_name_place(),
                message=f"{spec.name} is {spec.progress}, but describes no feature of the roadmap",
                help="name its feature under `feature`, after adding it to the roadmap if need be",
                subject=(),
            )


def _is_due(level: int | None) -> bool:
    return level is not None and level >= REVIEW
