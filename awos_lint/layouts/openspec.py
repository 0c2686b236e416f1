"""OpenSpec: ``openspec/specs/<capability>/spec.md`` and ``openspec/changes/<name>/`` with deltas.

The formats are those of OpenSpec 1.10 to 1.13 (research/frameworks.md §2.4 and §3.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.config import Config
from awos_lint.dialect.checklist import Grammar, read_checklist, settled_names
from awos_lint.dialect.deltas import DELTA, no_scenario, read_delta, shortcomings
from awos_lint.dialect.opened import Opened, Said, completed, opened
from awos_lint.dialect.page import Page
from awos_lint.dialect.requirement_blocks import (
    Section,
    blocks,
    children,
    has_text,
    items,
    requirement_name,
    sections,
)
from awos_lint.dialect.roots import Rooted, qualified, rooted
from awos_lint.dialect.yaml_files import yaml_page
from awos_lint.layouts import Claim, Layout
from awos_lint.model.document import Document, Item, Problem, State
from awos_lint.model.kinds import PAGE, Kind
from awos_lint.text import Span, visible

_MAIN = re.compile(r"specs/(?P<capability>.+)/spec\.md")
_ARCHIVED = re.compile(r"changes/archive/(?P<name>[^/]+)/(?P<inside>.+)")
_CHANGE = re.compile(r"changes/(?P<name>[^/]+)/(?P<inside>.+)")
_DELTA = re.compile(r"specs/(?P<capability>.+)/spec\.md")
_GENERATED = frozenset({"AGENTS.md", "CLAUDE.md"})
_PAGES = frozenset({"design.md"})
_ASIDE = "a file beside a change"
_NAMED = 3


def claims(paths: Sequence[str], _config: Config, _kinds: Mapping[str, Kind]) -> Iterator[Claim]:
    """Yield the documents below each ``openspec`` folder."""
    every = list(rooted(paths, "openspec"))
    real = {f.root for f in every if f.rest.startswith(("specs/", "changes/"))}
    for found in every:
        if found.root in real and found.path.endswith((".md", ".openspec.yaml")):
            yield replace(_claim(found), root=found.root)


def _claim(found: Rooted) -> Claim:
    if match := _ARCHIVED.fullmatch(found.rest):
        return _archived(found, match)
    if match := _CHANGE.fullmatch(found.rest):
        return _change(found, match["name"], match["inside"])
    if match := _MAIN.fullmatch(found.rest):
        name = qualified(found.root, f"specs/{match['capability']}")
        return Claim(found.path, "spec", name)
    if found.rest.startswith("specs/") or "/" not in found.rest:
        generated = found.rest in _GENERATED
        return Claim(found.path, "" if generated else PAGE, aside="made by OpenSpec" * generated)
    return Claim(found.path, aside="a template or a schema")


def _archived(found: Rooted, match: re.Match[str]) -> Claim:
    name = qualified(found.root, f"changes/archive/{match['name']}")
    if match["inside"] == "tasks.md":
        return Claim(found.path, "tasks", f"{name}/tasks.md", implied={"archived": name})
    return Claim(found.path, aside="a part of an archived change")


def _change(found: Rooted, name: str, inside: str) -> Claim:
    change = qualified(found.root, f"changes/{name}")
    if inside == "proposal.md":
        return Claim(found.path, "requirements", change, implied={"change": change})
    if inside == "tasks.md":
        return Claim(found.path, "tasks", f"{change}/tasks.md", implied={"change": change})
    if match := _DELTA.fullmatch(inside):
        base = qualified(found.root, f"specs/{match['capability']}")
        implied = {"change": change, "base": base}
        return Claim(found.path, "requirements", f"{change}/specs/{match['capability']}", "", implied)
    if inside == ".openspec.yaml" or inside in _PAGES:
        return Claim(found.path, PAGE, f"{change}/{inside}", implied={"change": change})
    if inside.startswith("specs/"):
        return Claim(found.path, PAGE, implied={"change": change, "misplaced": inside})
    return Claim(found.path, aside=_ASIDE)


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read one document."""
    text = opened(claimed.path, data, config.limits)
    title = (claimed.id or claimed.path).removesuffix("/tasks.md").rpartition("/")[2]
    blank = Document(
        text.source, claimed.kind, claimed.id, title, layout="openspec", implied=claimed.implied
    )
    if claimed.path.endswith(".yaml"):
        return (yaml_page(blank, data, config.limits),)
    return (completed(blank, text, _said(claimed, text)),)


