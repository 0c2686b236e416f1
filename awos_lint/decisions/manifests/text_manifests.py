"""``go.mod`` and ``Gemfile``, line by line; neither Go nor Ruby is run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from awos_lint.core.text import LINE_BREAK, Span
from awos_lint.decisions.manifests import Found

_SINGLE = re.compile(r"\s*+require\s++(?![(\s])")
_BLOCK = re.compile(r"\s*+(\w++)\s*+\(\s*+(?://.*+)?\Z")
_MODULE = re.compile(r'\s*+"?([^\s"()]++)"?\s++v')
_MAJOR = re.compile(r"[/.]v[0-9]++\Z")
_GEM = re.compile(r"^[ \t]*+gem[ \t(]++(['\"])([^'\"\r\n]++)\1", re.MULTILINE)


def read_go_mod(text: str) -> Iterator[Found]:
    """Yield the modules that a ``go.mod`` requires, those marked ``// indirect`` left out."""
    block, start = "", 0
    for line in LINE_BREAK.split(text):
        opened, single = _BLOCK.match(line), _SINGLE.match(line)
        if opened:
            block = opened[1]
        elif line.lstrip().startswith(")"):
            block = ""
        elif block == "require" or single:
            yield from _read_requirement(line, single.end() if single else 0, start)
        start += len(line)
        start += 2 if text.startswith("\r\n", start) else 1


def _read_requirement(line: str, at: int, start: int) -> Iterator[Found]:
    match = _MODULE.match(line, at)
    indirect = line.partition("//")[2].strip().startswith("indirect")
    if match and not indirect and not match[1].startswith("//"):
        span = Span(start + match.start(1), start + match.end(1))
        # `pgx` and `pgx/v5` are one thing to whoever decides about it.
        plain = _MAJOR.sub("", match[1])
        yield Found(match[1], span, (plain,) if plain != match[1] else ())


def read_gemfile(text: str) -> Iterator[Found]:
    """Yield the gems that a ``Gemfile`` names."""
    for match in _GEM.finditer(text):
        yield Found(match[2], Span(*match.span(2)))
