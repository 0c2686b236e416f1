"""References that agents replace by the file: ``@.agent-os/x.md``, ``#[[file:src/x.ts]]``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from awos_lint.core.model.document import Link
from awos_lint.syntax.parse import Body

_AT = re.compile(
    r"(?<![\w@/.])@(?P<path>(?:\./)?\.?agent-os/[^\s@)>\]}`\"',;|*]+\.(?:md|ya?ml|json))\b"
)
_FILE = re.compile(r"#\[\[file:(?P<path>[^\[\]\n:]+)\]\]")
_SHIPPED = ("instructions/", "standards/", "commands/", "workflows/", "roles/")
# What stands for the name of a file that is different each time.
_PATTERN = re.compile(
    r"Y{2,4}|MM|DD|[\[\]{}<>*$#]|\bN+\b|(?:spec|feature|folder|file)[-_]?name|\.\.\.|…|example",
    re.IGNORECASE,
)


def at_links(body: Body, root: str, shipped: bool = False) -> Iterator[Link]:
    """Yield the references as links from the root of the layout; those with blanks left out.

    With ``shipped`` only those to files that the framework brings along: its instructions also
    name documents that a project may or may not have.
    """
    for prose in body.prose:
        for match in _AT.finditer(prose.text):
            path = match["path"].removeprefix("./")
            mine = not shipped or path.partition("/")[2].startswith(_SHIPPED)
            if mine and not _PATTERN.search(path):
                href = f"/{root}/{path}" if root else f"/{path}"
                yield Link(href, match[0], prose.map_span(*match.span()))


def file_links(body: Body, root: str) -> Iterator[Link]:
    """Yield Kiro's references to files as links from the root of the workspace."""
    for prose in body.prose:
        for match in _FILE.finditer(prose.text):
            path = match["path"].strip().removeprefix("./").lstrip("/")
            if path and not _PATTERN.search(path):
                href = f"/{root}/{path}" if root else f"/{path}"
                yield Link(href, match[0], prose.map_span(*match.span("path")))
