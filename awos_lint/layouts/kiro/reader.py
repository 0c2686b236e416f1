"""How the texts of `awos_lint.layouts.kiro` are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from awos_lint.core.config import Config
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.layouts import Claim
from awos_lint.layouts.dialect.at_paths import file_links
from awos_lint.layouts.dialect.checklist import (
    PARALLEL,
    Found,
    Grammar,
    find_unboxed,
    read_checklist,
    settled_names,
)
from awos_lint.layouts.dialect.criteria import read_numbered, read_requirements
from awos_lint.layouts.dialect.json_files import json_page, read_record
from awos_lint.layouts.dialect.mentions import read_ids
from awos_lint.layouts.dialect.misnamed import has_boxes
from awos_lint.layouts.dialect.open_document import Opened, Said, complete_document, open_document
from awos_lint.layouts.dialect.text_lines import Page

# _Requirements: 1.1, 2.3_ and **Validates: Requirements 1.1, 2.3**
_COVERS = re.compile(
    r"(?:(?<![^\W_])Requirements?(?:\*\*|__)?[ \t]*:(?:\*\*|__)?"
    r"|Validates:?(?:\*\*)?:?[ \t]*Requirements?:?)(?P<list>[^\n]*)"
)
_DEPENDS = re.compile(r"_(?:Depends|Dependencies|Depends on)[ \t]*:(?P<list>[^_\n]*)_")
_NUMBERS = re.compile(
    r"(?<![\w.-])(?:Requirements?[ \t]+|要件[ \t]*)?"
    r"(?P<name>\d{1,4}(?:\.\d{1,4})?)(?![^\W_]|-|\.\d)"
)
_BETWEEN = re.compile(r"[,;、]|\band\b")
# REQ-4, FR-1 (Sign-in), REQ-04.4 for a part of REQ-04
_IDS = re.compile(r"(?P<name>[A-Z]{2,6}(?:-[A-Z]{2,6})?-\d{1,4})(?:\.\d{1,3}){0,2}(?![^\W_]|-)")


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read one document; nothing when a candidate turns out to be no task list."""
    if claimed.path.endswith(".json"):
        found = read_record(claimed.path, data, config.limits)
        blank = Document(found.source, PAGE, layout="kiro", title="spec.json")
        return (json_page(blank, found, "the state of a spec"),)
    text = open_document(claimed.path, data, config.limits)
    if not claimed.kind and not has_boxes(text.body):
        return ()
    kind = claimed.kind or "tasks"
    title = claimed.path.removesuffix(".md").rpartition("/")[2]
    blank = Document(text.source, kind, claimed.id, title, layout="kiro", implied=claimed.implied)
    whole = complete_document(blank, text, _read_facts(kind, text))
    return (replace(whole, links=(*whole.links, *file_links(text.body, claimed.root))),)


def _read_facts(kind: str, text: Opened) -> Said:
    source = text.source.text
    if kind == "spec":
        found = read_requirements(text.body, source) or read_numbered(text.body)
        return Said(found or tuple(read_ids(Page(text.source, text.front.body, text.body))))
    if kind == "tasks":
        items = read_checklist(
            source, text.body.entries, Grammar(fields=_find_fields, labels=PARALLEL)
        )
        kept, problems = settled_names(items, "task")
        unboxed = find_unboxed(text.body.entries, kept)
        return Said(kept, problems=(*problems, *unboxed))
    if kind == "roadmap":
        grammar = Grammar("feature", name=None, bold=True)
        return Said(read_checklist(source, text.body.entries, grammar))
    return Said()


def _find_fields(text: str) -> Iterator[Found]:
    for key, pattern in (("covers", _COVERS), ("after", _DEPENDS)):
        for match in pattern.finditer(text):
            start = match.start("list")
            for number in _list_numbers(match["list"]):
                yield Found(key, start + number.start("name"), start + number.end("name"))


def _list_numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield the numbers of a list; in a sentence, a number may be about anything."""
    ends = [*_BETWEEN.finditer(text)]
    starts = [0, *(end.end() for end in ends)]
    for start, end in zip(starts, [*(end.start() for end in ends), len(text)], strict=True):
        part = text[start:end]
        begin = start + len(part) - len(part.lstrip(" \t_*"))
        match = _NUMBERS.match(text, begin) or _IDS.match(text, begin)
        rest = text[match.end() : end] if match else ""
        if match and (not rest.strip(" \t_*.)") or rest.startswith(" (")):
            yield match
