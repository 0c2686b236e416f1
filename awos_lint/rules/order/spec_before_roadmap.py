"""A spec is approved only when the roadmap that holds its feature is."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.status_order import features_of, is_approved, is_pending
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("status", "feature-links"))
def order_spec_before_roadmap(project: Project) -> Findings:
    for document in project.documents_of("spec"):
        spec = project.node_of(document)
        features = features_of(project, spec) if is_approved(project, document) else []
        early = [feature for feature in features if is_pending(project, feature.document)]
        if early and len(early) == len(features):
            roadmap = project.node_of(early[0].document)
            said = f"{roadmap.id} is {roadmap.progress}"
            yield Finding(
                at=spec.said,
                message=f"{spec.id} is {spec.progress} while {said}, which holds {early[0].id}",
                help=f"have {roadmap.id} approved, or set {spec.id} back to in-review",
                related=(
                    Related(roadmap.said, said),
                    Related(early[0].place, f"{early[0].id} is the feature of {spec.id}"),
                ),
                subject=(roadmap.id,),
            )
