"""How the texts of `awos_lint.layouts.spec_kit` are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from awos_lint.core.config import Config
from awos_lint.core.model.document import Document, Problem
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.layouts import Claim
from awos_lint.layouts.dialect.checklist import (
    PARALLEL,
    Found,
    Grammar,
    read_checklist,
    settled_names,
)
from awos_lint.layouts.dialect.json_files import json_page, read_record
from awos_lint.layouts.dialect.labels import find_labels
from awos_lint.layouts.dialect.mentions import find_mentioned, read_mentioned
from awos_lint.layouts.dialect.open_document import Opened, Said, complete_document, open_document
from awos_lint.layouts.dialect.placeholders import find_residue
from awos_lint.layouts.dialect.ranges import expand_ranges, range_pattern
from awos_lint.layouts.dialect.status_words import read_stage
from awos_lint.layouts.dialect.text_lines import Page
from awos_lint.layouts.spec_kit import KINDS
from awos_lint.layouts.spec_kit.task_sections import cancel_checks, read_headed_tasks

_NAME = r"T-?\d{1,4}[a-z]?(?:\.\d{1,3}[a-z]?)*"
_TASK = re.compile(rf"(?:\*\*|__)?(?P<name>{_NAME})(?=[\s*:_)]|\.(?!\d)|\Z)(?:\*\*|__)?[.:)]*\s*")
# A task that somebody wrote without a checkbox: "- T002 Draw the harbour", "1. **T005** [P] Draw".
# What is said of other tasks goes on in another way: "T002 before T003", "T004 → T005".
_UNBOXED = re.compile(
    rf"(?:\*\*|__)?(?P<name>{_NAME})(?:\*\*|__)?[.:)]*(?:\*\*|__)?[ \t]+"
    r"(?:\[[^\[\]\n]{1,24}\][ \t]*)*"
    r"(?!(?:After|And|Before|Blocks|Depends|Or|Requires|Then)\b)(?=[A-Z`])"
)
_OWN_TASK = re.compile(r"(?:\*\*|__)?(?P<name>T\d{3})(?=[\s*:_.)])")
_OWN_ID = re.compile(r"(?<![\w-])(?:FR|SC)-\d{3}(?!\w)")
_SCENARIOS = ("user scenarios & testing", "user scenarios and testing")
_LABELS = re.compile(r"(?:\[[^\[\]\n]{1,24}\][ \t]*)+")
_STORY = re.compile(r"\[US-?(\d{1,3})\]")
_AFTER = re.compile(
    r"\(\s*(?:also )?depends? on:?\s(?P<list>[^()\n;]*)"
    r"|(?:^|\n)[ \t*_-]*(?:depends on|dependencies)[*_]*:[*_]*(?P<line>[^\n;]*)",
    re.IGNORECASE,
)
# A range counts as one: "T001-T003", "T001 to T003"
_RANGE = re.compile(range_pattern(_NAME))
_IDS = re.compile(rf"(?<![\w/-]){range_pattern(_NAME)}(?![\w-]|\.\d)")
_BETWEEN = re.compile(
    r"(?:[\s,/&+*_`]|\b(?:and|or|plus|also|then|tasks?)\b|\([^()\n]*\))*", re.IGNORECASE
)
"""What stands between two names of a list, and what is said of the first in brackets."""


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read one document; nothing when a candidate turns out to be none."""
    if claimed.path.endswith(".json"):
        found = read_record(claimed.path, data, config.limits)
        title = claimed.path.rpartition("/")[2]
        blank = Document(found.source, PAGE, title=title, layout="spec-kit")
        return (json_page(blank, found, "what Spec Kit was set up with"),)
    text = open_document(claimed.path, data, config.limits)
    if not claimed.kind:
        claimed = replace(claimed, kind=KINDS[claimed.path.rpartition("/")[2]])
        if not _reads_like_one(claimed.kind, text):
            return ()
    title = claimed.id.removesuffix("/tasks.md").rpartition("/")[2] or claimed.path
    blank = Document(
        text.source,
        claimed.kind,
        claimed.id,
        title,
        layout="spec-kit",
        number=claimed.number,
        implied=claimed.implied,
    )
    return (complete_document(blank, text, _read_facts(claimed, text)),)


def _reads_like_one(kind: str, text: Opened) -> bool:
    """Return whether a text has the headings or the ids of Spec Kit's own templates."""
    first = text.body.headings[0].name if text.body.headings else ""
    if kind == "tasks":
        entries = read_checklist(text.source.text, text.body.entries, Grammar(name=_OWN_TASK))
        return any(item.name for item in entries)
    if kind != "spec":
        return first.startswith("implementation plan")
    if first.startswith("feature specification"):
        return True
    told = any(heading.name.startswith(_SCENARIOS) for heading in text.body.headings)
    return told and _OWN_ID.search(text.source.text) is not None


def _read_facts(claimed: Claim, text: Opened) -> Said:
    page = Page(text.source, text.front.body, text.body)
    left = _find_left(claimed, page)
    if claimed.kind == "spec":
        return _with_status(Said(read_mentioned(page), problems=left), "implemented", text)
    if claimed.kind == "tasks":
        grammar = Grammar(
            name=_TASK, skipped=_LABELS, fields=_find_fields, labels=PARALLEL, unboxed=_UNBOXED
        )
        found = read_checklist(text.source.text, text.body.entries, grammar)
        headings = text.body.headings
        found = read_headed_tasks(text.source.text, found, headings, _TASK, _find_fields)
        kept, problems = settled_names(cancel_checks(found, headings), "task")
        items = expand_ranges(kept, "after", _RANGE)
        return _with_status(Said(items, problems=(*left, *problems)), "done", text)
    return Said(problems=left)


def _find_left(claimed: Claim, page: Page) -> tuple[Problem, ...]:
    """Return what the template left; in a list of tasks, capitals in brackets are labels."""
    whole = claimed.kind in ("spec", "standard") or claimed.path.endswith("/plan.md")
    title_only = claimed.kind == "tasks"
    return find_residue(page, title_only=title_only) if whole or title_only else ()


def _with_status(said: Said, finished: str, text: Opened) -> Said:
    """Add the status of a spec or a task list; ``finished`` is what its kind calls the last one."""
    label = find_labels(text.body, text.source.text).get("status")
    if label is None:
        return said
    stated = read_stage(label.value, label.mark.value.start)
    status = _combine_status(stated.means, finished)
    said = replace(said, stated=stated)
    if not status:
        return said
    return replace(said, status=status, fields={"status": status}, marks={("status",): label.mark})


def _combine_status(found: str, finished: str) -> str:
    if found == "retired" and finished == "done":
        return ""
    return finished if found == "implemented" else found


def _find_fields(text: str) -> Iterator[Found]:
    for match in _AFTER.finditer(text):
        group = "list" if match["list"] is not None else "line"
        yield from _find_after(match[group], match.start(group))
    for match in find_mentioned(text):
        yield Found("covers", *match.span("name"))
    for match in _STORY.finditer(text):
        yield Found("covers", match.start() + 1, match.end() - 1)


def _find_after(text: str, start: int) -> Iterator[Found]:
    """Yield the names of a list; behind other words, as in "T001, blocks T002", none is meant."""
    end = -1
    for number in _IDS.finditer(text):
        if end >= 0 and not _BETWEEN.fullmatch(text, end, number.start()):
            return
        end = number.end()
        yield Found("after", start + number.start(), start + end)
