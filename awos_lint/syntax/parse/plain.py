"""Plain Markdown, scanned line by line: the shapes that documents are mostly made of.

Paragraphs, headings with ``#``, lists and fences at the left margin, without any construction that
needs a second look. Whatever is not certain makes the scanner give up, and markdown-it-py reads the
whole text; where it does not give up, both must find the same blocks (tests/syntax/test_blocks.py).
"""

from __future__ import annotations

import re

from awos_lint.syntax.parse.shapes import Block

# Tabs, and blanks that only some of Markdown's rules trim.
_ODD = re.compile("[\t\x0b\x0c\r\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_ITEM = re.compile(r"([-+*]|\d{1,9}[.)])( {1,4})(?=[^ ])", re.ASCII)
_EMPTY_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?: |\Z)", re.ASCII)
_HEADING = re.compile(r"(#{1,6})(?: +|\Z)")
_FENCE = re.compile(r"(`{3,})[^`]*\Z|(~{3,})")
# Rules, underlines of headings, rows of dashes in tables, items without text.
_LINES = re.compile(r"[-:|=*_+ ]*")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}) *")
_STARTS = frozenset("-+*0123456789#`~><[|:=_")
_DEEPEST = 16
_ITEM_END = Block("item_end")


class _Unsure(Exception):  # noqa: N818
    """This is for the real parser."""


def plain_blocks(text: str, start: int) -> list[Block] | None:
    """Return the blocks of a text whose lines all end with ``\\n``, ``None`` when not certain.

    Offsets are given with ``start`` added.
    """
    if _ODD.search(text):
        return None
    scan = _Scan(text, start)
    try:
        return scan.read_lines()
    except _Unsure:
        return None


