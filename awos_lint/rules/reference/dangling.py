"""Every id that a link names belongs to something."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import escape_text
from awos_lint.graph import Edge, Project
from awos_lint.graph.foreign import may_be_filed
from awos_lint.graph.link_keys import key_of
from awos_lint.graph.lookup import (
    describe_siblings,
    find_meant,
    find_unseen,
    name_kinds,
    name_kinds_with_article,
    open_ends,
    suggest_id,
)
from awos_lint.rules import PROJECT, Findings, rule

# Comparing an id with all others takes a while; a text with more mistakes than this is not helped
# by one more hint, and must not keep the check from ending.
_HINTS = 100


@rule(PROJECT, Severity.ERROR, softens=True)
def reference_dangling(project: Project) -> Findings:
    unknown = find_unseen(project)
    given = 0
    for edge in open_ends(project):
        # What is over rests on nothing any more.
        if (
            (edge.source.is_over and edge.rests)
            or unknown.may_contain(edge)
            or find_meant(project, edge)
        ):
            continue
        if may_be_filed(project, edge):
            continue
        given += 1
        yield _make_finding(project, edge) if given <= _HINTS else _make_plain_finding(edge)


def _make_plain_finding(edge: Edge) -> Finding:
    said = f"{edge.source.name} names `{escape_text(edge.written, 80)}`{key_of(edge)}"
    return Finding(
        at=edge.place,
        message=f"{said}, but no {name_kinds(edge.to)} has this id",
        help=f"write the id of {name_kinds_with_article(edge.to)} that exists, or remove it",
        subject=(edge.source.id, edge.kind, edge.written),
    )


def _make_finding(project: Project, edge: Edge) -> Finding:
    plain = _make_plain_finding(edge)
    guess, others = suggest_id(project, edge), describe_siblings(project, edge)
    return Finding(
        at=plain.at,
        message=plain.message,
        help=f"did you mean `{guess}`?" if guess else plain.help,
        notes=(others,) if others else (),
        subject=plain.subject,
    )
