"""Patterns that are compiled when they are needed: most repositories hold no file of an agent."""

from __future__ import annotations

import re
from functools import cached_property


class Lazy:
    """A regular expression, as it is written; ``pattern`` is what it compiles to."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text = text
        self._flags = flags

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self._text, self._flags)
