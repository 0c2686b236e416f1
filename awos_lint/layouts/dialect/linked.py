"""What stands in the text of a link: a name of something elsewhere, or an address itself."""

from __future__ import annotations

from collections.abc import Container

from awos_lint.core.model.document import Prose


def is_linked(prose: Prose, start: int, end: int, text: str, labels: Container[str]) -> bool:
    """Return whether a range of prose belongs to the text of a link, or to a bare address.

    ``text`` is the source, in which the destination still stands, and ``labels`` are the texts of
    the document's links.
    """
    word = prose.text[:start].rpartition(" ")[2].rpartition("\n")[2]
    if "://" in word or word.startswith("www."):
        return True
    opened = start if prose.text[start] == "[" else prose.text.rfind("[", 0, start)
    if opened < 0 or "]" in prose.text[opened + 1 : max(end - 1, opened)]:
        return False
    closed = prose.text.find("]", max(end - 1, opened))
    if closed < 0:
        return False
    label = prose.map_span(opened, closed + 1)
    behind = text[label.end : label.end + 1]
    return behind in ("(", "[", ":") or text[label.start + 1 : label.end - 1] in labels
