"""What a step did to the plan, in Markdown, for the reviewer of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from awos_lint.approvals.assurance import rate_record
from awos_lint.approvals.authorship import find_gained
from awos_lint.approvals.change_kind import measure_extent
from awos_lint.approvals.records import State
from awos_lint.core.model.document import Document
from awos_lint.core.model.document import State as Box
from awos_lint.core.model.files import matches_glob
from awos_lint.core.model.history import Evidence
from awos_lint.core.wording import count_noun
from awos_lint.graph.diff import Version, find_added, find_changed, find_removed
from awos_lint.graph.export import Part, write_mermaid
from awos_lint.graph.project import Edge, Project
from awos_lint.graph.subjects import Change
from awos_lint.report.markdown import escape_cell
from awos_lint.workflow.next_steps import describe_step, write_ended, write_unread
from awos_lint.workflow.status import Status, collect_status
from awos_lint.workflow.view import View, view_of

_MOST = 50
"""Lines of one section at most; what is left out is counted."""
_DRAWN = 30
"""Documents in the graph at most: more of them nobody can read."""
_NAMED = 5
_FEW = 5
"""Open things that are named where it is said how far the product is."""
_LOOSE = {
    State.SUSPECT: "was approved, and something above it has changed since",
    State.VOID: "was changed since its approval",
    State.UNKNOWN: "has an approval that nobody can judge",
    None: "says that it is approved, and no approval is on record",
}


def write_sections(change: Change, evidence: Evidence | None = None) -> list[str]:
    """Return the parts of the page, each with its heading; what has nothing to say is left out."""
    page = _Page(change, evidence or Evidence())
    parts = [
        _write_list("What changed in the plan", page.write_changes()),
        _write_list("Approved in this step", page.write_approvals()),
        _write_list("Suspect or blocked", page.write_trouble()),
        _write_list("Decisions that govern the files", page.write_governing()),
        _draw_part(page.select_part()),
    ]
    found = [part for part in parts if part]
    return found or ["The plan did not change."]


def write_standing(stands: Status) -> str:
    """Return the part of the page that says where the product stands, and what comes next."""
    remaining, found = stands.remaining, stands.next
    lines = [escape_cell(remaining.headline)]
    lines += [f"open: {escape_cell(write_ended(end))}" for end in remaining.loose_ends[:_FEW]]
    lines += [f"not read: {escape_cell(line)}" for line in write_unread(remaining)]
    said = (
        escape_cell(f"{found.id} {found.title}".strip() + f": {describe_step(found, remaining)}")
        if found
        else ""
    )
    commands = ", ".join(f"<code>{escape_cell(command)}</code>" for command in remaining.commands)
    lines.append(": ".join(filter(None, ("next", said, commands))))
    return _write_list("Where it stands", lines)


def _write_list(title: str, lines: Iterable[str]) -> str:
    every = list(lines)
    if not every:
        return ""
    more = [f"- and {len(every) - _MOST} more"] if len(every) > _MOST else []
    return "\n".join([f"### {title}", "", *(f"- {line}" for line in every[:_MOST]), *more])


def _draw_part(part: Part) -> str:
    if not part.edges or len(part.nodes) > _DRAWN:
        return ""
    return f"### The part of the graph that changed\n\n```mermaid\n{write_mermaid(part)}```"


@dataclass(frozen=True)
class _Page:
    change: Change
    evidence: Evidence
    view: View = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "view", view_of(self.after, self.change.config))

    @property
    def after(self) -> Project:
        return self.change.after

    @cached_property
    def pairs(self) -> list[Version]:
        return find_changed(self.change.before, self.after)

    @cached_property
    def new(self) -> list[Document]:
        return find_added(self.change.before, self.after)

    def write_changes(self) -> Iterator[str]:
        """Yield what was added, removed and changed."""
        for document in self.new:
            how = f", {escape_cell(document.status)}" if document.status else ""
            yield f"**added** {_name_document(document)}{how}"
        for document in find_removed(self.change.before, self.after):
            how = f", which was {escape_cell(document.status)}" if document.status else ""
            yield f"**removed** {_name_document(document)}{how}"
        for pair in self.pairs:
            said = "; ".join(self._write_differences(pair))
            yield f"**changed** {_name_document(pair.new)}: {said}"

    def _write_differences(self, pair: Version) -> Iterator[str]:
        old, new = pair
        if old.status != new.status:
            was, now = (escape_cell(text.status or "no status") for text in pair)
            yield f"{was} → **{now}**"
        if old.path != new.path:
            yield f"moved from {escape_cell(old.path)}"
        ticked = [_count_ticked(document) for document in pair]
        if ticked[0] != ticked[1] and ticked[1][1]:
            total = count_noun(ticked[1][1], "task")
            yield f"{ticked[1][0]} of {total} done, before {ticked[0][0]}"
        size = measure_extent(old, new)
        yield f"text: {size}" if size.value != "nothing" else "the text says the same"

    def write_approvals(self) -> Iterator[str]:
        """Yield what got an approval, by whom, and how much of that was verified."""
        olds = {(pair.new.path, pair.new.id): pair.old for pair in self.pairs}
        for document in [*self.new, *(pair.new for pair in self.pairs)]:
            if document.broken:
                continue
            fresh = {i for i, _ in find_gained(olds.get((document.path, document.id)), document)}
            for judged in self.view.approvals.judge_records(document):
                if judged.index in fresh:
                    level = rate_record(self.evidence, document, judged).level
                    worth = f"{judged.state}, {level.word}" if level else str(judged.state)
                    who = f"{escape_cell(judged.record.by)} on {escape_cell(judged.record.at)}"
                    yield f"{_name_document(document)}, by {who} ({worth})"

    def write_trouble(self) -> Iterator[str]:
        """Yield what the step made lose its approval, and what cannot go on since."""
        known = set(_find_trouble(view_of(self.change.before, self.change.policy)))
        yield from (line for line in _find_trouble(self.view) if line not in known)

    def write_governing(self) -> Iterator[str]:
        """Yield the accepted decisions whose scope holds a file of the step."""
        paths = sorted({touch.path for touch in self.change.touches})
        for document in self.after.documents_of("adr"):
            if document.status != "accepted":
                continue
            globs = [
                self.after.files.resolve_path(glob)
                for _, glob in document.list_strings("applies_to")
            ]
            hit = [path for path in paths if any(matches_glob(glob, path) for glob in globs)]
            if hit:
                more = f" and {len(hit) - _NAMED} more" if len(hit) > _NAMED else ""
                listed = ", ".join(map(escape_cell, hit[:_NAMED]))
                yield f"{_name_document(document)}: {listed}{more}"

    def select_part(self) -> Part:
        """Return the documents and features that changed, and what they are linked with."""
        touched = {touch.path for touch in self.change.touches}
        kept = [
            edge for edge in self.after.edges if _is_drawable(edge) and touched & _paths_of(edge)
        ]
        nodes = {n.id: n for edge in kept for n in (edge.source, edge.target) if n}
        return Part(tuple(nodes[key] for key in sorted(nodes)), tuple(kept))


def _find_trouble(view: View) -> Iterator[str]:
    """Yield what has lost its approval, and what cannot go on."""
    for document in view.project.documents:
        yield from (f"{_name_document(document)} {said}" for said in _explain_lost(view, document))
    for row in collect_status(view).rows:
        if row.blocked:
            name, title, why = map(escape_cell, (row.id, row.title, row.blocked))
            yield f"{name} ({title}) is blocked: {why}"


def _explain_lost(view: View, document: Document) -> Iterator[str]:
    state = view.approval_of(document)
    if state is not State.VALID:
        yield _LOOSE[state]
    for _, above in view.approvals.void_above(document) if view.records else ():
        yield f"rests on {escape_cell(above.id)}, whose approval is void"


def _is_drawable(edge: Edge) -> bool:
    ends = (edge.source, edge.target)
    return all(n is not None and (n.item is None or n.kind == "feature") for n in ends)


def _paths_of(edge: Edge) -> set[str]:
    return {node.document.path for node in (edge.source, edge.target) if node}


def _name_document(document: Document) -> str:
    if not document.id:
        return escape_cell(document.path)
    return f"**{escape_cell(document.id)}** {escape_cell(document.title)}".rstrip()


def _count_ticked(document: Document) -> tuple[int, int]:
    """Return how many tasks of a list are done, and how many there are."""
    states = [item.state for item in document.items_of("task")]
    living = [state for state in states if state is not Box.CANCELLED]
    return living.count(Box.DONE), len(living)
