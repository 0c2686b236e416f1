"""Casebooks: a rule's prose and its small worlds, read from the Markdown beside the rule.

A world is a level-2 heading and files, each a path in back-ticks on its own line with a fenced
block below. ``<<< rule @column "words"`` at the end of a line expects a finding there; column and
words are optional. Marks are cut off before a checker sees the text. A block whose info string
holds ``escaped`` writes control characters and stray bytes as ``\\xNN``, ``\\r`` and ``\\n``; its
own line breaks do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PATH = re.compile(r"`([^`]+)`\s*$")
_FENCE = re.compile(r"(`{3,})([^`]*)$")
_MARK = re.compile(r'\s+<<< ([a-z-]+)(?: @(\d+))?(?: "([^"]*)")?')
_MARKS = re.compile(rf"((?:{_MARK.pattern})+)\s*$")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|r|n|t)")


@dataclass(frozen=True, slots=True, order=True)
class Expected:
    """A finding that a world expects; column 0 and empty words match anything."""

    path: str
    line: int
    rule: str
    column: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """A small repository and the findings it must give, no more and no fewer."""

    title: str
    files: Mapping[str, bytes]
    shown: Mapping[str, str]
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Casebook:
    """A rule's name, its prose in Markdown, and its worlds."""

    rule: str
    prose: str
    worlds: tuple[World, ...]


def read_casebook(text: str) -> Casebook:
    """Read a casebook; raises :class:`ValueError` when it does not follow the grammar."""
    head, *parts = re.split(r"(?m)^## (?=.)", _outside_fences(text))
    title, _, prose = head.partition("\n")
    if not title.startswith("# "):
        raise ValueError("a casebook begins with `# rule-name`")
    return Casebook(title[2:].strip(), prose.strip(), tuple(map(_world, parts)))


def _outside_fences(text: str) -> str:
    """Shield headings inside fenced blocks from being taken for worlds."""
    lines, fence = [], ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if match and (not fence or line.strip() == fence):
            fence = "" if fence else match[1]
        lines.append(f"\0{line}" if fence and line.startswith("## ") else line)
    return "\n".join(lines)


def _world(part: str) -> World:
    title, _, body = part.partition("\n")
    files: dict[str, bytes] = {}
    shown: dict[str, str] = {}
    expected: list[Expected] = []
    for path, info, lines in _blocks(body):
        plain, marks = _unmarked(path, lines)
        text = "".join(line + "\n" for line in plain)
        shown[path] = text
        files[path] = _unescaped(plain) if "escaped" in info else text.encode()
        expected += marks
    if not files:
        raise ValueError(f"the world `{title.strip()}` has no files")
    return World(title.strip(), files, shown, tuple(sorted(expected)))


def _blocks(body: str) -> Iterator[tuple[str, str, list[str]]]:
    path = fence = info = ""
    block: list[str] = []
    for line in body.replace("\0", "").split("\n"):
        opening = _FENCE.match(line)
        if fence and line.strip() == fence:
            yield path, info, block
            path = fence = ""
        elif fence:
            block.append(line)
        elif opening and path:
            fence, info, block = opening[1], opening[2], []
        elif named := _PATH.match(line):
            path = named[1]
    if fence:
        raise ValueError(f"the block of `{path}` is not closed")


def _unmarked(path: str, lines: list[str]) -> tuple[list[str], list[Expected]]:
    plain, marks = [], []
    for number, line in enumerate(lines, 1):
        if tail := _MARKS.search(line):
            line = line[: tail.start()]
            for rule, column, words in _MARK.findall(tail[1]):
                marks.append(Expected(path, number, rule, int(column or 0), words))
        plain.append(line)
    return plain, marks


def _unescaped(lines: list[str]) -> bytes:
    named = {"r": b"\r", "n": b"\n", "t": b"\t"}
    data = b""
    for index, part in enumerate(_ESCAPE.split("".join(lines))):
        if index % 2 == 0:
            data += part.encode()
        else:
            data += named.get(part) or bytes.fromhex(part[1:])
    return data
