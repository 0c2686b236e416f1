"""Command lines that run what they have just fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from awos_lint.agentfiles.fences import fences
from awos_lint.agentfiles.hooks import commands
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.servers import servers
from awos_lint.agentfiles.written import texts_at
from awos_lint.model.document import Document
from awos_lint.text import Place, Span

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
_ABOVE = 3
"""How many lines above are looked at for a warning."""


def piped(document: Document) -> Iterator[Place]:
    """Yield where something is fetched and run: in code of a prompt, in hooks and in servers."""
    text = document.source.text
    if not _HINT.pattern.search(text):
        return
    if document.fields and not document.front:
        yield from _settings(document)
        return
    for span in [*fences(document), *_inline(text)]:
        for match in PIPED.pattern.finditer(text, span.start, span.end):
            if not _warned(document, span.start, match.start()):
                yield document.place(Span(*match.span()))


def _inline(text: str) -> Iterator[Span]:
    return (Span(*match.span("command")) for match in _INLINE.pattern.finditer(text))


def _settings(document: Document) -> Iterator[Place]:
    for address, command in commands(document):
        if PIPED.pattern.search(command):
            yield document.at(*address)
    for _, server in servers(document):
        if any(PIPED.pattern.search(text) for _, text in texts_at(document, *server)):
            yield document.key(*server)
    for address, text in texts_at(document, "prompt"):
        if PIPED.pattern.search(text):
            yield document.at(*address)


def _warned(document: Document, block: int, at: int) -> bool:
    """Whether the lines above the block, or the command's own, say that it must not be done."""
    source = document.source
    first, line = source.position(block)[0], source.position(at)[0]
    near = [
        *source.lines[max(0, first - 1 - _ABOVE) : first],
        *source.lines[max(first, line - 3) : line],
    ]
    return any(map(_WARNED.pattern.search, near))
