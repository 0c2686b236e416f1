"""The kinds of documents and items: their ids, statuses, links and sections.

One table; the parser, the graph, the rules and the schemas read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Literal

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


def maturity_of(status: str) -> int:
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
class Series:
    """Kinds whose documents share one count: their folder and names, and the digits of a number."""

    kinds: tuple[str, ...]
    folder: str
    name: re.Pattern[str]
    digits: int


class Scope(Enum):
    """Under which id the items of a document live."""

    GLOBAL = auto()
    """Their ids are unique in the repository."""
    DOCUMENT = auto()
    """Under the id of the document."""
    SPEC = auto()
    """Under the id of the spec that the document belongs to."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document, and all that awos does differently for it."""

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
    noun: str = ""
    """What people call it, where that is not its name."""
    stage: str = ""
    """The stage of the flow that its documents make up."""
    owners: tuple[str, ...] = ()
    """What a new document of it may belong to."""
    series: Series | None = None
    """What it is counted with, where its documents are numbered."""
    scope: Scope = Scope.DOCUMENT
    """Where its items live."""
    edit_policy: Literal["frozen", "amend-only", "living"] = "living"
    """How its text may change once it is in force, when the configuration says nothing."""
    is_planned: bool = False
    """Whether it belongs below a mission and a roadmap."""
    is_placed: bool = False
    """Whether every document of it has its place in the order of the flow."""
    is_decided: bool = False
    """Whether people agree on its text, so that it does not go with whatever spoke of it."""
    needs_front: bool = False
    """Whether a document without front matter is a mistake."""
    needs_items: bool = False
    """Whether it says nothing without items, however well its text reads."""
    has_progress: bool = False
    """Whether a tick in it says how far the work is; elsewhere it says what was chosen."""
    progress_keys: frozenset[str] = frozenset()
    """Front matter keys that say how far the work is, and nothing of what was approved."""

    @property
    def is_free(self) -> bool:
        """Whether nothing says which front matter keys there are, so that any may be there."""
        return self.declared and not self.keys and self.schema is None

    @property
    def approved(self) -> tuple[str, ...]:
        """The statuses that claim an approval."""
        return tuple(status for status in self.statuses if maturity_of(status) >= APPROVED)


@dataclass(frozen=True, slots=True)
class ItemKind:
    """A kind of item: the letters of its id, its fields, and which of them are links.

    ``noun`` is what people call it, where that is not its name.
    """

    name: str
    prefix: str
    home: tuple[str, ...]
    noun: str = ""
    checkbox: bool = False
    fields: tuple[str, ...] = ()
    links: Mapping[str, Link] = field(default_factory=dict)


_WRITTEN = ("draft", "in-review", "approved")

_DECISIONS = Series(("adr",), "decisions", re.compile(r"([0-9]{1,6})-[^/]+\.md"), 4)
_SPECS = Series(("spec", "tasks", "requirements"), "specs", re.compile(r"([0-9]{1,6})-[^/]+/.*"), 3)

SERIES: Mapping[str, Series] = {"adr": _DECISIONS, "spec": _SPECS}
"""The series, by the kind that begins a number."""

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "mission",
            "MISSION",
            _WRITTEN,
            sections=("What", "For whom", "Why", "Success measures", "Non-goals"),
            stage="mission",
            is_planned=True,
            is_placed=True,
            needs_front=True,
        ),
        Kind(
            "roadmap",
            "ROADMAP",
            _WRITTEN,
            {"mission": Link(("mission",))},
            stage="roadmap",
            scope=Scope.GLOBAL,
            is_planned=True,
            is_placed=True,
            needs_front=True,
            needs_items=True,
            has_progress=True,
        ),
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
            noun="decision",
            stage="decisions",
            owners=("spec", "adr"),
            series=_DECISIONS,
            edit_policy="amend-only",
            is_decided=True,
            needs_front=True,
        ),
        Kind(
            "requirements",
            "REQ",
            _WRITTEN,
            {"feature": Link(("feature",))},
            owners=("feature", "spec"),
            series=_SPECS,
            is_planned=True,
            is_decided=True,
        ),
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
            stage="specs",
            owners=("feature", "requirements"),
            series=_SPECS,
            is_planned=True,
            is_placed=True,
            is_decided=True,
            needs_front=True,
            needs_items=True,
        ),
        Kind(
            "tasks",
            "TASKS",
            (*_WRITTEN, "done"),
            {
                "spec": Link(("spec",)),
                "remarks": Link(("task",), rests=False, local=True, inside="task"),
            },
            noun="task list",
            stage="tasks",
            owners=("spec",),
            series=_SPECS,
            scope=Scope.SPEC,
            is_planned=True,
            is_placed=True,
            needs_front=True,
            needs_items=True,
            has_progress=True,
            progress_keys=frozenset({"remarks"}),
        ),
        Kind("standard", "STD", (*_WRITTEN, "retired")),
    )
}

_OTHER = Kind("", "", ())


def find_kind(name: str) -> Kind:
    """Return one of awos's own kinds; for any other name, a kind that behaves like no other."""
    return KINDS.get(name, _OTHER)


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
        ItemKind("criterion", "AC", ("spec", "requirements"), noun="acceptance criterion"),
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


def noun_of(name: str) -> str:
    """Return what people call a kind of document or item."""
    kind = ITEMS[name] if name in ITEMS else find_kind(name)
    return kind.noun or name


ID = re.compile(r"[A-Z][A-Z0-9]{0,15}(?:-[A-Za-z0-9][A-Za-z0-9._-]{0,63})?")
"""What an id looks like: capital letters, then a number (or, for standards, a name)."""

GLOBAL_ID = re.compile(rf"{ID.pattern}(?:/{ID.pattern}){{0,2}}")
"""A document's id, an item's, or a criterion's: ``SPEC-003``, ``SPEC-003/FR-2/AC-1``."""

PLACEHOLDER = re.compile(r"[A-Z][A-Z0-9]{0,15}-X{2,6}(?:-.*)?")
"""The id of a proposal that has no number yet: ``ADR-XXXX``, or ``ADR-XXXX-use-sqlite``."""