def _said(claimed: Claim, text: Opened) -> Said:
    page = Page(text.source, text.front.body, text.body)
    if claimed.kind == "spec":
        return _main(page)
    if "base" in claimed.implied:
        delta = read_delta(page)
        return Said(tuple(delta.items), problems=tuple(delta.problems))
    if "misplaced" in claimed.implied:
        return Said(problems=_misplaced(page, claimed.implied["misplaced"]))
    if claimed.kind == "tasks":
        return _tasks(claimed, text)
    return Said()


def _main(page: Page) -> Said:
    every = sections(page)
    found = blocks(page, page.body.headings)
    home = next((s for s in every if s.heading.title.casefold() == "requirements"), None)
    problems = [_delta_heading(section) for section in every if section.operation]
    if home:
        inside = {heading.span for heading in home.inner}
        problems += [_outside(b.name, b.heading.span) for b in found if b.heading.span not in inside]
        for block in found:
            if block.heading.span in inside:
                problems += shortcomings(block)
        problems += _others(page, home)
        problems += _nothing(home)
    return Said(items(page, found), problems=tuple(problems))


def _delta_heading(section: Section) -> Problem:
    return Problem(
        "requirement-misplaced",
        f"`{section.heading.title}` is a section of a delta, and this is the spec itself",
        section.heading.span,
        "move what stands below it under `## Requirements`",
    )


def _outside(name: str, span: Span) -> Problem:
    return Problem(
        "requirement-misplaced",
        f"requirement `{visible(name, 80)}` stands outside `## Requirements`, so nothing reads it",
        span,
        "move it into the section `## Requirements`",
    )


def _others(page: Page, home: Section) -> Iterator[Problem]:
    """Yield headings that are no requirements, which OpenSpec takes for such, without scenarios."""
    for heading, inner in children(home):
        if not requirement_name(heading) and not any(has_text(page, h) for h in inner):
            yield no_scenario(visible(heading.title, 80), heading)


def _nothing(home: Section) -> Iterator[Problem]:
    if not any(heading.level == 3 for heading in home.inner):
        yield Problem(
            "requirement-none",
            "this spec states no requirement",
            home.heading.span,
            "write each one as `### Requirement: …` below this heading",
        )


def _misplaced(page: Page, inside: str) -> tuple[Problem, ...]:
    """Report a delta in a file that OpenSpec does not read as one."""
    found = next((section for section in sections(page) if section.operation), None)
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


def _tasks(claimed: Claim, text: Opened) -> Said:
    found = read_checklist(text.source.text, text.body.entries, Grammar())
    if "archived" in claimed.implied:
        # Numbers in the archive are referred to by nobody, and what they say is history.
        history = tuple(replace(item, name="", parent=-1) for item in found)
        problems = tuple(_unfinished(found, claimed.implied["archived"]))
        return Said(history, problems=problems)
    kept, problems = settled_names(found, "task")
    return Said(kept, problems=problems)


def _unfinished(found: tuple[Item, ...], change: str) -> Iterator[Problem]:
    left = [item for item in found if item.state in (State.OPEN, State.ACTIVE)]
    if left:
        total = sum(item.state is not State.CANCELLED for item in found)
        names = ", ".join(_called(item) for item in left[:_NAMED])
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        yield Problem(
            "approval-archived-unfinished",
            f"{change} is archived with {len(left)} of {total} tasks left: {names}{more}",
            left[0].box,
            "tick what was done, strike through what nobody will do, or take the change out of "
            "the archive",
        )


def _called(item: Item) -> str:
    return item.name or f"`{visible(item.title.value, 40)}`"


LAYOUT = Layout(
    "openspec",
    claims,
    read,
    frozenset({"requirements", "sections"}),
    {"spec": ("Purpose", "Requirements")},
)
