"""Frameworks that awos recognises and does not read: named, so that no silence means "done".

Each is recognised by where its files lie, never by the name of a folder alone. A line of the table
is all that another framework needs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from awos_lint.layouts.dialect.roots import is_foreign


@dataclass(frozen=True, slots=True)
class UnreadFramework:
    """A framework whose documents lie in ``root`` and are not read.

    ``name`` is what the configuration calls it, ``title`` what people call it, and ``files`` how
    many files lie there that nothing else reads.
    """

    name: str
    title: str
    root: str
    files: int


@dataclass(frozen=True, slots=True)
class _Home:
    """A folder of a framework, known by its own path and by what lies in it.

    Each of the patterns in ``telling`` must match the whole path, below the folder, of some file.
    An ``installed`` home holds the framework itself; it is named where no documents are found.
    """

    folder: str
    telling: tuple[str, ...]
    installed: bool = False


@dataclass(frozen=True, slots=True)
class _Framework:
    """What is known of a framework: the folders that it keeps, and files that mark one."""

    name: str
    title: str
    homes: tuple[_Home, ...]
    ledger: str = ""
    """The name of a file that makes a home of any folder in which it lies."""
    pointer: str = ""
    """The name of a file beside which lies a home under a name of the project's own."""
    pointed: str = ""
    """What such a home is known by: matches the path, below the home, of some file in it."""
    installs: tuple[str, ...] = ()
    """Names, as globs, of what it writes into the folders of coding agents."""

    @property
    def folders(self) -> tuple[str, ...]:
        """Where it is recognised, in words for people: its folders, and files that mark one."""
        marks = (name for name in (self.ledger, self.pointer) if name)
        return *(f"`{home.folder}/`" for home in self.homes), *(f"by `{name}`" for name in marks)


_TASKS: Final = r"(?:tasks|drafts|completed|milestones|archive)/.+\.md"
_BACKLOG: Final = (r"config\.yml", _TASKS)
_STREAM: Final = r"(?:workstreams/[^/]+/)?"

FRAMEWORKS: Final = (
    _Framework(
        "ai-dlc",
        "AI-DLC",
        (
            _Home("aidlc-docs", (r"aidlc-state\.md|state/[^/]+\.md",)),
            _Home("aidlc/spaces", (r"[^/]+/intents/.+",)),
        ),
    ),
    _Framework(
        "backlog-md",
        "Backlog.md",
        (_Home("backlog", _BACKLOG), _Home(".backlog", _BACKLOG)),
        pointer="backlog.config.yml",
        pointed=_TASKS,
    ),
    _Framework("beads", "Beads", (_Home(".beads", (r"config\.yaml|issues\.jsonl",)),)),
    _Framework(
        "bmad",
        "BMAD",
        (
            _Home("_bmad-output", (r".+-artifacts/.+",)),
            _Home("_bmad", (r"bmm/config\.yaml|config\.toml",), installed=True),
        ),
        ledger="sprint-status.yaml",
        installs=("[bB][mM]ad", "bmad-*"),
    ),
    _Framework(
        "conductor",
        "Conductor",
        (_Home("conductor", (r"tracks\.md", r"(?:product|workflow)\.md")),),
    ),
    _Framework(
        "gsd",
        "GSD",
        (
            _Home(
                ".planning",
                (rf"{_STREAM}ROADMAP\.md", rf"{_STREAM}(?:PROJECT\.md|STATE\.md|phases/.+)"),
            ),
        ),
        installs=("gsd", "gsd-*"),
    ),
    _Framework("memory-bank", "Memory Bank", (_Home("memory-bank", (r"activeContext\.md",)),)),
    _Framework(
        "spec-kitty",
        "Spec Kitty",
        (_Home("kitty-specs", (r"[^/]+/(?:spec|plan|tasks)\.md|[^/]+/meta\.json",)),),
        installs=("spec-kitty.*", "spec-kitty-*"),
    ),
    _Framework(
        "superpowers",
        "Superpowers",
        (_Home("docs/superpowers", (r"(?:plans|specs)/.+\.md",)),),
    ),
)
"""Every framework that is recognised and not read, by name."""

_MARKS: Final = tuple(name for one in FRAMEWORKS for name in (one.ledger, one.pointer) if name)
_Inside = dict[tuple[str, str], list[str]]
"""The paths below each folder that is called like a home, by that folder and the home's name."""


