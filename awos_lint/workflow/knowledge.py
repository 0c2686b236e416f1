"""What documents say to whoever works: decisions in force, standards, the mission's core."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from awos_lint.core.model.document import Document, Item
from awos_lint.core.model.kinds import APPROVED, maturity_of
from awos_lint.core.wording import join_names
from awos_lint.graph.decisions import find_heirs
from awos_lint.graph.project import Node
from awos_lint.graph.status_order import can_express, features_of
from awos_lint.workflow.budget import Piece
from awos_lint.workflow.passages import Passage, find_intro, of_item, of_sections, split_sections
from awos_lint.workflow.scope import find_within, globs_of
from awos_lint.workflow.view import View, name_of, one_line

DECIDED = frozenset({"decision", "decision outcome", "the decision", "decisions", "solution"})
FOLLOWS = frozenset({"consequences", "consequence", "implications", "results"})
TECHNICAL = frozenset(
    {"technical considerations", "technical context", "technical approach", "design"}
)
EXCLUDED = frozenset({"out of scope", "non-goals"})
CORE = frozenset({"what", "why"})
GOVERNING = "Decisions"
_FURTHER = "Further decisions"
_PATHS = 3


def collect_decisions(
    view: View, spec: Node | None, paths: Sequence[str], *, whole: bool = False
) -> list[Piece]:
    """Return the decisions in force for some paths, and the further ones that a spec names.

    Each says what was decided; asked for the ``whole``, those that govern also say what follows
    from it. What is no longer in force is never among them: what took its place stands there
    instead. What is not decided yet is there only when the spec names it, and says so.
    """
    named = {} if spec is None else _name_decisions(view, spec)
    names = DECIDED | FOLLOWS if whole else DECIDED
    governing, further = [], []
    for document in view.project.documents_of("adr"):
        node = view.project.node_of(document)
        inside = find_within(view.project.files, globs_of(document), paths)
        accepted = maturity_of(document.status) >= APPROVED
        if not node.is_over and inside and (accepted or node.id in named):
            why = f"governs {_list_paths(inside)}"
            governing.append(_collect_decision(view, document, GOVERNING, why, names))
        elif not node.is_over and node.id in named:
            further.append(_collect_decision(view, document, _FURTHER, named[node.id], DECIDED))
    return [*governing, *further]


def _name_decisions(view: View, spec: Node) -> dict[str, str]:
    """Return the decisions that a spec rests on today, by id, and how each comes to be there."""
    found: dict[str, str] = {}
    for edge in view.project.links_from(spec, "decisions"):
        if edge.target and edge.target.is_over:
            for heir in find_heirs(view.project, edge.target):
                found.setdefault(heir.id, f"in place of {one_line(edge.target.id)}")
        elif edge.target:
            found[edge.target.id] = f"named by {one_line(spec.id)}"
    return found


def _collect_decision(
    view: View, document: Document, group: str, why: str, names: Collection[str]
) -> Piece:
    passages = (
        [*of_sections(document, names)] or [*split_sections(document)] or [find_intro(document)]
    )
    lead = f"**{name_of(document)} {one_line(document.title)}**{_write_mark(view, document)}: {why}"
    return make_piece(view, document, group, join_passages(passages), lead=lead, why=why)


def collect_standards(view: View, paths: Sequence[str]) -> list[Piece]:
    """Return the standards for some paths, section by section; those for all files come last.

    Where a layout cannot say what a standard is for, its name has to do.
    """
    near: list[Piece] = []
    far: list[Piece] = []
    nodes = (view.project.node_of(document) for document in view.project.documents_of("standard"))
    for node in (node for node in nodes if not node.is_over):
        document, globs = node.document, globs_of(node.document)
        inside = find_within(view.project.files, globs, paths)
        if inside:
            near += _collect_standard(view, document, f"applies to {_list_paths(inside)}")
        elif not globs and can_express(document, "front-matter"):
            far += _collect_standard(view, document, "applies everywhere")
        elif not globs:
            said = f"{one_line(document.title)}: `{one_line(document.path)}`"
            far.append(make_pointer(view, node, "Standards", said))
    return [*near, *far]


def _collect_standard(view: View, document: Document, why: str) -> Iterator[Piece]:
    for passage in split_sections(document):
        title = passage.heading or one_line(document.title)
        lead = f"**{name_of(document)}: {title}**{_write_mark(view, document)}"
        yield make_piece(view, document, "Standards", passage, title=title, lead=lead, why=why)


def collect_mission(view: View, node: Node | None, names: Collection[str] = ()) -> Iterator[Piece]:
    """Yield sections of the mission that a spec or a feature serves: those named, or all."""
    for document in _find_missions(view, node):
        found = list(of_sections(document, names)) if names else list(split_sections(document))
        for passage in found or [find_intro(document)]:
            title = passage.heading or one_line(document.title)
            lead = f"**{title}**{_write_mark(view, document)}"
            yield make_piece(view, document, "Mission", passage, title=title, lead=lead)


def _find_missions(view: View, node: Node | None) -> list[Document]:
    project = view.project
    features = (
        [node] if node and node.kind == "feature" else features_of(project, node) if node else []
    )
    roadmaps = {f.document.path: project.node_of(f.document) for f in features}
    edges = [
        edge for roadmap in roadmaps.values() for edge in project.links_from(roadmap, "mission")
    ]
    found = {e.target.document.path: e.target.document for e in edges if e.target}
    every = list(project.documents_of("mission"))
    return list(found.values()) or (every if len(every) == 1 else [])


def named_sections(
    view: View, document: Document, names: Collection[str], group: str
) -> Iterator[Piece]:
    """Yield the sections of a document with some names, under a heading of their own."""
    for passage in of_sections(document, names):
        yield make_piece(view, document, group, passage, title=passage.heading)


def make_item_piece(view: View, node: Node, group: str, why: str = "") -> Piece:
    """Return the text of an item."""
    assert node.item
    passage = of_item(node.document, node.item)
    return Piece(
        group,
        one_line(node.id),
        one_line(node.title, 80),
        passage,
        "",
        why,
        mark_unsettled(view, node.document),
    )


def make_pointer(view: View, node: Node, group: str, said: str) -> Piece:
    """Return one line that names something, without its text."""
    line = node.document.source.find_location(node.place.span).line
    return Piece(
        group,
        one_line(node.id),
        one_line(node.title),
        Passage(node.document.path, line, line, ""),
        f"- {said}",
        "",
    )


def make_piece(
    view: View,
    document: Document,
    group: str,
    passage: Passage,
    *,
    title: str = "",
    lead: str = "",
    why: str = "",
) -> Piece:
    """Return a passage of a document as a piece that says how settled it is."""
    name = title or one_line(document.title)
    return Piece(group, name_of(document), name, passage, lead, why, mark_unsettled(view, document))


def mark_unsettled(view: View, document: Document) -> str:
    """Return how far a document is that nobody should rely on as it is; else nothing."""
    standing = view.standing_of(document)
    return "" if standing.sound else standing.word


def _write_mark(view: View, document: Document) -> str:
    said = mark_unsettled(view, document)
    return f" ({said})" if said else ""


def join_passages(passages: Sequence[Passage]) -> Passage:
    """Return passages of one document as one, each but the first with its heading."""
    first, *others = passages
    texts = [first.text, *(f"{p.heading}:\n{p.text}" for p in others if p.text)]
    return Passage(first.path, first.line, passages[-1].end, "\n\n".join(filter(None, texts)))


def _list_paths(paths: Iterable[str]) -> str:
    return join_names(f"`{one_line(path, 80)}`" for path in paths)


def describe_task(name: str, task: Item) -> str:
    """Return a task in a line: its name, its title, how far it is, and its files."""
    files = ", ".join(f"`{one_line(path, 120)}`" for path in task.list_values("files"))
    wrote = f": {files}" if files else ""
    return f"{name} {one_line(task.title.value)} ({task.state or 'no checkbox'}){wrote}"
