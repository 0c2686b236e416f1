"""What a YAML parser complains about, in words that say what to do."""

from __future__ import annotations

import yaml

from awos_lint.core.model.document import Problem
from awos_lint.core.text import Span, escape_text

RULE = "document-front-matter"

# What libyaml or the parser in Python says, what we say, what helps, and whether the place is
# where the construct begins rather than where it failed. The first match wins.
_WORDS = (
    ("cannot start any token", "a value cannot begin with {0}", "put the value in quotes", False),
    (
        "mapping values are not allowed",
        "a `:` stands where no key can end",
        "put a value that contains `: ` in quotes, or correct the indentation",
        False,
    ),
    (
        "sequence entries are not allowed",
        "a list cannot begin here",
        "begin the list on the next line, or put the value in quotes",
        False,
    ),
    ("unexpected end of stream", "a quotation mark is not closed", "close it", True),
    ("document separator", "a quotation mark is not closed", "close it", True),
    (
        "alphabetic or numeric character",
        "a value cannot begin with {0}",
        "put the value in quotes",
        True,
    ),
    ("',' or ']'", "a list that began with `[` is not closed", "add `]` or the missing `,`", True),
    (
        "',' or '}'",
        "a mapping that began with `{` is not closed",
        "add `}` or the missing `,`",
        True,
    ),
    (
        "escape",
        "a backslash in double quotes begins an escape that YAML does not know",
        "double the backslash, or use single quotes",
        False,
    ),
    (
        "expected key",
        "this belongs to no key",
        "correct the indentation, or put the whole value in quotes",
        False,
    ),
    ("<block end>", "this belongs to no key", "correct the indentation", False),
    ("'-' indicator", "this belongs to no list entry", "correct the indentation", False),
    ("expected ':'", "a key is not followed by `:`", "write `key: value`", True),
    (
        "document start",
        "YAML directives (`%`) and what follows `...` are not read",
        "remove them",
        False,
    ),
)
_OTHERWISE = (
    "the front matter is not valid YAML here",
    "correct the indentation, or put a value with special characters in quotes",
)


def make_problem(error: yaml.YAMLError, text: str, start: int) -> Problem:
    """Return a parse error as a problem; ``start`` is where ``text`` begins in the source."""
    said = str(getattr(error, "problem", ""))
    known = next((words for words in _WORDS if words[0] in said), None)
    message, help_ = known[1:3] if known else _OTHERWISE
    place = min(_find_place(error, begins=known[3] if known else False), len(text))
    char = text[place : place + 1]
    if char == "\t":
        message, help_ = "a tab cannot stand here", "indent with spaces"
    width = 1 if char and char not in "\r\n" else 0
    span = Span(start + place, start + place + width)
    return Problem(RULE, message.replace("{0}", f"`{escape_text(char)}`"), span, help_)


def _find_place(error: yaml.YAMLError, begins: bool) -> int:
    """Return the offset that an error is about."""
    mark = getattr(error, "context_mark", None) if begins else None
    mark = mark or getattr(error, "problem_mark", None)
    return int(mark.index if mark else getattr(error, "position", 0) or 0)
