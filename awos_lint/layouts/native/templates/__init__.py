"""Drafts of documents: one template a kind, as text with ``{{names}}`` for what a new one is given.

A project's own template takes the place of ours; see ``docs/reference/documents.md``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

KINDS = ("mission", "roadmap", "requirements", "spec", "tasks", "standard", "adr")
"""The kinds that have a template."""

_NAME = re.compile(r"\{\{ ?([a-z]+) ?\}\}")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n|\Z)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_LONGEST_SLUG = 60


def fill_draft(
    kind: str, values: Mapping[str, str], own: str | None = None, sections: Iterable[str] = ()
) -> str:
    """Return a document that is still to be written.

    ``values`` are what stands for the names in the template, ``own`` is the project's own template.
    A line of the front matter goes when all that it names is empty. ``sections`` that the template
    lacks are added at the end.
    """
    text = _fill_template(read_template(kind) if own is None else own, values)
    known = {heading.casefold() for heading in _HEADING.findall(text)}
    lacking = [name for name in sections if name.casefold() not in known]
    return text + "".join(f"\n## {name}\n\n<!-- To be written. -->\n" for name in lacking)


@cache
def read_template(kind: str) -> str:
    """Return our template of a kind."""
    return resources.files(__name__).joinpath(f"{kind}.md").read_text("utf-8")


def make_slug(title: str, otherwise: str) -> str:
    """Return a title as a part of a file name; ``otherwise`` when nothing is left of it."""
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", title).casefold())
    return words[:_LONGEST_SLUG].strip("-") or otherwise


def _fill_template(text: str, values: Mapping[str, str]) -> str:
    lines, inside = [], 0
    for line in _LINE.findall(text):
        # The first line opens the front matter, if it is a fence, and the next fence closes it.
        fence = inside < 2 and _FENCE.fullmatch(line) is not None
        inside = inside + 1 if fence else inside or 2
        names = _NAME.findall(line)
        if not (inside == 1 and names and not any(values.get(name, name) for name in names)):
            lines.append(_NAME.sub(lambda match: values.get(match[1], match[0]), line))
    return "".join(lines)
