"""A project with a roadmap or specs has a mission."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.graph import Edge, Project
from awos_lint.graph.status_order import can_express
from awos_lint.graph.strays import is_stray
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("mission",))
def order_missing_mission(project: Project) -> Findings:
    if (
        any(project.documents_of("mission"))
        or is_stray(project, "mission")
        or any(_find_dangling(project))
    ):
        return
    above = [*project.documents_of("roadmap"), *project.documents_of("spec")]
    living = (document for document in above if not project.node_of(document).is_over)
    first = next((document for document in living if can_express(document, "mission")), None)
    if first:
        yield Finding(
            at=first.find_name_place(),
            message=f"{first.name} serves a mission, but the project has none",
            help="write the mission first: what is built, for whom, and why",
            subject=(),
        )


def _find_dangling(project: Project) -> Iterator[Edge]:
    """Links that name a mission; that it is not there is `reference-dangling`'s to say."""
    return (edge for edge in project.edges if edge.kind == "mission" and not edge.implied)
