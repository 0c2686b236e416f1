"""Names that a text gives as an example, and that nothing needs to have."""

from __future__ import annotations

import re

from awos_lint.agentfiles.lazy import Lazy

_EXAMPLE = Lazy(
    r"\b(?:e\.\s?g\.|i\.\s?e\.|for (?:example|instance)|examples?|such as|like|format|named|called)"
    r"(?!\w)",
    re.IGNORECASE,
)


def is_example(text: str, at: int) -> bool:
    """Return whether the line up to an offset says that what follows is an example."""
    begins = text.rfind("\n", 0, at) + 1
    return _EXAMPLE.pattern.search(text, begins, at) is not None
