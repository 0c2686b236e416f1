"""What names each other agrees: a spec and its feature, a link's text and its target."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Edge, Project
from awos_lint.graph.link_texts import Misnamed, find_misnamed_links
from awos_lint.graph.links import make_relative
from awos_lint.graph.status_order import can_express
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, softens=True)
def reference_disagrees(project: Project) -> Findings:
    for edge in project.links_of("feature"):
        judged = edge.source.kind == "spec" and not edge.source.is_over and not edge.implied
        judged = judged and can_express(edge.source.document, "feature-links")
        if judged and (other := _find_contradicting(project, edge)):
            yield _make_finding(edge, other)
    yield from map(_about_text, find_misnamed_links(project))


def _find_contradicting(project: Project, edge: Edge) -> Edge | None:
    """Return what a roadmap says against a spec's feature, once for each spec."""
    spec, feature = edge.source, edge.target
    if not feature or spec.id in project.twins or feature.id in project.twins:
        return None
    named = [link for link in project.links_from(feature, "spec") if link.target]
    if any(link.target and link.target.id == spec.id for link in named):
        named = []
    claims = [link for link in project.links_to(spec, "spec") if link.source.kind == "feature"]
    claims = [link for link in claims if link.source.id != feature.id]
    return next(iter([*claims, *named]), None)


def _make_finding(edge: Edge, other: Edge) -> Finding:
    spec, feature = edge.source.id, edge.written
    says, means = other.source.id, other.written
    fix = (
        f"add {spec} to `spec` of {says}, or correct `feature` of {spec}"
        if says == feature
        else f"name the same feature on both sides: `feature: {says}` in {spec}, or no "
        f"`spec: {spec}` under {says}"
    )
    return Finding(
        at=edge.place,
        message=f"{spec} says that its feature is {feature}, "
        f"but {says} says that its spec is {means}",
        help=fix,
        related=(Related(other.place, f"{says} names {means} here"),),
        subject=(feature, says, means),
    )


def _about_text(link: Misnamed) -> Finding:
    document, right = link.target.document, link.named
    return Finding(
        at=document.make_place(link.target.link.span),
        message=f"the text of the link names {right.name}, but it leads to {link.record.name}",
        help=f"link to `{make_relative(document, right.path)}`, or name {link.record.name}",
        related=(Related(link.record.find_name_place(), f"{link.record.name} is here"),),
        subject=(right.id, link.record.id),
    )
