"""Items in the native grammar: requirements with criteria, tasks and features with their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from awos_lint.core.model.document import Document, Item, State
from awos_lint.core.text import LINE_BREAK, Span
from awos_lint.graph.build import item_id
from awos_lint.graph.project import Project
from awos_lint.scaffold.migrate.homes import Homes
from awos_lint.scaffold.migrate.ids import Ids, is_kept

_BOXES = {State.DONE: "x", State.ACTIVE: "-"}
_MARKER = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])?\s*")
_FIELD = re.compile(r"[_*]*(?:Requirements?|Validates|Depends|Dependencies)\b.*:.*", re.IGNORECASE)
_STEPS = re.compile(r"(?m)^\s*[-*+]\s+|\*\*")
_STORY = re.compile(r"^User Story \d+\s*[-–—:]\s*|\s*\(Priority:[^)]*\)\s*$", re.IGNORECASE)
_SCENARIO = re.compile(
    r"^\s*(?:\d{1,3}[.)]|[-*+])\s+(?P<text>\**given\b.*(?:\n[ \t]+(?![-*+]\s|\d+[.)]\s)\S.*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_LABELS = re.compile(r"\*\*|~~")


def write_requirements(project: Project, document: Document, ids: Ids) -> Iterator[str]:
    """Yield the section of a spec's requirements, where the native layout cannot read them."""
    if document.implied.get("change"):
        lines = list(_of_change(project, document))
    else:
        lines = [
            line
            for index, item in enumerate(document.items)
            if (item.kind == "requirement" or item.parent >= 0) and not is_kept(document, item)
            for line in _write_requirement(document, item, ids.id_of(document, index))
        ]
    if lines:
        yield "## Functional requirements\n\n" + "\n".join(lines)


def _of_change(project: Project, change: Document) -> Iterator[str]:
    """Yield what the deltas of a change add and modify, counted through all of them."""
    number = criteria = 0
    for delta in project.documents_of("requirements"):
        mine = "base" in delta.implied and delta.implied.get("change") == change.id
        for item in delta.items if mine else ():
            top = delta.items[item.parent] if item.kind == "criterion" else item
            if {"ADDED", "MODIFIED"}.isdisjoint(top.list_values("delta")):
                continue
            if item is top:
                number, criteria = number + 1, 0
                yield _write_entry(delta, item, f"FR-{number}")
            else:
                criteria += 1
                yield _write_entry(delta, item, f"AC-{criteria}")


def _write_requirement(document: Document, item: Item, name: str) -> Iterator[str]:
    """Yield the line of a requirement or a criterion; a story has its scenarios below it."""
    story = next((h for h in document.headings if _is_holding(h.span, item.anchor)), None)
    if item.kind != "requirement" or item.title.value or story is None:
        yield _write_entry(document, item, name)
        return
    yield f"- **{name}** {_join_words(_STORY.sub('', story.title))}"
    text = document.source.text[story.section.start : story.section.end]
    for number, scenario in enumerate(_SCENARIO.finditer(text), 1):
        yield f"  - AC-{number}: {_join_words(_LABELS.sub('', scenario['text']))}"


def _is_holding(span: Span, inner: Span) -> bool:
    return span.start <= inner.start and inner.end <= span.end


def _write_entry(document: Document, item: Item, name: str) -> str:
    """Return the line of a requirement, or that of a criterion below it."""
    if item.kind == "requirement":
        return f"- **{name}** {_join_words(_word_requirement(item))}"
    text, steps = item.title.value, _join_words(_write_steps(document, item))
    text = f"{text}: {steps}" if steps else text
    return f"  - {name}: {_join_words(text)}"


def _word_requirement(item: Item) -> str:
    """Return a requirement's text, with its name in front where that is a catchword."""
    catchword = item.name and not re.fullmatch(r"[\d.]+|[A-Z]+-?\d+", item.name)
    return f"{item.name}: {item.title.value}" if catchword else item.title.value


def _write_steps(document: Document, scenario: Item) -> str:
    text = document.source.text[scenario.title.span.end : scenario.span.end]
    return _STEPS.sub("", text)


def _join_words(text: str) -> str:
    return " ".join(text.split())


def write_tasks(document: Document, ids: Ids) -> str:
    """Return the tasks of a list below their headings."""
    return "\n".join(_write_list(document, lambda index: _write_task(document, index, ids)))


def write_features(project: Project, document: Document, homes: Homes, ids: Ids) -> str:
    """Return the features of a roadmap below their headings, with links to their specs."""
    return "\n".join(
        _write_list(document, lambda index: _write_feature(project, document, index, homes, ids))
    )


def _write_list(document: Document, lines: Callable[[int], Iterator[str]]) -> Iterator[str]:
    """Yield items, indented as they are nested, with the headings that they stand below."""
    section = -1
    for index, item in enumerate(document.items):
        if item.section != section and item.parent < 0 and item.section >= 0:
            section = item.section
            heading = document.headings[section]
            if heading.level > 1:
                yield f"\n{'#' * heading.level} {heading.title}\n"
        indent = "  " * _depth_of(document, item)
        yield from (f"{indent}{line}" for line in lines(index))


def _depth_of(document: Document, item: Item) -> int:
    depth, parent = 0, item.parent
    while parent >= 0:
        depth, parent = depth + 1, document.items[parent].parent
    return depth


def _write_line(item: Item, name: str, title: str) -> str:
    words = _join_words(_LABELS.sub("", title)).strip(" :")
    shown = f"~~{words}~~" if item.state is State.CANCELLED and words else words
    return f"- [{_BOXES.get(item.state, ' ') if item.state else ' '}] **{name}** {shown}".rstrip()


def _write_task(document: Document, index: int, ids: Ids) -> Iterator[str]:
    item = document.items[index]
    yield _write_line(item, ids.id_of(document, index), item.title.value)
    for key in ("after", "covers"):
        if names := ids.list_links(document, item, key):
            yield f"  - {key}: {', '.join(names)}"
    yield from (f"  - {note}" for note in _write_notes(document, index))


def _write_notes(document: Document, index: int) -> Iterator[str]:
    """Yield the lines of a task's own text below its title; code is left where it is."""
    item = document.items[index]
    if not document.path.endswith(".md"):
        return
    later = (i.span.start for i in document.items[index + 1 :])
    end = min(item.span.end, next(later, item.span.end))
    text = document.source.text[item.title.span.end : end]
    if "```" in text or "~~~" in text:
        return
    for line in LINE_BREAK.split(text)[1:]:
        words = _MARKER.sub("", line).strip()
        if words and not _FIELD.fullmatch(words) and not words.startswith(("#", "---", "[")):
            yield words


def _write_feature(
    project: Project, document: Document, index: int, homes: Homes, ids: Ids
) -> Iterator[str]:
    item = document.items[index]
    start = item.title.span.start
    line, _ = document.source.find_position(start)
    yield _write_line(
        item,
        ids.id_of(document, index),
        document.source.text[start : document.source.line_span(line).end],
    )
    node = project.nodes.get(item_id(document, item)) if item.name else None
    for spec in project.specs_of(node) if node and node.item is item else ():
        if home := homes.home_of(spec.document):
            yield f"  - spec: {home.id}"
