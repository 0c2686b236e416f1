"""The next free number for an id."""

from __future__ import annotations

from functools import cached_property

from awos_lint.graph.project import Project

_DIGITS = 9
"""A longer run of digits is no number that anybody counts on from."""


class FreeNumbers:
    """Hands out ids that are not taken in any of some projects, each one once."""

    def __init__(self, *projects: Project) -> None:
        self._projects = projects

    @cached_property
    def _last(self) -> dict[str, int]:
        taken = [_split(key) for project in self._projects for key in project.nodes]
        for project in self._projects:
            prefixes = {name: kind.prefix for name, kind in project.kinds.items()}
            taken += [
                (f"{prefixes[document.kind]}-", document.number)
                for document in project.documents
                if document.kind in prefixes
            ]
        last: dict[str, int] = {}
        for stem, number in taken:
            if _counts(number):
                last[stem] = max(last.get(stem, 0), int(number))
        return last

    def like(self, key: str) -> str:
        """Return the next free id of the same series and width; nothing for ``STD-python``."""
        stem, number = _split(key)
        if not _counts(number):
            return ""
        self._last[stem] = self._last.get(stem, 0) + 1
        return f"{stem}{self._last[stem]:0{len(number)}}"


def _split(key: str) -> tuple[str, str]:
    head, dash, number = key.rpartition("-")
    return head + dash, number


def _counts(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) <= _DIGITS
