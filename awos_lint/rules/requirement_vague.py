"""Requirements and acceptance criteria are free of words that no test can check."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pydantic import Field

from awos_lint.config import Table
from awos_lint.diagnostic import Finding, Severity
from awos_lint.model.document import Document
from awos_lint.model.kinds import OVER
from awos_lint.rules import Findings, document_rule
from awos_lint.text import Span

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

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|‘[^’]*’')


class Options(Table):
    """Which words are vague."""

    words: list[str] = Field(re.split(r",\s+", _WORDS.strip()), description="Words that no test can check.")
    extend_words: list[str] = Field([], description="Further words, besides `words`.")


@document_rule(Severity.WARNING, Options)
def requirement_vague(spec: Document, options: Options) -> Findings:
    vague = _pattern((*options.words, *options.extend_words))
    if spec.kind != "spec" or spec.status in OVER or not vague:
        return
    found: dict[int, list[tuple[str, Span]]] = {}
    for index, word, span in _met(spec, vague):
        found.setdefault(index, []).append((word, span))
    for index, words in found.items():
        item = spec.items[index]
        listed = ", ".join(dict.fromkeys(f"`{word}`" for word, _ in words))
        yield Finding(
            at=spec.place(words[0][1]),
            message=f"{_name(spec, index)} cannot be tested as long as it says {listed}",
            help="say what is seen, or how much, how many or how long",
            subject=f"{item.kind} {_name(spec, index)}",
        )


def _met(spec: Document, vague: re.Pattern[str]) -> Iterator[tuple[int, str, Span]]:
    for prose in spec.prose:
        if prose.item >= 0 and spec.items[prose.item].kind in ("requirement", "criterion"):
            plain = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), prose.text)
            for match in vague.finditer(plain):
                word = " ".join(match[0].casefold().split())
                yield prose.item, word, prose.span(*match.span())


def _name(spec: Document, index: int) -> str:
    item = spec.items[index]
    above = spec.items[item.parent].name if item.kind == "criterion" and item.parent >= 0 else ""
    return f"{above}/{item.name}" if above else item.name


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    longest = sorted({" ".join(word.split()) for word in words} - {""}, key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE) if either else None
