"""No prompt of a template and no mark for later is left in a text."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pydantic import Field

from awos_lint.core.config import Table
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Address, Data, Document, State
from awos_lint.core.model.kinds import OVER
from awos_lint.core.text import Place, Source, Span, escape_text
from awos_lint.layouts.dialect.linked import is_linked
from awos_lint.rules import DOCUMENT, Findings, report_problems, rule

_PROMPT = r"""(?i: placeholder | list[ ]everyone[^\n<>\[\]{}]* | argument[ ][a-z1-9]
    | decision[ ]driver[ ]\d[^\n<>\[\]{}]* | YYYY-MM-DD[ ]when[^\n<>\[\]{}]*
    | (?: brief | describe | description[ ]of | enter[ ](?:a|the|your) | fill[ ](?:in|out) | insert
        | name[ ]of | replace[ ](?:by|this|with) | short | title[ ]of | your
      ) [ ] [^\n<>\[\]{}=@]*
)"""
# What stands before the bracket is looked at behind it: a search is fast when it begins with a set.
# `{{args}}` and `${{ github.ref }}` are what a program fills in; words and capitals are for people.
_FORMS = rf"""[<\[{{(] (?: (?<![\w$].) (?<!\() {_PROMPT} [>\]}}]
    | (?<!\$.) (?<={{) \{{ [ ]*+ (?: [A-Z][A-Z0-9_-]+ | [A-Za-z]\w* (?:[ ][\w-]+)+ ) [ ]* \}}\}}
    | (?: (?<=:[ ]\() | (?<=\n\() | (?<=\A\() ) (?i: please[ ](?:add|fill|insert)
        | (?:your|author|decider|owner|reviewer|team)[ ]names?) \b [^()\n]* \) )"""
_BETWEEN = "\n\0\n"
"""What texts are joined with to be searched as one: no form crosses it or is kept back by it."""
_FILLERS = ("Lorem ipsum", "lorem ipsum")
_DOTS = re.compile(r"\s*(?:[-*+]\s+)?(\.\.\.|…)\s*(?:#+\s*)?")
_TRUNK = re.compile(r"trunk[- ]based", re.IGNORECASE)
_TEST_FOLDER = re.compile(r"(?:[\w.-]*[-_])?(?:tests?|__tests__|fixtures|testdata)", re.IGNORECASE)
_MARKUP = r"[ \t]*+ [*_~(\[]*+"
# Where a clause begins: a text or a cell, behind a colon, a bracket, a dash, a sentence, an id. A
# line inside a paragraph goes on with what stands above it.
_LEAD = rf"""(?: (?:\A|(?<=\0\n)|(?<=[.!?:;]\n)|[:(\[|>]|[ ][-–—=→](?=[ ])|(?<=\w\w)[.!?;](?=[ ]))
      {_MARKUP}
    | (?:\*\*|__|\b[A-Z]{{1,8}}-?\d[\d.]*|^[ \t]*\d[\d.]*)[ ]+ {_MARKUP} )"""
# What follows a word that is talked about: "TODO comments", "TODO/FIXME", "TODO'd", "TBD means".
_TALK = r"""(?! [\w/-] | [.'’]\w | [ ]*[*_)\]]* (?: [ ]*/ | ,?[ ](?:and|or|&)[ ] | ,[ ]*[A-Z]{3,5}\b
    | [ ]=[ ] | [*_`]*:?[*_]*[ ](?:none|nothing|no[ ]longer)\b
    | [ ](?:is|are|was|were|means?|stands?|must|should|shall|can|may)\b
    | [ ](?:app|comment|entry|item|keyword|label|list|mark|marker|note|placeholder|section|tag|task
      |value|word)(?:s|ies)?\b ) )"""
# What follows a word in a glossary: `| TBD | to be decided |`.
_EXPLAINED = re.compile(r"[*_`\"'”’]*[ \t]*\|[ \t]*to be \w", re.IGNORECASE)
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^[ \t>|:-]*-[ \t>|:-]*$", re.MULTILINE)
"""The row of dashes that makes a table of the lines around it."""
_ROWS = 20
_QUOTING = frozenset({"acknowledgements", "approvals", "anchors", "claims"})
"""Front matter keys whose values quote other texts."""


class Options(Table):
    """What counts as a mark for later."""

    words: list[str] = Field(
        ["TODO", "TBD", "FIXME", "XXX"],
        description="Words that stand for text that is not written yet, in this letter case.",
    )


@rule(DOCUMENT, Severity.ERROR, Options, softens=True)
def document_placeholder(document: Document, options: Options) -> Findings:
    if document.status in OVER:
        return
    folders = document.path.split("/")[:-1]
    fillers = () if any(map(_TEST_FOLDER.fullmatch, folders)) else _FILLERS
    words = (*options.words, *fillers)
    text = document.source.text
    there = tuple(word for word in words if _means_it(word, text))
    pattern = _compile_pattern(there, braces="{{" in text)
    yield from report_problems(document, "document-placeholder")
    for place, *others in _fold_columns(
        document, [*_find_marked(document, pattern), *_find_unwritten(document)]
    ):
        found = " ".join(place.text.split())
        yield Finding(
            at=place.at,
            message=f"`{escape_text(found, 60)}` stands where text is missing",
            help="write the text, or remove the placeholder",
            related=tuple(Related(other.at, "and in this row") for other in others[:_ROWS]),
            subject=(found,),
        )


def _means_it(word: str, text: str) -> bool:
    """Whether a word is there, and not short for trunk-based development."""
    return word in text and not (word == "TBD" and _TRUNK.search(text))


@lru_cache(maxsize=64)
def _compile_pattern(words: tuple[str, ...], braces: bool) -> re.Pattern[str]:
    """Return what a placeholder looks like, in the group ``word`` where more is around it.

    A word stands for missing text where a clause begins with it, where a colon follows, or where
    a sentence ends by saying that something is it. Elsewhere, and in quotes, it is talked about.
    """
    either = [*map(re.escape, words), *([r"(?<!\$)\{\{[ ]*\w+[ ]*\}\}"] if braces else [])]
    if not either:
        return re.compile(_FORMS, re.VERBOSE)
    word = rf"(?<![\w\"'“‘/=.@#-])(?P<WORD>{'|'.join(either)})"
    places = (
        _LEAD + word.replace("WORD", "first") + _TALK,
        rf"^{_MARKUP}" + word.replace("WORD", "alone") + r"(?=[ ]*[*_~)\].!?…]*[ ]*$)",
        word.replace("WORD", "marked")
        + r"(?=(?:\([^()\n]*\))?[*_]*:(?![*_]*[ ](?:and|or|none|nothing)\b|\w|/))",
        r"\b(?:is|are|be|remains?|still)[ ]"
        + word.replace("WORD", "said")
        + r"(?=[ ]*(?:[.,;)!]|$))",
    )
    return re.compile("|".join([*places, _FORMS]), re.VERBOSE | re.MULTILINE)


def _find_span(match: re.Match[str]) -> tuple[int, int]:
    """Return where the placeholder of a match stands."""
    return match.span(match.lastgroup) if match.lastgroup else match.span()


class _Mark(NamedTuple):
    """A placeholder, and where it stands."""

    at: Place
    text: str


def _find_marked(document: Document, pattern: re.Pattern[str]) -> Iterator[_Mark]:
    text = document.source.text
    values = list(_list_values(dict(document.fields), ()))
    # Most documents hold no such form, and one search says so.
    if not pattern.search(_BETWEEN.join(_list_texts(document, values))):
        return
    links = [link.text for link in document.links]
    for prose in document.prose:
        item = document.items[prose.item] if prose.item >= 0 else None
        if item is None or item.state is not State.CANCELLED:
            for match in pattern.finditer(prose.text):
                start, end = _find_span(match)
                span = prose.map_span(start, end)
                linked = is_linked(prose, start, end, text, links)
                if not linked and not _EXPLAINED.match(text, span.end):
                    yield _Mark(document.make_place(span), prose.text[start:end])
    for span in document.html:
        for match in pattern.finditer(text, span.start, span.end):
            start, end = _find_span(match)
            yield _Mark(document.make_place(Span(start, end)), text[start:end])
    for address, value in values:
        if found := pattern.search(value):
            start, end = _find_span(found)
            yield _Mark(document.find_place(*address), value[start:end])


def _fold_columns(document: Document, marks: list[_Mark]) -> Iterator[list[_Mark]]:
    """Yield the placeholders, those of one text in one column of a table together."""
    groups: dict[object, list[_Mark]] = {}
    for number, mark in enumerate(marks):
        column = mark.at.span and _find_column(document.source, mark.at.span.start)
        groups.setdefault((column, mark.text) if column else number, []).append(mark)
    yield from groups.values()


def _find_column(source: Source, place: int) -> tuple[int, int] | None:
    """Return the first line of the table in which a place stands, and the number of its column."""
    line, column = source.find_position(place)
    first = line
    while first > 1 and "|" in source.lines[first - 2]:
        first -= 1
    if not _RULE.search(source.text, source.starts[first - 1], source.starts[line - 1]):
        return None
    return first, len(_BAR.findall(source.lines[line - 1], 0, column - 1))


def _list_texts(document: Document, values: list[tuple[Address, str]]) -> Iterator[str]:
    yield from (prose.text for prose in document.prose)
    yield from (document.source.text[span.start : span.end] for span in document.html)
    yield from (value for _, value in values)


def _list_values(data: Data, address: Address) -> Iterator[tuple[Address, str]]:
    """Yield the strings of the front matter with their addresses."""
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in entries:
        if isinstance(value, str) and (address or key not in _QUOTING):
            yield (*address, key), value
        elif address or key not in _QUOTING:
            yield from _list_values(value, (*address, key))


def _find_unwritten(document: Document) -> Iterator[_Mark]:
    """Yield the dots that are all that stands between two headings."""
    text = document.source.text
    starts = [heading.section.start for heading in document.headings]
    ends = [heading.span.start for heading in document.headings[1:]]
    for start, end in zip(starts, [*ends, len(text)], strict=False):
        if match := _DOTS.fullmatch(text, start, end):
            yield _Mark(document.make_place(Span(*match.span(1))), match[1])
