"""A relative link or image leads to a file or folder of the repository."""

import re

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.graph.link_texts import is_said_gone
from awos_lint.graph.links import NearPaths, Target, find_targets, is_known, make_relative
from awos_lint.graph.site_links import is_served
from awos_lint.rules import PROJECT, Findings, rule

# Looking for similar names takes a while; a text with more dead links is not helped by more hints.
_HINTS = 100
_QUOTED = re.compile(r"\bexamples?\b[*_]*:[*_]*\s*[\"“'‘][^\"”'’\n]*\Z", re.IGNORECASE)
"""What stands before a link that only shows how to write one: ``Example: "See [x](y.md)"``."""


@rule(PROJECT, Severity.ERROR, softens=True)
def reference_broken_link(project: Project) -> Findings:
    dead = [target for target in find_targets(project) if _is_dead(project, target)]
    near = NearPaths(project.files) if dead else None
    for number, target in enumerate(dead):
        guess = _guess_target(project, target, near) if near and number < _HINTS else ""
        what = "image" if target.link.image else "link"
        yield Finding(
            at=target.document.make_place(target.link.span),
            message=f"the {what} `{escape_text(target.link.href, 80)}` leads nowhere: "
            f"there is no {escape_text(target.path, 120) or 'such path'}",
            help=f"did you mean `{guess}`?"
            if guess
            else "correct the path, or write it as code while the file is still to be made",
            subject=(target.link.href,),
        )


def _is_dead(project: Project, target: Target) -> bool:
    files, path = project.files, target.path
    there = target.outside or path == target.document.path or files.has_path(path)
    if there or files.other_case(path) or not is_known(files, target):
        return False
    if (
        _is_quoted(target)
        or _is_offered(target)
        or is_said_gone(target.document.source, target.link)
    ):
        return False
    return not is_served(project, target)


def _is_quoted(target: Target) -> bool:
    """Whether a link stands in an example of how to write one."""
    text, start = target.document.source.text, target.link.span.start
    return _QUOTED.search(text, text.rfind("\n", 0, start) + 1, start) is not None


def _is_offered(target: Target) -> bool:
    """Whether a link stands in a choice or prompt of a template: `document-placeholder` says so."""
    start = target.link.span.start
    spans = (problem.span for problem in target.document.list_problems("document-placeholder"))
    return any(span and span.start <= start < span.end for span in spans)


def _guess_target(project: Project, target: Target, near: NearPaths) -> str:
    """A document when its id was written as a path, else the one file with a similar path."""
    node = project.nodes.get(target.name.removesuffix(".md"))
    path = node.document.path if node and not node.item else near.find_near(target.path)
    return make_relative(target.document, path) if path else ""
