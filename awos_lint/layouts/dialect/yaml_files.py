"""Small YAML files that a foreign layout keeps beside its documents."""

from __future__ import annotations

from dataclasses import replace

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Document, Problem
from awos_lint.syntax.parse import decode_document
from awos_lint.syntax.parse.json_text import RULE
from awos_lint.syntax.parse.limits import explain_limit, is_longer

_TWICE = "document-duplicate-key"
_UNUSUAL = "are not read"
"""How a complaint ends that is about what YAML allows and awos does not read."""


def yaml_page(blank: Document, data: bytes, limits: Limits) -> Document:
    """Return a document for a YAML file that holds a mapping; never raises.

    Anchors, tags and merge keys are none of our business in a file of another tool: it is left
    alone then.
    """
    from awos_lint.syntax.parse.events import Builder, UnreadableYamlError

    decoded = decode_document(blank.path, data)
    found = replace(blank, source=decoded.source, problems=decoded.problems)
    if decoded.broken:
        return replace(found, broken=True)
    if is_longer(decoded.source.text, limits.front_bytes):
        unread = explain_limit("the file has", limits.front_bytes, "bytes", "front-bytes")
        return replace(found, unread=unread)
    builder = Builder(0, limits)
    try:
        builder.read_yaml(decoded.source.text)
    except UnreadableYamlError as refused:
        problem = refused.problem
        said = problem and not problem.message.endswith(_UNUSUAL)
        problems = (_rename_problem(problem),) if problem and said else ()
        return replace(found, problems=problems, unread=refused.unread, broken=True)
    twice = [problem for problem in builder.problems if problem.rule == _TWICE]
    return replace(
        found,
        fields=builder.fields,
        marks=builder.marks,
        problems=(*found.problems, *(replace(problem, rule=RULE) for problem in twice)),
    )


def _rename_problem(problem: Problem) -> Problem:
    """Return what is wrong with YAML, as it is said of a file and not of front matter."""
    message = problem.message.replace("the front matter", "the file")
    return replace(problem, rule=RULE, message=message)
