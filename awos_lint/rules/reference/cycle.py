"""Nothing rests on itself or replaces itself around a ring."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Edge, Project
from awos_lint.graph.cycles import Ring, dependency_rings, supersession_rings
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def reference_cycle(project: Project) -> Findings:
    for ring in dependency_rings(project):
        help_ = "remove the link that is not a real dependency"
        yield from _make_findings(project, ring, "dependencies lead in a circle", "rests on", help_)
    for ring in supersession_rings(project):
        help_ = "remove the link that says it the wrong way round"
        yield from _make_findings(
            project, ring, "decisions replace one another", "supersedes", help_
        )


def _make_findings(project: Project, ring: Ring, what: str, verb: str, help_: str) -> Findings:
    # Two things under one id join chains that are apart; `reference-duplicate-id` says so.
    if any(key in project.twins for key in ring.ids):
        return
    first, *others = ring.edges
    yield Finding(
        at=first.place,
        message=f"{what}: {' → '.join(ring.ids)}",
        help=help_,
        related=tuple(Related(edge.place, _describe_edge(edge, verb)) for edge in others),
        subject=tuple(ring.ids),
    )


def _describe_edge(edge: Edge, verb: str) -> str:
    return f"{edge.source.name} {verb} {edge.target.name if edge.target else edge.written}"
