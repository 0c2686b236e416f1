"""The next free number: how ids, files and folders are counted on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import count

from awos_lint.graph.project import Project

_DIGITS = 9
"""A longer run of digits is no number that anybody counts on from; strangers write ids."""


def is_number(text: str) -> bool:
    """Return whether a text is a number that may be counted on from."""
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def free_numbers(taken: Iterable[str]) -> Iterator[int]:
    """Return the numbers above all that are taken, each one once; texts that are none are skipped.

    A gap is left as it is: something that is gone may have had its number.
    """
    return count(max(map(int, filter(is_number, taken)), default=0) + 1)


class FreeNumbers:
    """Hands out ids that are not taken in any of some projects, each one once."""

    def __init__(self, *projects: Project) -> None:
        self._projects = projects
        self._free: dict[str, Iterator[int]] = {}

    @cached_property
    def _taken(self) -> dict[str, list[str]]:
        """The numbers by what stands in front of them."""
        found: dict[str, list[str]] = {}
        for project in self._projects:
            prefixes = {name: kind.prefix for name, kind in project.kinds.items()}
            taken = [_split_id(key) for key in project.nodes]
            taken += [
                (f"{prefixes[document.kind]}-", document.number)
                for document in project.documents
                if document.kind in prefixes
            ]
            for stem, number in taken:
                found.setdefault(stem, []).append(number)
        return found

    def find_next(self, key: str) -> str:
        """Return the next free id of the same series and width; nothing for ``STD-python``."""
        stem, number = _split_id(key)
        if not is_number(number):
            return ""
        if stem not in self._free:
            self._free[stem] = free_numbers(self._taken.get(stem, ()))
        return f"{stem}{next(self._free[stem]):0{len(number)}}"


def _split_id(key: str) -> tuple[str, str]:
    head, dash, number = key.rpartition("-")
    return head + dash, number
