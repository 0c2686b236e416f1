"""How the texts of `awos_lint.layouts.adr` are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from awos_lint.config import Config
from awos_lint.dialect.front import Fields, lenient
from awos_lint.dialect.header import Header, Told, read_header, told
from awos_lint.dialect.index import listed
from awos_lint.dialect.opened import Opened, Said, completed, opened
from awos_lint.dialect.page import Page
from awos_lint.dialect.page import name as called
from awos_lint.dialect.relations import (
    Relation,
    front_relations,
    listed_relations,
    relations,
)
from awos_lint.dialect.status import decided
from awos_lint.layouts import Claim
from awos_lint.model.document import Address, Data, Document, Mark, Problem, Text
from awos_lint.model.front import MODELS
from awos_lint.model.kinds import PAGE, Kind
from awos_lint.text import visible

_STATUS_KEYS = ("status", "adr_status", "decision-status", "decision_status", "state")
_ID_KEYS = ("id", "adr_id", "adr-id", "adr", "number")
_ID = re.compile(r"(?:ADR[-_ ]?)?(\d{1,6})(?:[-_ ][^\d\s].*)?", re.IGNORECASE)
_STATUS = "document-unknown-status"
_WORDS = "write proposed, accepted, deprecated, superseded or rejected below it"
_OURS = frozenset(MODELS["adr"].model_fields)
_ANCHOR = re.compile(r"\{:?[ \t]*#([\w.:-]+)")
_CONTEXT = re.compile(
    r"context|problem|background|motivation|contexte?|contesto|контекст|背景|背景.*"
)
_DECISION = re.compile(r"(?:the )?(?:decision|decided|chosen|resolution|solution|决策|決定)")
_WEIGHED = re.compile(
    r"consequences?|considered (?:options|alternatives)|alternatives|options|rationale"
    r"|pros and cons|implications|trade-?offs|后果|結果|影响"
)


def read(
    claimed: Claim, data: bytes, config: Config, kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read a record or an index page; nothing when a candidate turns out to be neither."""
    text = opened(claimed.path, data, config.limits)
    kind = claimed.kind or "adr"
    blank = Document(text.source, kind, claimed.id, layout="adr", number=claimed.number)
    page = Page(text.source, text.front.body, text.body)
    if kind == PAGE:
        return (_page(replace(blank, id=""), text, page),)
    fields = lenient(text.source, text.front)
    header = read_header(page)
    statuses = [*_front_status(fields), *header.statuses]
    if not claimed.kind and not _reads_like_one(page, statuses):
        return ()
    offered = [each.span for each in statuses if each.said.template]
    named = [
        relation
        for relation in (
            *_named(claimed.path, fields, header),
            *listed_relations(claimed.path, page),
        )
        if not any(span.start <= relation.span.start < span.end for span in offered)
    ]
    blank = replace(blank, title=_title(claimed.path, fields, page))
    return (_record(blank, text, fields, _Found(header, statuses, named)),)


def _title(path: str, fields: Fields, page: Page) -> str:
    """Return what a record without a heading of the first level is called."""
    written = fields.fields.get("title")
    if isinstance(written, str) and written:
        return written
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return page.title.title if page.title else stem


def _page(blank: Document, text: Opened, page: Page) -> Document:
    """Return an index page: its links and what it says about records, and no prose."""
    records: list[Data] = []
    marks: dict[Address, Mark] = {}
    for index, entry in enumerate(listed(page)):
        records.append({"path": entry.path, "status": entry.status})
        marks[("records", index)] = Mark(entry.span)
        if entry.said:
            marks[("records", index, "status")] = Mark(entry.said)
    said = Said(title=blank.path.rpartition("/")[2], fields={"records": records}, marks=marks)
    return replace(_anchored(completed(blank, text, said)), prose=(), html=())


def _reads_like_one(page: Page, statuses: Sequence[Told]) -> bool:
    """Return whether at least two things in a text are those of a decision record."""
    names = [called(heading) for heading in page.body.headings]
    signs = [any(pattern.match(name) for name in names) for pattern in _SIGNS]
    return sum(signs) + any(each.said.status for each in statuses) > 1


_SIGNS = (_CONTEXT, _DECISION, _WEIGHED)


@dataclass(frozen=True, slots=True)
class _Found:
    header: Header
    statuses: Sequence[Told]
    relations: Sequence[Relation]


