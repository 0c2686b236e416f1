"""The key `title` and the first-level heading say the same."""

import re

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import visible
from awos_lint.rules import DOCUMENT, Findings, rule

_NUMBER = re.compile(r"(?:[a-z][a-z0-9]*[ -]?)?#?\d+\s*[.:)–—-]\s*(?=\S)")
_MARKUP = re.compile(r"[\s`*_\"'’“”.:!]+")


@rule(DOCUMENT, Severity.WARNING)
def document_title_mismatch(document: Document) -> Findings:
    heading = document.heading
    if not heading or not heading.title or not document.wrote("title"):
        return
    if _plain(heading.title) == _plain(document.title):
        return
    yield Finding(
        at=document.place(heading.span),
        message=f"the heading is `{visible(heading.title, 80)}`,"
        f" but `title` is `{visible(document.title, 80)}`",
        help="remove `title`, or make the two agree",
        related=(Related(document.at("title"), "the other title"),),
        subject=(),
    )


def _plain(title: str) -> str:
    """Return a title without its number, markup and letter case."""
    return _MARKUP.sub(" ", _NUMBER.sub("", title.casefold(), count=1)).strip()
