"""What a step adds has no id that the base branch has given to something else meanwhile."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.kinds import find_kind
from awos_lint.graph import Node, Project
from awos_lint.graph.numbered_folders import FreeFolderNumbers, find_numbered_folders
from awos_lint.graph.numbers import FreeNumbers
from awos_lint.graph.project import normalize_id
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.ERROR)
def change_number_taken(change: Change) -> Findings:
    tip = change.tip
    if tip is None or tip is change.before:
        return
    taken = dict(_find_taken(change, tip))
    free = FreeNumbers(change.after, tip)
    for node, other in taken.values():
        # What lies in a document, or in the folder of a spec, moves together with it.
        if not any(key in taken for key in _list_ancestors(change.after, node)):
            yield _make_finding(node, other, free.find_next(node.id))
    yield from _folders_taken(change, tip)


def _find_taken(change: Change, tip: Project) -> Iterator[tuple[str, tuple[Node, Node]]]:
    old, now = ({normalize_id(key) for key in p.nodes} for p in (change.before, change.after))
    new = {
        normalize_id(key): node for key, node in tip.nodes.items() if normalize_id(key) not in old
    }
    paths = {document.path for document in change.after.documents}
    for node in change.after.nodes.values():
        other = new.get(normalize_id(node.id))
        if other and normalize_id(node.id) not in old and _is_different(node, other):
            merged = other.document.path in paths and node.item is None
            if not merged and normalize_id(other.id) in now:
                yield normalize_id(node.id), (node, other)


def _folders_taken(change: Change, tip: Project) -> Findings:
    """Yield the folders of features whose number the base branch gave to another one meanwhile."""
    old = {folder.key for folder in find_numbered_folders(change.before)}
    here = find_numbered_folders(change.after)
    free = FreeFolderNumbers(change.after, tip)
    new = {f.key: f for f in find_numbered_folders(tip) if f.key not in old}
    for folder in here:
        other = new.get(folder.key)
        # What was merged already collides in the project itself: `document-number-collision`.
        if other and folder.key not in old and all(f.path != other.path for f in here):
            yield Finding(
                at=folder.document.find_name_place(),
                message=f"the number {folder.digits} of {folder.called} is taken on the base "
                f"branch, by {other.path}",
                help="rename the folder: the next number that is free on both is "
                f"{free.find_next(folder)}",
                subject=(folder.digits,),
            )


def _is_different(node: Node, other: Node) -> bool:
    apart = node.item is None and node.document.path != other.document.path
    return node.kind == other.kind and (apart or node.title != other.title)


def _list_ancestors(project: Project, node: Node) -> Iterator[str]:
    key = normalize_id(node.id)
    while "/" in key:
        key = key.rpartition("/")[0]
        yield key
    series = find_kind(node.kind).series
    if series and node.kind != series.kinds[0] and node.document.number:
        yield normalize_id(f"{project.kinds[series.kinds[0]].prefix}-{node.document.number}")


def _make_finding(node: Node, other: Node, fresh: str) -> Finding:
    by = f"`{other.title}`" if node.item else other.document.path
    how = f"run `awos renumber {node.id} {fresh}`" if node.item is None else f"call it {fresh}"
    return Finding(
        at=node.place,
        message=f"{node.name} is taken on the base branch, by {by}",
        help=how if fresh else "give it an id of its own",
        notes=(f"{fresh} is the next that is free on both",) if fresh else (),
        subject=(node.id,),
    )
