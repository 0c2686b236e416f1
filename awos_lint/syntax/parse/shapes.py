"""What Markdown is made of, for those who read it: blocks, and what is in their text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

At = tuple[tuple[int, int], ...]
"""Where the pieces of an inline text stand: offset in it, offset in the whole text."""

ADDRESS = re.compile(r"(?<![^\s*_~(])www\.[^\W_]|(?<![a-z])(?:https?|ftp)://[^\W_]", re.IGNORECASE)
"""How an address begins that GitHub makes a link without any markup."""


class Block(NamedTuple):
    """One block, or the beginning or end of one that holds others.

    ``kind`` is ``paragraph``, ``heading``, ``cell`` of a table, ``leaf`` for code and rules,
    ``html``, or ``item``, ``item_end``, ``quote``, ``quote_end``. ``text`` is inline Markdown
    without blanks in front of its lines, standing ``at`` those places. ``first`` is the first line
    of a heading, a leaf or HTML and ``after`` the one behind it. ``depth`` counts what encloses an
    item, a quote or a heading; ``level`` is the heading's own. ``marker`` begins an item at
    ``place``.
    """

    kind: str
    text: str = ""
    at: At = ()
    first: int = 0
    after: int = 0
    depth: int = 0
    level: int = 0
    marker: str = ""
    place: int = 0


class Target(NamedTuple):
    """Where a link or image leads.

    ``start`` and ``end`` enclose the destination as offsets into the inline text; into the whole
    text when ``defined``, for then it stands in a reference definition.
    """

    href: str
    label: str
    start: int
    end: int
    image: bool = False
    defined: bool = False


class Inline(NamedTuple):
    """What is in one inline text; pairs are offsets into it.

    ``holes`` are what is no prose: code, HTML, destinations. ``html`` are the pieces of HTML.
    ``title`` is the text without markup, ``heading`` the same as GitHub makes an anchor of it.
    """

    title: str = ""
    heading: str = ""
    holes: Sequence[tuple[int, int]] = ()
    targets: Sequence[Target] = ()
    html: Sequence[tuple[int, int]] = ()
