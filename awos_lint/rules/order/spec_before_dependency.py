"""A spec is no more settled than the specs that it depends on."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.kinds import APPROVED
from awos_lint.graph import Project
from awos_lint.graph.status_order import Pair, find_standing, outside_rings, pair_links
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("status",))
def order_spec_before_dependency(project: Project) -> Findings:
    early = [pair for pair in pair_links(project, "depends_on") if _is_early(project, pair)]
    kept = {edge.place for edge in outside_rings(project, (pair.edge for pair in early))}
    for spec, needed, edge in early:
        if edge.place in kept:
            said = f"{needed.id} is {needed.progress}"
            yield Finding(
                at=edge.place,
                message=f"{spec.id} is {spec.progress} while {said}, which it depends on",
                help=f"settle {needed.id} first, or remove it if {spec.id} does not need it",
                related=(
                    Related(spec.said, f"{spec.id} is {spec.progress}"),
                    Related(needed.said, said),
                ),
                subject=(needed.id,),
            )


def _is_early(project: Project, pair: Pair) -> bool:
    if pair.source.kind != "spec":
        return False
    upper = find_standing(project, pair.source.document)
    lower = find_standing(project, pair.target.document)
    return upper is not None and lower is not None and upper >= APPROVED and lower < upper
