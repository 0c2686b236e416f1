"""Whether the claims of decisions hold: dependencies, paths, and literal texts in files.

Nothing is executed, and nothing is a pattern but globs. What could not be read leaves a claim
undecided, unless another file decides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from itertools import islice

from pydantic import ValidationError

from awos_lint.graph import Project
from awos_lint.manifests import Manifest, is_manifest, is_vendored, read_manifest
from awos_lint.model.contents import Contents
from awos_lint.model.document import Document
from awos_lint.model.files import Files
from awos_lint.model.front import Claim
from awos_lint.text import Place, Source, Span

_NEGATIVE = "no-"
_CANDIDATES = 5_000
"""Among more names no similar one is looked for; the time would grow too fast."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim as a decision states it: ``key`` is one of the six, ``within`` where to look."""

    document: Document
    index: int
    key: str
    value: str
    within: str = ""

    @property
    def about(self) -> str:
        """What it is about: ``dependency``, ``path`` or ``text``."""
        return self.key.removeprefix(_NEGATIVE)

    @property
    def negative(self) -> bool:
        """Whether it says that something is not there."""
        return self.key.startswith(_NEGATIVE)

    @property
    def place(self) -> Place:
        """Where the decision states it."""
        return self.document.at("claims", self.index, self.key)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim holds; ``None`` where that is not known.

    ``met`` are the places where what it speaks of was found, the first in each file. ``looked``
    are the files that were looked into, ``unread`` those that could not be, with the reason.
    ``near`` is a similar name that was found instead.
    """

    holds: bool | None
    met: tuple[Place, ...] = ()
    looked: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    near: str = ""


def stated(document: Document) -> Iterator[Stated]:
    """Yield the claims of a decision; those that its schema refuses are left out."""
    entries = document.fields.get("claims")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        try:
            claim = Claim.model_validate(entry)
        except ValidationError:
            continue
        (key, value), *_ = claim.model_dump(
            by_alias=True, exclude={"within"}, exclude_none=True
        ).items()
        yield Stated(document, index, key, value, claim.within or "")


def in_force(project: Project) -> Iterator[Document]:
    """Yield the decisions that are in force, those that could not be read left out."""
    for document in project.of("adr"):
        if document.status == "accepted" and not document.broken:
            yield document


def named(project: Project) -> set[str]:
    """Return the files whose text the claims of decisions in force are about."""
    found: set[str] = set()
    for document in in_force(project):
        for claim in stated(document):
            if claim.about != "path":
                found.update(_files(project, claim))
    return found


def _files(project: Project, claim: Stated) -> list[str]:
    """Return the files to look into for a claim about a text or a dependency."""
    files = project.files
    matched = files.match(claim.within) if claim.within else _own_manifests(files)
    if claim.about == "dependency":
        return [path for path in matched if is_manifest(path)]
    # A document would prove its own claim, because it states the text.
    documents = {document.path for document in project.documents}
    return [path for path in matched if path not in documents]


def _own_manifests(files: Files) -> list[str]:
    """Return the project's manifests: not vendored, and not those of projects inside it."""
    base = f"{files.base}/" if files.base else ""
    inside = sorted(path for path in files.paths if path.startswith(base) and is_manifest(path))
    others = tuple(f"{folder}/" for folder in files.projects if folder.startswith(base))
    own = (path for path in inside if not path.startswith(others))
    return [path for path in own if not is_vendored(path.removeprefix(base))]


@dataclass(frozen=True)
class Claims:
    """The claims of a project against what its files hold."""

    project: Project
    contents: Contents

    def judge(self, claim: Stated) -> Verdict:
        """Return whether a claim holds, and what shows it."""
        if claim.about == "path":
            return self._path(claim)
        paths = _files(self.project, claim)
        unread = self._closed(claim)
        unread |= {p: self.contents.unread[p] for p in paths if p in self.contents.unread}
        if claim.about == "text":
            met = self._texts(claim, paths)
            return _decided(claim, met, paths, unread)
        manifests = [self.manifests[path] for path in paths if path in self.manifests]
        unread |= {m.path: m.unread for m in manifests if m.unread}
        found = ((m.path, m.find(claim.value)) for m in manifests)
        met = [Place(path, dependency.span) for path, dependency in found if dependency]
        near = "" if met or claim.negative else _near(claim.value, manifests)
        return _decided(claim, met, paths, unread, near)

    @cached_property
    def manifests(self) -> dict[str, Manifest]:
        """The manifests that were read, by path."""
        texts = self.contents.texts
        return {path: read_manifest(texts[path]) for path in sorted(texts) if is_manifest(path)}

    def _path(self, claim: Stated) -> Verdict:
        files = self.project.files
        met = [Place(path) for path in files.match(claim.value)]
        return _decided(claim, met, [], self.contents.behind(files.full(claim.value)))

    def _closed(self, claim: Stated) -> dict[str, str]:
        """Return what a claim would have to look into and cannot."""
        if claim.within:
            return self.contents.behind(self.project.files.full(claim.within))
        return {path: why for path, why in self.contents.closed.items() if is_manifest(path)}

    def _texts(self, claim: Stated, paths: Iterable[str]) -> list[Place]:
        sources = (self.contents.texts[path] for path in paths if path in self.contents.texts)
        found = ((source, find(source, claim.value)) for source in sources)
        return [Place(source.path, span) for source, span in found if span]


def _decided(
    claim: Stated,
    met: list[Place],
    looked: list[str],
    unread: Mapping[str, str],
    near: str = "",
) -> Verdict:
    holds = bool(met) != claim.negative
    known = bool(met) or not unread
    return Verdict(holds if known else None, tuple(met), tuple(looked), unread, near)


def find(source: Source, text: str, start: int = 0) -> Span | None:
    """Return where a literal text first stands in a file, from an offset on.

    A line break in the text stands for a line break of any kind.
    """
    if "\n" not in text:
        at = source.text.find(text, start)
        return Span(at, at + len(text)) if at >= 0 else None
    lines = map(re.escape, text.split("\n"))
    match = re.compile(r"(?:\r\n|\n|\r)".join(lines)).search(source.text, start)
    return Span(*match.span()) if match else None


def _near(name: str, manifests: Iterable[Manifest]) -> str:
    """Return the one name among the dependencies that a claim probably means."""
    every = (dependency for manifest in manifests for dependency in manifest.dependencies)
    known = {d.normal(d.name): d.name for d in islice(every, _CANDIDATES + 1)}
    close = get_close_matches(name.lower(), known, 1, 0.8) if len(known) <= _CANDIDATES else []
    return known[close[0]] if close else ""
