"""What a `find` finds, as paths and globs, and the command lines that it runs on that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

_RUNS = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
_BEGINS = ("-", "(", "!", ")", ",")


def found(arguments: Sequence[str]) -> list[str]:
    """Return what a `find` finds: the names in the folders that it looks through, or all of those.

    What else narrows it is not looked at, so that more is returned than is found.
    """
    expression = next((i for i, word in enumerate(arguments) if _begins(word)), len(arguments))
    folders = [word for word in arguments[:expression] if not word.startswith("-")] or ["."]
    globs = list[str]()
    for before, (word, value) in zip(("", *arguments), pairwise(arguments), strict=False):
        if before not in ("-not", "!") and word in ("-name", "-iname"):
            globs += [f"{folder.rstrip('/')}/**/{value}" for folder in folders]
        elif before not in ("-not", "!") and word in ("-path", "-ipath", "-wholename"):
            globs.append(value)
    return globs or folders


def _begins(word: str) -> bool:
    """Return whether a word begins what is looked for; the options before it are few."""
    return word.startswith(_BEGINS) and word not in ("-H", "-L", "-P")


def runs(arguments: Sequence[str]) -> Iterator[list[str]]:
    """Yield the command lines that a `find` runs, with what it finds put into them."""
    paths = found(arguments)
    words = iter(arguments)
    for word in words:
        if word in _RUNS:
            line = list[str]()
            for part in words:
                if part == ";" or (part == "+" and line[-1:] == ["{}"]):
                    break
                line.append(part)
            yield [put for part in line for put in _filled(part, paths)]


def _filled(word: str, paths: list[str]) -> list[str]:
    return [word.replace("{}", path) for path in paths] if "{}" in word else [word]
