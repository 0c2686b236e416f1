"""The sections of a document as they are compared: what they say, not how it is set."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.core.digest import BOOKKEEPING, canonical_front
from awos_lint.core.model.document import Document, Heading
from awos_lint.core.text import Place, Span

AMENDMENTS = frozenset(
    {"addenda", "addendum", "amendment", "amendments", "change log", "changelog", "changes"}
    | {"errata", "history", "revision history", "revisions", "updates"}
)
"""The headings below which a settled text may change, as :attr:`Heading.name` has them."""

_STANDING = frozenset({"links", "related", "related decisions", "relations", "status"})
"""The headings below which other dialects say how a decision stands."""

_LOOSE = BOOKKEEPING | {"created", "on_change", "owners", "relates_to", "review_by", "supersedes"}
"""Keys that say how a document stands to others and to people, not what was decided."""

# A list marker with its checkbox, and the marks of emphasis, code and links.
_MARKER = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX-]\][ \t])?)?", re.MULTILINE)
# A line such as `* Deciders: Ada, Mara` below the title, where other dialects have front matter.
_ABOUT = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?[*_]{0,2}[A-Za-z][A-Za-z ]{0,24}[*_]{0,2}:.*$", re.MULTILINE
)
_MARKUP = str.maketrans("|", " ", "*_`~[]()#")
# What the line between the head of a table and its rows is made of; formatters draw it as long as
# they like.
_RULED = frozenset("|-: \t>\r")


class Section(NamedTuple):
    """A heading with the words up to the next one; no heading for what stands before the first.

    The words are kept line by line.
    """

    heading: Heading | None
    lines: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words, wherever the lines break."""
        return tuple(word for line in self.lines for word in line)

    @property
    def title(self) -> str:
        """The heading as people read it."""
        return self.heading.title if self.heading else ""

    @property
    def said(self) -> tuple[str, tuple[str, ...]]:
        """What must be the same for nothing to have been rewritten."""
        return (self.heading.name if self.heading else ""), self.words


def find_rewriting(old: Document, new: Document, *, amendable: bool) -> Iterator[tuple[Place, str]]:
    """Yield how the text of a document was rewritten: where, and a clause that says what was done.

    Line breaks, markup, checkboxes and the destinations of links make no difference, nor do
    amendments where they are permitted, nor front matter that only says how a document stands.
    """
    before, after = (list(split_sections(text, amendable=amendable)) for text in (old, new))
    now, gone = _subtract_sections(after, before), _subtract_sections(before, after)
    for section in now:
        place = new.make_place(section.heading.span) if section.heading else new.find_name_place()
        name = f"`{section.title}`" if section.heading else "its beginning"
        yield place, f"{_name_change(section, gone)} {name}"
    names = {section.said[0] for section in now}
    for section in gone:
        if section.said[0] not in names:
            name = f"`{section.title}`" if section.heading else "its beginning"
            yield new.find_name_place(), f"removes {name}"
    fields = [{key: canonical_front({key: v}) for key, v in d.fields.items()} for d in (old, new)]
    # What was not said before may be said now: a scope, a claim, a title that was the heading's.
    for key in sorted(fields[0].keys() - _LOOSE):
        if not key.startswith("x-") and fields[0][key] != fields[1].get(key):
            yield new.find_key_place(key), f"changes its `{key}`"


def _name_change(section: Section, gone: list[Section]) -> str:
    """Return what was done to a section: added, added to, or rewritten."""
    former = [one for one in gone if one.said[0] == section.said[0]]
    if not former:
        return "adds" if section.heading else "adds to"
    return "adds to" if any(_only_adds(one, section) for one in former) else "rewrites"


def _only_adds(old: Section, new: Section) -> bool:
    """Return whether all that a section said is still there: new text follows, or new lines."""
    rest = iter(new.lines)
    return new.words[: len(old.words)] == old.words or all(line in rest for line in old.lines)


def _subtract_sections(sections: list[Section], others: list[Section]) -> list[Section]:
    known = Counter(section.said for section in others)
    found = []
    for section in sections:
        known[section.said] -= 1
        if known[section.said] < 0 and (section.words or section.heading):
            found.append(section)
    return found


def split_sections(document: Document, *, amendable: bool = False) -> Iterator[Section]:
    """Yield the sections of a document one after the other, subsections apart."""
    end = len(document.source.text)
    first = document.front.end if document.front else 0
    starts = [heading.span.start for heading in document.headings]
    yield Section(None, _split_lines(document, Span(first, min([*starts, end]))))
    below = 0
    for heading, stop in zip(document.headings, [*starts[1:], end], strict=False):
        if below and heading.level > below:
            continue
        below = heading.level if amendable and heading.name in AMENDMENTS else 0
        if not below and heading.name not in _STANDING:
            yield Section(
                heading, _split_lines(document, Span(heading.span.end, stop), heading.level == 1)
            )


def _split_lines(
    document: Document, span: Span, titled: bool = False
) -> tuple[tuple[str, ...], ...]:
    parts, at = [], span.start
    for link in sorted({link.span for link in document.links}):
        if at <= link.start < span.end:
            parts.append(document.source.text[at : link.start])
            at = link.end
    text = "".join([*parts, document.source.text[at : span.end]])
    text = _ABOUT.sub("", text) if titled else text
    lines = unicodedata.normalize("NFC", text).split("\n")
    plain = _MARKER.sub("", "\n".join(line for line in lines if not _is_ruled(line)))
    split = (line.split() for line in plain.translate(_MARKUP).split("\n"))
    return tuple(tuple(words) for words in split if words)


def _is_ruled(line: str) -> bool:
    """Return whether a line divides the head of a table from its rows."""
    return "|" in line and "-" in line and _RULED.issuperset(line)
