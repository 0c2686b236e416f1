"""A feature is begun only when a spec describes it."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import State
from awos_lint.graph import Project
from awos_lint.graph.status_order import is_certain
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("feature-links",), softens=True)
def order_feature_before_spec(project: Project) -> Findings:
    if not is_certain(project, "spec", "feature") or not is_certain(project, "roadmap", "spec"):
        return
    for feature in project.items_of("feature"):
        known = feature.id not in project.twins
        begun = known and feature.state in (State.ACTIVE, State.DONE)
        if begun and not project.specs_of(feature):
            yield Finding(
                at=feature.said,
                message=f"{feature.id} is {feature.progress}, but no spec describes it",
                help=f"write `feature: {feature.id}` into its spec, or begin with the spec",
                subject=(feature.id,),
            )
