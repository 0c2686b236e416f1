"""Markdown blocks as markdown-it-py finds them.

Its rules run here unchanged, save that a rule is tried only where the first character of a line
lets it match, which halves the time, that a paragraph is one token instead of three, and that a
footnote is a block of its own. Tokens that hold inline Markdown get ``meta["at"]``.
tests/syntax/test_blocks.py holds the outcome equal to the plain parser's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it import rules_block as rules
from markdown_it.common.utils import MD_TRIM_CHARS, mdTrim
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from awos_lint.syntax.parse.shapes import At, Block

_Rule = Callable[[StateBlock, int, int, bool], bool]

# A line that could underline a heading, and text above it; other lines need no such attempt.
_UNDERLINE = re.compile(r"(?<=[^\n])\n[ \t>]*(?:-+|=+)[ \t]*(?=\n|\Z)")
_PREFIX = re.compile(r"[ \t>]*")


def parsed_blocks(text: str, start: int, nesting: int) -> tuple[list[Block], dict[str, Any]]:
    """Return the blocks of a Markdown text whose lines all end with ``\\n``; see ``blocks``."""
    env: dict[str, Any] = {"underline": -1, "definitions": {}, "start": start}
    for match in _UNDERLINE.finditer(text):
        env["underline"] = match.start()
    md = _make_parser(nesting)
    tokens: list[Token] = []
    md.block.parse(text, md, env, tokens)
    return list(_convert_tokens(tokens, text, start)), env


def _convert_tokens(tokens: list[Token], text: str, start: int) -> Iterator[Block]:
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    items: list[tuple[int, int]] = []
    opening: Token | None = None
    for token in tokens:
        kind = _KINDS.get(token.type, "")
        if kind == "item":
            line = token.map[0] if token.map else 0
            # On the line of an enclosing item, behind its marker.
            begin = items[-1][1] if items and items[-1][0] == line else lines[line]
            prefix = _PREFIX.match(text, begin)
            begin = prefix.end() if prefix else begin
            marker = token.info + token.markup
            items.append((line, begin + len(marker)))
            yield Block(kind, depth=token.level, marker=marker, place=start + begin)
        elif kind == "heading":
            opening = token
        elif kind == "cell" and opening:
            yield _heading_block(opening, token)
            opening = None
        elif kind:
            if kind == "item_end":
                items.pop()
            yield _other_block(kind, token)


def _heading_block(opening: Token, token: Token) -> Block:
    first, after = opening.map or (0, 0)
    at: At = token.meta.get("at", ())
    level = int(opening.tag[1:])
    return Block("heading", token.content, at, first, after, opening.level, level)


def _other_block(kind: str, token: Token) -> Block:
    if kind in ("paragraph", "cell"):
        return Block(kind, token.content, token.meta.get("at", ()))
    if kind in ("leaf", "html"):
        first, after = token.map or (0, 0)
        return Block(kind, first=first, after=after)
    return Block(kind, depth=token.level if kind == "quote" else 0)


_KINDS = {
    "paragraph": "paragraph",
    "inline": "cell",
    "heading_open": "heading",
    "list_item_open": "item",
    "list_item_close": "item_end",
    "blockquote_open": "quote",
    "blockquote_close": "quote_end",
    "html_block": "html",
    "fence": "leaf",
    "code_block": "leaf",
    "hr": "leaf",
}


@cache
def _make_parser(nesting: int) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": nesting}).enable("table")
    md.block.ruler = _Ruler()
    return md


def _first_offset(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def _parse_hr(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    last = state.src[state.eMarks[line] - 1]
    return last in "-*_ \t" and rules.hr(state, line, end, silent)


# How a row of dashes can begin: "- " begins a list instead.
_DASHES = frozenset(
    {one + two for one in "|-:" for two in "|-: \t"} - {"- ", "-\t"},
)


def _parse_table(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Try a table where the next line begins like a row of dashes."""
    if line + 1 >= end:
        return False
    below = state.bMarks[line + 1] + state.tShift[line + 1]
    if state.src[below : below + 2] not in _DASHES:
        return False
    before = len(state.tokens)
    found = rules.table(state, line, end, silent)
    if found and not silent:
        _place_cells(state, state.tokens[before:])
    return found


