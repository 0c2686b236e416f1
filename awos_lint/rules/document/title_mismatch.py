"""The key `title` and the first-level heading say the same."""

import re

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import DOCUMENT, Findings, rule

_NUMBER = re.compile(r"(?:[a-z][a-z0-9]*[ -]?)?#?\d+\s*[.:)–—-]\s*(?=\S)")
_MARKUP = re.compile(r"[\s`*_\"'’“”.:!]+")


@rule(DOCUMENT, Severity.WARNING)
def document_title_mismatch(document: Document) -> Findings:
    heading = document.heading
    if not heading or not heading.title or not document.has_value("title"):
        return
    if _normalize_title(heading.title) == _normalize_title(document.title):
        return
    yield Finding(
        at=document.make_place(heading.span),
        message=f"the heading is `{escape_text(heading.title, 80)}`,"
        f" but `title` is `{escape_text(document.title, 80)}`",
        help="remove `title`, or make the two agree",
        related=(Related(document.find_place("title"), "the other title"),),
        subject=(),
    )


def _normalize_title(title: str) -> str:
    """Return a title without its number, markup and letter case."""
    return _MARKUP.sub(" ", _NUMBER.sub("", title.casefold(), count=1)).strip()
