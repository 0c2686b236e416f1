"""The blocks of a Markdown text, in its order, with the place of every inline text."""

from __future__ import annotations

from typing import Any

from awos_lint.syntax.parse.plain import plain_blocks
from awos_lint.syntax.parse.shapes import Block


def parse_blocks(text: str, start: int, nesting: int) -> tuple[list[Block], dict[str, Any]]:
    """Return the blocks of a Markdown text, and what its references mean.

    Line breaks must be ``\\n``. Offsets in the text are given with ``start`` added. The second
    value is what the inline rules need (``references``), with ``definitions``: by label, the
    destination as written and its range in the text.
    """
    if not text.endswith("\n"):
        # The rule for HTML blocks trips over a last line without a break (markdown-it-py 4.3).
        text += "\n"
    found = plain_blocks(text, start)
    if found is not None:
        return found, {"definitions": {}}
    # Imported here: it takes as long as reading dozens of documents, and most do without it.
    from awos_lint.syntax.parse.markdown_it_blocks import parsed_blocks

    return parsed_blocks(text, start, nesting)
