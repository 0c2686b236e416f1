"""Inline Markdown as markdown-it-py finds it, with the place of everything that is not prose.

Its tokens carry no positions, so the rules for code, links, images and HTML are wrapped: each notes
from where to where it matched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it import rules_inline as rules
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from awos_lint.syntax.parse.shapes import ADDRESS, Inline, Target

_Rule = Callable[[StateInline, bool], bool]


@dataclass(slots=True)
class _Notes:
    """What the wrapped rules have met."""

    holes: list[tuple[int, int]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    html: list[tuple[int, int]] = field(default_factory=list)


def parsed_inline(text: str, env: dict[str, Any], nesting: int) -> Inline:
    """Find what is in an inline text; ``env`` is what the block pass learnt of references."""
    notes = env["notes"] = _Notes()
    tokens: list[Token] = []
    md = _make_parser(nesting)
    md.inline.parse(text, md, env, tokens)
    title = " ".join("".join(_show_token(token, " ") for token in tokens).split())
    heading = "".join(_show_token(token, "") for token in tokens)
    return Inline(title, heading, sorted(notes.holes), notes.targets, notes.html)


def _show_token(token: Token, line_break: str) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return line_break
    return token.content if token.type in ("text", "text_special", "code_inline") else ""


@cache
def _make_parser(nesting: int) -> MarkdownIt:
    options = {"maxNesting": nesting, "store_labels": True}
    md = MarkdownIt("commonmark", options).enable("strikethrough")
    noted = (
        ("backticks", rules.backtick, _note_code),
        ("link", rules.link, _note_link),
        ("image", rules.image, _note_image),
        ("autolink", rules.autolink, _note_autolink),
        ("html_inline", rules.html_inline, _note_html),
    )
    for name, rule, note in noted:
        md.inline.ruler.at(name, _note_tokens(rule, note))
    md.inline.ruler.before("backticks", "formula", _parse_formula)
    md.inline.ruler.before("link", "address", _parse_address)
    return md


# As GitHub finds them: `$5 or $6` is money.
_FORMULA = re.compile(r"(?<![\w$\\])(?:\$\$[^$`]+\$\$|\$(?![\s$])[^$`\n]*(?<![\s\\$])\$)(?![\w$])")


def _parse_formula(state: StateInline, silent: bool) -> bool:
    """Take a formula as text, so that `$f[i](j)$` is no link."""
    found = _FORMULA.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.pending += found.group()
    state.pos = found.end()
    return True


_REST = re.compile(r"[^ \t\n<]+")
_LONGEST_ADDRESS = 2000


def _parse_address(state: StateInline, silent: bool) -> bool:
    """Take the rest of a bare address as text: GitHub ends one only at a blank or a `<`.

    So there is no link in `https://a.org/[x](y)`; in the text of a link, there is no bare address.
    """
    src, pos = state.src, state.pos
    if silent or state.linkLevel or src[pos] not in "[!":
        return False
    holes = state.env["notes"].holes
    begin = max(pos - _LONGEST_ADDRESS, holes[-1][1] if holes else 0)
    begin = max(begin, *(src.rfind(blank, begin, pos) + 1 for blank in " \t\n<"))
    rest = _REST.match(src, pos, state.posMax)
    if rest is None or not ADDRESS.search(src, begin, pos):
        return False
    state.pending += rest.group()
    state.pos = rest.end()
    return True


def _note_tokens(rule: _Rule, note: Callable[[StateInline, int, list[Token]], None]) -> _Rule:
    def parse_and_note(state: StateInline, silent: bool) -> bool:
        if silent:
            return rule(state, silent)
        start, before, outer = state.pos, len(state.tokens), state.env["notes"]
        if note is _note_image:
            # The description of an image is parsed apart, with offsets of its own.
            state.env["notes"] = _Notes()
        found = rule(state, silent)
        state.env["notes"] = outer
        if found:
            note(state, start, state.tokens[before:])
        return found

    return parse_and_note


def _note_code(state: StateInline, start: int, tokens: list[Token]) -> None:
    # Back-ticks without partners are taken as text: no token.
    if tokens:
        state.env["notes"].holes.append((start, state.pos))


def _note_html(state: StateInline, start: int, _tokens: list[Token]) -> None:
    state.env["notes"].holes.append((start, state.pos))
    state.env["notes"].html.append((start, state.pos))


def _note_autolink(state: StateInline, start: int, tokens: list[Token]) -> None:
    written = state.src[start + 1 : state.pos - 1]
    href = str(next(token.attrs["href"] for token in tokens if token.type == "link_open"))
    mail = "mailto:" if href.startswith("mailto:") and not written.startswith("mailto:") else ""
    target = Target(mail + written, written, start + 1, state.pos - 1)
    state.env["notes"].targets.append(target)
    state.env["notes"].holes.append((start, state.pos))


def _note_link(state: StateInline, start: int, tokens: list[Token]) -> None:
    token = next(token for token in tokens if token.type == "link_open")
    _note_target(state, start, token, str(token.attrs["href"]))


def _note_image(state: StateInline, start: int, tokens: list[Token]) -> None:
    _note_target(state, start + 1, tokens[-1], str(tokens[-1].attrs["src"]))


def _note_target(state: StateInline, bracket: int, token: Token, href: str) -> None:
    """Note the destination that follows the text in brackets, or that its label is defined as."""
    notes, src, end = state.env["notes"], state.src, state.pos
    image = token.type == "image"
    label_end = state.md.helpers.parseLinkLabel(state, bracket, not image)
    text = src[bracket + 1 : label_end]
    notes.holes.append((label_end + 1, end))
    label = token.meta.get("label")
    if label is None:
        notes.targets.append(_find_destination(state, text, label_end + 2, image))
    elif place := state.env["definitions"].get(label):
        notes.targets.append(Target(place[0], text, place[1], place[2], image, defined=True))
    else:
        notes.targets.append(Target(href, text, bracket, end, image))


def _find_destination(state: StateInline, text: str, begin: int, image: bool) -> Target:
    while state.src[begin] in " \t\n":
        begin += 1
    found = state.md.helpers.parseLinkDestination(state.src, begin, state.posMax)
    if not found.ok:
        return Target("", text, begin, begin, image)
    angled = state.src[begin] == "<"
    return Target(found.str, text, begin + angled, found.pos - angled, image)
