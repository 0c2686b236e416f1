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

from awos_lint.core.model.document import Address, Data, Mark, Text
from awos_lint.core.text import Span
from awos_lint.layouts.dialect.record_paths import parse_name
from awos_lint.layouts.dialect.replaced import ACTIVE, PASSIVE, is_limited, is_whole
from awos_lint.layouts.dialect.text_lines import Page, normalize_heading

_GAP = r"[\s:|*_`>\u00a0–—-]*"
_ARTICLE = r"(?:(?:the|decision|record|previous|earlier|adrs?(?=[\s:]*[\[`]))[\s:]+)*"
# Each alternative begins with its own character, so that the search does not branch.
_LINK = r"\[(?P<text>[^\[\]]*)\]\(\s*<?(?P<href>[^()\s<>]+)>?[^()]*\)"
_WIKI = r"\[\[(?P<wiki>[^\[\]|#]+)[^\[\]]*\]\]"
_ID = (
    r"(?P<id>(?:(?:M?ADRs?|[A-Z]?DR|AD)(?:-[A-Z]{2,8})?|[A-Z]{2,8}(?=-))[-_ #]{0,2}\d{1,6})"
    r"(?![\w]|-\d\d-)"
)
_FILE = r"(?P<file>(?:adr[-_]?)?\d{1,8}[-_][a-z][\w.-]*\w|[\w.-]+\.md)"
# "Replaces 3 servers" names no record: nothing may follow a number but what ends a phrase.
_BARE = r"(?P<bare>\d{1,5})(?=[ \t]*(?:[.,;)\]|(&\n]|and\b|\Z))(?![.,]\d)"
_URL = r"(?P<url>https?://\S+)"
_REF = re.compile(rf"(?:{_LINK}|\[?(?:{_WIKI}|{_URL}|{_FILE}|{_ID}|{_BARE})\]?)", re.IGNORECASE)
_AND = re.compile(
    r"(?:[\s*_`]*(?:,|&|;|\+|/|\band\b|\bor\b))+[\s*_`]*(?:the |decision |by )?", re.IGNORECASE
)
_VERB = re.compile(
    rf"\b(?:(?P<by>{PASSIVE})|(?P<active>{ACTIVE}))\b{_GAP}{_ARTICLE}(?=[\[\w`*])", re.IGNORECASE
)
_RECORD = re.compile(r"M?ADRS?(?:-[A-Z]{2,8})?|[A-Z]?DR|AD")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")

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


def find_relations(path: str, piece: Text) -> Iterator[Relation]:
    """Yield the replacements that a paragraph of the document at ``path`` states."""
    text = piece.value
    for verb in _VERB.finditer(text):
        key = "superseded_by" if verb["by"] else "supersedes"
        for ref in _whole_refs(text, verb.end()) if is_whole(text, verb.start()) else ():
            yield _make_relation(key, path, ref, piece.span.start)


def _whole_refs(text: str, start: int) -> list[re.Match[str]]:
    """Return the references that follow, those left out that only a part is taken of."""
    found = list(_match_references(text, start))
    if not found or is_limited(text, found[-1].end()):
        return []
    return [ref for ref in found if not is_limited(text, ref.end())]


def _match_references(text: str, start: int) -> Iterator[re.Match[str]]:
    """Yield the references that follow one another from an offset on."""
    while ref := _REF.match(text, start):
        yield ref
        between = _AND.match(text, ref.end())
        if between is None:
            return
        start = between.end()


def _make_relation(key: str, path: str, ref: re.Match[str], start: int) -> Relation:
    form = next(form for form in ("href", "wiki", "url", "id", "file", "bare") if ref[form])
    begin, end = ref.span(form)
    return Relation(key, _write_reference(path, form, ref[form]), Span(start + begin, start + end))


def _is_own_id(path: str, value: str) -> bool:
    """Whether the letters of an id are those of records; `UTF-8` is something else."""
    letters = re.split(r"[-_ #]*\d", value.upper(), maxsplit=1)[0]
    own = parse_name(path.rpartition("/")[2].rpartition(".")[0]).prefix
    return letters == own or _RECORD.fullmatch(letters) is not None


def _write_reference(path: str, form: str, value: str) -> str:
    match form:
        case "href":
            return value if _SCHEME.match(value) else join_link(path, value)
        case "id" if not _is_own_id(path, value):
            return value.lower()
        case "id":
            letters, digits = re.fullmatch(r"(\D*?)[-_ #]*(\d+)", value).groups()  # type: ignore[union-attr]
            return f"{letters.upper().removesuffix('S')}-{digits}"
        case "wiki" | "file":
            return value.strip().rpartition("/")[2].removesuffix(".md")
        case _:
            return value


def record_of(path: str, written: str) -> str:
    """Return one name for all that the document at ``path`` may call the same record.

    ``ADR-2``, ``2``, ``0002-use-files`` and the path of that file are one.
    """
    folder, _, file = written.rpartition("/")
    if "://" in written or (folder and folder != path.rpartition("/")[0]):
        return written
    own, other = (
        parse_name(path.rpartition("/")[2].rpartition(".")[0]),
        parse_name(file.removesuffix(".md")),
    )
    number = other.number.lstrip("0") or other.number[:1]
    foreign = other.prefix and other.prefix != own.prefix and not _RECORD.fullmatch(other.prefix)
    return f"{other.prefix if foreign else ''}#{number}" if number else file.removesuffix(".md")


def join_link(path: str, href: str) -> str:
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
        key = KEYS.get(normalize_heading(heading).replace(" ", ""))
        for piece in page.list_pieces(page.own_span(heading)) if key else ():
            text = piece.value.lstrip("-*+ \t")
            offset = piece.span.start + len(piece.value) - len(text)
            if key:
                yield from (_make_relation(key, path, ref, offset) for ref in _whole_refs(text, 0))


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
                yield from _read_entry(meant, path, entry, mark.value)


_NOTHING = frozenset(
    {"", "-", "–", "—", "~", "none", "none.", "null", "n/a", "na", "[]", "nothing", "no", "false"}
    | {"aucun", "keine", "nenhum", "nessuno", "ninguno", "нет", "无", "なし", "없음"}
)


def _read_entry(key: str, path: str, entry: str, span: Span) -> Iterator[Relation]:
    """Yield the references in one value; a slug or number of its own is one too."""
    bare = entry.strip(" '\"`")
    found = list(_match_references(bare, 0))
    if bare.casefold() in _NOTHING or (found and is_limited(bare, found[-1].end())):
        return
    if found and found[-1].end() >= len(bare.rstrip(" .])")):
        yield from (Relation(key, _make_relation(key, path, ref, 0).written, span) for ref in found)
    elif " " not in bare.strip():
        yield Relation(key, bare.rpartition("/")[2].removesuffix(".md"), span)
    elif key == "superseded_by":
        yield Relation(key, bare, span)  # it says by what, in words
