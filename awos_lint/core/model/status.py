"""How far a document says that it is: the text, where it stands, and how it was understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from awos_lint.core.suggestion import suggest_name
from awos_lint.core.text import Span

if TYPE_CHECKING:
    from awos_lint.core.model.kinds import Kind


class Reading(StrEnum):
    """How the text of a status was understood."""

    NONE = "none"
    """No status is written."""
    WORD = "word"
    """A status of the kind, or a word that means one."""
    CHOICE = "choice"
    """What a template offers to choose from: nobody has chosen yet."""
    MISSPELT = "misspelt"
    """A word one letter away from a status."""
    OWN = "own"
    """A word of the project's own, which means none of the statuses here."""


@dataclass(frozen=True, slots=True)
class Status:
    """A status as it was written: every rule that asks for one asks here.

    ``word`` is the status of the kind that it means, or that a misspelt one was meant to be; empty
    for the other readings. ``loose`` says that the text may be about the work that follows from the
    document: a decision that is "in progress" may have been accepted long ago.
    """

    text: str = ""
    span: Span | None = None
    reading: Reading = Reading.NONE
    word: str = ""
    loose: bool = False

    @property
    def is_written(self) -> bool:
        """Whether the document says anything about its status."""
        return self.reading is not Reading.NONE

    @property
    def is_clear(self) -> bool:
        """Whether the text means something here, or almost does."""
        return self.reading in (Reading.WORD, Reading.CHOICE, Reading.MISSPELT)

    @property
    def means(self) -> str:
        """The status of the kind that the text means; the empty string for any other reading."""
        return self.word if self.reading is Reading.WORD else ""

    def is_contradicting(self, other: Status) -> bool:
        """Return whether two statuses of one document cannot both be true.

        A decision that was replaced is deprecated too. What means nothing here contradicts nothing.
        """
        if self.loose or other.loose or not (self.means and other.means):
            return False
        return self.means != other.means and not {self.means, other.means} <= _GONE


_GONE = frozenset({"deprecated", "superseded"})


NONE = Status()
"""The status of a document that states none."""

_TWINS = {
    "accepted": "approved",
    "approved": "accepted",
    "deprecated": "retired",
    "done": "implemented",
    "draft": "proposed",
    "implemented": "done",
    "proposed": "draft",
    "retired": "deprecated",
}
"""What a status of one kind is called in another."""


def read_declared(kind: Kind, value: object, span: Span | None) -> Status:
    """Return how the front matter's ``status`` of a kind is understood: only its own words count.

    ``value`` is what was written there, ``None`` for nothing.
    """
    if value is None:
        return NONE
    if not isinstance(value, str):
        return Status("", span, Reading.OWN)
    if value in kind.statuses:
        return Status(value, span, Reading.WORD, value)
    near = suggest_name(spell_status(value), [*kind.statuses, *_TWINS])
    meant = next((word for word in (near, _find_twin(near)) if word in kind.statuses), "")
    return Status(value, span, Reading.MISSPELT if meant else Reading.OWN, meant)


def spell_status(word: str) -> str:
    """Return a status word as awos writes it: small letters, with hyphens."""
    return word.strip().lower().replace("_", "-").replace(" ", "-")


def _find_twin(word: str) -> str:
    return _TWINS.get(word, "")
