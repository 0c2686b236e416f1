"""A document is where its kind is read, and its front matter agrees with its place."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.text import Place
from awos_lint.graph import Project
from awos_lint.graph.strays import Misplaced, find_misplaced
from awos_lint.rules import PROJECT, Findings, report_problems, rule


@rule(PROJECT, Severity.WARNING)
def document_misplaced(project: Project) -> Findings:
    for document in project.documents:
        yield from report_problems(document, "document-misplaced")
    for found in find_misplaced(project):
        yield _make_finding(found)


def _make_finding(found: Misplaced) -> Finding:
    first, *others = found.strays
    like = f"`{first.path}` looks like a document of kind `{first.kind}`, but is not read"
    why = f"its path should be `{first.form}`" if first.form else "its front matter names no kind"
    beside = (Related(Place(s.path), f"this one looks like `{s.kind}`") for s in others)
    naming = (Related(edge.place, f"{edge.source.name} names it") for edge in found.named)
    return Finding(
        at=Place(first.path, first.span),
        message=f"{like}: {why}",
        help=_write_help(found),
        related=(*beside, *naming),
        subject=(first.path,),
        raised=bool(found.named),
    )


def _write_help(found: Misplaced) -> str:
    first = found.strays[0]
    if not first.place:
        return f"add `kind: {first.kind}` to its front matter"
    if not found.target:
        return f'add `"{first.path}"` to `exclude` in the configuration, or delete the file'
    if first.moved != first.path:
        return f"rename the folder to `{found.target}`"
    return f"move it to `{found.target}`"
