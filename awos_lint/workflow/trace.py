"""What something comes from and what it leads to, from the mission down to the files and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from awos_lint.core.escape import show_text, to_json
from awos_lint.core.model.document import Item
from awos_lint.core.text import escape_text
from awos_lint.graph.build import item_id
from awos_lint.graph.project import Node, Project
from awos_lint.graph.writes import is_glob, normalize_path
from awos_lint.workflow.scope import find_within, globs_of
from awos_lint.workflow.view import one_line, title_of

_LINKS = ("covers", "feature", "decisions", "mission", "spec")
"""The links that lead upward: from a task to its requirement, from a roadmap to its mission."""

_TITLE = 80


@dataclass(frozen=True, slots=True)
class Stop:
    """A node or a file on the way; ``again`` when it was met before and is not followed twice."""

    id: str
    kind: str
    title: str
    state: str
    path: str
    line: int
    depth: int
    via: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a trace begins, and what lies on both sides of it, each below what leads to it."""

    begin: Stop
    upstream: tuple[Stop, ...]
    downstream: tuple[Stop, ...]


class Tracer:
    """The ways through a project; a file goes by its path from the repository root."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def is_known(self, key: str) -> bool:
        """Return whether something has this id, or a document speaks of this file."""
        return key in self._project.nodes or key in self._up or key in self._project.files.paths

    def trace_node(self, key: str) -> Trace:
        """Return the ways from a node or file that is :meth:`is_known`."""
        up = self._up if key in self._project.nodes else self._of_file(key)
        return Trace(
            self._make_stop(key, 0, ""),
            tuple(self._walk_ways(key, up)),
            tuple(self._walk_ways(key, self._down)),
        )

    def _walk_ways(self, key: str, ways: Mapping[str, list[tuple[str, str]]]) -> Iterator[Stop]:
        """Yield what can be reached, in depth first; a stack, because chains may be long."""
        met = {key}
        ahead = [(next_, 1, via) for via, next_ in reversed(ways.get(key, []))]
        while ahead:
            found, depth, via = ahead.pop()
            onward = ways.get(found, [])
            again = found in met and bool(onward)
            if onward or not self._is_criterion(found):
                yield self._make_stop(found, depth, via, again)
            if not again:
                met.add(found)
                ahead += [(next_, depth + 1, way) for way, next_ in reversed(onward)]

    def _is_criterion(self, key: str) -> bool:
        """Whether a node is a criterion; those that no task covers would only fill the page."""
        node = self._project.nodes.get(key)
        return node is not None and node.kind == "criterion"

    def _make_stop(self, key: str, depth: int, via: str, again: bool = False) -> Stop:
        node = self._project.nodes.get(key)
        if node is None:
            return Stop(key, "file", "", self._describe_file(key), key, 0, depth, via, again)
        line = node.document.source.find_location(node.place.span).line
        # Requirements have no state of their own.
        state = "" if node.item and node.state is None else node.progress
        path = node.document.path
        return Stop(key, node.kind, title_of(node), state, path, line, depth, via, again)

    def _describe_file(self, path: str) -> str:
        files = self._project.files
        if is_glob(path):
            return "" if files.matches_any(path) else "matches nothing"
        return "" if files.has_path(path) else "missing"

    @cached_property
    def _down(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for upper, via, lower in self._list_pairs():
            entry = via, lower
            if entry not in found.setdefault(upper, []):
                found[upper].append(entry)
        return found

    @cached_property
    def _up(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for upper, below in self._down.items():
            for via, lower in below:
                found.setdefault(lower, []).append((via, upper))
        return found

    def _of_file(self, path: str) -> Mapping[str, list[tuple[str, str]]]:
        """Return the ways upward with those from a file, also where globs and folders name it."""
        files = self._project.files
        spoken = [key for key in self._up if key not in self._project.nodes]
        above = [
            entry for key in spoken if find_within(files, [key], [path]) for entry in self._up[key]
        ]
        return {**self._up, path: list(dict.fromkeys(above))}

    def _list_pairs(self) -> Iterator[tuple[str, str, str]]:
        """Yield upper, kind of link, and lower, in the order of the documents."""
        project = self._project
        for edge in project.links_of(*_LINKS):
            if edge.target and edge.target is not edge.source:
                # A feature names its spec, and a spec its feature: both lead from above.
                down = edge.kind == "spec" and edge.source.kind == "feature"
                upper, lower = (edge.source, edge.target) if down else (edge.target, edge.source)
                yield upper.id, "feature" if down else edge.kind, lower.id
        for node in project.nodes.values():
            if node.item:
                yield from self._of_item(node, node.item)
            else:
                for glob in globs_of(node.document):
                    yield node.id, "applies_to", project.files.resolve_path(normalize_path(glob))

    def _of_item(self, node: Node, item: Item) -> Iterator[tuple[str, str, str]]:
        document = node.document
        if node.kind == "task":
            for path in item.list_values("files"):
                yield node.id, "files", self._project.files.resolve_path(normalize_path(path))
        if node.kind == "task" and self._is_serving(node):
            return
        parent = document.items[item.parent] if item.parent >= 0 else None
        upper = item_id(document, parent) if parent and parent.name else document.id
        if upper in self._project.nodes and upper != node.id:
            yield upper, "part of", node.id

    def _is_serving(self, node: Node) -> bool:
        return any(edge.target for edge in self._project.links_from(node, "covers"))


def write_text(trace: Trace) -> str:
    """Return a trace for people, what leads to something above it and indented less."""
    begin = trace.begin
    where = f"{begin.path}:{begin.line}" if begin.line else begin.path
    lines = [_write_line(begin), f"  {where}"]
    for title, stops in (("Upstream", trace.upstream), ("Downstream", trace.downstream)):
        lines += ["", title, *(_write_line(stop) for stop in stops)] if stops else []
    return "".join(f"{show_text(line)}\n" for line in lines)


def _write_line(stop: Stop) -> str:
    state = f" ({stop.state})" if stop.state else ""
    again = ", see above" if stop.again else ""
    name = f"{one_line(stop.id)} {escape_text(stop.title, _TITLE)}".strip()
    return f"{'  ' * stop.depth}{name}{state}{again}"


def as_json(trace: Trace) -> str:
    """Return a trace as JSON: flat lists, whose ``depth`` says what stands below what."""
    return to_json(
        {
            "version": 1,
            **_make_entry(trace.begin),
            "upstream": _make_entries(trace.upstream),
            "downstream": _make_entries(trace.downstream),
        }
    )


def _make_entries(stops: Iterable[Stop]) -> list[dict[str, object]]:
    return [
        {**_make_entry(stop), "depth": stop.depth, "via": stop.via, "again": stop.again}
        for stop in stops
    ]


def _make_entry(stop: Stop) -> dict[str, object]:
    return {
        "id": stop.id,
        "kind": stop.kind,
        "title": stop.title,
        "state": stop.state,
        "path": stop.path,
        "line": stop.line,
    }
