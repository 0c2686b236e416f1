"""Whether a person asks an agent to implement what is not approved."""

from __future__ import annotations

from collections.abc import Iterator

from awos_lint.graph.project import Node
from awos_lint.guard.governed import explain_unapproved
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.view import View


def find_untimely(view: View, words: list[str]) -> str:
    """Return why what some words name must not be implemented yet; empty when it may be."""
    node = next((node for word in words if (node := _resolve_word(view, word))), None)
    if node is None:
        return ""
    gates = Gates(view)
    for spec in _list_specs(view, node):
        for document in (spec.document, *gates.lists_of(spec)):
            if why := view.find_blocker(document) and explain_unapproved(view, document):
                return f"{why}; then ask again"
    return ""


def _resolve_word(view: View, word: str) -> Node | None:
    project = view.project
    if node := project.nodes.get(word):
        return node
    at = word.removeprefix("./").rstrip("/")
    for document in project.documents_of("spec", "tasks"):
        folder = document.path.rpartition("/")[0]
        if at in (document.path, folder):
            return project.node_of(document)
    spelled = project.find_spelled(word)
    return spelled[0] if len(spelled) == 1 else None


def _list_specs(view: View, node: Node) -> Iterator[Node]:
    """Yield the specs that a node is, belongs to, or has."""
    project = view.project
    if node.kind == "feature":
        yield from (spec for spec in project.specs_of(node) if not spec.is_over)
    elif node.document.kind == "spec":
        yield project.node_of(node.document)
    elif node.document.kind == "tasks":
        yield project.spec_of(node.document) or project.node_of(node.document)
