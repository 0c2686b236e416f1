"""Credentials as they are written: known beginnings, keys, tokens, and what only looks like one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.servers import list_servers
from awos_lint.agentfiles.written import texts_at
from awos_lint.core.model.document import Address, Document
from awos_lint.core.text import Span

_KNOWN = Lazy(
    r"(?<![A-Za-z0-9_-])(?:"
    r"(?P<AWS>AKIA[0-9A-Z]{16})"
    r"|(?P<GitHub>gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{60,251})"
    r"|(?P<GitLab>glpat-[A-Za-z0-9_-]{20,100})"
    r"|(?P<Slack>xox[abprs]-[0-9]{8,}-[A-Za-z0-9-]{16,200})"
    r"|(?P<Anthropic>sk-ant-[A-Za-z0-9_-]{32,200})"
    r"|(?P<OpenAI>sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,250}|sk-[A-Za-z0-9]{48})"
    r"|(?P<Google>AIza[0-9A-Za-z_-]{35})"
    r"|(?P<Stripe>[rs]k_live_[0-9A-Za-z]{20,200})"
    r"|(?P<npm>npm_[A-Za-z0-9]{36})"
    r"|(?P<PyPI>pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,250})"
    r"|(?P<HuggingFace>hf_[A-Za-z0-9]{34})"
    r"|(?P<Context7>ctx7sk-[0-9a-f-]{30,60})"
    r"|(?P<JWT>eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,1000})"
    r")(?![A-Za-z0-9_])"
    r"|(?P<key>-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[\s\\nrt>]*[A-Za-z0-9+/=]{40})"
)
_HINT = Lazy(
    r"AKIA|gh[pousr]_|github_pat_|glpat-|xox|sk-|AIza|k_live_|npm_|pypi-|hf_|ctx7sk-|eyJ"
    r"|PRIVATE KEY"
)
_EXAMPLE = Lazy(
    r"example|xxx|your|dummy|fake|sample|placeholder|redacted|test|1234567|abcdefg", re.IGNORECASE
)
_FAMOUS = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkw"
"""How the token begins that jwt.io shows to everybody."""

_NAME = Lazy(
    r"(?:api[-_]?key|access[-_]?key|auth[-_]?token|token|secret|password|passwd|authorization"
    r"|credentials?)\Z",
    re.IGNORECASE,
)
_FILLED = Lazy(r"\$|\{|<|%[A-Z_]+%|\*\*|\.\.\.|…")
_LEAST = 3.0


class Secret(NamedTuple):
    """A credential: whose it is, or what key it stands under, and where."""

    what: str
    span: Span


def find_secrets(document: Document) -> Iterator[Secret]:
    """Yield the credentials in a text that are known by how they look."""
    text = document.source.text
    if not _HINT.pattern.search(text):
        return
    for match in _KNOWN.pattern.finditer(text):
        kind = str(match.lastgroup)
        if kind == "key":
            yield Secret("a private key", Span(match.start(), match.start() + 5))
        elif _is_real(match[0]):
            yield Secret(f"a key or token of the kind {kind}", Span(*match.span()))


def _is_real(found: str) -> bool:
    """Whether a text is mixed like what a machine makes up, and no example."""
    known = _EXAMPLE.pattern.search(found) or found.startswith(_FAMOUS)
    return not known and any(map(str.isdigit, found)) and _measure_entropy(found) >= _LEAST


def _measure_entropy(text: str) -> float:
    """Return the bits of information in a character of a text."""
    counts = Counter(text).values()
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts)


def find_literals(document: Document) -> Iterator[tuple[str, Address]]:
    """Yield the literal credentials of MCP servers by the name of their key, with their address."""
    for _, server in list_servers(document):
        for part in ("env", "environment", "headers", "http_headers"):
            for address, text in texts_at(document, *server, part):
                name = str(address[-1])
                value = text.removeprefix("Bearer ").removeprefix("token ").strip()
                literal = (
                    len(value) >= 16 and not _FILLED.pattern.search(value) and " " not in value
                )
                if _NAME.pattern.search(name) and literal and _is_real(value):
                    yield name, address
