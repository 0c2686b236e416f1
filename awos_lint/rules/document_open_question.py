"""A text that is in review or approved leaves no question open."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pydantic import Field

from awos_lint.config import Table
from awos_lint.diagnostic import Finding, Severity
from awos_lint.model.document import Document
from awos_lint.model.kinds import REVIEW, settled
from awos_lint.rules import Findings, document_rule
from awos_lint.text import Place, visible


class Options(Table):
    """What marks a question."""

    markers: list[str] = Field(
        ["NEEDS CLARIFICATION", "OPEN QUESTION", "?"],
        description="How a bracket begins that holds an open question, in any letter case.",
    )


@document_rule(Severity.ERROR, Options)
def document_open_question(document: Document, options: Options) -> Findings:
    if settled(document.status) < REVIEW:
        return
    for place, question in open_questions(document, options):
        yield Finding(
            at=place,
            message=f"{document.id or document.path} is {document.status}"
            f" with an open question: {visible(question, 100)}",
            help="answer it in the text, or set the status back",
            subject=(question,),
        )


def open_questions(document: Document, options: Options) -> Iterator[tuple[Place, str]]:
    """Yield the questions that a text leaves open, whatever its status is."""
    pattern = _pattern(tuple(options.markers))
    for prose in (run for run in document.prose if "[" in run.text):
        for match in pattern.finditer(prose.text):
            place = document.place(prose.span(*match.span()))
            yield place, " ".join(match[0].split())


@lru_cache(maxsize=8)
def _pattern(markers: tuple[str, ...]) -> re.Pattern[str]:
    words = (re.escape(" ".join(marker.split())) for marker in markers)
    either = "|".join(word.replace(r"\ ", r"\s+") for word in words) or "(?!)"
    # "No [NEEDS CLARIFICATION] markers remain" asks nothing.
    return re.compile(rf"\[(?<!\bno \[)(?:{either})(?![\w-])[^\[\]]*\]", re.IGNORECASE)
