"""Whether the claims of decisions hold: dependencies, paths, and literal texts in files.

Nothing is executed, and nothing is a pattern but globs. What could not be read leaves a claim
undecided, unless another file decides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from pydantic import ValidationError

from awos_lint.core.model.contents import Contents
from awos_lint.core.model.document import Document
from awos_lint.core.model.files import matches_glob
from awos_lint.core.suggestion import suggest_name
from awos_lint.core.text import LINE_BREAK, Place, Source, Span
from awos_lint.decisions.manifests import NAMES, Manifest, is_manifest, is_vendored, read_manifest
from awos_lint.graph import Project
from awos_lint.graph.decisions import in_force
from awos_lint.graph.globs import find_planned_globs
from awos_lint.graph.writes import find_meeting, normalize_path

SEARCHED = 4_294_967_296
"""Characters that are searched in one run; thousands of claims about large folders end there."""

_NEGATIVE = "no-"
_CANDIDATES = 500
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
    def is_negative(self) -> bool:
        """Whether it says that something is not there."""
        return self.key.startswith(_NEGATIVE)

    @property
    def place(self) -> Place:
        """Where the decision states it."""
        return self.document.find_place("claims", self.index, self.key)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim holds; ``None`` where that is not known.

    ``met`` are the places where what it speaks of was found, the first in each file. ``looked``
    are the files to look into, ``unread`` those that could not be, with the reason as a clause.
    ``near`` is a similar name that was found instead.
    """

    holds: bool | None
    met: tuple[Place, ...] = ()
    looked: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    near: str = ""


def list_claims(document: Document) -> Iterator[Stated]:
    """Yield the claims of a decision; those that its schema refuses are left out."""
    entries = document.fields.get("claims")
    if not isinstance(entries, list):
        return
    # Most projects make no claims and need no model of them.
    from awos_lint.core.model.front import MOST, Claim

    for index, entry in enumerate(entries[:MOST]):
        try:
            claim = Claim.model_validate(entry)
        except ValidationError:
            continue
        said = claim.model_dump(by_alias=True, exclude={"within"}, exclude_none=True)
        ((key, value),) = said.items()
        yield Stated(document, index, key, value, claim.within or "")


class Scopes:
    """Which files the claims of a project are about."""

    def __init__(self, project: Project) -> None:
        """Look at the files of a project."""
        self.project = project
        self._matched: dict[str, list[str]] = {}

    def all_files(self) -> set[str]:
        """Return the files whose text the claims of decisions in force are about."""
        return {path for document in in_force(self.project) for path in self.files_of(document)}

    def files_of(self, document: Document) -> set[str]:
        """Return the files whose text the claims of one decision are about."""
        return {path for claim in list_claims(document) for path in self.find_files(claim)}

    def find_files(self, claim: Stated) -> list[str]:
        """Return the files to look into for a claim, sorted."""
        if claim.about == "path":
            return []
        matched = self._match_glob(claim.within) if claim.within else self._manifests
        if claim.about == "dependency":
            return [path for path in matched if is_manifest(path)]
        # A document would prove its own claim, because it states the text.
        return [path for path in matched if path not in self._documents]

    def _match_glob(self, glob: str) -> list[str]:
        if glob not in self._matched:
            self._matched[glob] = self.project.files.match_glob(glob)
        return self._matched[glob]

    @cached_property
    def _documents(self) -> set[str]:
        return {document.path for document in self.project.documents}

    @cached_property
    def _manifests(self) -> list[str]:
        """The project's manifests: not vendored, and not those of projects inside it."""
        files = self.project.files
        base = f"{files.base}/" if files.base else ""
        others = tuple(f"{f}/" for f in files.projects if f != files.base and f.startswith(base))
        inside = (path for path in files.paths if path.startswith(base) and is_manifest(path))
        own = (path for path in inside if not path.startswith(others))
        return sorted(path for path in own if not is_vendored(path.removeprefix(base)))


