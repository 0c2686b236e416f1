"""What is over a limit is not read, and that is said."""

from __future__ import annotations

from awos_lint.core.config import Limits
from awos_lint.core.text import Source


def explain_limit(what: str, limit: int, unit: str, key: str) -> str:
    """Return the sentence that says which limit was reached and which setting raises it."""
    return f"{what} more than {limit} {unit}; `limits.{key}` sets the limit"


def is_longer(text: str, limit: int) -> bool:
    """Return whether a text takes more than ``limit`` bytes in UTF-8."""
    if len(text) > limit or len(text) * 4 <= limit:
        return len(text) > limit
    return len(text.encode("utf-8", "replace")) > limit


def too_large(source: Source, limits: Limits) -> str:
    """Return why a text is not read, or an empty string when it is small enough."""
    if is_longer(source.text, limits.document_bytes):
        return explain_limit("the document has", limits.document_bytes, "bytes", "document-bytes")
    if len(source.starts) > limits.lines:
        return explain_limit("the document has", limits.lines, "lines", "lines")
    if len(source.text) > limits.line_length < max(map(len, source.lines)):
        return explain_limit("a line has", limits.line_length, "characters", "line-length")
    return ""
