"""No two requirements in force say the same."""

import re
from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.text import escape_text
from awos_lint.graph import Node, Project
from awos_lint.graph.status_order import can_express
from awos_lint.layouts.dialect.requirement_blocks import fold_name
from awos_lint.rules import PROJECT, Findings, rule

_BETWEEN = re.compile(r"[\W_]+")


@rule(PROJECT, Severity.WARNING)
def requirement_duplicate(project: Project) -> Findings:
    yield from _find_respelled(project)
    first: dict[tuple[str, str], Node] = {}
    for text, node in _list_requirements(project):
        # Where each spec describes one step, two of them may ask for the same.
        home = "" if can_express(node.document, "living-specs") else node.document.id
        same = first.setdefault((home, text), node)
        if same is not node:
            yield Finding(
                at=node.place,
                message=f"{node.id} says the same as {same.id}",
                help="keep one of them and refer to it, or say what is different",
                related=(Related(same.place, f"{same.id} says it first"),),
                subject=(node.id,),
            )


def _find_respelled(project: Project) -> Findings:
    """Yield the names in one spec that differ from another only in letter case or blanks.

    Where deltas name requirements, a name that is hard to tell apart ends in the wrong requirement.
    """
    first: dict[tuple[str, str], Node] = {}
    for node in project.items_of("requirement"):
        if node.item and node.document.kind == "spec" and can_express(node.document, "deltas"):
            name = node.item.name
            other = first.setdefault((node.document.id, fold_name(name)), node)
            same = _normalize_text(other.title) == _normalize_text(node.title)
            if other.item and other.item.name != name and not same:
                shown = escape_text(other.item.name, 80)
                yield Finding(
                    at=node.place,
                    message=f"`{escape_text(name, 80)}` differs from `{shown}` only in letter "
                    "case or "
                    "blanks",
                    help="keep one of them, or give this one a name of its own and correct the "
                    "deltas that name it",
                    related=(Related(other.place, "the other one is here"),),
                    subject=(name, other.item.name),
                )


def _list_requirements(project: Project) -> Iterator[tuple[str, Node]]:
    for node in project.items_of("requirement"):
        text = _normalize_text(node.title)
        if text and node.document.kind == "spec" and not node.is_over:
            yield text, node


def _normalize_text(text: str) -> str:
    return _BETWEEN.sub(" ", text.casefold()).strip()
