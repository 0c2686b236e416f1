"""Layouts: where documents live and how they are written, each read into the same model.

A layout is one file in this folder; the folder is walked. It *claims* paths by what lies on disk,
without reading them, and *reads* the bytes of what it claimed; how, stands in ``readers``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import import_module, resources
from pkgutil import iter_modules
from typing import Literal, get_args

from awos_lint.core.config import Config, Limits
from awos_lint.core.diagnostic import Failure, contain_failures
from awos_lint.core.model.document import NATIVE, Document
from awos_lint.core.model.files import matches_glob
from awos_lint.core.model.kinds import KINDS, PAGE, Kind
from awos_lint.core.model.stray import Stray
from awos_lint.core.text import Source
from awos_lint.layouts.dialect.skills_lock import VENDORED
from awos_lint.layouts.unread import FRAMEWORKS

Fact = Literal[
    "approvals",
    "archive",
    "boxed-criteria",
    "copies",
    "covers",
    "criteria",
    "data-files",
    "deltas",
    "dependencies",
    "feature-names",
    "feature-links",
    "fields",
    "files",
    "folder-numbers",
    "front-matter",
    "limits",
    "living-specs",
    "mission",
    "requirements",
    "roadmap",
    "sections",
    "sequence",
    "status",
    "task-ids",
    "verify",
]
"""What a layout may be able to express; a rule about something missing names what it needs.

``fields`` are the ``key: value`` lines of items. ``limits``, ``living-specs`` and ``sequence`` are
agreements: that texts are short and plain, that all specs together say what holds, where others
describe one step each, and that tasks stand in the order in which they are done.
"""

FACTS = frozenset(get_args(Fact))

FOREIGN = frozenset(
    {"archive", "boxed-criteria", "copies", "data-files", "deltas", "feature-names"}
    | {"folder-numbers"}
)
"""What only foreign dialects have: changes that are archived, checkboxes of criteria, copies of
tasks, data files, deltas, features known by their names, and numbers that only folders have."""


NUMBERED = "numbered"
"""The key under which a claim holds the numbered folder of a feature, where only folders count."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A path that a layout holds for a document: its kind, and what the path itself says.

    A claim without a kind is a candidate: whether it is a document, its text decides. ``root`` is
    the folder in which a foreign layout was recognised. A path that belongs to the layout and is no
    document is claimed too, with ``aside`` saying what it is; it is not read.
    """

    path: str
    kind: str = ""
    id: str = ""
    number: str = ""
    implied: Mapping[str, str] = field(default_factory=dict)
    root: str = ""
    aside: str = ""


Claimer = Callable[[Sequence[str], Config, Mapping[str, Kind]], Iterator[Claim]]
Reader = Callable[[Claim, bytes, Config, Mapping[str, Kind]], tuple[Document, ...]]
StrayFinder = Callable[[Claim, bytes, Config, Mapping[str, Kind]], Stray | None]


@dataclass(frozen=True, slots=True)
class Layout:
    """One dialect.

    ``claims`` looks at all paths of the repository, sorted; ``read`` turns the bytes of one of them
    into documents: none when a candidate turns out to be no document. ``expresses`` is what the
    dialect can say at all: it is not told that something else is missing. ``sections`` are the
    headings that its documents must have, by kind; without it the project's kinds decide. Those
    that are ``optional`` must say something where a document has them. ``kinds`` are the kinds of
    documents that it has, all of them where nothing is said. ``spec_file`` is what the spec beside
    a task list is called. What lies ``beside`` the documents is judged with them and is no part of
    the graph. ``find_stray`` is asked about a candidate that turned out to be no document: whether
    it looks like one all the same. ``installs`` are the names, as globs, of the files and folders
    that its framework writes into the folders of coding agents; those of ``installs_marked`` are
    common words, and only a file whose text has ``mark`` is the framework's.
    """

    name: str
    claims: Claimer
    read: Reader
    expresses: frozenset[str] = FACTS - FOREIGN
    sections: Mapping[str, tuple[str, ...]] | None = None
    kinds: frozenset[str] = frozenset(KINDS)
    spec_file: str = "spec.md"
    beside: bool = False
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    find_stray: StrayFinder | None = None
    installs: tuple[str, ...] = ()
    installs_marked: tuple[str, ...] = ()
    mark: str = ""

    @property
    def is_native(self) -> bool:
        """Whether it is awos's own."""
        return self.name == NATIVE

    @property
    def casebook(self) -> str:
        """The casebook, in Markdown."""
        name = self.name.replace("-", "_")
        return resources.files(f"{__name__}.{name}").joinpath("casebook.md").read_text("utf-8")


