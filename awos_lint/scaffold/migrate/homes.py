"""Where the documents of another layout belong in the native one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import SERIES
from awos_lint.graph.project import Project
from awos_lint.layouts.dialect.features import make_slug, strip_prefix

_STEM = re.compile(r"(?:(?:[a-z]+[-_]?)?\d{1,8}[-_.]?)?(?P<name>.*)", re.IGNORECASE)
_STANDARD = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Home:
    """The place of a document: its path, kind and id in the native layout."""

    path: str
    kind: str
    id: str


class Homes:
    """The places of all documents that are carried over, none of them given twice."""

    def __init__(self, project: Project, documents: Sequence[Document], folder: str) -> None:
        root = "" if folder in ("", ".") else f"{folder.strip('/')}/"
        self._taken = {kind: _list_numbers(project, kind) for kind in SERIES}
        self._wanted = {kind: _find_wanted(documents, kind) for kind in SERIES}
        self._found: dict[tuple[str, str], Home] = {}
        self._by_path: dict[str, Home] = {}
        self._changes = {d.implied["change"]: d for d in documents if _is_change(d)}
        for document in documents:
            if home := self._find_home(document, root):
                self._keep_home(document, home)
        for document in documents:
            if document.kind == "tasks" and "archived" not in document.implied:
                self._keep_home(document, self._place_tasks(document, root))

    def home_of(self, document: Document) -> Home | None:
        """Return the place of a document, none when it is not carried over."""
        return self._found.get((document.path, document.id))

    def home_at(self, path: str) -> Home | None:
        """Return the place of what stands in a file now."""
        return self._by_path.get(path)

    def _keep_home(self, document: Document, home: Home) -> None:
        self._found[document.path, document.id] = home
        self._by_path.setdefault(document.path, home)

    def _find_home(self, document: Document, root: str) -> Home | None:
        match document.kind:
            case "mission" | "roadmap":
                return self._place_single(document, root)
            case "standard":
                name = _STANDARD.sub("-", document.id.rpartition("/")[2]).strip("-._")[:_LONGEST]
                return Home(f"{root}standards/{name or 'standard'}.md", "standard", f"STD-{name}")
            case "adr":
                number = self._choose_number("adr", document.number, 4)
                name = _make_slug(_STEM.sub(r"\g<name>", _stem_of(document)))
                return Home(f"{root}decisions/{number}-{name}.md", "adr", f"ADR-{number}")
            case "spec":
                return self._place_spec(document, root)
            case "requirements" if _is_change(document):
                return self._place_spec(document, root)
        return None

    def _place_single(self, document: Document, root: str) -> Home | None:
        home = Home(f"{root}{document.kind}.md", document.kind, document.kind.upper())
        return None if home in self._found.values() else home

    def _place_spec(self, document: Document, root: str) -> Home:
        number = self._choose_number("spec", document.number, 3)
        folder = f"{root}specs/{number}-{_make_slug(strip_prefix(document.path.split('/')[-2]))}"
        return Home(f"{folder}/spec.md", "spec", f"SPEC-{number}")

    def _place_tasks(self, document: Document, root: str) -> Home:
        """Return the place beside the spec of a task list, or one of its own."""
        spec = document.implied.get("spec") or document.implied.get("change", "")
        beside = next(
            (home for (_, id_), home in self._found.items() if id_ == spec and spec), None
        )
        if beside:
            folder, number = beside.path.rpartition("/")[0], beside.id.removeprefix("SPEC-")
        else:
            number = self._choose_number("spec", "", 3)
            folder = f"{root}specs/{number}-{_make_slug(document.title)}"
        return Home(f"{folder}/tasks.md", "tasks", f"TASKS-{number}")

    def _choose_number(self, kind: str, wanted: str, width: int) -> str:
        taken = self._taken[kind]
        number = _as_number(wanted)
        if not number or number in taken:
            number = max(taken | self._wanted[kind], default=0) + 1
        taken.add(number)
        return str(number).zfill(width)


def _is_change(document: Document) -> bool:
    return document.kind == "requirements" and document.implied.get("change") == document.id


def _list_numbers(project: Project, kind: str) -> set[int]:
    return set(_list_native_numbers(project.documents_of(kind)))


def _list_native_numbers(documents: Iterable[Document]) -> Iterator[int]:
    for document in documents:
        if document.is_native and document.number.isdigit():
            yield int(document.number)


def _find_wanted(documents: Iterable[Document], kind: str) -> set[int]:
    """Return the numbers that some documents have now, so that no other one takes them."""
    kinds = SERIES[kind].kinds
    return {_as_number(d.number) for d in documents if d.kind in kinds} - {0}


def _as_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _stem_of(document: Document) -> str:
    return document.path.rpartition("/")[2].rpartition(".")[0]


def _make_slug(name: str) -> str:
    return make_slug(name)[:_LONGEST].strip("-") or "untitled"
