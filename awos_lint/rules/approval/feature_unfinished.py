"""A feature is ticked only when its specs are implemented."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import State
from awos_lint.graph import Node, Project
from awos_lint.graph.progress import feature_name, is_finished, own_specs, working_lists
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("status",), softens=True)
def approval_feature_unfinished(project: Project) -> Findings:
    for feature in project.items_of("feature"):
        done = feature.state is State.DONE and feature.id not in project.twins
        specs = own_specs(project, feature) if done else None
        behind = [spec for spec in specs or () if _is_unfinished(project, spec)]
        if behind:
            said = [f"{spec.id} is {spec.progress or 'without a status'}" for spec in behind]
            name = feature_name(feature)
            yield Finding(
                at=feature.said,
                message=f"{name} is ticked, but {' and '.join(said)}",
                help=f"finish {' and '.join(spec.id for spec in behind)}, "
                f"or set {name} back to `[-]`",
                related=tuple(
                    Related(spec.said, text) for spec, text in zip(behind, said, strict=True)
                ),
                subject=(feature.id,),
            )


def _is_unfinished(project: Project, spec: Node) -> bool:
    """Whether the work is open; a spec that only forgot to say so is `approval-spec-behind`'s."""
    lists = working_lists(project, spec)
    if lists is None or spec.document.status == "implemented":
        return False
    ended = bool(lists) and all(is_finished(tasks) for tasks in lists)
    return not ended or spec.document.status != "approved"
