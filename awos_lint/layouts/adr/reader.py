"""How the texts of `awos_lint.layouts.adr` are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from awos_lint.core.config import Config
from awos_lint.core.model.document import UNWRITTEN, Address, Data, Document, Mark, Problem, Text
from awos_lint.core.model.front import MODELS
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.core.model.status import Reading
from awos_lint.core.text import escape_text
from awos_lint.layouts import Claim
from awos_lint.layouts.adr import DOUBT
from awos_lint.layouts.dialect.front import Fields, read_lenient
from awos_lint.layouts.dialect.header import Header, Stated, read_header
from awos_lint.layouts.dialect.index import list_entries
from awos_lint.layouts.dialect.open_document import Opened, Said, complete_document, open_document
from awos_lint.layouts.dialect.record_paths import is_home
from awos_lint.layouts.dialect.relations import (
    Relation,
    find_relations,
    front_relations,
    listed_relations,
    record_of,
)
from awos_lint.layouts.dialect.status import is_only_decided, read_status
from awos_lint.layouts.dialect.text_lines import Page
from awos_lint.layouts.dialect.text_lines import normalize_heading as called
from awos_lint.layouts.dialect.words import to_plain

_STATUS_KEYS = ("status", "adr_status", "decision-status", "decision_status", "state")
_ID_KEYS = ("id", "adr_id", "adr-id", "adr", "number")
_ID = re.compile(r"(?:ADR[-_ ]?)?(\d{1,6})(?:[-_ ][^\d\s].*)?", re.IGNORECASE)
_STATUS = "document-unknown-status"
_WORDS = "write proposed, accepted, deprecated, superseded or rejected below it"
_OURS = frozenset(MODELS["adr"].model_fields)
_OWN_ID = re.compile(r"\bM?ADR[-_ #]*\d+\]?\s*", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
# A heading that says what the text is, and not what was decided.
_KIND = re.compile(r"(?:ADR|architecture decision|decision)(?: record)?", re.IGNORECASE)
_TITLE = re.compile(r"\W{0,4}title\W{0,2}:\W{0,3}(?P<title>\w.*?)[*_\s]*$", re.IGNORECASE)
_PROMPT = re.compile(r"(?:[\W\d_]|adr)*[{\[<][^{}\[\]<>]+[}\]>]\W*", re.IGNORECASE)
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
    text = open_document(claimed.path, data, config.limits)
    kind = claimed.kind or "adr"
    unwritten = {k: v for k, v in claimed.implied.items() if k == UNWRITTEN}
    blank = Document(
        text.source,
        kind,
        claimed.id,
        layout="adr",
        number=claimed.number,
        implied=unwritten,
    )
    page = Page(text.source, text.front.body, text.body)
    if kind == PAGE:
        return (_read_page(replace(blank, id=""), text, page),)
    fields = read_lenient(text.source, text.front)
    header = read_header(page)
    statuses = [*_front_status(fields), *header.statuses]
    if _is_unfilled(claimed, page, statuses):
        return ()
    if not _is_record(claimed, page, statuses):
        return ()
    offered = [each.status.span for each in statuses if each.status.reading is Reading.CHOICE]
    named = [
        relation
        for relation in _said_once(
            claimed.path, _list_relations(claimed.path, fields, header, page)
        )
        if not any(span and span.start <= relation.span.start < span.end for span in offered)
    ]
    blank = replace(blank, title=_find_title(claimed.path, fields, page))
    found = _Found(header, statuses, named, _labelled_title(page))
    return (_read_record(blank, text, fields, found),)


def _find_title(path: str, fields: Fields, page: Page) -> str:
    """Return what a record without a heading of the first level is called."""
    written = fields.fields.get("title")
    if isinstance(written, str) and written:
        return written
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return page.title.title if page.title else stem


def _labelled_title(page: Page) -> str:
    """Return what a line ``- Title: x`` says where the heading only says what the text is."""
    if page.title is None or not _KIND.fullmatch(page.title.title):
        return ""
    found = (_TITLE.match(line.text) for line in page.lines_within(page.top))
    return next((match["title"] for match in found if match), "")


def _read_page(blank: Document, text: Opened, page: Page) -> Document:
    """Return an index page: its links and what it says about records, and no prose."""
    records: list[Data] = []
    marks: dict[Address, Mark] = {}
    for index, entry in enumerate(list_entries(page)):
        records.append({"path": entry.path, "status": entry.status})
        marks[("records", index)] = Mark(entry.span)
        if entry.said:
            marks[("records", index, "status")] = Mark(entry.said)
    said = Said(title=blank.path.rpartition("/")[2], fields={"records": records}, marks=marks)
    return replace(complete_document(blank, text, said), prose=(), html=())


def _is_record(claimed: Claim, page: Page, statuses: Sequence[Stated]) -> bool:
    """Return whether a text is a record: its name says so, or it reads like one.

    Where the name leaves a doubt, a status is enough, unless the title speaks of the record as of
    another text, as in ``Critique of ADR-007``.
    """
    if claimed.kind and DOUBT not in claimed.implied:
        return True
    title = to_plain(page.title.title) if page.title else ""
    own = _OWN_ID.search(title) if claimed.kind else None
    if own and _LETTERS.search(title, 0, own.start()):
        return False
    alone = own is None or not _LETTERS.match(title, own.end())
    stated = any(each.status.means for each in statuses)
    return (claimed.kind != "" and alone and stated) or _reads_like_one(
        page, statuses, home=is_home(claimed.root)
    )


def _is_unfilled(claimed: Claim, page: Page, statuses: Sequence[Stated]) -> bool:
    """Return whether a text is the template itself, whatever its language calls it.

    It has no number or the one before the first, its title is a prompt, and nobody chose its
    status. With a number of its own, such a text is a record that somebody left unfinished.
    """
    if claimed.number.strip("0") or (claimed.kind and not claimed.number):
        return False
    first = _find_applying(statuses)
    chosen = first is not None and first.status.reading is not Reading.CHOICE
    title = page.title.title if page.title else ""
    return not chosen and _PROMPT.fullmatch(title) is not None


def _reads_like_one(page: Page, statuses: Sequence[Stated], *, home: bool) -> bool:
    """Return whether at least two things in a text are those of a decision record.

    In a folder that is called like a place for decisions, a status that surely is that of a
    decision is enough.
    """
    names = [called(heading) for heading in page.body.headings]
    signs = [any(pattern.match(name) for name in names) for pattern in _SIGNS]
    stated = any(each.status.means for each in statuses)
    return sum(signs) + stated > 1 or (home and any(map(_is_sure, statuses)))


def _is_sure(stated: Stated) -> bool:
    return stated.status.reading is Reading.MISSPELT or is_only_decided(stated.status)


_SIGNS = (_CONTEXT, _DECISION, _WEIGHED)


@dataclass(frozen=True, slots=True)
class _Found:
    header: Header
    statuses: Sequence[Stated]
    relations: Sequence[Relation]
    title: str


def _front_status(fields: Fields) -> Iterator[Stated]:
    for _, value, mark in _list_stated(fields):
        yield Stated(replace(read_status(value), span=mark.value), "front matter")


def _list_stated(fields: Fields) -> Iterator[tuple[str, str, Mark]]:
    for key in _STATUS_KEYS:
        value, mark = fields.fields.get(key), fields.marks.get((key,))
        if isinstance(value, str) and value and mark:
            yield key, value, mark


def _list_relations(
    path: str, front: Fields, header: Header, page: Page
) -> Iterator[Sequence[Relation]]:
    """Yield the records that each place names: a front matter, a paragraph, a section."""
    yield list(front_relations(path, front.fields, front.marks))
    for _, value, mark in _list_stated(front):
        found = find_relations(path, Text(value, mark.value))
        yield [relation._replace(span=mark.value) for relation in found]
    for piece in header.pieces:
        yield list(find_relations(path, piece))
    yield list(listed_relations(path, page))


def _said_once(path: str, places: Iterable[Sequence[Relation]]) -> Iterator[Relation]:
    """Yield the relations, without what one place says as another one did before it.

    What one place says twice is left: there, a list names something twice.
    """
    met: set[tuple[str, str]] = set()
    for several in places:
        names = [(relation.key, record_of(path, relation.written)) for relation in several]
        yield from (r for r, called in zip(several, names, strict=True) if called not in met)
        met.update(names)


def _read_record(blank: Document, text: Opened, front: Fields, found: _Found) -> Document:
    first = _find_applying(found.statuses)
    stated = first.status if first else found.header.elsewhere
    fields: dict[str, Data] = {k: v for k, v in front.fields.items() if k not in _OURS}
    marks = {address: mark for address, mark in front.marks.items() if address[0] in fields}
    for key in ("supersedes", "superseded_by"):
        several = {r.written: r.span for r in found.relations if r.key == key}
        if several:
            fields[key] = list(several)
            marks |= {(key, i): Mark(span) for i, span in enumerate(several.values())}
    if found.header.created:
        fields["created"] = found.header.created
    if first and stated.span and (stated.is_clear or first.way == "front matter"):
        fields["status"], marks[("status",)] = stated.text, Mark(stated.span)
    problems = (*front.problems, *_about_id(blank, front), *_about_status(first, found))
    said = Said((), stated.means, found.title, fields, marks, problems, stated)
    done = complete_document(blank, text, said)
    return replace(done, front=text.front.span if front.fields else None)


def _find_applying(statuses: Sequence[Stated]) -> Stated | None:
    """Return the status that counts: the first one that means something, else the first."""
    clear = (each for each in statuses if each.status.is_clear)
    return next(clear, None) or next(iter(statuses), None)


def _about_id(blank: Document, front: Fields) -> Iterator[Problem]:
    """Yield where the front matter says another number than the file name."""
    for key in _ID_KEYS:
        value, mark = front.fields.get(key), front.marks.get((key,))
        match = _ID.fullmatch(value) if isinstance(value, str) else None
        if match and mark and blank.number and int(match[1]) != int(blank.number):
            said = escape_text(match[0], 60)
            message = f"`{key}` is {said}, but the path has the number {blank.number}"
            help_ = f"correct `{key}`, or rename the file"
            yield Problem("document-id-mismatch", message, mark.value, help_, subject=(key,))


def _about_status(first: Stated | None, found: _Found) -> Iterator[Problem]:
    """Yield what is wrong with the status; one that is missing is seen beside its neighbours."""
    if first is None:
        if silent := found.header.silent:
            yield Problem(_STATUS, "the section of the status is empty", silent.span, _WORDS)
        return
    stated = first.status
    shown = escape_text(" ".join(stated.text.split()), 60)
    if stated.reading is Reading.CHOICE:
        message = f"`{shown}` is still the choice that the template offers"
        help_ = "keep the one status that is true"
        yield Problem("document-placeholder", message, stated.span, help_)
    elif stated.reading is Reading.MISSPELT:
        help_ = f"did you mean `{stated.word}`?"
        yield Problem(_STATUS, f"`{shown}` is no status of a decision", stated.span, help_)
    yield from _find_disagreements(found.statuses)


def _find_disagreements(statuses: Sequence[Stated]) -> Iterator[Problem]:
    """Yield where two places state two statuses; each way of writing counts once."""
    ways = {each.way: each.status for each in reversed(statuses) if each.status.means}
    firsts = [each.status for each in statuses if each.status is ways.get(each.way)]
    firm = [each for each in firsts if not each.loose]
    for other in firm[1:]:
        if other.span and firm[0].is_contradicting(other):
            message = f"the status is {firm[0].means} here, but {other.means} there"
            related = ((other.span, f"the other says `{escape_text(other.text, 60)}`"),)
            help_ = "make both say the same, or keep one of them"
            yield Problem("document-status-disagrees", message, firm[0].span, help_, related)
            return
