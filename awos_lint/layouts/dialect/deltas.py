"""A delta: what a change adds to the requirements of a spec, modifies, removes and renames."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from awos_lint.core.model.document import Heading, Item, Problem, Text
from awos_lint.core.text import Span, escape_text
from awos_lint.layouts.dialect.requirement_blocks import (
    OPERATIONS,
    Block,
    Section,
    find_blocks,
    find_listed,
    find_renames,
    find_sections,
    fold_name,
    make_items,
    make_requirement,
    requirement_name,
)
from awos_lint.layouts.dialect.text_lines import Page

DELTA = "requirement-delta-malformed"
CONFLICT = "requirement-delta-conflict"

_SECTIONS = ", ".join(f"`## {operation} Requirements`" for operation in OPERATIONS)
_KEEP = "keep one of the two entries"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_REASON = re.compile(r"(?!\s*`?###)(?!\W*migration\W*?:)(?:\W*reason\W*?:)?+\W*\w", re.IGNORECASE)
"""A line that says something else than a name, a migration, or the label alone."""
_NEW = ("ADDED", "RENAMED")
"""Operations that give the spec a name, of which no two may differ only in case or blanks."""
_CLASH = (("MODIFIED", "REMOVED"), ("MODIFIED", "ADDED"), ("ADDED", "REMOVED"))


@dataclass(slots=True)
class Delta:
    """What the sections of a delta say.

    ``items`` are the requirements with field ``delta``, the operation, and renamed ones with
    field ``from``, the name before; an entry that contradicts another one has no name.
    """

    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    found: bool = False
    """Whether there is a section of a delta."""
    names: dict[str, dict[str, Span]] = field(
        default_factory=lambda: {operation: {} for operation in OPERATIONS}
    )
    spelled: dict[str, dict[str, str]] = field(
        default_factory=lambda: {operation: {} for operation in OPERATIONS}
    )
    """By operation, the first name of each spelling that only one name may have."""


def read_delta(page: Page) -> Delta:
    """Read a text as a delta; never raises."""
    delta = Delta()
    every = find_sections(page)
    known = [section for section in every if section.operation]
    delta.found = bool(known)
    for section in known:
        _HANDLERS[section.operation](delta, page, section)
        if not _has_requirements(page, section):
            delta.problems.append(_report_empty(section))
    delta.problems += _report_strays(page, every)
    delta.problems += _find_clashes(delta.names)
    delta.problems += _rename_clashes(delta)
    if not known:
        delta.problems.append(_report_none(page))
    return delta


def _has_requirements(page: Page, section: Section) -> bool:
    if section.operation == "RENAMED":
        return any(find_renames(page, section))
    named = any(requirement_name(page, heading) for heading in section.inner)
    return named or (section.operation == "REMOVED" and any(find_listed(page, section)))


def _report_empty(section: Section) -> Problem:
    how = "`- FROM:` and `- TO:`" if section.operation == "RENAMED" else "`### Requirement: …`"
    return Problem(
        DELTA,
        f"the section `{section.heading.title}` names no requirement",
        section.heading.span,
        f"write each one as {how}, or remove the section",
    )


def _report_none(page: Page) -> Problem:
    title = next(iter(page.body.headings), None)
    return Problem(
        DELTA,
        "this delta has no section that says what it does to the spec",
        title.span if title else None,
        f"put the requirements under one of {_SECTIONS}",
    )


def _report_strays(page: Page, every: list[Section]) -> Iterator[Problem]:
    """Report requirements that stand where nothing reads them; all of them when none is read."""
    if not any(section.operation for section in every):
        return
    inside = {h.span for s in every if s.operation for h in s.inner}
    for heading in page.body.headings:
        if requirement_name(page, heading) and heading.span not in inside:
            name = escape_text(requirement_name(page, heading), 80)
            yield Problem(
                DELTA,
                f"requirement `{name}` stands in no section of the delta, so it is not applied",
                heading.span,
                f"move it under one of {_SECTIONS}",
            )


def _read_changed(delta: Delta, page: Page, section: Section) -> None:
    """Take requirements that are added or modified: these need a text and a scenario."""
    found = find_blocks(page, section.inner, delta=True)
    for block in found:
        delta.problems += find_shortcomings(block)
    start = len(delta.items)
    for item in make_items(page, found):
        named = item.kind == "requirement"
        placed = item if named else replace(item, parent=item.parent + start)
        delta.items.append(_enter_item(delta, section, placed, item.anchor) if named else placed)


def find_shortcomings(block: Block) -> Iterator[Problem]:
    """Yield what a requirement lacks that is in force or is to be."""
    name = escape_text(block.name, 80)
    if block.body is None:
        yield Problem(
            "requirement-no-text",
            f"requirement `{name}` has no text",
            block.heading.span,
            "write below the heading what the system SHALL do",
        )
    if not block.scenarios:
        yield no_scenario(name, block.heading, block.empty)


def no_scenario(name: str, heading: Heading, empty: tuple[Heading, ...] = ()) -> Problem:
    """Return the problem of a requirement without a scenario; empty ones do not count."""
    return Problem(
        "requirement-no-scenario",
        f"requirement `{name}` has no scenario" + (" with a text" if empty else ""),
        heading.span,
        "add `#### Scenario: …` with the lines WHEN and THEN below it",
        tuple((other.span, "nothing stands below this one") for other in empty[:3]),
    )


def _read_removed(delta: Delta, page: Page, section: Section) -> None:
    # What stands above the first one may be the reason for all of them.
    reasons = _has_reasons(page, page.own_span(section.heading))
    for heading in section.inner:
        if name := requirement_name(page, heading):
            item = make_requirement(name, heading, None)
            delta.items.append(_enter_item(delta, section, item, heading.span))
            if not reasons and not _has_reasons(page, heading.section):
                delta.problems.append(_no_reason(name, heading.span))
    for text in find_listed(page, section):
        delta.items.append(_enter_item(delta, section, _make_named(text), text.span))
        if not _has_reasons(page, section.heading.section):
            delta.problems.append(_no_reason(text.value, text.span))


def _has_reasons(page: Page, span: Span) -> bool:
    """Whether anything stands in a range besides names, empty labels and how to migrate."""
    if any(_REASON.match(line.text) for line in page.lines_within(span)):
        return True
    written = page.source.text[span.start : span.end]
    return not page.lines_within(span) and re.search(r"\w", _COMMENT.sub("", written)) is not None


def _no_reason(name: str, span: Span) -> Problem:
    return Problem(
        "requirement-no-reason",
        f"`{escape_text(name, 80)}` is removed without a reason",
        span,
        "write `**Reason**: …` below it, and `**Migration**: …` with what replaces it",
    )


def _read_renamed(delta: Delta, page: Page, section: Section) -> None:
    pending: Text | None = None
    for side, name in ((each.side, each.name) for each in find_renames(page, section)):
        if side == "FROM":
            delta.problems += _report_unpaired(pending, "FROM", "TO")
            pending = name
        elif pending is None:
            delta.problems += _report_unpaired(name, "TO", "FROM")
        else:
            item = replace(_make_named(name), fields={"from": (pending,)})
            delta.items.append(_enter_item(delta, section, item, name.span))
            pending = None
    delta.problems += _report_unpaired(pending, "FROM", "TO")


def _report_unpaired(name: Text | None, side: str, other: str) -> list[Problem]:
    if name is None:
        return []
    message = (
        f"`{side}: {escape_text(name.value, 80)}` has no line `{other}:`, so nothing is renamed"
    )
    help_ = "write each renaming as a line `- FROM:` and a line `- TO:` below it"
    return [Problem(DELTA, message, name.span, help_)]


def _make_named(text: Text) -> Item:
    return Item("requirement", text.value, Text("", text.span), text.span, text.span)


def _enter_item(delta: Delta, section: Section, item: Item, at: Span) -> Item:
    """Note a requirement under its operation; one that is there already loses its name."""
    names, operation = delta.names[section.operation], section.operation
    fields = {**item.fields, "delta": (Text(operation, section.heading.span),)}
    spelled = fold_name(item.name) if operation in _NEW else item.name
    first = delta.spelled[operation].setdefault(spelled, item.name)
    if names.setdefault(item.name, at) == at and first == item.name:
        return replace(item, fields=fields)
    other = "" if first == item.name else f", first as `{escape_text(first, 80)}`"
    delta.problems.append(
        Problem(
            CONFLICT,
            f"`{escape_text(item.name, 80)}` stands twice under {operation}{other}",
            at,
            "keep one of the two",
            ((names[first], "it stands here first"),),
            subject=(item.name, operation),
        )
    )
    return replace(item, name="", fields=fields)


def _find_clashes(names: Mapping[str, Mapping[str, Span]]) -> Iterator[Problem]:
    for one, other in _CLASH:
        for name, at in names[one].items():
            if name in names[other]:
                yield Problem(
                    CONFLICT,
                    f"`{escape_text(name, 80)}` is both {one} and {other}",
                    at,
                    "decide what the change does to it, and remove the other entry",
                    ((names[other][name], f"it is {other} here"),),
                    subject=(name, one, other),
                )


def _rename_clashes(delta: Delta) -> Iterator[Problem]:
    """Yield where renaming a requirement contradicts the rest of its delta."""
    spelled = {
        operation: {fold_name(name): at for name, at in delta.names[operation].items()}
        for operation in ("REMOVED", "ADDED")
    }
    before: dict[str, Span] = {}
    for item in delta.items:
        for old in item.fields.get("from", ()):
            if at := delta.names["MODIFIED"].get(old.value):
                said = f"`{escape_text(old.value, 80)}` is renamed, and modified under its old name"
                yield Problem(CONFLICT, said, at, f"modify it as `{escape_text(item.name, 80)}`")
            yield from _rename_clash(spelled, item.name, old)
            first = before.setdefault(old.value, old.span)
            if first != old.span:
                message = f"`{escape_text(old.value, 80)}` is renamed twice"
                related = ((first, "it is renamed here first"),)
                yield Problem(CONFLICT, message, old.span, _KEEP, related)


def _rename_clash(
    spelled: Mapping[str, Mapping[str, Span]], new: str, old: Text
) -> Iterator[Problem]:
    """Yield where another spelling of either name is removed or added, too."""
    if at := spelled["REMOVED"].get(fold_name(old.value)):
        said = f"`{escape_text(old.value, 80)}` is both RENAMED and REMOVED"
        yield Problem(CONFLICT, said, at, _KEEP)
    if at := spelled["ADDED"].get(fold_name(new)):
        said = f"`{escape_text(new, 80)}` is added, and another requirement is renamed to it"
        yield Problem(CONFLICT, said, at, "give one of them another name")


_HANDLERS = {
    "ADDED": _read_changed,
    "MODIFIED": _read_changed,
    "REMOVED": _read_removed,
    "RENAMED": _read_renamed,
}
