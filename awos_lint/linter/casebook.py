"""Casebooks: a rule's prose and its small worlds, read from the Markdown beside the rule.

A world is a level-2 heading and files, each a path in back-ticks on its own line with a fenced
block below. ``<<< rule @column "words"`` at the end of a line expects a finding there; column and
words are optional. Marks are cut off before a checker sees the text. A block whose info string
holds ``escaped`` writes control characters and stray bytes as ``\\xNN``, ``\\r`` and ``\\n``; its
own line breaks do not count.

A world about a step has level-3 headings. ``Before`` stands above the files at its base, and
``Earlier`` above those of a commit before it. ``After``, or one ``Commit by NAME <MAIL>: SUBJECT``
after the other, adds files, replaces them, or takes them away with the line
```PATH` is deleted``. ``Tip`` stands above what the base branch got meanwhile. A title that holds
``as of YYYY-MM-DD`` says by which day dates are judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PATH = re.compile(r"`([^`]+)`\s*$")
_FENCE = re.compile(r"(`{3,})([^`]*)$")
_MARK = re.compile(r'\s+<<< ([a-z-]+)(?: @(\d+))?(?: "([^"]*)")?')
_MARKS = re.compile(rf"((?:{_MARK.pattern})+)\s*$")
_GONE = re.compile(r"`([^`]+)` is deleted(\s.*)?$")
_COMMIT = re.compile(r"Commit by ([^<]+) <([^>]*)>(?:: (.+))?")
_DAY = re.compile(r"\bas of (\d{4}-\d{2}-\d{2})\b")
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
class Stage:
    """One commit of a step, and the files that it leaves behind; an ``After`` is nobody's."""

    name: str
    mail: str
    subject: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class World:
    """A small repository and the findings it must give, no more and no fewer.

    ``files`` is what is judged. Where that is a step, ``before`` holds the files at its base,
    ``tip`` those of the base branch today, and ``earlier`` those of a commit before the base.
    ``shown`` are the written files: the heading above each, its path, and its text, or ``None``
    where it is deleted.
    """

    title: str
    files: Mapping[str, bytes]
    shown: tuple[tuple[str, str, str | None], ...]
    expected: tuple[Expected, ...]
    before: Mapping[str, bytes] | None = None
    stages: tuple[Stage, ...] = ()
    tip: Mapping[str, bytes] | None = None
    earlier: Mapping[str, bytes] | None = None

    @property
    def day(self) -> str:
        """The day by which dates are judged, the empty string where that does not matter."""
        found = _DAY.search(self.title)
        return found[1] if found else ""


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
    return Casebook(title[2:].strip(), prose.strip(), tuple(map(_read_world, parts)))


def _outside_fences(text: str) -> str:
    """Shield headings inside fenced blocks from being taken for worlds."""
    lines, fence = [], ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if match and (not fence or line.strip() == fence):
            fence = "" if fence else match[1]
        shielded = fence and line.startswith(("## ", "### "))
        lines.append(f"\0{line}" if shielded else line)
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Block:
    """A file as it was written below a heading; ``data`` is none where it is deleted."""

    part: str
    path: str
    text: str | None
    data: bytes | None
    expected: list[Expected]


def _read_world(section: str) -> World:
    title, _, body = section.partition("\n")
    blocks = list(_read_blocks(body))
    if not blocks:
        raise ValueError(f"the world `{title.strip()}` has no files")
    last = {block.path: block for block in blocks if block.part not in ("Earlier", "Tip")}
    expected = tuple(sorted(mark for block in last.values() for mark in block.expected))
    shown = tuple((block.part, block.path, block.text) for block in blocks)
    states = _build_states(blocks)
    before = None if "" in states else states.pop("Before", {})
    tip = states.pop("Tip", None)
    earlier = states.pop("Earlier", None)
    if before is None:
        return World(title.strip(), states[""], shown, expected)
    stages = tuple(_read_stage(part, files) for part, files in states.items())
    files = stages[-1].files if stages else before
    return World(title.strip(), files, shown, expected, before, stages, tip, earlier)


def _build_states(blocks: list[_Block]) -> dict[str, dict[str, bytes]]:
    """Return the files that are there below each heading, those of the one before included."""
    states: dict[str, dict[str, bytes]] = {}
    state: dict[str, bytes] = {}
    for block in blocks:
        start = states.get("Before", {}) if block.part == "Tip" else state
        files = states.setdefault(block.part, dict(start))
        files.pop(block.path, None)
        if block.data is not None:
            files[block.path] = block.data
        state = state if block.part == "Tip" else files
    return states


def _read_stage(part: str, files: Mapping[str, bytes]) -> Stage:
    if part == "After":
        return Stage("", "", "", files)
    if found := _COMMIT.fullmatch(part):
        return Stage(found[1], found[2], found[3] or "", files)
    raise ValueError(f"`### {part}` is no part of a world")


def _read_blocks(body: str) -> Iterator[_Block]:
    part = path = fence = info = ""
    lines: list[str] = []
    for line in body.split("\n"):
        opening = _FENCE.match(line)
        if fence and line.strip() == fence:
            yield _make_block(part, path, info, lines)
            path = fence = ""
        elif fence:
            lines.append(line.removeprefix("\0"))
        elif line.startswith("### "):
            part = line[4:].strip()
        elif opening and path:
            fence, info, lines = opening[1], opening[2], []
        elif gone := _GONE.match(line):
            yield _Block(part, gone[1], None, None, _cut_marks(gone[1], [gone[2] or ""])[1])
        elif named := _PATH.match(line):
            path = named[1]
    if fence:
        raise ValueError(f"the block of `{path}` is not closed")


def _make_block(part: str, path: str, info: str, lines: list[str]) -> _Block:
    plain, marks = _cut_marks(path, lines)
    text = "".join(line + "\n" for line in plain)
    data = _unescape_lines(plain) if "escaped" in info else text.encode()
    return _Block(part, path, text, data, marks)


def _cut_marks(path: str, lines: list[str]) -> tuple[list[str], list[Expected]]:
    plain, marks = [], []
    for number, line in enumerate(lines, 1):
        if tail := _MARKS.search(line):
            line = line[: tail.start()]
            for rule, column, words in _MARK.findall(tail[1]):
                marks.append(Expected(path, number, rule, int(column or 0), words))
        plain.append(line)
    return plain, marks


def _unescape_lines(lines: list[str]) -> bytes:
    named = {"r": b"\r", "n": b"\n", "t": b"\t"}
    data = b""
    for index, part in enumerate(_ESCAPE.split("".join(lines))):
        if index % 2 == 0:
            data += part.encode()
        else:
            data += named.get(part) or bytes.fromhex(part[1:])
    return data
