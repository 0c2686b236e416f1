"""Nothing rests on itself, directly or around a ring."""

from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.rings import dependency_rings
from awos_lint.rules import Findings, project_rule


@project_rule(Severity.ERROR)
def reference_cycle(project: Project) -> Findings:
    for ring in dependency_rings(project):
        first, *others = ring.edges
        yield Finding(
            at=first.place,
            message=f"dependencies lead in a circle: {' → '.join(ring.ids)}",
            help="remove the link that is not a real dependency",
            related=tuple(
                Related(edge.place, f"{edge.source.id} rests on {edge.target and edge.target.id}")
                for edge in others
            ),
        )