class _Scan:
    """The state between two lines."""

    def __init__(self, text: str, start: int) -> None:
        self.blocks: list[Block] = []
        self._lines = text.split("\n")[:-1]
        self._offset = start
        self._defines = "]:" in text
        # The columns at which the contents of the open list items begin.
        self._columns: list[int] = []
        # The lines of the open paragraph: where each begins, and its text.
        self._firsts: list[int] = []
        self._texts: list[str] = []
        self._fence = ""
        self._fenced = 0

    def read_lines(self) -> list[Block]:
        """Read all lines; raises :class:`_Unsure`."""
        for number, line in enumerate(self._lines):
            if self._fence:
                self._read_code(number, line)
            elif body := line.lstrip(" "):
                self._read_line(number, len(line) - len(body), body)
            else:
                self._end_paragraph()
            self._offset += len(line) + 1
        if self._fence:
            self.blocks.append(Block("leaf", first=self._fenced, after=len(self._lines)))
        self._end_paragraph()
        self._end_items(0)
        return self.blocks

    def _read_line(self, number: int, indent: int, body: str) -> None:
        columns = self._columns
        inside = len(columns)
        while inside and columns[inside - 1] > indent:
            inside -= 1
        if indent - (columns[inside - 1] if inside else 0) >= 4:
            raise _Unsure
        if body[0] in _STARTS and self._read_start(number, indent, body, inside):
            return
        if not self._firsts:
            self._end_items(inside)
        self._firsts.append(self._offset + indent)
        self._texts.append(body)

    def _read_start(self, number: int, indent: int, body: str, inside: int) -> bool:
        """Begin what the first character of a line promises, if it does."""
        first = body[0]
        if first in "-+*|:=_" and _LINES.fullmatch(body):
            return self._read_rule(number, indent, body)
        if first in "><":
            return self._read_comment(number, indent, body)
        # A footnote may end a paragraph, a definition may not.
        if first == "[" and self._defines and (not self._firsts or body.startswith("[^")):
            raise _Unsure
        if first == "#":
            return self._read_heading(number, indent, body)
        if first in "`~":
            return self._open_fence(number, indent, body)
        return self._read_item(indent, body, inside)

    def _read_rule(self, number: int, indent: int, body: str) -> bool:
        # Below a line of text it could underline that, or be the second row of a table.
        above = self._lines[number - 1].strip(" ") if number else ""
        if above or indent or not _RULE.fullmatch(body):
            raise _Unsure
        self._end_items(0)
        self.blocks.append(Block("leaf", first=number, after=number + 1))
        return True

    def _read_comment(self, number: int, indent: int, body: str) -> bool:
        """Pass a comment on one line; other HTML and block quotes are for the real parser."""
        if indent or not body.startswith("<!--") or "-->" not in body:
            raise _Unsure
        self._end_paragraph()
        self._end_items(0)
        self.blocks.append(Block("html", first=number, after=number + 1))
        return True

    def _read_heading(self, number: int, indent: int, body: str) -> bool:
        match = _HEADING.match(body)
        if not match:
            return False
        text = body[match.end() :].rstrip(" ")
        if indent or text.endswith("#"):
            raise _Unsure
        self._end_paragraph()
        self._end_items(0)
        at = ((0, self._offset + match.end()),) if text else ()
        level = len(match[1])
        self.blocks.append(Block("heading", text, at, number, number + 1, 0, level))
        return True

    def _open_fence(self, number: int, indent: int, body: str) -> bool:
        if body[:3] not in ("```", "~~~"):
            return False
        match = _FENCE.match(body)
        # With a bar it could be the head of a table.
        if indent or not match or "|" in body:
            raise _Unsure
        self._end_paragraph()
        self._end_items(0)
        self._fence, self._fenced = match[1] or match[2], number
        return True

    def _read_code(self, number: int, line: str) -> None:
        closing = line.strip(" ")
        if (
            closing.startswith(self._fence)
            and not closing.strip(self._fence[0])
            and not line.startswith("    ")
        ):
            self.blocks.append(Block("leaf", first=self._fenced, after=number + 1))
            self._fence = ""

    def _read_item(self, indent: int, body: str, inside: int) -> bool:
        match = _ITEM.match(body)
        if not match:
            if _EMPTY_ITEM.match(body):
                raise _Unsure
            return False
        marker = match[1]
        # In a paragraph of the same container only a list that begins with 1 may begin.
        beside = self._firsts and inside == len(self._columns)
        if beside and marker[0].isdigit() and int(marker[:-1]) != 1:
            return False
        self._end_paragraph()
        self._end_items(inside)
        place = self._offset + indent
        self.blocks.append(Block("item", depth=2 * inside + 1, marker=marker, place=place))
        self._columns.append(indent + match.end())
        self._first_line(place + match.end(), body[match.end() :])
        return True

    def _first_line(self, place: int, body: str) -> None:
        """Begin the paragraph of an item; nothing else may stand on its first line."""
        first = body[0]
        if first in _STARTS and (
            first in "><"
            or (first == "[" and self._defines)
            or (first == "#" and _HEADING.match(body))
            or body[:3] in ("```", "~~~")
            or _EMPTY_ITEM.match(body)
            or (first in "-+*|:=_" and _LINES.fullmatch(body))
        ):
            raise _Unsure
        if len(self._columns) > _DEEPEST:
            raise _Unsure
        self._firsts.append(place)
        self._texts.append(body)

    def _end_paragraph(self) -> None:
        firsts = self._firsts
        if not firsts:
            return
        if len(firsts) == 1:
            text = self._texts[0].rstrip(" ")
            self.blocks.append(Block("paragraph", text, ((0, firsts[0]),)))
        else:
            self._long_paragraph()
        self._firsts, self._texts = [], []

    def _long_paragraph(self) -> None:
        offset = 0
        at = []
        for first, text in zip(self._firsts, self._texts, strict=True):
            at.append((offset, first))
            offset += len(text) + 1
        self.blocks.append(Block("paragraph", "\n".join(self._texts).rstrip(" "), tuple(at)))

    def _end_items(self, inside: int) -> None:
        for _ in self._columns[inside:]:
            self.blocks.append(_ITEM_END)
        del self._columns[inside:]
