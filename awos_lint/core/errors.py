"""What ends a run and is no bug, with the exit code that it ends in."""

from __future__ import annotations

from typing import ClassVar


class AwosError(Exception):
    """A matter of the user or of the repository; ``str(error)`` is a sentence about it.

    The exit code is 2 where what was asked for cannot be done, and 3 where it cannot be told.
    """

    exit_code: ClassVar[int] = 2


class RefusedError(AwosError):
    """Something that must not be done; the sentence says what, and why or what to do."""


class AlreadyError(RefusedError):
    """What is asked for is so already."""


class UnreadError(AwosError):
    """What is asked for needs a file that could not be read; the sentence says which and why."""

    exit_code = 3
