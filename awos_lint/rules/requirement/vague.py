"""Requirements and acceptance criteria are free of words that no test can check."""

import re
from collections.abc import Iterator

from pydantic import Field

from awos_lint.core.config import Table
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document, Item
from awos_lint.core.model.kinds import OVER
from awos_lint.core.text import Span
from awos_lint.graph.tasks import find_wordings
from awos_lint.rules import DOCUMENT, Findings, rule
from awos_lint.syntax.parse.phrases import find_phrases, may_occur

# Chosen from the lists of requirements engineering (vague adjectives, escape clauses, open ends);
# left out are those that often have a plain meaning, such as "some", "simple" and "normal".
_WORDS = """
adequate, adequately, and so on, and the like, appropriate, appropriately, as appropriate,
as far as possible, as necessary, as needed, as soon as possible, easily, easy, efficient,
efficiently, etc, fast, flexible, gracefully, if necessary, if possible, intuitive, intuitively,
meaningful, modern, performant, properly, quickly, reasonable, reasonably, robust, robustly,
scalable, seamless, seamlessly, several, should probably, smoothly, state-of-the-art, suitable,
user friendly, user-friendly, various, when possible, where appropriate, where necessary,
where possible
"""


class Options(Table):
    """Which words are vague."""

    words: list[str] = Field(
        re.split(r",\s+", _WORDS.strip()), description="Words that no test can check."
    )
    extend_words: list[str] = Field([], description="Further words, besides `words`.")


@rule(DOCUMENT, Severity.WARNING, Options, needs=("limits",))
def requirement_vague(spec: Document, options: Options) -> Findings:
    if spec.kind != "spec" or spec.status in OVER:
        return
    found: dict[str, list[tuple[str, Span]]] = {}
    for name, word, span in _find_vague(spec, (*options.words, *options.extend_words)):
        found.setdefault(name, []).append((word, span))
    for name, words in found.items():
        listed = ", ".join(dict.fromkeys(f"`{word}`" for word, _ in words))
        yield Finding(
            at=spec.make_place(words[0][1]),
            message=f"{name} cannot be tested as long as it says {listed}",
            help="say what is seen, or how much, how many or how long",
            subject=(name,),
        )


def _find_vague(spec: Document, vague: tuple[str, ...]) -> Iterator[tuple[str, str, Span]]:
    judged = (item for item in spec.items if item.kind in ("requirement", "criterion"))
    said = list(find_wordings(spec, judged))
    for wording in said if may_occur((wording.text for wording in said), vague) else ():
        for start, end in find_phrases(wording.text, vague):
            word = " ".join(wording.text[start:end].casefold().split())
            yield _name_of(spec, wording.item), word, wording.map_span(start, end)


def _name_of(spec: Document, item: Item) -> str:
    above = spec.items[item.parent].name if item.kind == "criterion" and item.parent >= 0 else ""
    return f"{above}/{item.name}" if above else item.name
