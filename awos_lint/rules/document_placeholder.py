"""No prompt of a template and no mark for later is left in a text."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pydantic import Field

from awos_lint.config import Table
from awos_lint.diagnostic import Finding, Severity
from awos_lint.model.document import Address, Data, Document, State
from awos_lint.model.kinds import OVER
from awos_lint.rules import Findings, document_rule, reported
from awos_lint.text import Place, Span, visible

_PROMPT = r"""(?i: placeholder | list[ ]everyone[^\n<>\[\]{}]* | argument[ ][a-z1-9]
    | decision[ ]driver[ ]\d[^\n<>\[\]{}]* | YYYY-MM-DD[ ]when[^\n<>\[\]{}]*
    | (?: brief | describe | description[ ]of | enter[ ](?:a|the|your) | fill[ ](?:in|out) | insert
        | name[ ]of | replace[ ](?:by|this|with) | short | title[ ]of | your
      ) [ ] [^\n<>\[\]{}=@]*
)"""
# What stands before the bracket is looked at behind it: a search is fast when it begins with a set.
_FORMS = rf"""[<\[{{(] (?: (?<![\w$].) (?<!\() {_PROMPT} [>\]}}]
    | (?<={{) \{{ [^{{}}\n]* \}}\}}
    | (?: (?<=:[ ]\() | (?<=\n\() | (?<=\A\() ) (?i: please[ ](?:add|fill|insert)
        | (?:your|author|decider|owner|reviewer|team)[ ]names?) \b [^()\n]* \) )"""
_BETWEEN = "\n\0\n"
"""What texts are joined with to be searched as one: no form crosses it or is kept back by it."""
_FILLERS = ("Lorem ipsum", "lorem ipsum")
_DOTS = re.compile(r"\s*(?:[-*+]\s+)?(\.\.\.|…)\s*(?:#+\s*)?")
_TRUNK = re.compile(r"trunk[- ]based", re.IGNORECASE)
_SPOKEN_OF = frozenset({"TODO", "FIXME", "XXX"})
_QUOTING = frozenset({"acknowledgements", "approvals", "anchors", "claims"})
"""Front matter keys whose values quote other texts."""


class Options(Table):
    """What counts as a mark for later."""

    words: list[str] = Field(
        ["TODO", "TBD", "FIXME", "XXX"],
        description="Words that stand for text that is not written yet, in this letter case.",
    )


@document_rule(Severity.ERROR, Options, softens=True)
def document_placeholder(document: Document, options: Options) -> Findings:
    if document.status in OVER:
        return
    words = (*options.words, *_FILLERS)
    there = tuple(word for word in words if _means_it(word, document.source.text))
    pattern = _pattern(there, strict=document.layout != "native")
    yield from reported(document, "document-placeholder")
    for place, text in [*_marked(document, pattern), *_unwritten(document)]:
        yield Finding(
            at=place,
            message=f"`{visible(' '.join(text.split()), 60)}` stands where text is missing",
            help="write the text, or remove the placeholder",
            subject=(" ".join(text.split()),),
        )


def _means_it(word: str, text: str) -> bool:
    """Whether a word is there, and not short for trunk-based development."""
    return word in text and not (word == "TBD" and _TRUNK.search(text))


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...], strict: bool) -> re.Pattern[str]:
    if not words:
        return re.compile(_FORMS, re.VERBOSE)
    either = "|".join(_word(word, strict) for word in words)
    # A quoted word is talked about, and "TODO comments" are a thing of their own.
    word = rf"(?<![\w\"'“‘-])(?:{either})(?![\w-]|\s+(?:app|comment|item|list|marker)s?\b)"
    return re.compile(rf"{word} | {_FORMS}", re.VERBOSE)


def _word(word: str, strict: bool) -> str:
    escaped = re.escape(word)
    if not strict or word not in _SPOKEN_OF:
        return escaped
    # Texts that were not written for awos speak of TODO in code; there, it must begin something.
    return rf"(?:(?<![^\n(\[:|])|(?<=[(\[:|]\s)){escaped}|{escaped}(?=:)"


def _marked(document: Document, pattern: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
    text = document.source.text
    values = list(_values(dict(document.fields), ()))
    # Most documents hold no such form, and one search says so.
    if not pattern.search(_BETWEEN.join(_searched(document, values))):
        return
    for prose in document.prose:
        item = document.items[prose.item] if prose.item >= 0 else None
        if item is None or item.state is not State.CANCELLED:
            for match in pattern.finditer(prose.text):
                span = prose.span(*match.span())
                # A bracket before a destination is the text of a link.
                if not (match[0][0] == "[" and text[span.end : span.end + 1] in ("(", "[", ":")):
                    yield document.place(span), match[0]
    for span in document.html:
        for match in pattern.finditer(text, span.start, span.end):
            yield document.place(Span(*match.span())), match[0]
    for address, value in values:
        if found := pattern.search(value):
            yield document.at(*address), found[0]


def _searched(document: Document, values: list[tuple[Address, str]]) -> Iterator[str]:
    yield from (prose.text for prose in document.prose)
    yield from (document.source.text[span.start : span.end] for span in document.html)
    yield from (value for _, value in values)


def _values(data: Data, address: Address) -> Iterator[tuple[Address, str]]:
    """Yield the strings of the front matter with their addresses."""
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in entries:
        if isinstance(value, str) and (address or key not in _QUOTING):
            yield (*address, key), value
        elif address or key not in _QUOTING:
            yield from _values(value, (*address, key))


def _unwritten(document: Document) -> Iterator[tuple[Place, str]]:
    """Yield the dots that are all that stands between two headings."""
    text = document.source.text
    starts = [heading.section.start for heading in document.headings]
    ends = [heading.span.start for heading in document.headings[1:]]
    for start, end in zip(starts, [*ends, len(text)], strict=False):
        if match := _DOTS.fullmatch(text, start, end):
            yield document.place(Span(*match.span(1))), match[1]
