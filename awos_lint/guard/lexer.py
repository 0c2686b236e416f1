"""Words and operators of a shell's command line, as far as they can be told without running it.

The grammar is that of POSIX (Shell & Utilities §2) with what bash adds. Text that is left open,
such as a quote, reaches to the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from awos_lint.guard.braces import MARKS, marked, unmarked

HIDDEN = "\0"
"""Stands for a ``$`` that is not to be expanded."""

UNKNOWN = "\1"
"""Stands for what a command would print that is run to make a part of a word."""

_OWN = re.compile(f"[{HIDDEN}{UNKNOWN}{MARKS}]")
_HERE = re.compile(r"\s*(?:pwd(?:\s+-[LP])?|git\s+rev-parse\s+--show-toplevel)\s*")
"""Commands that print the folder where an agent works."""

_BLANK = re.compile(r"(?:[ \t\r]|\\\r?\n)+")
_COMMENT = re.compile(r"#[^\n]*")
_REDIRECT = re.compile(r"(?:\d*|\{\w+\})(<<-|<<<|<<|<>|<&|<(?!\()|>>|>\||>&|>(?!\()|(?<!\d)&>>?)")
_OPERATOR = re.compile(r"&&|\|\||\|&|;;&|;;|;&|[;&|()\n]")
_PLAIN = re.compile(r"[^\s;&|()<>'\"\\$`]+|[<>](?!\()|[\x0b\x0c\x1c-\x1f\x85\xa0]")
_SINGLE = re.compile(r"'([^']*)(?:'|\Z)")
_VALUE = re.compile(r"\$\{\w+\}")
_ANSI = re.compile(r"\$'((?:\\.|[^'\\])*)(?:'|\Z)", re.DOTALL)
_NESTED = re.compile(r"\$\(|[<>]\(")
_TICKS = re.compile(r"`((?:\\.|[^`\\])*)(?:`|\Z)", re.DOTALL)
_CODES = {"n": "\n", "t": "\t", "r": "\r", "0": "", "a": "\a", "e": "\x1b"}
_ANSI_CODE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|u[0-9a-fA-F]{1,4}|.)", re.DOTALL)


@dataclass
class Token:
    """A word, or an operator when ``operator`` is not empty; ``raw`` has its braces marked.

    ``inner`` are the command lines that are run to make the word. ``quoted`` says that its blanks
    do not split it. ``body`` is the text of a here-document that the word ends.
    """

    raw: str = ""
    operator: str = ""
    quoted: bool = False
    inner: list[str] = field(default_factory=list)
    body: str = ""

    @property
    def text(self) -> str:
        """The word without marks."""
        return unmarked(self.raw)


class Lexer:
    """Reads one command line; ``escape`` is a backslash, or the backtick of PowerShell."""

    def __init__(self, text: str, escape: str = "\\") -> None:
        self.text = _OWN.sub("", text)
        self.escape = escape
        self.at = 0
        self.waiting: list[tuple[Token, bool]] = []

    def tokens(self) -> Iterator[Token]:
        """Yield words and operators; the word after a redirection is its target."""
        here = ""
        while self._skip():
            if found := self._match(_REDIRECT):
                here = found[1]
                yield Token(operator=here)
                continue
            if found := self._match(_OPERATOR):
                if found[0] == "\n":
                    self._bodies()
                here = ""
                yield Token(operator=found[0])
                continue
            word = self._word()
            if here in ("<<", "<<-"):
                self.waiting.append((word, here == "<<-"))
            here = ""
            yield word

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def _skip(self) -> bool:
        """Pass over blanks and comments; return whether anything is left."""
        while self._match(_BLANK) or self._match(_COMMENT):
            pass
        return self.at < len(self.text)

    def _bodies(self) -> None:
        """Read the here-documents that begin after this line."""
        for word, tabs in self.waiting:
            lines = []
            while self.at < len(self.text):
                end = self.text.find("\n", self.at)
                end = len(self.text) if end < 0 else end
                line, self.at = self.text[self.at : end], end + 1
                if (line.lstrip("\t") if tabs else line) == word.text:
                    break
                lines.append(line)
            word.body = "\n".join(lines)
            if not word.quoted:
                # It is read like a text in double quotes, commands in it included.
                quoted = word.body.replace('"', f'{self.escape}"')
                word.inner += Lexer(f'"{quoted}"', self.escape)._word().inner
        self.waiting = []

    def _word(self) -> Token:
        word, parts = Token(), list[str]()
        begin = self.at
        while self.at < len(self.text) and (part := self._part(word)) is not None:
            parts.append(part)
        if self.at == begin:
            # No part of the grammar: pass over it, so that reading always goes on.
            self.at += 1
        word.raw = "".join(parts)
        return word

    def _part(self, word: Token) -> str | None:
        """Return the next piece of a word, its quotes taken off; ``None`` where the word ends."""
        char = self.text[self.at]
        if char == self.escape:
            return self._escaped(word)
        if char == "'":
            found = self._match(_SINGLE)
            word.quoted = True
            return found[1].replace("$", HIDDEN) if found else ""
        if char == '"':
            return self._double(word)
        if char == "$" and (found := self._match(_ANSI)):
            word.quoted = True
            return _ANSI_CODE.sub(_decoded, found[1]).replace("$", HIDDEN)
        if (made := self._inner(word)) is not None:
            return made
        if found := self._match(_VALUE):
            return found[0]
        if char in "$\\`":
            self.at += 1
            return char
        found = self._match(_PLAIN) if char not in "<>" else None
        if found is None:
            return None
        return marked(found[0]) if self.escape != "`" else found[0]

    def _escaped(self, word: Token) -> str:
        word.quoted = True
        piece = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        return "" if piece == "\n" else piece.replace("$", HIDDEN)

    def _inner(self, word: Token) -> str | None:
        """Read a command that is run to make a part of a word, and return what stands for that."""
        if self._match(_NESTED):
            begin, self.at = self.at, closing(self.text, self.at)
            inner = self.text[begin : self.at - 1]
        elif self.escape != "`" and (found := self._match(_TICKS)):
            inner = re.sub(r"\\([`$\\])", r"\1", found[1])
        else:
            return None
        word.inner.append(inner)
        return "." if _HERE.fullmatch(inner) else UNKNOWN

    def _double(self, word: Token) -> str:
        word.quoted = True
        self.at += 1
        parts = []
        while self.at < len(self.text) and self.text[self.at] != '"':
            char = self.text[self.at]
            if char == self.escape:
                parts.append(self._kept())
            elif char in "$`" and (made := self._inner(word)) is not None:
                parts.append(made)
            else:
                parts.append(char)
                self.at += 1
        self.at += 1
        return "".join(parts)

    def _kept(self) -> str:
        """Return what an escape within double quotes stands for (POSIX §2.2.3)."""
        piece = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if piece == "\n":
            return ""
        plain = piece in '$`"\\'
        return piece.replace("$", HIDDEN) if plain else f"{self.escape}{piece}"


def closing(text: str, at: int) -> int:
    """Return the offset behind the parenthesis that closes the one before ``at``."""
    depth, quote = 1, ""
    while at < len(text) and depth:
        char = text[at]
        if char == "\\" and quote != "'":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        else:
            depth += (char == "(") - (char == ")")
        at += 1
    return at if not depth else len(text) + 1


def _decoded(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "xu" and len(code) > 1:
        return chr(int(code[1:], 16))
    return chr(int(code, 8) % 256 or 32) if code[0] in "01234567" else _CODES.get(code, code)