class _Found(NamedTuple):
    """A home in the repository: the framework, its folder, and whether it is an installation."""

    framework: _Framework
    root: str
    installed: bool


def find_unread(
    paths: Sequence[str], read: Collection[str] = (), own: Collection[str] = ()
) -> tuple[UnreadFramework, ...]:
    """Return the frameworks that keep files among some paths, sorted by name and folder.

    ``read`` are the paths that some layout reads; they are not counted. ``own`` are those that the
    project's own kinds read: with them it says itself how a framework is read.
    """
    inside = _sort_by_home(paths)
    homes = {*_find_homes(inside), *_find_marked(paths, inside)}
    used = {found.framework.name for found in homes if not found.installed}
    named = [found for found in homes if not found.installed or found.framework.name not in used]
    taken = frozenset(read)
    told = (found for found in named if not any(_is_below(found.root, path) for path in own))
    roots = {found.root for found in named}
    every = (_count_files(found, _own_paths(found, paths, roots), taken) for found in told)
    return tuple(sorted((one for one in every if one.files), key=lambda one: (one.name, one.root)))


def _sort_by_home(paths: Sequence[str]) -> _Inside:
    """Return what lies in each folder that is called like a home, the outermost one of several."""
    inside: _Inside = {}
    known: dict[str, re.Match[str] | None] = {}
    for path in paths:
        # A repository has many more files than folders.
        folder = path.rpartition("/")[0]
        if folder not in known:
            known[folder] = _compile_folders().search(f"{folder}/")
        if match := known[folder]:
            inside.setdefault((path[: match.end(1)], match[1]), []).append(path[match.end() :])
    return {key: rests for key, rests in inside.items() if not is_foreign(key[0])}


@cache
def _compile_folders() -> re.Pattern[str]:
    names = sorted((home.folder for one in FRAMEWORKS for home in one.homes), reverse=True)
    return re.compile(rf"(?:^|/)({'|'.join(map(re.escape, names))})/")


def _find_homes(inside: _Inside) -> Iterator[_Found]:
    for (root, folder), rests in inside.items():
        for framework in FRAMEWORKS:
            for home in framework.homes:
                if home.folder == folder and _is_telling(home, rests):
                    yield _Found(framework, root, home.installed)


def _is_telling(home: _Home, rests: Sequence[str]) -> bool:
    patterns = (re.compile(pattern) for pattern in home.telling)
    return all(any(pattern.fullmatch(rest) for rest in rests) for pattern in patterns)


def _find_marked(paths: Sequence[str], inside: _Inside) -> Iterator[_Found]:
    """Yield the folders that a ledger or a pointer marks, but for those that have a home's name."""
    roots = tuple(f"{root}/" for root, _ in inside)
    for path in filter(lambda path: path.endswith(_MARKS), paths):
        folder, _, name = path.rpartition("/")
        for framework in () if is_foreign(folder) or path.startswith(roots) else FRAMEWORKS:
            if name == framework.ledger:
                yield _Found(framework, folder, installed=False)
            elif name == framework.pointer:
                homes = _find_pointed(paths, folder, framework.pointed)
                yield from (_Found(framework, home, installed=False) for home in homes)


def _find_pointed(paths: Sequence[str], folder: str, pointed: str) -> set[str]:
    """Return the homes that lie in a folder, known by what is in them."""
    above = re.escape(folder and f"{folder}/")
    home = re.compile(rf"({above}[^/]+)/{pointed}")
    return {match[1] for match in map(home.fullmatch, paths) if match}


def _own_paths(found: _Found, paths: Sequence[str], roots: Collection[str]) -> Sequence[str]:
    """Return the paths below a home that lie in no other home below it.

    At the top of the repository only the file that marks the home is surely its own.
    """
    if not found.root:
        return [path for path in paths if path == found.framework.ledger]
    inner = [root for root in roots if root != found.root and _is_below(found.root, root)]
    return [path for path in paths if not any(_is_below(root, path) for root in inner)]


def _count_files(found: _Found, paths: Sequence[str], read: frozenset[str]) -> UnreadFramework:
    files = sum(_is_below(found.root, path) and path not in read for path in paths)
    return UnreadFramework(found.framework.name, found.framework.title, found.root, files)


def _is_below(root: str, path: str) -> bool:
    return not root or path.startswith(f"{root}/")
