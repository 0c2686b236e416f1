"""What a `find` finds, as paths and globs, and the command lines that it runs on that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

_RUNS = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
_BEGINS = ("-", "(", "!", ")", ",")


def found(arguments: Sequence[str]) -> list[str]:
    """Return what a `find` finds: the folders that it looks through, or the names in them."""
    expression = next((i for i, word in enumerate(arguments) if _begins(word)), len(arguments))
    folders = list(arguments[:expression]) or ["."]
    pairs = pairwise(arguments)
    names = [value for word, value in pairs if word in ("-name", "-iname")]
    if not names:
        return folders
    return [f"{folder.rstrip('/')}/**/{name}" for folder in folders for name in names]


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
