"""Supersession is written on both sides: `supersedes` here, `superseded_by` there."""

from awos_lint.core.diagnostic import Edit, Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Place, Span
from awos_lint.graph import Edge, Project
from awos_lint.graph.decisions import TOOK_EFFECT, find_contested
from awos_lint.graph.foreign import mentions_decision
from awos_lint.graph.status_order import can_express
from awos_lint.rules import PROJECT, Findings, rule

_BACK = {"supersedes": "superseded_by", "superseded_by": "supersedes"}


@rule(PROJECT, Severity.WARNING)
def adr_supersession_one_sided(project: Project) -> Findings:
    unsure = find_contested(project)
    for edge in project.links_of(*_BACK):
        target, key = edge.target, _BACK[edge.kind]
        answers = [link.target for link in project.links_from(target, key)] if target else []
        clear = target and _is_due(edge) and not {edge.source.id, target.id} & unsure
        if target and clear and all(answer is not edge.source for answer in answers):
            if can_express(target.document, "front-matter"):
                yield _make_finding(edge, target.document, key)
            # Where nothing but prose can answer, any word about the other decision does.
            elif not mentions_decision(target.document, edge.source):
                yield _make_plain_finding(edge, target.document)


def _is_due(edge: Edge) -> bool:
    """Whether the other side must answer.

    Nothing is replaced before the new decision takes effect, and while the old one is still
    accepted, `adr-successor-without-status` asks for both lines at once.
    """
    if edge.target is None or edge.target is edge.source or edge.target.document.broken:
        return False
    if edge.kind == "superseded_by":
        return edge.target.document.status in TOOK_EFFECT
    took = edge.source.document.status in TOOK_EFFECT
    return took and edge.target.document.status in ("superseded", "deprecated")


def _make_finding(edge: Edge, other: Document, key: str) -> Finding:
    said = f"{edge.source.name} names {edge.written} in `{edge.kind}`"
    return Finding(
        at=other.find_key_place(key) if other.has_value(key) else other.find_name_place(),
        message=f"{said}, but {edge.written} does not name {edge.source.name} in `{key}`",
        help=f"add {edge.source.name} to `{key}` of {edge.written}"
        if other.has_value(key)
        else f"add the line `{key}: [{edge.source.name}]` to {edge.written}",
        related=(Related(edge.place, said),),
        edits=_make_addition(other, key, edge.source.id),
        subject=(key, edge.source.id),
    )


def _make_plain_finding(edge: Edge, other: Document) -> Finding:
    one, two = ("superseded by", "supersedes")[:: 1 if edge.kind == "superseded_by" else -1]
    return Finding(
        at=edge.place,
        message=f"{edge.source.name} says that it {_to_verb(one)} {edge.written},"
        f" but {edge.written} does not mention {edge.source.name}",
        help=f"say in {edge.written} that it {_to_verb(two)} {edge.source.name}",
        related=(Related(other.find_name_place(), f"{edge.written} does not mention it"),),
        subject=(edge.kind, edge.written),
    )


def _to_verb(words: str) -> str:
    return f"is {words}" if words.endswith("by") else words


def _make_addition(other: Document, key: str, id_: str) -> tuple[Edit, ...]:
    """Join a list that stands on one line; where there is none, where to put it is a choice."""
    entries = other.list_strings(key)
    # What an approval covers is not completed by a program: `supersedes` is part of it.
    if not entries or key != "superseded_by" or not isinstance(other.fields.get(key), list):
        return ()
    whole, last = other.find_place(key).span, other.find_place(*entries[-1][0]).span
    if whole is None or last is None or other.source.text[whole.end - 1] != "]":
        return ()
    tail = other.source.text[last.end : whole.end - 1]
    end = Place(other.path, Span(last.end, last.end))
    return () if tail.strip() else (Edit(end, f", {id_}"),)
