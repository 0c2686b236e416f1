"""A roadmap is approved only when its mission is."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.status_order import find_premature
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("status",))
def order_roadmap_before_mission(project: Project) -> Findings:
    for roadmap, mission, _ in find_premature(project, "mission"):
        yield Finding(
            at=roadmap.said,
            message=f"{roadmap.id} is {roadmap.progress} while {mission.id} is {mission.progress}",
            help=f"have {mission.id} approved, or set {roadmap.id} back to in-review",
            related=(Related(mission.said, f"{mission.id} is {mission.progress}"),),
            subject=(mission.id,),
        )
