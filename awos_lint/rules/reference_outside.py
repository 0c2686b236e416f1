"""A link leads to the web or into this repository, not to the folders around it."""

from awos_lint.diagnostic import Finding, Severity
from awos_lint.graph import Project
from awos_lint.graph.links import targets
from awos_lint.rules import Findings, project_rule


@project_rule(Severity.ERROR, softens=True)
def reference_outside(project: Project) -> Findings:
    for target in targets(project):
        if target.outside:
            where = "names a place on one computer" if target.machine else "leaves the repository"
            yield Finding(
                at=target.document.place(target.link.span),
                message=f"the link `{target.link.href}` {where}",
                help="link to a page on the web, or bring what matters into the repository",
            )
