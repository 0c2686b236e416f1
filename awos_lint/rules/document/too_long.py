"""A document is short enough to be read."""

from pydantic import Field

from awos_lint.core.config import Count, Table
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import DOCUMENT, Findings, rule
from awos_lint.syntax.parse.measure import count_words


class Options(Table):
    """How long a document may be."""

    max_words: Count = Field(4_000, description="Words in one document, code left out.")


@rule(DOCUMENT, Severity.WARNING, Options, needs=("limits",))
def document_too_long(document: Document, options: Options) -> Findings:
    # A word and the blank behind it take two characters, so most texts need no counting.
    if len(document.source.text) < 2 * options.max_words:
        return
    words = sum(count_words(prose.text) for prose in document.prose)
    if words > options.max_words:
        name = document.name
        yield Finding(
            at=document.find_name_place(),
            message=f"{name} has {words:,} words; the limit is {options.max_words:,}",
            help="split it, or move what only some readers need to a document of its own",
            subject=(),
        )
