"""``Gemfile``, by the lines that begin with ``gem``; Ruby is not run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from awos_lint.core.text import Span
from awos_lint.decisions.manifests.found import Found

_GEM = re.compile(r"^[ \t]*+gem[ \t(]++(['\"])([^'\"\r\n]++)\1", re.MULTILINE)


def gemfile(text: str) -> Iterator[Found]:
    """Yield the gems that a ``Gemfile`` names."""
    for match in _GEM.finditer(text):
        yield Found(match[2], Span(*match.span(2)))
