"""An MCP server on another machine is spoken to over https."""

import re

from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.servers import list_servers
from awos_lint.agentfiles.written import form_of, text_at
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule

_NEAR = Lazy(
    r"http://(?:[^/@]*@)?(?:localhost|127\.|\[::1\]|0\.0\.0\.0|10\.|192\.168\.|host\.docker\."
    r"|172\.(?:1[6-9]|2\d|3[01])\.|[\w-]+(?:\.(?:local|internal|localhost|test))?(?=[:/]|\Z)|[${])",
    re.IGNORECASE,
)
"""Addresses on this machine or in its own network, and those that a variable holds."""


@rule(PROMPT, Severity.WARNING)
def safety_plain_http(prompt: Document) -> Findings:
    for name, address in list_servers(prompt):
        for key in form_of(prompt).server.urls:
            url = text_at(prompt, *address, key)
            if url.lower().startswith("http://") and not _NEAR.pattern.match(url):
                yield Finding(
                    at=prompt.find_place(*address, key),
                    message=f"the server `{escape_text(name, 60)}` is spoken to without encryption",
                    help="write `https://`",
                    subject=(name, key),
                )
