"""TOML with places: every key and every string knows where it stands.

The standard library's reader gives no places, and takes time that grows with the square of a
dotted key's length. This one reads what TOML 1.0 allows and a little more; types of values other
than strings are not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from awos_lint.core.text import Span

ITEM: Final = "[]"
"""What stands in an address for any entry of an array."""

_DEPTH: Final = 32  # parts of an address; deeper manifests do not exist

_BLANKS = re.compile(r"[ \t]*+")
_GAP = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_END = re.compile(r"[ \t]*+(?:#[^\n]*+)?(?:\r?\n|\Z)")
_BARE = re.compile(r"[A-Za-z0-9_-]++")
_OTHER = re.compile(r"[^\s,\]}#\"'\[{=]++(?:[ ][0-9:.]++[^\s,\]}#]*+)?")
_STRINGS = (
    (re.compile(r'"""((?:[^"\\]++|\\.|""?(?!"))*+)"{3,5}', re.DOTALL), True, 3),
    (re.compile(r"'''((?:[^']++|''?(?!'))*+)'{3,5}", re.DOTALL), False, 3),
    (re.compile(r'"((?:[^"\\\n]++|\\.)*+)"'), True, 1),
    (re.compile(r"'([^'\n]*+)'"), False, 1),
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_NAMED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


class UnreadableError(Exception):
    """A text is not written as its format asks; ``str(error)`` is a clause about it."""


class Entry(NamedTuple):
    """A key or an entry of an array: its address, where it stands, and the string it holds.

    ``inner`` begins where the text within the quotes does; it is -1 where escapes make the text
    that was written another one.
    """

    address: tuple[str, ...]
    span: Span
    text: str | None = None
    inner: int = -1


class _Quoted(NamedTuple):
    text: str
    span: Span
    inner: int


def read_entries(text: str) -> Iterator[Entry]:
    """Yield what a TOML text says, in its order; raises :class:`UnreadableError`."""
    return _Reader(text).read_document()


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0

    def read_document(self) -> Iterator[Entry]:
        table: tuple[str, ...] = ()
        while self._skip_pattern(_GAP) < len(self.text):
            if self.text.startswith("[", self.at):
                keys = self._read_header()
                table = tuple(key.text for key in keys)
                yield from self._name_keys((), keys)
            else:
                yield from self._read_pair(table)
            if not (end := _END.match(self.text, self.at)):
                raise self._make_refusal()
            self.at = end.end()

    def _read_header(self) -> list[_Quoted]:
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        keys = self._read_key()
        if not self.text.startswith("]" * brackets, self.at):
            raise self._make_refusal()
        self.at += brackets
        return keys

    def _read_pair(self, table: tuple[str, ...]) -> Iterator[Entry]:
        keys = self._read_key()
        if not self.text.startswith("=", self.at):
            raise self._make_refusal()
        self.at += 1
        *_, last = named = list(self._name_keys(table, keys))
        yield from named
        yield from self._read_value(last.address)

    def _name_keys(self, table: tuple[str, ...], keys: list[_Quoted]) -> Iterator[Entry]:
        """Yield each key of a dotted key, because each of them may be a name."""
        for key in keys:
            table = (*table, key.text)
            if len(table) > _DEPTH:
                raise UnreadableError(f"its tables nest more than {_DEPTH} levels")
            yield Entry(table, key.span)

    def _read_key(self) -> list[_Quoted]:
        keys = []
        while True:
            self._skip_pattern(_BLANKS)
            key = self._read_bare() or self._read_string()
            if key is None:
                raise self._make_refusal()
            keys.append(key)
            self._skip_pattern(_BLANKS)
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def _read_bare(self) -> _Quoted | None:
        if not (match := _BARE.match(self.text, self.at)):
            return None
        self.at = match.end()
        return _Quoted(match[0], Span(*match.span()), match.start())

    def _read_string(self) -> _Quoted | None:
        for pattern, escapes, quotes in _STRINGS:
            if match := pattern.match(self.text, self.at):
                self.at = match.end()
                escaped = escapes and "\\" in match[1]
                text = _ESCAPE.sub(_unescape_match, match[1]) if escaped else match[1]
                inner = -1 if escaped else match.start() + quotes
                return _Quoted(text, Span(*match.span()), inner)
        return None

    def _read_value(self, address: tuple[str, ...]) -> Iterator[Entry]:
        if len(address) > _DEPTH:
            raise UnreadableError(f"its values nest more than {_DEPTH} levels")
        self._skip_pattern(_BLANKS)
        start = self.at
        if string := self._read_string():
            yield Entry(address, string.span, string.text, string.inner)
        elif self.text.startswith(("[", "{"), start):
            yield from self._read_within(address)
        elif other := _OTHER.match(self.text, start):
            self.at = other.end()
        else:
            raise self._make_refusal()

    def _read_within(self, address: tuple[str, ...]) -> Iterator[Entry]:
        """Yield what an array or an inline table holds."""
        array = self.text[self.at] == "["
        closing = "]" if array else "}"
        self.at += 1
        self._skip_pattern(_GAP)
        while not self.text.startswith(closing, self.at):
            yield from self._read_value((*address, ITEM)) if array else self._read_pair(address)
            self._skip_pattern(_GAP)
            if self.text.startswith(",", self.at):
                self.at += 1
                self._skip_pattern(_GAP)
            elif not self.text.startswith(closing, self.at):
                raise self._make_refusal()
        self.at += 1

    def _skip_pattern(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _make_refusal(self) -> UnreadableError:
        line = self.text.count("\n", 0, self.at) + 1
        return UnreadableError(f"it is not TOML at line {line}")


def _unescape_match(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else "\ufffd"
    return _NAMED.get(match[3], match[3])
