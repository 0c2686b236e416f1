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
from awos_lint.core.text import Span, escape_text
from awos_lint.syntax.parse.limits import explain_limit

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

    def get_member(self, name: str) -> Value | None:
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
        value = reader.read_document()
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

    def read_document(self) -> Value:
        """Read the only value of the text."""
        self._skip_blanks()
        if self.at == len(self.text):
            raise self._make_refusal("the file is empty, and no JSON", 0)
        value = self._read_value(self.depth)
        self._skip_blanks()
        if self.at < len(self.text):
            raise self._make_refusal("something follows the end of the JSON")
        return value

    def _skip_blanks(self) -> None:
        match = _BLANKS.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _peek_char(self) -> str:
        self._skip_blanks()
        return self.text[self.at : self.at + 1]

    def _make_refusal(self, what: str, width: int = 1) -> _Refused:
        start = min(self.at, len(self.text))
        span = Span(start, min(start + width, len(self.text)))
        return _Refused((Problem(RULE, what, span, _HELP),))

    def _read_value(self, depth: int) -> Value:
        if not depth:
            raise _Refused(unread=explain_limit("the JSON nests", self.depth, "levels", "nesting"))
        start, char = self.at, self._peek_char()
        start = self.at
        if char == '"':
            return Value(self._read_string(), Span(start, self.at))
        if char in ("{", "["):
            return self._read_object(depth) if char == "{" else self._read_array(depth)
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, start):
                self.at += len(word)
                return Value(meaning, Span(start, self.at))
        return self._read_number()

    def _read_number(self) -> Value:
        match = _NUMBER.match(self.text, self.at)
        if not match or len(match[0]) > _LONGEST_NUMBER:
            found = escape_text(self.text[self.at : self.at + 1])
            raise self._make_refusal(
                f"`{found}` begins no JSON value" if found else "the JSON breaks off"
            )
        self.at = match.end()
        return Value(match[0], Span(*match.span()), number=True)

    def _read_string(self) -> str:
        start = self.at
        try:
            # Control characters in strings are let through: what they are is decoded already.
            value, self.at = _scan(self.text, start + 1, False)
        except ValueError:
            raise self._make_refusal(
                "a string is not closed, or has a wrong escape in it"
            ) from None
        # Half a character, which an escape can name, is nothing that could be printed.
        return _LONE.sub("\ufffd", value)

    def _read_array(self, depth: int) -> Value:
        start = self.at
        self.at += 1
        found: list[Value] = []
        if self._peek_char() == "]":
            self.at += 1
            return Value(found, Span(start, self.at))
        while True:
            found.append(self._read_value(depth - 1))
            if self._read_separator("]", "a list"):
                return Value(found, Span(start, self.at))

    def _read_object(self, depth: int) -> Value:
        start = self.at
        self.at += 1
        found: dict[str, Value] = {}
        keys: dict[str, Span] = {}
        if self._peek_char() == "}":
            self.at += 1
            return Value(found, Span(start, self.at), keys=keys)
        while True:
            self._read_member(depth, found, keys)
            if self._read_separator("}", "an object"):
                return Value(found, Span(start, self.at), keys=keys)

    def _read_member(self, depth: int, found: dict[str, Value], keys: dict[str, Span]) -> None:
        if self._peek_char() != '"':
            raise self._make_refusal("a name in quotes is expected here")
        begin = self.at
        name = self._read_string()
        span = Span(begin, self.at)
        if self._peek_char() != ":":
            raise self._make_refusal("a colon is expected here")
        self.at += 1
        value = self._read_value(depth - 1)
        if name in found:
            message = f"`{escape_text(name, 80)}` stands twice in this object"
            related = ((keys[name], "its first value counts"),)
            self.problems.append(Problem(RULE, message, span, "remove one of the two", related))
        else:
            found[name], keys[name] = value, span

    def _read_separator(self, bracket: str, what: str) -> bool:
        char = self._peek_char()
        if char not in (",", bracket) or not char:
            raise self._make_refusal(f"`,` or `{bracket}` is expected here, in {what}")
        self.at += 1
        return char == bracket


def without_comments(text: str) -> str:
    """Return a text of the same length with comments and final commas as blanks."""
    return _EXTRA.sub(_blank_match, text)


def _blank_match(match: re.Match[str]) -> str:
    return _VISIBLE.sub(" ", match[0]) if match["comment"] or match["comma"] else match[0]
