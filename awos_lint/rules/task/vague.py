"""A task says what is to be done, without words that leave it open."""

import re

from pydantic import Field

from awos_lint.core.config import Table
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph.tasks import Wording, find_units, find_wordings, name_item
from awos_lint.rules import DOCUMENT, Findings, rule
from awos_lint.syntax.parse.phrases import find_phrases, may_occur

WORDS = """and more, and so forth, and so on, appropriate, appropriately, as appropriate,
as necessary, as needed, clean up, comprehensive, edge cases, enhance, etc, et cetera,
finalise, finalize, fix bugs, fix issues, handle edge cases, if necessary, if needed, improve,
improvements, misc, miscellaneous, polish, properly, relevant, robust, several, some, something,
stuff, things, tidy up, tweak, various, when needed, where appropriate, where necessary,
where needed, where possible, with proper"""


class Options(Table):
    """Which words are vague."""

    words: list[str] = Field(re.split(r",\s+", WORDS), description="Words that leave work open.")
    extend_words: list[str] = Field([], description="Further words, besides `words`.")


@rule(DOCUMENT, Severity.WARNING, Options, needs=("limits",))
def task_vague(tasks: Document, options: Options) -> Findings:
    vague = (*options.words, *options.extend_words)
    met: dict[int, list[tuple[Wording, int, int]]] = {}
    said = list(find_wordings(tasks, find_units(tasks)))
    for wording in said if may_occur((wording.text for wording in said), vague) else ():
        for start, end in find_phrases(wording.text, vague):
            met.setdefault(wording.item.span.start, []).append((wording, start, end))
    for places in met.values():
        yield _make_finding(tasks, places)


def _make_finding(tasks: Document, places: list[tuple[Wording, int, int]]) -> Finding:
    first, start, end = places[0]
    words = (" ".join(w.text[begin:stop].casefold().split()) for w, begin, stop in places)
    listed = ", ".join(dict.fromkeys(f"`{word}`" for word in words))
    return Finding(
        at=tasks.make_place(first.map_span(start, end)),
        message=f"{name_item(first.item)} leaves open what to do as long as it says {listed}",
        help="name the cases, files or values that are meant",
        subject=(first.item.label,),
    )
