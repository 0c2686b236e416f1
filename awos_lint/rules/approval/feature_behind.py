"""A feature whose specs are implemented is ticked."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import State
from awos_lint.graph import Project
from awos_lint.graph.progress import feature_name, is_built, own_specs
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("status",))
def approval_feature_behind(project: Project) -> Findings:
    for feature in project.items_of("feature"):
        waits = feature.state in (State.OPEN, State.ACTIVE) and feature.id not in project.twins
        specs = own_specs(project, feature) if waits else None
        if specs and all(is_built(project, spec) for spec in specs):
            names = " and ".join(spec.id for spec in specs)
            name = feature_name(feature)
            yield Finding(
                at=feature.said,
                message=f"{name} is {feature.progress}, "
                f"but {names} {'are' if specs[1:] else 'is'} implemented",
                help=f"tick {name}, or link the spec that is still to come",
                related=tuple(Related(s.said, f"{s.id} is implemented") for s in specs),
                subject=(feature.id,),
            )
