"""A link leads to the web or into this repository, not to the folders around it."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.graph.links import Target, find_targets, make_relative
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, softens=True)
def reference_outside(project: Project) -> Findings:
    for target in find_targets(project):
        if target.outside:
            where = "names a place on one computer" if target.machine else "leaves the repository"
            yield Finding(
                at=target.document.make_place(target.link.span),
                message=f"the link `{escape_text(target.link.href, 80)}` {where}",
                help=f"did you mean `{_find_inside(project, target)}`?"
                if _find_inside(project, target)
                else "link to a page on the web, or bring what matters into the repository",
                subject=(target.link.href,),
            )


def _find_inside(project: Project, target: Target) -> str:
    """The same path without the steps too many, where the repository has it."""
    here = target.path and not target.machine and project.files.has_path(target.path)
    return make_relative(target.document, target.path) if here else ""