def _front_status(fields: Fields) -> Iterator[Told]:
    for _, value, mark in _stated(fields):
        said = told(value, mark.value.start, "front matter")
        yield replace(said, span=mark.value)


def _stated(fields: Fields) -> Iterator[tuple[str, str, Mark]]:
    for key in _STATUS_KEYS:
        value, mark = fields.fields.get(key), fields.marks.get((key,))
        if isinstance(value, str) and value and mark:
            yield key, value, mark


def _named(path: str, front: Fields, header: Header) -> Iterator[Relation]:
    yield from front_relations(path, front.fields, front.marks)
    for _, value, mark in _stated(front):
        for relation in relations(path, Text(value, mark.value)):
            yield relation._replace(span=mark.value)
    for piece in header.pieces:
        yield from relations(path, piece)


def _record(blank: Document, text: Opened, front: Fields, found: _Found) -> Document:
    first = next((each for each in found.statuses if each.clear), None)
    first = first or next(iter(found.statuses), None)
    fields: dict[str, Data] = {k: v for k, v in front.fields.items() if k not in _OURS}
    marks = {address: mark for address, mark in front.marks.items() if address[0] in fields}
    for key in ("supersedes", "superseded_by"):
        several = {r.written: r.span for r in found.relations if r.key == key}
        if several:
            fields[key] = list(several)
            marks |= {(key, i): Mark(span) for i, span in enumerate(several.values())}
    if found.header.created:
        fields["created"] = found.header.created
    if first:
        fields["status"], marks[("status",)] = first.text, Mark(first.span)
    problems = (*front.problems, *_about_id(blank, front), *_about_status(first, found))
    status = first.said.status if first else ""
    done = completed(blank, text, Said((), status, "", fields, marks, problems))
    return replace(_anchored(done), front=text.front.span if front.fields else None)


def _anchored(document: Document) -> Document:
    """Add the anchors that generators of sites let people write behind a heading: ``{#name}``."""
    names = frozenset(_ANCHOR.findall(document.source.text))
    return replace(document, anchors=document.anchors | names) if names else document


def _about_id(blank: Document, front: Fields) -> Iterator[Problem]:
    """Yield where the front matter says another number than the file name."""
    for key in _ID_KEYS:
        value, mark = front.fields.get(key), front.marks.get((key,))
        match = _ID.fullmatch(value) if isinstance(value, str) else None
        if match and mark and blank.number and int(match[1]) != int(blank.number):
            said = visible(match[0], 60)
            message = f"`{key}` is {said}, but the path has the number {blank.number}"
            help_ = f"correct `{key}`, or rename the file"
            yield Problem("document-id-mismatch", message, mark.value, help_, subject=(key,))


def _about_status(first: Told | None, found: _Found) -> Iterator[Problem]:
    """Yield what is wrong with the status; a record without any is none of our business."""
    silent = found.header.silent
    if first is None:
        if silent:
            yield Problem(_STATUS, "the section of the status is empty", silent.span, _WORDS)
        return
    shown = visible(" ".join(first.text.split()), 60)
    if first.said.template:
        message = f"`{shown}` is still the choice that the template offers"
        help_ = "keep the one status that is true"
        yield Problem("document-placeholder", message, first.span, help_)
    elif first.said.typo:
        help_ = f"did you mean `{first.said.typo}`?"
        yield Problem(_STATUS, f"`{shown}` is no status of a decision", first.span, help_)
    yield from _disagreement(found.statuses)


def _disagreement(statuses: Sequence[Told]) -> Iterator[Problem]:
    """Yield where two places state two statuses; each way of writing counts once."""
    ways = {each.way: each for each in reversed(statuses) if each.said.status}
    firsts = [each for each in statuses if each is ways.get(each.way) and decided(each.text)]
    for first, other in zip(firsts[:1] * len(firsts), firsts, strict=True):
        if not _agree(first.said.status, other.said.status):
            message = f"the status is {first.said.status} here, but {other.said.status} there"
            related = ((other.span, f"the other says `{visible(other.text, 60)}`"),)
            help_ = "make both say the same, or keep one of them"
            yield Problem("document-status-disagrees", message, first.span, help_, related)
            return


def _agree(one: str, two: str) -> bool:
    """Whether two statuses can be true at once: what is replaced is deprecated too."""
    return one == two or {one, two} == {"deprecated", "superseded"}
