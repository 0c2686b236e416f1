"""What a template leaves behind when nobody fills it in: ``[PROJECT_NAME]``, ``[FEATURE NAME]``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from awos_lint.core.model.document import Item, Problem, State
from awos_lint.core.model.kinds import REVIEW, maturity_of
from awos_lint.core.model.status import Reading, Status
from awos_lint.core.text import Source, Span
from awos_lint.layouts.dialect.linked import is_linked
from awos_lint.layouts.dialect.text_lines import Page
from awos_lint.syntax.parse import Body

# Two words at least, or a word and a number: "[TODO]", "[P]" and "[US1]" are labels. Of the words
# that stand alone, these are what templates ask for.
_BLANK = re.compile(
    r"\[(?:(?=[A-Z#]+(?:[ _-]|\d))[A-Z#][A-Z0-9#]*(?:[ _-][A-Z0-9#]+)+"
    r"|AUTHOR|DATE|DESCRIPTION|FEATURE|NAME|OWNER|PROJECT|TITLE)\](?![(\[:])"
)
# "[DEFERRED TO PHASE 2]" and "[OUT OF SCOPE]" say how far something is.
_SPOKEN = re.compile(
    r"NEEDS|CLARIFICATION|NOT|N/A|OPEN|QUESTION|GIVEN|WHEN|THEN"
    r"|\A\[(?:[A-Z]{2,}(?<!E)ED[ \]]|OUT OF |IN PROGRESS|NO LONGER )"
)
_SHOWN = 3
# What a template says in brackets; "[P]" and "[US1]" are labels, and "[x]" is a checkbox.
_PROMPT = re.compile(r"\[(?=[^\[\]\n]*[^\W\d_]{3})[^\[\]\n]{3,160}\](?![(\[:])")
# What only a template holds: `{{FEATURE_NAME}}`, `<what is changing>`, a comment that stands where
# the text belongs, and brackets that are all of it: `- **Files**: [Pattern of their names]`. Behind
# a text, a comment is somebody's remark: `Add a page <!-- id: x -->`.
_FILL_IN = re.compile(
    r"(?<!\$)\{\{[ ]*[A-Z][A-Z0-9_]*[ ]*\}\}|<[a-z]+(?: [\w-]+)+>"
    r"|^[ \t>#*+\-\d.]*(?:\[ \][ \t]*[\d.]*[ \t]*)?(?:\*\*\w+\*\*|\w+:)?[ \t]*<!--(?=[^\n]* )"
    r"|^[ \t>*+-]*(?:\*\*[\w ]+\*\*:?|\w+:)?[ \t]*\[(?P<asked>[^\[\]\n]{3,160})\][ \t]*$",
    re.MULTILINE,
)
_FEWEST = 3
"""Different prompts that a text must hold besides its head to be a template, not nearly written."""


def find_residue(page: Page, *, title_only: bool = False) -> tuple[Problem, ...]:
    """Return one problem for all blanks of a template that are left in a text, or in its title."""
    found = list(_find_blanks(page))
    if title_only:
        title = next((h.span for h in page.body.headings if h.level == 1), Span(0, 0))
        found = [(name, span) for name, span in found if title.start <= span.start < title.end]
    if not found:
        return ()
    names = list(dict.fromkeys(name for name, _ in found))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shown = ", ".join(f"`{name}`" for name in names[:_SHOWN])
    verb = "stands" if len(names) == 1 else "stand"
    return (
        Problem(
            "document-placeholder",
            f"{shown}{more} {verb} where text is missing",
            found[0][1],
            "write the text, or remove what the template asks for",
            tuple((span, f"`{name}` is left here") for name, span in found[1:_SHOWN]),
        ),
    )


def _find_blanks(page: Page) -> Iterator[tuple[str, Span]]:
    """Yield the blanks in headings and prose, without those that stand in code."""
    links = [link.text for link in page.body.links]
    for prose in page.body.prose:
        for match in _BLANK.finditer(prose.text):
            linked = is_linked(prose, *match.span(), page.source.text, links)
            if not linked and not _SPOKEN.search(match[0]):
                yield match[0], prose.map_span(*match.span())


def find_unfilled(
    source: Source, body: Body, items: Sequence[Item], stated: Status
) -> Problem | None:
    """Return the problem of a text that is still a template: nobody began to fill it in.

    What is written first is still left: the title is a blank, or the status the whole choice. Some
    templates have neither; of them, most of the text and every item is still a prompt. A text in
    which work was ticked, or that claims a status of its own, is somebody's.
    """
    begun = any(item.state in (State.DONE, State.ACTIVE) for item in items)
    title = body.headings[0] if body.headings else None
    if begun or title is None or maturity_of(stated.means) >= REVIEW:
        return None
    blank = _BLANK.search(title.title) is not None or stated.reading is Reading.CHOICE
    if not (_has_prompts(body) if blank else _is_all_prompts(source, body, items)):
        return None
    return Problem(
        "document-placeholder",
        "nobody has filled in this template yet",
        title.span,
        "write the text, or remove the file",
        subject=(),
    )


def _has_prompts(body: Body) -> bool:
    prompts = {match[0] for prose in body.prose for match in _PROMPT.finditer(prose.text)}
    return len(prompts) > _FEWEST


def _is_all_prompts(source: Source, body: Body, items: Sequence[Item]) -> bool:
    """Return whether most paragraphs and every item are prompts, as the source has them.

    Brackets in a text do not make it one: they are also how links and remarks are written.
    """
    # Every text is asked, and hardly any is a template: what ends the question soonest comes first.
    if sum(map(source.text.count, ("{{", "<", "["))) <= _FEWEST:
        return False
    lines = (source.lines[source.find_position(item.anchor.start)[0] - 1] for item in items)
    if not all(map(_is_prompt, lines)):
        return False
    links = {link.text for link in body.links}
    asked = [match for match in _FILL_IN.finditer(source.text) if match["asked"] not in links]
    if len(asked) <= _FEWEST:
        return False
    titles = {heading.span.start for heading in body.headings}
    spans = [
        prose.map_span(0, len(prose.text))
        for prose in body.prose
        if prose.lines[0][1] not in titles
    ]
    left = sum(_is_prompt(source.text[span.start : span.end]) for span in spans)
    return 2 * left >= len(spans)


def _is_prompt(text: str) -> bool:
    return bool(_FILL_IN.search(text) or _PROMPT.search(text))