def _parse_heading(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    found = rules.heading(state, line, end, silent)
    if found and not silent:
        token = state.tokens[-2]
        mark = _first_offset(state, line) + len(token.markup)
        if token.content:
            place = state.src.index(token.content, mark)
            token.meta["at"] = ((0, state.env["start"] + place),)
    return found


def _parse_lheading(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    if _first_offset(state, line) > state.env["underline"]:
        return False
    found = rules.lheading(state, line, end, silent)
    if found and not silent:
        _place_lines(state, state.tokens[-2], line, state.line - 1)
    return found


def _parse_reference(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    # `[^ 1]: text` is no footnote on GitHub, and no definition that anybody means.
    if state.src.startswith("[^", _first_offset(state, line)):
        return False
    known = len(state.env.get("references", ()))
    found = rules.reference(state, line, end, silent)
    if found and len(state.env["references"]) > known:
        label = next(reversed(state.env["references"]))
        if place := _parse_destination(state, line):
            state.env["definitions"][label] = place
    return found


_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_FOOTNOTE_INDENT = 4


def _parse_footnote(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Take GitHub's footnote, `[^1]: text`, with the lines below that are indented by four.

    It is told apart from a block quote by nothing: what it holds is beside the document's text.
    """
    begin = _first_offset(state, line)
    label = _FOOTNOTE.match(state.src, begin, state.eMarks[line])
    if label is None or state.level >= state.md.options["maxNesting"]:
        return False
    if silent:
        return True
    opening = state.push("blockquote_open", "blockquote", 1)
    opening.map = lines = [line, 0]
    kept = state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType
    # The text behind the label counts as indented; without one, nothing is left of the line.
    state.bMarks[line] = label.end()
    state.tShift[line] = 0
    state.blkIndent += _FOOTNOTE_INDENT
    state.sCount[line] = state.blkIndent
    state.parentType = "blockquote"
    state.md.block.tokenize(state, line, end)
    state.blkIndent -= _FOOTNOTE_INDENT
    state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType = kept
    lines[1] = state.line
    state.push("blockquote_close", "blockquote", -1)
    return True


_LABEL = re.compile(r"\[(?:[^\[\]\\\n]|\\.)*\]:[ \t]*")


def _parse_destination(state: StateBlock, line: int) -> tuple[str, int, int] | None:
    """Return a definition's destination as written, with its range; on one line or the next."""
    label = _LABEL.match(state.src, _first_offset(state, line), state.eMarks[line])
    if not label:
        return None
    begin, stop = label.end(), state.eMarks[line]
    if begin == stop:
        begin, stop = _first_offset(state, line + 1), state.eMarks[line + 1]
    found = state.md.helpers.parseLinkDestination(state.src, begin, stop)
    if not found.ok:
        return None
    angled = state.src[begin] == "<"
    start = state.env["start"]
    return found.str, start + begin + angled, start + found.pos - angled


def _parse_paragraph(state: StateBlock, line: int, _end: int, _silent: bool) -> bool:
    """Take the lines of a paragraph, by the rule of markdown-it-py, as one token."""
    after = line + 1
    parent, state.parentType = state.parentType, "paragraph"
    while after < state.lineMax and not state.isEmpty(after):
        indent = state.sCount[after]
        # Too far in for anything but this paragraph, or a block quote's lazy line.
        lazy = indent - state.blkIndent > 3 or indent < 0
        if not lazy and _is_interrupting(state, after, state.lineMax, True):
            break
        after += 1
    state.parentType = parent
    state.line = after
    token = Token("paragraph", "", 0, map=[line, after], level=state.level)
    state.tokens.append(token)
    _place_lines(state, token, line, after)
    return True


def _place_lines(state: StateBlock, token: Token, line: int, after: int) -> None:
    """Give a token the text of some lines, without blanks in front of each, and their places.

    Inline rules skip those blanks; without them each line is literally in the source.
    """
    src, starts, ends = state.src, state.bMarks, state.eMarks
    first = starts[line] + state.tShift[line]
    if after == line + 1 and src[first] not in MD_TRIM_CHARS:
        token.content = mdTrim(src[first : ends[line]])
        token.meta["at"] = ((0, state.env["start"] + first),)
        return
    firsts = [starts[n] + state.tShift[n] for n in range(line, after)]
    joined = "\n".join([src[first : ends[line + n]] for n, first in enumerate(firsts)])
    token.content = mdTrim(joined)
    if not token.content:
        return
    lead = joined.index(token.content)
    at = []
    offset = -lead
    start = state.env["start"]
    for n, first in enumerate(firsts):
        length = ends[line + n] - first
        if offset + length >= 0 and offset < len(token.content):
            at.append((max(offset, 0), start + first + max(-offset, 0)))
        offset += length + 1
    token.meta["at"] = tuple(at)


def _place_cells(state: StateBlock, tokens: list[Token]) -> None:
    row = -1
    cells: Iterator[At] = iter(())
    for token in tokens:
        if token.type == "inline" and token.map:
            if token.map[0] != row:
                row = token.map[0]
                cells = iter(_find_cells(state, row))
            token.meta["at"] = next(cells, ())


def _find_cells(state: StateBlock, row: int) -> list[At]:
    """Return where the cells of a row stand; a row is cut at every ``|`` without a backslash."""
    begin, src = _first_offset(state, row), state.src
    line = src[begin : state.eMarks[row]]
    begin += len(line) - len(line.lstrip(MD_TRIM_CHARS))
    line = mdTrim(line)
    begin += state.env["start"]
    cuts = [-1, *(m.start() for m in re.finditer(r"(?<!\\)\|", line)), len(line)]
    pieces = [(cut + 1, following) for cut, following in pairwise(cuts)]
    if pieces[0][0] == pieces[0][1]:
        pieces.pop(0)
    if pieces and pieces[-1][0] == pieces[-1][1]:
        pieces.pop()
    return [_find_cell(line, begin, *piece) for piece in pieces]


def _find_cell(line: str, begin: int, start: int, end: int) -> At:
    """Return where a cell stands; each ``\\|`` in it became ``|`` and begins a new piece."""
    text = line[start:end]
    start += len(text) - len(text.lstrip(MD_TRIM_CHARS))
    text = mdTrim(text)
    if not text:
        return ()
    escapes = [match.start() for match in re.finditer(r"\\\|", text)]
    pieces = ((at - n, begin + start + at + 1) for n, at in enumerate(escapes))
    return ((0, begin + start), *pieces)


def _by_first_character(*chosen: tuple[str, _Rule]) -> dict[str, list[_Rule]]:
    found: dict[str, list[_Rule]] = {}
    for characters, rule in chosen:
        for character in characters:
            found.setdefault(character, []).append(rule)
    return found


# In the order of markdown-it-py. `code` needs an indent, `table` looks at the next line, and
# `lheading` and `paragraph` begin with anything: they are tried apart.
_FENCE = ("`~", rules.fence)
_QUOTE = (">", rules.blockquote)
_HR = ("-*_", _parse_hr)
_LIST = ("-*+0123456789", rules.list_block)
_HTML = ("<", rules.html_block)
_HEADING = ("#", _parse_heading)
_NOTE = ("[", _parse_footnote)
_REFERENCE = ("[", _parse_reference)
_STARTS = _by_first_character(_FENCE, _QUOTE, _HR, _LIST, _NOTE, _REFERENCE, _HTML, _HEADING)
_ENDS_QUOTE = _by_first_character(_FENCE, _QUOTE, _HR, _LIST, _NOTE, _HTML, _HEADING)
_ENDS_LIST = _by_first_character(_FENCE, _QUOTE, _HR, _NOTE)


def _try_rules(
    table: dict[str, list[_Rule]], state: StateBlock, line: int, end: int, silent: bool
) -> bool:
    first = state.bMarks[line] + state.tShift[line]
    # A plain loop: this runs a few times for every line, and `any` would make a generator.
    for rule in table.get(state.src[first : first + 1], ()):  # noqa: SIM110
        if rule(state, line, end, silent):
            return True
    return False


def _parse_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    if state.is_code_block(line):
        return rules.code(state, line, end, silent)
    return (
        _parse_table(state, line, end, silent)
        or _try_rules(_STARTS, state, line, end, silent)
        or _parse_lheading(state, line, end, silent)
        or _parse_paragraph(state, line, end, silent)
    )


def _is_interrupting(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Return whether a line ends the paragraph or the definition above it."""
    return _try_rules(_ENDS_QUOTE, state, line, end, True) or _parse_table(state, line, end, True)


def _ends_quote(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    return _try_rules(_ENDS_QUOTE, state, line, end, True)


def _ends_list(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    return _try_rules(_ENDS_LIST, state, line, end, True)


class _Ruler(Ruler[_Rule]):
    """Gives each chain of rules as one rule that chooses by the first character."""

    def __init__(self) -> None:
        super().__init__()
        for name in ("code", "block"):
            self.push(name, _parse_block)

    def getRules(self, chainName: str = "") -> list[_Rule]:  # noqa: N802, N803
        """Return the rules of a chain; the empty name is what begins a block."""
        return _CHAINS[chainName]


_CHAINS: dict[str, list[_Rule]] = {
    "": [_parse_block],
    "paragraph": [_is_interrupting],
    "reference": [_is_interrupting],
    "blockquote": [_ends_quote],
    "list": [_ends_list],
}
