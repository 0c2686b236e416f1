"""A link is written in the letter case of the path that it leads to."""

from urllib.parse import quote, unquote

from awos_lint.core.diagnostic import Edit, Finding, Severity
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.graph.links import Target, find_targets
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, softens=True)
def reference_link_case(project: Project) -> Findings:
    for target in find_targets(project):
        if target.outside or project.files.has_path(target.path):
            continue
        if actual := project.files.other_case(target.path):
            at = target.document.make_place(target.link.span)
            href = _correct_case(target.link.href, actual)
            said = escape_text(target.link.href, 80)
            yield Finding(
                at=at,
                message=f"the link `{said}` differs in letter case from {actual}",
                help=f"write `{href}`",
                notes=("it opens on macOS and Windows, and nowhere else",),
                edits=(Edit(at, href),) if _is_literal(target) else (),
                subject=(target.link.href,),
            )


def _is_literal(target: Target) -> bool:
    """Whether the link stands in the text as it is understood, without escapes."""
    span, text = target.link.span, target.document.source.text
    return text[span.start : span.end] == target.link.href


def _correct_case(href: str, actual: str) -> str:
    """Take over the case of the last parts of a path, as many as are names and not dots."""
    cut = min((href + "#").index("#"), (href + "?").index("?"))
    parts, names = href[:cut].rstrip("/").split("/"), actual.split("/")
    for back in range(1, min(len(parts), len(names)) + 1):
        written, name = unquote(parts[-back]), names[-back]
        if written.casefold() != name.casefold():
            break
        if written != name:
            parts[-back] = name if "%" not in parts[-back] else quote(name)
    return "/".join(parts) + href[len(href[:cut].rstrip("/")) :]
