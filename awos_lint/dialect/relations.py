"""What a decision record says about others: which it replaces, and what replaced it.

Read from verb phrases such as ``Superseded by [9. New](0009-new.md)``, from lists in front matter
and from section titles. Only a whole replacement counts: "partly supersedes" and "amends" leave the
other in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from awos_lint.dialect.page import Page, name
from awos_lint.model.document import Address, Data, Mark, Text
from awos_lint.text import Span

_PASSIVE = r"(?:super[sc]e?e?ded|superceeded|replaced|obsoleted)[ -]by"
_ACTIVE = r"super[sc]e?edes|supercedes|superceeds|replaces|obsoletes"
_GAP = r"[\s:|*_`>\u00a0–—-]*"
_ARTICLE = r"(?:(?:the|decision|record|previous|earlier|adrs?(?=[\s:]*[\[`]))[\s:]+)*"
# Each alternative begins with its own character, so that the search does not branch.
_LINK = r"\[(?P<text>[^\[\]]*)\]\(\s*<?(?P<href>[^()\s<>]+)>?[^()]*\)"
_WIKI = r"\[\[(?P<wiki>[^\[\]|#]+)[^\[\]]*\]\]"
_ID = r"(?P<id>(?:ADRs?|MADR|AD|DR|[A-Z]{2,8}(?=-))[-_ #]{0,2}\d{1,6})(?![\w])"
_FILE = r"(?P<file>\d{1,8}[-_][\w.-]*\w|[\w-]+\.md)"
# "Replaces 3 servers" names no record: nothing may follow a number but what ends a phrase.
_BARE = r"(?P<bare>\d{1,5})(?=[ \t]*(?:[.,;)\]|(&\n]|and\b|\Z))(?![.,]\d)"
_URL = r"(?P<url>https?://\S+)"
_REF = re.compile(rf"(?:{_LINK}|\[?(?:{_WIKI}|{_URL}|{_ID}|{_FILE}|{_BARE})\]?)", re.IGNORECASE)
_AND = re.compile(
    r"(?:[\s*_`]*(?:,|&|;|\+|/|\band\b|\bor\b))+[\s*_`]*(?:the |decision |by )?", re.IGNORECASE
)
_VERB = re.compile(
    rf"\b(?:(?P<by>{_PASSIVE})|(?P<active>{_ACTIVE}))\b{_GAP}{_ARTICLE}(?=[\[\w`*])", re.IGNORECASE
)
# What makes the sentence say less than that this record replaces the other, or be about a third.
_BEFORE = re.compile(
    r"\b(?:part|partly|partially|in part|will be|to be|may be|might be|should be|not|if|when|until"
    r"|unless|would be|could be|never)[\s*_]*$"
    r"|\]\([^()]*\)[ \t*_]*(?:(?:is|was|has been|are|were|also)[ \t]+)*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\W*(?:in part\b|part(?:ial)?ly\b|\((?:in part|part(?:ial)?ly)\b)", re.IGNORECASE
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_LOOK = 160

KEYS: Mapping[str, str] = {
    **dict.fromkeys(("supersedes", "supercedes", "replaces", "obsoletes"), "supersedes"),
    **dict.fromkeys(("supersededby", "supercededby", "replacedby", "obsoletedby"), "superseded_by"),
}
"""Front matter keys, without case, dashes and underscores, and which of ours they mean."""


class Relation(NamedTuple):
    """A record that another one names: under which key, how, and where.

    ``written`` is a path from the repository root, an id such as ``ADR-12``, a bare number or slug,
    or an address on the web.
    """

    key: str
    written: str
    span: Span


def relations(path: str, piece: Text) -> Iterator[Relation]:
    """Yield the replacements that a paragraph of the document at ``path`` states."""
    text = piece.value
    for verb in _VERB.finditer(text):
        if _BEFORE.search(text[max(0, verb.start() - _LOOK) : verb.start()]):
            continue
        found = list(_refs(text, verb.end()))
        if found and not _AFTER.match(text, found[-1].end()):
            key = "superseded_by" if verb["by"] else "supersedes"
            for ref in found:
                yield _relation(key, path, ref, piece.span.start)


def _refs(text: str, start: int) -> Iterator[re.Match[str]]:
    """Yield the references that follow one another from an offset on."""
    while ref := _REF.match(text, start):
        yield ref
        between = _AND.match(text, ref.end())
        if between is None:
            return
        start = between.end()


def _relation(key: str, path: str, ref: re.Match[str], start: int) -> Relation:
    form = next(form for form in ("href", "wiki", "url", "id", "file", "bare") if ref[form])
    begin, end = ref.span(form)
    return Relation(key, _written(path, form, ref[form]), Span(start + begin, start + end))


def _written(path: str, form: str, value: str) -> str:
    match form:
        case "href":
            return value if _SCHEME.match(value) else joined(path, value)
        case "id":
            letters, digits = re.fullmatch(r"(\D*?)[-_ #]*(\d+)", value).groups()  # type: ignore[union-attr]
            return f"{letters.upper().removesuffix('S')}-{digits}"
        case "wiki" | "file":
            return value.strip().rpartition("/")[2].removesuffix(".md")
        case _:
            return value


def joined(path: str, href: str) -> str:
    """Return where a relative link of the document at ``path`` leads, from the repository root."""
    target = unquote(href.partition("#")[0].partition("?")[0])
    parts = [] if target.startswith("/") else path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def listed_relations(path: str, page: Page) -> Iterator[Relation]:
    """Yield the replacements that sections called ``Supersedes`` or ``Replaced by`` list."""
    for heading in page.body.headings:
        key = KEYS.get(name(heading).replace(" ", ""))
        for piece in page.pieces(page.own(heading)) if key else ():
            text = piece.value.lstrip("-*+ \t")
            offset = piece.span.start + len(piece.value) - len(text)
            found = list(_refs(text, 0))
            if key and found and not _AFTER.match(text, found[-1].end()):
                yield from (_relation(key, path, ref, offset) for ref in found)


def front_relations(
    path: str, fields: Mapping[str, Data], marks: Mapping[Address, Mark]
) -> Iterator[Relation]:
    """Yield the replacements that a front matter states."""
    for key, value in fields.items():
        meant = KEYS.get(re.sub(r"[\s_-]", "", key).casefold())
        entries = value if isinstance(value, list) else [value]
        for index, entry in enumerate(entries if meant else ()):
            address: Address = (key, index) if isinstance(value, list) else (key,)
            if isinstance(entry, str) and meant and (mark := marks.get(address)):
                yield from _entry(meant, path, entry, mark.value)


_NOTHING = frozenset({"", "-", "~", "none", "null", "n/a", "na", "[]", "nothing", "no", "false"})


def _entry(key: str, path: str, entry: str, span: Span) -> Iterator[Relation]:
    """Yield the references in one value; a slug or number of its own is one too."""
    bare = entry.strip(" '\"`")
    found = list(_refs(bare, 0))
    if bare.casefold() in _NOTHING or (found and _AFTER.match(bare, found[-1].end())):
        return
    if found and found[-1].end() >= len(bare.rstrip(" .])")):
        yield from (Relation(key, _relation(key, path, ref, 0).written, span) for ref in found)
    elif " " not in bare:
        yield Relation(key, bare.rpartition("/")[2].removesuffix(".md"), span)
    else:
        yield Relation(key, bare, span)
