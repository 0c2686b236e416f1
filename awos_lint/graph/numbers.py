"""The next free number for an id."""

from __future__ import annotations

from functools import cached_property

from awos_lint.graph.project import Project

_DIGITS = 9
"""A longer run of digits is no number that anybody counts on from."""


class FreeNumbers:
    """Hands out ids that are not taken in a project, each one once."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def _last(self) -> dict[str, int]:
        project = self._project
        taken = [_split(key) for key in project.nodes]
        for document in project.documents:
            if kind := project.kinds.get(document.kind):
                taken.append((f"{kind.prefix}-", document.number))
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
