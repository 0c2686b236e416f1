"""How much is known about an approval."""

from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """What was verified, least first; each level includes the ones before it."""

    DECLARED = 1
    """Somebody wrote it."""
    BOUND = 2
    """The digest is that of the text."""
    RECORDED = 3
    """The commit that added it was made by the approver, not by an author of the text."""
    SIGNED = 4
    """A signature by the approver verified against the signers of the base branch."""
    REVIEWED = 5
    """The platform's review of that text stands."""

    @property
    def word(self) -> str:
        """The name as users write and read it."""
        return self.name.lower()
