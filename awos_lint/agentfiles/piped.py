"""Command lines that run what they have just fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.agentfiles.fences import find_fences
from awos_lint.agentfiles.hooks import list_commands
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.servers import list_servers
from awos_lint.agentfiles.written import texts_at
from awos_lint.core.model.document import Document
from awos_lint.core.text import Place, Span

_FETCH = r"\b(?:curl|wget)\b"
_SHELL = r"(?:(?<![^\s|;&(])[^\s|;&]{0,200}/)?(?:ba|z|da|k|fi)?sh\b(?![.\w/-])"
_INTERPRETER = r"(?:python3?|node|perl|ruby|php)\b(?!\s+-[mcep])"
_BEFORE = r"(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+(?:\w+=\S*\s+)*)?"
_RUNNER = rf"{_BEFORE}(?:{_SHELL}|{_INTERPRETER})"
_REMOTE = r"(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b"
PIPED = Lazy(
    rf"{_FETCH}[^\n|;&]{{0,500}}\|\s*(?:tee\s[^|\n]*\|\s*)?{_RUNNER}"
    rf"|{_SHELL}\s+(?:-\w+\s+)*<\(\s*{_FETCH}"
    rf"|(?:{_SHELL}\s+-\w*c|\beval)\s+[\"']?(?:\$\(|`)\s*{_FETCH}"
    rf"|(?:\bsource|(?<![\w.])\.)\s+<\(\s*{_FETCH}"
    rf"|\bbase64\s+(?:-d|-D|--decode)\b[^\n|;&]{{0,500}}\|\s*{_RUNNER}"
    rf"|{_REMOTE}[^\n|;]{{0,500}}\|\s*(?:iex|Invoke-Expression)\b"
    rf"|\b(?:iex|Invoke-Expression)\b[\s(&\"'$]*(?:{_REMOTE}|New-Object\s+(?:System\.)?Net\.WebClient)",
    re.IGNORECASE,
)
_HINT = Lazy(r"curl|wget|base64|iwr|irm|Invoke-|WebClient", re.IGNORECASE)
_INLINE = Lazy(r"(?:^|(?<=\s))!`(?P<command>[^`\n]+)`", re.MULTILINE)
_WARNED = Lazy(
    r"\b(?:never|don'?t|do not|avoid|instead of|dangerous|unsafe|insecure|wrong|bad|malicious"
    r"|attack|flag|reject|block|forbid|detect|warn)|❌|🚫",
    re.IGNORECASE,
)
_INSTALL = Lazy(
    r"\b(?:(?:re)?install(?:s|ed|er|ing|ation)?|set ?up|setup|prerequisites?|requirements?"
    r"|upgrade|bootstrap)\b",
    re.IGNORECASE,
)
_PLAIN = Lazy(r"http://|base64", re.IGNORECASE)
_ABOVE = 3
"""How many lines above are looked at for a warning."""


class Piped(NamedTuple):
    """Where something is fetched and run.

    ``unasked`` runs without an agent that decides so: a hook, a server, a command that is run
    before a prompt is sent. An ``installer`` is what a prompt says how a program is installed with.
    """

    place: Place
    unasked: bool = False
    installer: bool = False


def find_piped(document: Document) -> Iterator[Piped]:
    """Yield where something is fetched and run: in code of a prompt, in hooks and in servers."""
    text = document.source.text
    if not _HINT.pattern.search(text):
        return
    if document.fields and not document.front:
        yield from (Piped(place, unasked=True) for place in _find_in_settings(document))
        return
    for span in find_fences(document):
        for match in PIPED.pattern.finditer(text, span.start, span.end):
            near = _read_context(document, span.start, match.start())
            if not any(map(_WARNED.pattern.search, near)):
                told = any(map(_INSTALL.pattern.search, near))
                installer = told and not _PLAIN.pattern.search(match[0])
                yield Piped(document.make_place(Span(*match.span())), installer=installer)
    for span in _find_inline(text):
        for match in PIPED.pattern.finditer(text, span.start, span.end):
            if not any(
                map(_WARNED.pattern.search, _read_context(document, span.start, match.start()))
            ):
                yield Piped(document.make_place(Span(*match.span())), unasked=True)


def _find_inline(text: str) -> Iterator[Span]:
    return (Span(*match.span("command")) for match in _INLINE.pattern.finditer(text))


def _find_in_settings(document: Document) -> Iterator[Place]:
    for address, command in list_commands(document):
        if PIPED.pattern.search(command):
            yield document.find_place(*address)
    for _, server in list_servers(document):
        if any(PIPED.pattern.search(text) for _, text in texts_at(document, *server)):
            yield document.find_key_place(*server)
    for address, text in texts_at(document, "prompt"):
        if PIPED.pattern.search(text):
            yield document.find_place(*address)


def _read_context(document: Document, block: int, at: int) -> list[str]:
    """Return the lines above the block, and the command's own: they say what it is for."""
    source = document.source
    first, line = source.find_position(block)[0], source.find_position(at)[0]
    return [
        *source.lines[max(0, first - 1 - _ABOVE) : first],
        *source.lines[max(first, line - 3) : line],
    ]
