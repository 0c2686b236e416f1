"""JSON with places: every value and key knows where it stands.

The grammar is that of RFC 8259. The standard library's reader gives no places, so the structure is
read here, and only strings are decoded by its scanner. Names must be unique, as RFC 8259 §4
advises; of a name that stands twice the first value counts, and the second is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from json import decoder
from typing import NamedTuple

from awos_lint.core.model.document import Problem
from awos_lint.core.text import Span, visible
from awos_lint.syntax.parse.limits import over

RULE = "document-data"

# The scanner of the standard library, in C where there is one: text, where the string begins behind
# its quotation mark, whether control characters are refused; the string and where it ends.
_scan: Callable[[str, int, bool], tuple[str, int]] = vars(decoder)["scanstring"]

# What the readers of settings allow beside RFC 8259: comments and final commas.
_EXTRA = re.compile(
    r'"(?:[^"\\\n]++|\\.)*+"?|(?P<comment>//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z))'
    r"|(?P<comma>,)(?=(?:\s++|//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+[\]}])",
    re.DOTALL,
)
_VISIBLE = re.compile(r"[^\r\n]")
_BLANKS = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_WORDS = {"true": True, "false": False, "null": None}
_LONE = re.compile("[\ud800-\udfff]")
_LONGEST_NUMBER = 40
_HELP = "the rest of the file is not read until this is corrected"


class Value(NamedTuple):
    """One JSON value and its place; a number is the text that was written.

    ``data`` is a string for strings and numbers, ``number`` tells which. Members of an object keep
    the places of their names in ``keys``.
    """

    data: str | bool | list[Value] | dict[str, Value] | None
    span: Span
    number: bool = False
    keys: dict[str, Span] = {}  # noqa: RUF012

    def get(self, name: str) -> Value | None:
        """Return a member of an object."""
        return self.data.get(name) if isinstance(self.data, dict) else None

    @property
    def entries(self) -> list[Value]:
        """The entries of an array, none for anything else."""
        return self.data if isinstance(self.data, list) else []

    @property
    def text(self) -> str:
        """What a string or a number says, the empty string for anything else."""
        return self.data if isinstance(self.data, str) else ""

    @property
    def words(self) -> str:
        """What the value is, as a message calls it."""
        if isinstance(self.data, str):
            return "a number" if self.number else "a string"
        if self.data is None or isinstance(self.data, bool):
            return str(self.data).lower().replace("none", "null")
        return "an object" if isinstance(self.data, dict) else "a list"


@dataclass(frozen=True, slots=True)
class Json:
    """What a JSON text says: its value, ``None`` when it cannot be read, and what was met."""

    value: Value | None = None
    problems: tuple[Problem, ...] = ()
    unread: str = ""


def read_json(text: str, depth: int) -> Json:
    """Read a JSON text that nests at most ``depth`` levels; never raises."""
    reader = _Reader(text, depth)
    try:
        value = reader.document()
    except _Refused as refused:
        found = (*reader.problems, *refused.problems)
        return Json(None, found, refused.unread)
    return Json(value, tuple(reader.problems))


class _Refused(Exception):  # noqa: N818
    """The rest cannot be read."""

    def __init__(self, problems: tuple[Problem, ...] = (), unread: str = "") -> None:
        super().__init__(unread)
        self.problems = problems
        self.unread = unread


@dataclass(slots=True)
class _Reader:
    text: str
    depth: int
    problems: list[Problem] = field(default_factory=list)
    at: int = 0

    def document(self) -> Value:
        """Read the only value of the text."""
        self._blanks()
        if self.at == len(self.text):
            raise self._refuse("the file is empty, and no JSON", 0)
        value = self._value(self.depth)
        self._blanks()
        if self.at < len(self.text):
            raise self._refuse("something follows the end of the JSON")
        return value

    def _blanks(self) -> None:
        match = _BLANKS.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _next(self) -> str:
        self._blanks()
        return self.text[self.at : self.at + 1]

    def _refuse(self, what: str, width: int = 1) -> _Refused:
        start = min(self.at, len(self.text))
        span = Span(start, min(start + width, len(self.text)))
        return _Refused((Problem(RULE, what, span, _HELP),))

    def _value(self, depth: int) -> Value:
        if not depth:
            raise _Refused(unread=over("the JSON nests", self.depth, "levels", "nesting"))
        start, char = self.at, self._next()
        start = self.at
        if char == '"':
            return Value(self._string(), Span(start, self.at))
        if char in ("{", "["):
            return self._object(depth) if char == "{" else self._array(depth)
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, start):
                self.at += len(word)
                return Value(meaning, Span(start, self.at))
        return self._number()

    def _number(self) -> Value:
        match = _NUMBER.match(self.text, self.at)
        if not match or len(match[0]) > _LONGEST_NUMBER:
            found = visible(self.text[self.at : self.at + 1])
            raise self._refuse(
                f"`{found}` begins no JSON value" if found else "the JSON breaks off"
            )
        self.at = match.end()
        return Value(match[0], Span(*match.span()), number=True)

    def _string(self) -> str:
        start = self.at
        try:
            # Control characters in strings are let through: what they are is decoded already.
            value, self.at = _scan(self.text, start + 1, False)
        except ValueError:
            raise self._refuse("a string is not closed, or has a wrong escape in it") from None
        # Half a character, which an escape can name, is nothing that could be printed.
        return _LONE.sub("\ufffd", value)

    def _array(self, depth: int) -> Value:
        start = self.at
        self.at += 1
        found: list[Value] = []
        if self._next() == "]":
            self.at += 1
            return Value(found, Span(start, self.at))
        while True:
            found.append(self._value(depth - 1))
            if self._closed("]", "a list"):
                return Value(found, Span(start, self.at))

    def _object(self, depth: int) -> Value:
        start = self.at
        self.at += 1
        found: dict[str, Value] = {}
        keys: dict[str, Span] = {}
        if self._next() == "}":
            self.at += 1
            return Value(found, Span(start, self.at), keys=keys)
        while True:
            self._member(depth, found, keys)
            if self._closed("}", "an object"):
                return Value(found, Span(start, self.at), keys=keys)

    def _member(self, depth: int, found: dict[str, Value], keys: dict[str, Span]) -> None:
        if self._next() != '"':
            raise self._refuse("a name in quotes is expected here")
        begin = self.at
        name = self._string()
        span = Span(begin, self.at)
        if self._next() != ":":
            raise self._refuse("a colon is expected here")
        self.at += 1
        value = self._value(depth - 1)
        if name in found:
            message = f"`{visible(name, 80)}` stands twice in this object"
            related = ((keys[name], "its first value counts"),)
            self.problems.append(Problem(RULE, message, span, "remove one of the two", related))
        else:
            found[name], keys[name] = value, span

    def _closed(self, bracket: str, what: str) -> bool:
        char = self._next()
        if char not in (",", bracket) or not char:
            raise self._refuse(f"`,` or `{bracket}` is expected here, in {what}")
        self.at += 1
        return char == bracket


def without_comments(text: str) -> str:
    """Return a text of the same length with comments and final commas as blanks."""
    return _EXTRA.sub(_blank_match, text)


def _blank_match(match: re.Match[str]) -> str:
    return _VISIBLE.sub(" ", match[0]) if match["comment"] or match["comma"] else match[0]
