"""Plain words out of what people write around them: emphasis, links, emoji, HTML, comments."""

from __future__ import annotations

import re

# Each piece is bounded or excludes what would end it, so that searching stays linear.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_STRUCK = re.compile(r"~~[^~]*~~")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)|!?\[([^\[\]]*)\]\[[^\[\]]*\]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")
_MARKUP = re.compile(r"[*_`\"'“”‘’«»]")
_LEADING = re.compile(r"^[^\w\[(]+")
_BLANKS = re.compile(r"\s+")


def to_plain(text: str) -> str:
    """Return a piece of inline Markdown as its words, in one line.

    Comments, struck-through text and emoji are left out, links are their text, and whatever stands
    before the first letter or digit is cut off.
    """
    text = _STRUCK.sub(" ", _COMMENT.sub(" ", text))
    text = _LINK.sub(lambda link: link[1] or link[2] or "", text)
    text = _SHORTCODE.sub(" ", _TAG.sub(" ", text))
    text = _BLANKS.sub(" ", _MARKUP.sub("", text))
    return _LEADING.sub("", text).strip()
