"""How the texts of `awos_lint.layouts.openspec` are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.core.config import Config, Limits
from awos_lint.core.model.document import Document, Item, Problem, State
from awos_lint.core.model.kinds import Kind
from awos_lint.core.text import Span, escape_text
from awos_lint.layouts import Claim
from awos_lint.layouts.dialect.capabilities import read_capabilities
from awos_lint.layouts.dialect.checklist import Grammar, read_checklist, settled_names
from awos_lint.layouts.dialect.deltas import DELTA, find_shortcomings, no_scenario, read_delta
from awos_lint.layouts.dialect.misnamed import has_boxes
from awos_lint.layouts.dialect.open_document import Opened, Said, complete_document, open_document
from awos_lint.layouts.dialect.openspec_config import check_config
from awos_lint.layouts.dialect.requirement_blocks import (
    Block,
    Section,
    find_blocks,
    find_lost,
    find_sections,
    has_text,
    list_children,
    make_items,
    requirement_name,
)
from awos_lint.layouts.dialect.text_lines import Page
from awos_lint.layouts.dialect.yaml_files import yaml_page

_NAMED = 3


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read one document; nothing when a candidate turns out to be no task list."""
    text = open_document(claimed.path, data, config.limits)
    if not claimed.kind:
        if not has_boxes(text.body):
            return ()
        claimed = replace(claimed, kind="tasks")
    title = (claimed.id or claimed.path).removesuffix("/tasks.md").rpartition("/")[2]
    blank = Document(
        text.source, claimed.kind, claimed.id, title, layout="openspec", implied=claimed.implied
    )
    if "config" in claimed.implied:
        return (_read_config(blank, data, config.limits),)
    if claimed.path.endswith(".yaml"):
        return (yaml_page(blank, data, config.limits),)
    return (complete_document(blank, text, _read_facts(claimed, text)),)


def _read_config(blank: Document, data: bytes, limits: Limits) -> Document:
    """Read OpenSpec's configuration, in which one value may be a page of text."""
    most = limits.document_bytes
    page = yaml_page(blank, data, limits.model_copy(update={"front_bytes": most, "scalar": most}))
    return replace(page, problems=(*page.problems, *check_config(page)))


def _read_facts(claimed: Claim, text: Opened) -> Said:
    page = Page(text.source, text.front.body, text.body)
    if claimed.kind == "spec":
        return _read_main(page)
    if "base" in claimed.implied:
        delta = read_delta(page)
        return Said(tuple(delta.items), problems=tuple(delta.problems))
    if claimed.kind == "tasks":
        return _read_tasks(claimed, text)
    if "misplaced" in claimed.implied:
        return Said(problems=_report_misplaced(page, claimed.implied["misplaced"]))
    return read_capabilities(text) if claimed.kind == "requirements" else Said()


def _read_main(page: Page) -> Said:
    every = find_sections(page)
    found = find_blocks(page, page.body.headings)
    called = (s for s in every if s.heading.title.casefold() == "requirements")
    home = next((section for section in called if not section.closed), None)
    foreign = [section for section in every if section.operation]
    # Without a section of its own, the spec is told to rename the heading.
    problems = [_delta_heading(section) for section in foreign] if home else []
    if home:
        inside = {heading.span for heading in home.inner}
        told = inside.union(heading.span for section in foreign for heading in section.inner)
        problems += [
            _report_outside(b.name, b.heading.span) for b in found if b.heading.span not in told
        ]
        for block in found:
            if block.heading.span in inside:
                problems += find_shortcomings(block)
        problems += _report_others(page, home)
        # What was pasted as a delta below the heading are its requirements.
        problems += () if foreign else _report_nothing(home)
    else:
        problems += _report_level(page, found)
    return Said(make_items(page, found), problems=tuple(problems))


def _delta_heading(section: Section) -> Problem:
    return Problem(
        "requirement-misplaced",
        f"`{section.heading.title}` is a section of a delta, and this is the spec itself",
        section.heading.span,
        "move what stands below it under `## Requirements`",
    )


def _report_outside(name: str, span: Span) -> Problem:
    return Problem(
        "requirement-misplaced",
        f"requirement `{escape_text(name, 80)}` stands outside `## Requirements`, so nothing "
        "reads it",
        span,
        "move it into the section `## Requirements`",
    )


def _report_level(page: Page, found: Sequence[Block]) -> Iterator[Problem]:
    """Yield a heading that is called like the section and is of another level."""
    for heading in page.body.headings:
        if heading.title.casefold() == "requirements":
            yield Problem(
                "requirement-misplaced",
                f"`{heading.title}` is not written as a section here, so nothing reads the "
                "requirements",
                heading.span,
                "write it as `## Requirements`, on level 2 and without number signs behind it",
                tuple((block.heading.span, "this one is not read") for block in found),
            )
            return


def _report_others(page: Page, home: Section) -> Iterator[Problem]:
    """Yield headings that are no requirements, which OpenSpec takes for such, without scenarios."""
    for heading in find_lost(home):
        message = f"`{escape_text(heading.title, 80)}` stands below no requirement"
        help_ = "write requirements as `### Requirement: …`, and scenarios one level below them"
        yield Problem("requirement-misplaced", message, heading.span, help_)
    for heading, inner in list_children(home):
        if not requirement_name(page, heading) and not any(has_text(page, h) for h in inner):
            yield no_scenario(escape_text(heading.title, 80), heading)


def _report_nothing(home: Section) -> Iterator[Problem]:
    if not home.inner:
        yield Problem(
            "requirement-none",
            "this spec states no requirement",
            home.heading.span,
            "write each one as `### Requirement: …` below this heading",
        )


def _report_misplaced(page: Page, inside: str) -> tuple[Problem, ...]:
    """Report a delta in a file that OpenSpec does not read as one."""
    found = next((section for section in find_sections(page) if section.operation), None)
    folder, _, name = inside.removesuffix(".md").rpartition("/")
    home = f"{folder}/{name}" if folder == "specs" else folder
    right = "specs/<capability>/spec.md" if home in ("specs", "specs/spec") else f"{home}/spec.md"
    if found is None:
        return ()
    return (
        Problem(
            DELTA,
            f"nothing applies a delta that stands in {inside}",
            found.heading.span,
            f"move it to {right} in the folder of the change",
        ),
    )


def _read_tasks(claimed: Claim, text: Opened) -> Said:
    found = read_checklist(text.source.text, text.body.entries, Grammar())
    if "archived" in claimed.implied:
        # Numbers in the archive are referred to by nobody, and what they say is history.
        history = tuple(replace(item, name="", parent=-1) for item in found)
        problems = tuple(_report_unfinished(found, claimed.implied["archived"]))
        return Said(history, problems=problems)
    kept, problems = settled_names(found, "task")
    return Said(kept, problems=problems)


def _report_unfinished(found: tuple[Item, ...], change: str) -> Iterator[Problem]:
    left = [item for item in found if item.state in (State.OPEN, State.ACTIVE)]
    if left:
        total = sum(item.state is not State.CANCELLED for item in found)
        names = ", ".join(_name_item(item) for item in left[:_NAMED])
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        yield Problem(
            "approval-archived-unfinished",
            f"{change} is archived with {len(left)} of {total} tasks left: {names}{more}",
            left[0].box,
            "tick what was done, strike through what nobody will do, or take the change out of "
            "the archive",
        )


def _name_item(item: Item) -> str:
    return item.name or f"`{escape_text(item.title.value, 40)}`"
