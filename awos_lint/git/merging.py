"""Three versions of a text joined into one, by ``git merge-file``."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from typing import Final

from awos_lint.git.errors import CommandFailedError
from awos_lint.git.process import make_runner

_LABELS: Final = ("yours", "installed", "awos")
_MOST: Final = 127
"""git-merge-file(1): the exit status is the number of conflicts, this one at the most."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A merged text, and how many conflicts are marked in it."""

    text: str
    conflicts: int = 0


def merge_texts(base: str, yours: str, theirs: str) -> Joined:
    """Return what two texts became that both began as ``base``.

    Where both changed the same lines, the lines of both stand between conflict markers. Raises
    :class:`awos_lint.git.GitError`, also when there is no git.
    """
    with tempfile.TemporaryDirectory(prefix="awos-") as folder:
        names = [
            _write_file(folder, *pair) for pair in zip(_LABELS, (yours, base, theirs), strict=True)
        ]
        labels = [word for label in _LABELS for word in ("-L", label)]
        command = ("merge-file", "-p", "-q", *labels, *names)
        outcome = make_runner(folder, {}).run_command(*command)
    if outcome.status > _MOST:
        raise CommandFailedError(command, folder, outcome.stderr.decode("utf-8", "replace"))
    return Joined(outcome.output.decode("utf-8", "surrogateescape"), outcome.status)


def _write_file(folder: str, name: str, text: str) -> str:
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
    return path
