"""An id belongs to one document or item only."""

from collections.abc import Iterable

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.kinds import PLACEHOLDER
from awos_lint.core.text import escape_text
from awos_lint.graph import Node, Project
from awos_lint.graph.decisions import find_collisions
from awos_lint.graph.lookup import find_misnamed_id, name_kinds, name_kinds_with_article
from awos_lint.graph.numbers import FreeNumbers
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def reference_duplicate_id(project: Project) -> Findings:
    free = FreeNumbers(project)
    counted = {document.path for pair in find_collisions(project) for document in pair}
    for first, *others in project.twins.values():
        judged = [twin for twin in others if not _is_numbered(first, twin, counted)]
        twins = [twin for twin in judged if not _is_consequence(project, first, twin)]
        if twins:
            yield _make_finding(first, twins, free.find_next(first.id))


def _is_numbered(first: Node, twin: Node, counted: set[str]) -> bool:
    """Whether two decisions have one number, which is `adr-number-collision`'s."""
    return twin.item is None and {first.document.path, twin.document.path} <= counted


def _is_consequence(project: Project, first: Node, twin: Node) -> bool:
    """Whether the two clash only because the texts around them do, or nobody can tell."""
    if PLACEHOLDER.fullmatch(twin.id):
        # Two proposals without a number are told apart by their files.
        return not project.links_to(first)
    if first.document.broken or twin.document.broken:
        return True
    if twin.item is None:
        # The path says which id was meant: `document-id-mismatch` is the cause.
        return any(find_misnamed_id(project, node.document) for node in (first, twin)) or any(
            _folder_of(first) == _folder_of(other) and _folder_of(twin) in map(_folder_of, more)
            for other, *more in _find_specs(project, twin)
        )
    parts = twin.id.split("/")
    around = ["/".join(parts[:end]) for end in range(1, len(parts))]
    elsewhere = twin.document is not first.document and twin.document.id in project.twins
    return elsewhere or any(key in project.twins for key in around)


def _find_specs(project: Project, twin: Node) -> Iterable[tuple[Node, ...]]:
    """Return the specs of one id that may lie beside some documents of one id."""
    specs = (twins for twins in project.twins.values() if twins[0].kind == "spec")
    return specs if twin.kind != "spec" else ()


def _folder_of(node: Node) -> str:
    return node.document.path.rpartition("/")[0]


def _make_finding(first: Node, twins: list[Node], free: str) -> Finding:
    twin, *more = twins
    written = twin.item.name if twin.item else twin.id
    kind = [first.kind]
    other = (
        f"another {name_kinds(kind)}" if first.kind == twin.kind else name_kinds_with_article(kind)
    )
    title = first.title or first.document.path
    fresh = free.rpartition("/")[2]
    return Finding(
        at=twin.place,
        message=f"`{written}` is also the id of {other}, `{escape_text(title, 60)}`",
        help=f"give this one an id of its own, such as `{fresh}`, and check the links to it"
        if fresh
        else "give this one an id of its own, and check the links to it",
        related=(
            Related(first.place, f"{first.name} is here first"),
            *(Related(other.place, f"{other.name} is here, too") for other in more),
        ),
        subject=(twin.id,),
    )
