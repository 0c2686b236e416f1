"""How the texts of `awos_lint.layouts.spec_kit` are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from awos_lint.config import Config
from awos_lint.dialect.checklist import Found, Grammar, read_checklist, settled_names
from awos_lint.dialect.json_files import json_page, record
from awos_lint.dialect.labels import labels
from awos_lint.dialect.mentions import mentioned, read_mentioned
from awos_lint.dialect.opened import Opened, Said, completed, opened
from awos_lint.dialect.page import Page
from awos_lint.dialect.residue import residue
from awos_lint.dialect.stages import stage
from awos_lint.layouts import Claim
from awos_lint.model.document import Document
from awos_lint.model.kinds import PAGE, Kind

_TASK = re.compile(
    r"(?:\*\*|__)?(?P<name>T-?\d{1,4}(?:\.\d{1,3})*[a-z]?)(?=[\s*:_.)]|\Z)(?:\*\*|__)?[.:)]*\s*"
)
_LABELS = re.compile(r"(?:\[[^\[\]\n]{1,24}\][ \t]*)+")
_STORY = re.compile(r"\[US-?(\d{1,3})\]")
_AFTER = re.compile(
    r"\(\s*(?:also )?depends? on:?\s(?P<list>[^()\n]*)"
    r"|(?:^|\n)[ \t*_-]*(?:depends on|dependencies)[*_]*:[*_]*(?P<line>[^\n]*)",
    re.IGNORECASE,
)
_ID = re.compile(r"(?<![\w/-])T-?\d{1,4}(?:\.\d{1,3})*[a-z]?(?![\w-])")


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read one document."""
    if claimed.path.endswith(".json"):
        found = record(claimed.path, data, config.limits)
        title = claimed.path.rpartition("/")[2]
        blank = Document(found.source, PAGE, title=title, layout="spec-kit")
        return (json_page(blank, found, "what Spec Kit was set up with"),)
    text = opened(claimed.path, data, config.limits)
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
    return (completed(blank, text, _said(claimed, text)),)


def _said(claimed: Claim, text: Opened) -> Said:
    page = Page(text.source, text.front.body, text.body)
    left = residue(page) if claimed.kind in ("spec", "standard") else ()
    if claimed.kind == "spec":
        return _with_status(Said(read_mentioned(page), problems=left), "implemented", text)
    if claimed.kind == "tasks":
        grammar = Grammar(name=_TASK, skipped=_LABELS, fields=_fields)
        found = read_checklist(text.source.text, text.body.entries, grammar)
        kept, problems = settled_names(found, "task")
        return _with_status(Said(kept, problems=problems), "done", text)
    return Said(problems=left)


def _with_status(said: Said, finished: str, text: Opened) -> Said:
    """Add the status of a spec or a task list; ``finished`` is what its kind calls the last one."""
    label = labels(text.body, text.source.text).get("status")
    if label is None:
        return said
    stated = stage(label.value, label.mark.value.start)
    status = _status(stated.means, finished)
    said = replace(said, stated=stated)
    if not status:
        return said
    return replace(said, status=status, fields={"status": status}, marks={("status",): label.mark})


def _status(found: str, finished: str) -> str:
    if found == "retired" and finished == "done":
        return ""
    return finished if found == "implemented" else found


def _fields(text: str) -> Iterator[Found]:
    for match in _AFTER.finditer(text):
        group = "list" if match["list"] is not None else "line"
        for number in _ID.finditer(match[group]):
            start = match.start(group)
            yield Found("after", start + number.start(), start + number.end())
    for match in mentioned(text):
        yield Found("covers", *match.span("name"))
    for match in _STORY.finditer(text):
        yield Found("covers", match.start() + 1, match.end() - 1)
