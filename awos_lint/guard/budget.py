"""How much of a call is read: whoever asks must get an answer, whatever they were given."""

from __future__ import annotations

from dataclasses import dataclass


class TooLongError(Exception):
    """A command line of which not all can be read; its text says so, and what to do."""

    def __init__(self) -> None:
        super().__init__("this command line is too long to read: run it in smaller pieces")


@dataclass
class Budget:
    """What may still be read of one command line."""

    left: int

    def spend(self, much: int) -> None:
        """Take something off; raises :class:`TooLongError` when there is no more."""
        self.left -= much
        if self.left < 0:
            raise TooLongError
