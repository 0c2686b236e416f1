"""A project with specs has a roadmap that orders them."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.graph import Edge, Project
from awos_lint.graph.status_order import can_express
from awos_lint.graph.strays import is_stray
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("roadmap",))
def order_missing_roadmap(project: Project) -> Findings:
    if (
        any(project.documents_of("roadmap"))
        or is_stray(project, "roadmap")
        or any(_find_dangling(project))
    ):
        return
    living = [spec for spec in project.documents_of("spec") if not project.node_of(spec).is_over]
    first = next((spec for spec in living if can_express(spec, "roadmap")), None)
    if first:
        yield Finding(
            at=first.find_name_place(),
            message=f"{first.name} belongs on a roadmap, but the project has none",
            help="write the roadmap: phases as headings, features as a checklist",
            subject=(),
        )


def _find_dangling(project: Project) -> Iterator[Edge]:
    """Links that name a feature; that it is not there is `reference-dangling`'s to say."""
    mine = (edge for edge in project.edges if edge.kind == "feature" and not edge.implied)
    return (edge for edge in mine if not edge.source.is_over)
