"""Where running text speaks of documents by their ids, without a link."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from awos_lint.core.text import Place
from awos_lint.graph.project import Project

# An id in the middle of a text: without the period that ends the sentence, and not in a path.
_ID = re.compile(r"(?<![\w/-])[A-Z][A-Z0-9]{0,15}-[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*(?![\w-])")


def find_mentions(project: Project, ids: Collection[str]) -> Iterator[tuple[str, Place]]:
    """Yield the places in running text that speak of some ids, in the order of the paths."""
    for document in project.documents if ids else ():
        for prose in document.prose:
            for match in _ID.finditer(prose.text):
                if match[0] in ids:
                    yield match[0], document.make_place(prose.map_span(*match.span()))
