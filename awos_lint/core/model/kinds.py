"""The kinds of documents and items: their ids, statuses, links and sections.

One table; the parser, the graph, the rules and the schemas read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DRAFT, REVIEW, APPROVED, FINISHED = range(4)
"""How settled a status is; a document may rest only on what is at least ``APPROVED``."""

_SETTLED = {
    "draft": DRAFT,
    "proposed": DRAFT,
    "in-review": REVIEW,
    "approved": APPROVED,
    "accepted": APPROVED,
    "implemented": FINISHED,
    "done": FINISHED,
}
OVER = frozenset({"deprecated", "superseded", "rejected", "retired"})
"""Statuses of documents that are no longer in force; nothing living may rest on them."""


EARLY = frozenset(status for status, level in _SETTLED.items() if level < APPROVED)
"""Statuses of documents that are still worked on; among these, any step is one forward."""


def settled(status: str) -> int:
    """Return how settled a status is; one that is over or unknown counts as a draft."""
    return _SETTLED.get(status, DRAFT)


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link: which kinds it may lead to, and whether its owner rests on the target.

    ``local`` links are between siblings and may be written with the short id (``T-02``). ``inside``
    is the key under which each entry of a list holds the id, where the entries are mappings. Where
    ``numbers`` has letters, a value may list several ids with commas between them, and a bare
    number stands for the id of these letters and the number.
    """

    to: tuple[str, ...]
    rests: bool = True
    local: bool = False
    inside: str = ""
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document."""

    name: str
    prefix: str
    statuses: tuple[str, ...]
    links: Mapping[str, Link] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    declared: bool = False
    """Whether the project declared it; its front matter is judged by the project's own schema."""
    keys: tuple[str, ...] = ()
    """Front matter keys that the project allows besides."""
    schema: Mapping[str, Any] | None = None
    """The project's JSON Schema for the front matter."""
    id_key: str = "id"
    """The front matter key that holds the id, or the number in it."""

    @property
    def free(self) -> bool:
        """Whether nothing says which front matter keys there are, so that any may be there."""
        return self.declared and not self.keys and self.schema is None

    @property
    def approved(self) -> tuple[str, ...]:
        """The statuses that claim an approval."""
        return tuple(status for status in self.statuses if settled(status) >= APPROVED)


@dataclass(frozen=True, slots=True)
class ItemKind:
    """A kind of item: the letters of its id, its fields, and which of them are links."""

    name: str
    prefix: str
    home: tuple[str, ...]
    checkbox: bool = False
    fields: tuple[str, ...] = ()
    links: Mapping[str, Link] = field(default_factory=dict)


_WRITTEN = ("draft", "in-review", "approved")

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "mission",
            "MISSION",
            _WRITTEN,
            sections=("What", "For whom", "Why", "Success measures", "Non-goals"),
        ),
        Kind("roadmap", "ROADMAP", _WRITTEN, {"mission": Link(("mission",))}),
        Kind(
            "adr",
            "ADR",
            ("proposed", "accepted", "deprecated", "superseded", "rejected"),
            {
                "supersedes": Link(("adr",), rests=False),
                "superseded_by": Link(("adr",), rests=False),
                "relates_to": Link(("adr", "spec"), rests=False),
                "depends_on": Link(("adr",)),
            },
            sections=("Context", "Decision", "Consequences"),
        ),
        Kind("requirements", "REQ", _WRITTEN, {"feature": Link(("feature",))}),
        Kind(
            "spec",
            "SPEC",
            (*_WRITTEN, "implemented", "retired"),
            {
                "feature": Link(("feature",)),
                "decisions": Link(("adr",)),
                "depends_on": Link(("spec",)),
            },
            sections=("Functional requirements", "Technical considerations", "Out of scope"),
        ),
        Kind(
            "tasks",
            "TASKS",
            (*_WRITTEN, "done"),
            {
                "spec": Link(("spec",)),
                "remarks": Link(("task",), rests=False, local=True, inside="task"),
            },
        ),
        Kind("standard", "STD", (*_WRITTEN, "retired")),
    )
}

PAGE = "page"
"""What a foreign layout has besides documents, such as designs and indexes.

A page has neither status nor items; its links and its wording are judged all the same. It is no
kind that front matter can name.
"""

ITEMS: Mapping[str, ItemKind] = {
    item.name: item
    for item in (
        ItemKind(
            "feature",
            "F",
            ("roadmap",),
            checkbox=True,
            fields=("after", "spec"),
            links={
                "after": Link(("feature",), local=True),
                "spec": Link(("spec",), rests=False),
            },
        ),
        ItemKind("requirement", "FR", ("spec", "requirements")),
        ItemKind("criterion", "AC", ("spec", "requirements")),
        ItemKind(
            "task",
            "T",
            ("tasks",),
            checkbox=True,
            fields=("after", "covers", "files", "verify", "agent"),
            links={
                "after": Link(("task",), local=True),
                "covers": Link(("requirement", "criterion"), local=True),
            },
        ),
    )
}

ID = re.compile(r"[A-Z][A-Z0-9]{0,15}(?:-[A-Za-z0-9][A-Za-z0-9._-]{0,63})?")
"""What an id looks like: capital letters, then a number (or, for standards, a name)."""

GLOBAL_ID = re.compile(rf"{ID.pattern}(?:/{ID.pattern}){{0,2}}")
"""A document's id, an item's, or a criterion's: ``SPEC-003``, ``SPEC-003/FR-2/AC-1``."""

PLACEHOLDER = re.compile(r"[A-Z][A-Z0-9]{0,15}-X{2,6}(?:-.*)?")
"""The id of a proposal that has no number yet: ``ADR-XXXX``, or ``ADR-XXXX-use-sqlite``."""
