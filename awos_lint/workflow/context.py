"""What is enough to know for a task, a spec or a feature, most needed first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from awos_lint.core.model.document import Document, Item
from awos_lint.core.model.kinds import APPROVED, PAGE, maturity_of
from awos_lint.graph.build import item_id
from awos_lint.graph.project import Node
from awos_lint.graph.remarks import find_block
from awos_lint.graph.status_order import features_of
from awos_lint.workflow.budget import Pack, Piece
from awos_lint.workflow.knowledge import (
    CORE,
    EXCLUDED,
    GOVERNING,
    TECHNICAL,
    collect_decisions,
    collect_mission,
    collect_standards,
    describe_task,
    make_item_piece,
    make_piece,
    make_pointer,
    mark_unsettled,
    named_sections,
)
from awos_lint.workflow.passages import find_intro, of_item, split_sections
from awos_lint.workflow.scope import globs_of
from awos_lint.workflow.view import View, name_of, one_line, title_of

KINDS = ("task", "spec", "feature")
"""What can be asked about."""

_TITLE = 100


def collect_context(view: View, node: Node) -> Pack:
    """Return what is enough to know for a task, a spec or a feature."""
    found = {"task": _collect_task, "spec": _collect_spec, "feature": _collect_feature}[node.kind](
        view, node
    )
    notes = tuple(_write_notes(view, node))
    return Pack(one_line(node.id), title_of(node, _TITLE), notes, tuple(_unique_pieces(found)))


def _write_notes(view: View, node: Node) -> Iterator[str]:
    """Yield where the node stands, what is not settled, and what is no longer in force."""
    document, spec = node.document, _spec_of(view, node)
    line = document.source.find_location(node.place.span).line
    yield f"`{one_line(document.path)}:{line}`, {one_line(node.progress) or 'no status'}"
    if node.item and (why := one_line(find_block(document, node.item))):
        yield f"It is blocked: {why.rstrip('.')}."
    for text in {d.path: d for d in [spec.document if spec else document, document]}.values():
        standing = view.standing_of(text)
        if not standing.sound:
            yield f"{name_of(text)} {standing.clause}."
    for edge in view.project.links_from(spec, "decisions") if spec else ():
        if edge.target and edge.target.is_over:
            names = f"{one_line(edge.source.id)} names {one_line(edge.target.id)}"
            yield f"{names}, which is {one_line(edge.target.progress)}."


def _spec_of(view: View, node: Node) -> Node | None:
    if node.kind == "task":
        return view.project.spec_of(node.document)
    return node if node.kind == "spec" else None


def _unique_pieces(pieces: Iterable[Piece]) -> list[Piece]:
    """Drop what was said before."""
    found: dict[tuple[str, int, str], Piece] = {}
    for entry in pieces:
        key = entry.passage.path, entry.passage.line, entry.passage.text
        found.setdefault(key, entry)
    return list(found.values())


# A task.


def _collect_task(view: View, node: Node) -> Iterator[Piece]:
    assert node.item
    spec, chain = view.project.spec_of(node.document), _task_chain(node)
    paths = [path for part in chain for path in part.list_values("files")]
    yield make_item_piece(view, node, "Task")
    for whole in chain[1:]:
        parent = view.project.nodes.get(item_id(node.document, whole))
        if parent and parent.document is node.document:
            yield make_pointer(view, parent, "Part of", describe_task(one_line(whole.name), whole))
    yield from _collect_requirements(view, node, chain, spec)
    if not spec:
        yield from _collect_change(view, node.document)
    decided = collect_decisions(view, spec, paths)
    yield from (entry for entry in decided if entry.group == GOVERNING)
    yield from collect_standards(view, paths)
    yield from _collect_predecessors(view, node)
    if spec:
        yield from named_sections(view, spec.document, TECHNICAL, "Technical considerations")
    yield from _collect_pages(view, node.document)
    yield from (entry for entry in decided if entry.group != GOVERNING)
    if spec:
        yield from named_sections(view, spec.document, EXCLUDED, "Out of scope")
    yield from collect_mission(view, spec, CORE)


def _collect_change(view: View, tasks: Document) -> Iterator[Piece]:
    """Yield the proposal that a task list of OpenSpec carries out."""
    proposal = view.project.nodes.get(tasks.implied.get("change", ""))
    if proposal and not proposal.item:
        yield from _collect_body(view, proposal.document, "Change")


def _collect_pages(view: View, tasks: Document) -> Iterator[Piece]:
    """Yield by name the pages beside a foreign task list, such as its design."""
    folder = tasks.path.rpartition("/")[0]
    for page in view.project.documents_of(PAGE) if folder else ():
        if page.path.startswith(f"{folder}/"):
            yield make_pointer(
                view, view.project.node_of(page), "Beside it", f"`{one_line(page.path)}`"
            )


def _task_chain(node: Node) -> list[Item]:
    """Return a task and what it is a part of."""
    found = [node.item] if node.item else []
    while found and found[-1].parent >= 0:
        found.append(node.document.items[found[-1].parent])
    return found


def _collect_requirements(
    view: View, node: Node, chain: Sequence[Item], spec: Node | None
) -> Iterator[Piece]:
    """Yield what a task covers, or what it is a part of; else all that its spec asks for."""
    spans = [part.span for part in chain]
    edges = [e for e in view.covers.get(node.document.path, ()) if e.source.item]
    mine = [e for span in spans for e in edges if e.source.item and e.source.item.span == span]
    covered = [
        whole for edge in mine if edge.target and (whole := _whole_requirement(view, edge.target))
    ]
    for requirement in covered:
        yield make_item_piece(view, requirement, "Requirements", "covered by the task")
    if not covered and spec:
        for requirement in _all_requirements(view, spec):
            yield make_item_piece(
                view, requirement, "Requirements", "the task names none of the spec's"
            )


def _whole_requirement(view: View, node: Node) -> Node | None:
    """Return the requirement that a criterion belongs to, or the requirement itself."""
    if node.kind != "criterion" or node.item is None or node.item.parent < 0:
        return node
    above = node.document.items[node.item.parent]
    return view.project.nodes.get(item_id(node.document, above))


def _all_requirements(view: View, spec: Node) -> Iterator[Node]:
    for found in spec.document.items_of("requirement"):
        if node := view.project.nodes.get(item_id(spec.document, found)):
            yield node


def _collect_predecessors(view: View, node: Node) -> Iterator[Piece]:
    """Yield what a task comes after in a line each, the nearest first."""
    seen, ahead = {node.id}, [node]
    while ahead:
        nearest: list[Node] = []
        for task in ahead:
            for part in _task_chain(task):
                edges = view.links_after(task.document, part)
                targets = [e.target for e in edges if e.target and e.is_fitting]
                nearest += [t for t in targets if t.id not in seen]
                seen.update(t.id for t in targets)
        for task in nearest:
            if task.item:
                near = task.document is node.document
                name = one_line(task.item.name if near else task.id)
                yield make_pointer(view, task, "Before it", describe_task(name, task.item))
        ahead = nearest


# A spec.


def _collect_spec(view: View, spec: Node) -> Iterator[Piece]:
    document = spec.document
    paths = [*globs_of(document, "touches"), *_written_files(view, spec)]
    yield from _collect_body(view, document, "Spec")
    for feature in features_of(view.project, spec):
        yield make_item_piece(view, feature, "Feature")
    yield from collect_decisions(view, spec, paths, whole=True)
    yield from _collect_related(view, spec)
    for edge in view.project.links_from(spec, "depends_on"):
        if edge.target and edge.target is not spec:
            yield _point_to_dependency(view, edge.target)
    yield from _collect_shaped(view, features_of(view.project, spec))
    yield from collect_standards(view, paths)
    for tasks in view.project.tasks_of(spec):
        yield from _list_tasks(view, tasks)
    yield from collect_mission(view, spec, CORE)


def _collect_related(view: View, spec: Node) -> Iterator[Piece]:
    """Yield by name the decisions that name the spec as related, decided or not."""
    for edge in view.project.links_to(spec, "relates_to"):
        if not edge.source.is_over:
            yield _point_to(view, edge.source, "Related decisions")


def _written_files(view: View, spec: Node) -> list[str]:
    """Return the files that the tasks of a spec name."""
    lists = view.project.tasks_of(spec)
    return list(
        dict.fromkeys(p for t in lists for i in t.items_of("task") for p in i.list_values("files"))
    )


def _collect_body(view: View, document: Document, group: str) -> Iterator[Piece]:
    """Yield a document section by section, its requirements one by one."""
    requirements = [found for found in document.items_of("requirement") if found.parent < 0]
    for passage in split_sections(document):
        inside = [r for r in requirements if passage.line <= _line_of(document, r) <= passage.end]
        if inside:
            for found in inside:
                key = item_id(document, found) if found.name else document.id
                whole = of_item(document, found)
                title = one_line(found.title.value, 80)
                yield Piece(
                    group, one_line(key), title, whole, "", "", mark_unsettled(view, document)
                )
        elif passage.text:
            lead = f"**{passage.heading}**" if passage.heading else ""
            yield make_piece(view, document, group, passage, title=passage.heading, lead=lead)


def _line_of(document: Document, found: Item) -> int:
    return document.source.find_position(found.span.start)[0]


def _point_to_dependency(view: View, spec: Node) -> Piece:
    said = f"**{one_line(spec.id)} {title_of(spec)}** ({one_line(spec.progress)})"
    return make_piece(
        view, spec.document, "Specs it depends on", find_intro(spec.document), lead=said
    )


def _collect_shaped(view: View, features: Sequence[Node]) -> Iterator[Piece]:
    """Yield the shaped ideas that name one of some features."""
    for feature in features:
        for edge in view.project.links_to(feature, "feature"):
            if edge.source.kind == "requirements":
                document = edge.source.document
                said = view.standing_of(document).word
                yield from _collect_body(view, document, f"Shaped idea ({said})")


def _list_tasks(view: View, tasks: Document) -> Iterator[Piece]:
    for found in tasks.items_of("task"):
        key = item_id(tasks, found) if found.name else ""
        if node := view.project.nodes.get(key):
            yield make_pointer(view, node, "Tasks", describe_task(one_line(found.name), found))


# A feature.


def _collect_feature(view: View, feature: Node) -> Iterator[Piece]:
    yield make_item_piece(view, feature, "Feature")
    yield from _collect_earlier_features(view, feature)
    yield from _collect_shaped(view, [feature])
    for spec in view.project.specs_of(feature):
        if not spec.is_over:
            said = view.standing_of(spec.document).word
            yield from _collect_body(view, spec.document, f"{one_line(spec.id)} ({said})")
    yield from collect_mission(view, feature)
    yield from _point_to_documents(view, "adr", "Decisions in force")
    yield from _point_to_documents(view, "standard", "Standards")


def _collect_earlier_features(view: View, feature: Node) -> Iterator[Piece]:
    for edge in view.links_after(feature.document, feature.item) if feature.item else ():
        if edge.target and edge.is_fitting:
            specs = ", ".join(one_line(s.id) for s in view.project.specs_of(edge.target))
            name = f"{one_line(edge.target.id)} {title_of(edge.target)}"
            said = f"{name} ({one_line(edge.target.progress)}): {specs or 'no spec'}"
            yield make_pointer(view, edge.target, "Before it", said)


def _point_to_documents(view: View, kind: str, group: str) -> Iterator[Piece]:
    """Yield documents that are in force and approved by their names, with where they lie."""
    for document in view.project.documents_of(kind):
        node = view.project.node_of(document)
        if not node.is_over and (kind != "adr" or maturity_of(document.status) >= APPROVED):
            yield _point_to(view, node, group)


def _point_to(view: View, node: Node, group: str) -> Piece:
    unsettled = mark_unsettled(view, node.document)
    more = f" ({unsettled})" if unsettled else ""
    name = f"{name_of(node.document)} {title_of(node)}{more}"
    return make_pointer(view, node, group, f"{name}: `{one_line(node.document.path)}`")