class Claims:
    """The claims of a project against what its files hold."""

    def __init__(self, project: Project, contents: Contents, budget: int = SEARCHED) -> None:
        """Judge with at most ``budget`` characters searched."""
        self.project = project
        self.contents = contents
        self._scopes = Scopes(project)
        self._budget = budget

    def judge_claim(self, claim: Stated) -> Verdict:
        """Return whether a claim holds, and what shows it."""
        if claim.about == "path":
            return self._judge_path(claim)
        paths = self._scopes.find_files(claim)
        unread = self._find_unread(claim)
        unread |= {p: self.contents.unread[p] for p in paths if p in self.contents.unread}
        if claim.about == "dependency":
            return self._judge_dependency(claim, paths, unread)
        return self._judge_text(claim, paths, unread)

    def is_planned(self, claim: Stated) -> bool:
        """Return whether a claim is about what an open spec or task says it will write.

        A text in a file that is there already is never: a spec that may change the file would hide
        that it lost the text.
        """
        if claim.is_negative or claim.about == "text":
            return False
        dependency = (claim.within,) if claim.within else NAMES
        scopes = (claim.value,) if claim.about == "path" else dependency
        return bool(find_meeting(map(normalize_path, scopes), self._planned))

    @cached_property
    def _planned(self) -> frozenset[str]:
        return frozenset(find_planned_globs(self.project))

    def _judge_path(self, claim: Stated) -> Verdict:
        pattern = self.project.files.resolve_path(claim.value)
        closed = self.contents.find_unread(pattern)
        others = {path for path in (*closed, *self.contents.links) if matches_glob(pattern, path)}
        met = sorted({*self.project.files.match_glob(claim.value), *others})
        return _make_verdict(claim, [Place(path) for path in met], [], closed)

    def _find_unread(self, claim: Stated) -> dict[str, str]:
        """Return what a claim would have to look into and cannot."""
        if claim.within:
            return self.contents.find_unread(self.project.files.resolve_path(claim.within))
        return {path: why for path, why in self.contents.closed.items() if is_manifest(path)}

    def _judge_dependency(self, claim: Stated, paths: list[str], unread: dict[str, str]) -> Verdict:
        manifests = [self._manifests[path] for path in paths if path in self._manifests]
        unread |= {manifest.path: manifest.unread for manifest in manifests if manifest.unread}
        found = ((manifest.path, manifest.find_dependency(claim.value)) for manifest in manifests)
        met = [Place(path, dependency.span) for path, dependency in found if dependency]
        near = "" if met or claim.is_negative else _suggest_name(claim.value, manifests)
        return _make_verdict(claim, met, paths, unread, near)

    @cached_property
    def _manifests(self) -> dict[str, Manifest]:
        texts = self.contents.texts
        return {path: read_manifest(texts[path]) for path in sorted(texts) if is_manifest(path)}

    def _judge_text(self, claim: Stated, paths: list[str], unread: dict[str, str]) -> Verdict:
        met = []
        for path in paths:
            source = self.contents.texts.get(path)
            self._budget -= len(source.text) if source else 0
            if self._budget < 0:
                unread[path] = f"the claims of all decisions search more than {SEARCHED} characters"
            elif source and (span := find_text(source, claim.value)):
                met.append(Place(path, span))
        return _make_verdict(claim, met, paths, unread)


def _make_verdict(
    claim: Stated, met: list[Place], looked: list[str], unread: Mapping[str, str], near: str = ""
) -> Verdict:
    known = bool(met) or not unread
    holds = bool(met) != claim.is_negative
    return Verdict(holds if known else None, tuple(met), tuple(looked), unread, near)


def find_text(source: Source, text: str, start: int = 0) -> Span | None:
    """Return where a literal text first stands in a file, from an offset on.

    A line break of any kind stands for any other.
    """
    if "\r" not in source.text and "\r" not in text:
        at = source.text.find(text, start)
        return Span(at, at + len(text)) if at >= 0 else None
    # A regular expression for the breaks could take the product of both lengths.
    plain, text = "\n".join(source.lines), LINE_BREAK.sub("\n", text)
    first = LINE_BREAK.sub("\n", source.text[:start])
    at = plain.find(text, len(first))
    return (
        Span(_map_back(source, plain, at), _map_back(source, plain, at + len(text)))
        if at >= 0
        else None
    )


def _map_back(source: Source, plain: str, offset: int) -> int:
    """Return where an offset of the text with plain line breaks stands in the source."""
    line = plain.count("\n", 0, offset)
    return source.starts[line] + offset - (plain.rfind("\n", 0, offset) + 1)


def _suggest_name(name: str, manifests: Iterable[Manifest]) -> str:
    """Return the name among the dependencies that a claim probably means, if there is one."""
    every = (dependency for manifest in manifests for dependency in manifest.dependencies)
    known = {d.keys[0]: d.name for d in islice(every, _CANDIDATES + 1)}
    near = suggest_name(name.lower(), known, 0.8) if len(known) <= _CANDIDATES else ""
    return known.get(near, "")
