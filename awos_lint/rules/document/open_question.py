"""A text that is in review or approved leaves no question open."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pydantic import Field

from awos_lint.core.config import Table
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import REVIEW, maturity_of
from awos_lint.core.text import Place, escape_text
from awos_lint.rules import DOCUMENT, Findings, rule

_TICKED = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[xX]\]")
_WORD = re.compile(r"\w+")
_SPOKEN_OF = re.compile(r"[*_`\"]*\s+(?:markers?|marks?|placeholders?|tags?)\b", re.IGNORECASE)
_NOT_SO = re.compile(r"\b(?:rather than|instead of)\b[^.;:\n]{0,40}\Z", re.IGNORECASE)
# A question of somebody's is about something: it has a word that is none of these.
_GENERIC = re.compile(
    r"an?|clarif(?:ication|y)|concrete|describe|description|details?|exact|for|here|insert|is|item"
    r"|of|or|precise|questions?|short|specific|the|to|topic|unclear|what|which|write|your?"
)
"""Words of which a template makes the text in place of a question: "your specific question"."""


class Options(Table):
    """What marks a question."""

    markers: list[str] = Field(
        ["NEEDS CLARIFICATION", "OPEN QUESTION", "?"],
        description="How a bracket begins that holds an open question, in any letter case.",
    )


@rule(DOCUMENT, Severity.ERROR, Options)
def document_open_question(document: Document, options: Options) -> Findings:
    if maturity_of(document.status) < REVIEW:
        return
    for place, question in open_questions(document, options):
        yield Finding(
            at=place,
            message=f"{document.name} is {document.status}"
            f" with an open question: {escape_text(question, 100)}",
            help="answer it in the text, or set the status back",
            subject=(question,),
        )


def open_questions(document: Document, options: Options) -> Iterator[tuple[Place, str]]:
    """Yield the questions that a text leaves open, whatever its status is."""
    pattern = _compile_pattern(tuple(options.markers))
    for prose in (run for run in document.prose if "[" in run.text):
        for match in pattern.finditer(prose.text):
            place = document.make_place(prose.map_span(*match.span()))
            bare = _WORD.search(match["asked"]) is None
            if not (_is_guidance(prose.text, match) or (bare and _is_ticked(document, place))):
                yield place, " ".join(match[0].split())


def _is_ticked(document: Document, place: Place) -> bool:
    """Return whether a mark stands in a ticked line: "no mark is left" is true in any language."""
    line = document.source.find_location(place.span).line
    return _TICKED.match(document.source.lines[line - 1]) is not None


def _is_guidance(text: str, match: re.Match[str]) -> bool:
    """Return whether a mark asks nothing: it shows how a question is marked, or speaks of marks."""
    if asked := _WORD.findall(match["asked"].lower()):
        return all(_GENERIC.fullmatch(word) for word in asked)
    named = _WORD.search(match[0]) is not None
    around = _SPOKEN_OF.match(text, match.end()) or _NOT_SO.search(text, 0, match.start())
    return named and around is not None


@lru_cache(maxsize=8)
def _compile_pattern(markers: tuple[str, ...]) -> re.Pattern[str]:
    words = (re.escape(" ".join(marker.split())) for marker in markers)
    either = "|".join(word.replace(r"\ ", r"\s+") for word in words) or "(?!)"
    # "No [NEEDS CLARIFICATION] markers remain" asks nothing.
    return re.compile(rf"\[(?<!\bno \[)(?:{either})(?![\w-])(?P<asked>[^\[\]]*)\]", re.IGNORECASE)