def read_claimed(
    layout: Layout, claim: Claim, data: bytes, config: Config, kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Return what a layout reads; a broken document with the failure where a bug keeps it from it.

    The document stands for the file, so that nobody takes it for one that is not there.
    """
    work = partial(layout.read, claim, data, config, kinds)
    documents: list[Document] = []
    for result in contain_failures(f"the {layout.name} reader", claim.path, work):
        if isinstance(result, Failure):
            return (_make_unreadable(layout, claim, data, result),)
        documents.append(result)
    return tuple(documents)


def _make_unreadable(layout: Layout, claim: Claim, data: bytes, failure: Failure) -> Document:
    return Document(
        Source(claim.path, data.decode("utf-8", "replace")),
        claim.kind or PAGE,
        claim.id,
        layout=layout.name,
        number=claim.number,
        implied=claim.implied,
        broken=True,
        failure=failure,
    )


def byte_limit(layout: Layout, claim: Claim, limits: Limits) -> int:
    """Return how large a claimed file may be.

    A tool writes all its data into one file, where people divide theirs into documents.
    """
    data = claim.path.endswith(".json") and not layout.beside
    return limits.data_bytes if data else limits.document_bytes


def make_reader(name: str) -> Reader:
    """Return what reads the texts of a layout, by the name of its module in ``readers``.

    The module is imported when there is a text to read: most repositories have one layout.
    """

    def read_claimed(
        claim: Claim, data: bytes, config: Config, kinds: Mapping[str, Kind]
    ) -> tuple[Document, ...]:
        found: Reader = import_module(f"{__name__}.{name}.reader").read
        return found(claim, data, config, kinds)

    return read_claimed


@cache
def load_layouts() -> dict[str, Layout]:
    """Return every layout by name; the folder is the list."""
    modules = (import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__))
    found: list[Layout] = [module.LAYOUT for module in modules if hasattr(module, "LAYOUT")]
    return {layout.name: layout for layout in sorted(found, key=lambda layout: layout.name)}


@cache
def _installed_globs() -> tuple[str, ...]:
    """Return the globs of what the frameworks write into the folders of agents."""
    names = [name for layout in load_layouts().values() for name in layout.installs]
    names += [name for framework in FRAMEWORKS for name in framework.installs]
    return tuple(f"*/**/{name}" for name in names)


@cache
def _marked_files() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the names that frameworks give files of agents, with what the text of such one has."""
    return tuple(
        (layout.installs_marked, layout.mark) for layout in load_layouts().values() if layout.mark
    )


def is_generated(document: Document, vendored: Sequence[str]) -> bool:
    """Return whether a framework or a package wrote a file, not the project.

    The names of what frameworks install are known, a lock file lists the skills from elsewhere, and
    ``vendored`` are globs of further files.
    """
    if VENDORED in document.implied or any(matches_glob(glob, document.path) for glob in vendored):
        return True
    if not load_layouts()[document.layout].beside:
        return False
    root = document.implied.get("root", "")
    inside = document.path.removeprefix(f"{root}/")
    return any(matches_glob(glob, inside) for glob in _installed_globs()) or any(
        mark in document.source.text and any(matches_glob(f"*/**/{name}", inside) for name in names)
        for names, mark in _marked_files()
    )


def wanted_sections(document: Document, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """Return the headings that a document must have in its dialect."""
    own = load_layouts()[document.layout].sections
    if own is not None:
        return own.get(document.kind, ())
    return kinds[document.kind].sections if document.kind in kinds else ()


def answered_sections(document: Document, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """Return the headings that must say something where a document has them."""
    optional = load_layouts()[document.layout].optional.get(document.kind, ())
    return (*wanted_sections(document, kinds), *optional)
