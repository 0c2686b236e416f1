"""Where the Markdown links of documents lead: a path from the repository root, and a fragment.

Read as GitHub reads them: relative to the document's folder, a leading ``/`` means the repository
root, percent escapes are decoded once, and a query is not part of the path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from awos_lint.core.model.document import Document, Link
from awos_lint.core.model.files import Files
from awos_lint.core.suggestion import suggest_only
from awos_lint.graph.project import Project

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
# A drive of Windows; `file:` is no link, CommonMark parsers refuse it.
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
# Pages that GitHub serves beside the files: `../../issues/7` in a README is a usual way to them.
_PAGES = frozenset(
    {"actions", "blob", "commit", "compare", "discussions", "issues", "labels", "milestone"}
    | {"milestones", "projects", "pull", "pulls", "releases", "security", "tree", "wiki"}
)
# What a generator of sites fills in: `{{< ref >}}`, `{% link %}`, `${base}`.
_FILLED = re.compile(r"\{[{%]|\$\{")
_UNSAFE = re.compile(r'[\s%()<>#?\\"`]')
_CROWDED = 500
"""A folder with more names is not searched for similar ones; the time would grow too fast."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link of a document leads.

    ``path`` is relative to the repository root, its folders resolved, the empty string the root
    itself. ``outside`` says that it leaves the repository, and then ``path`` is what is left after
    the steps too many; ``machine`` says that it names a place on one computer. A link without a
    path leads to its own document.
    """

    document: Document
    link: Link
    path: str
    fragment: str = ""
    query: str = ""
    outside: bool = False
    machine: bool = False

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


def find_targets(project: Project) -> Iterator[Target]:
    """Yield where the links of living documents lead, those to other servers left out."""
    for document in project.documents:
        if not project.node_of(document).is_over:
            # A definition that several links use is judged once, where it stands.
            for link in {link.span: link for link in document.links}.values():
                if target := resolve_link(document, link):
                    yield target


def resolve_link(document: Document, link: Link) -> Target | None:
    """Return where a link leads; ``None`` for what is no path, such as ``https:``."""
    href = link.href.strip()
    if _DRIVE.match(href):
        return Target(document, link, href, outside=True, machine=True)
    if not href or href.startswith("//") or _SCHEME.match(href) or _FILLED.search(href):
        return None
    before, _, fragment = href.partition("#")
    path, _, query = before.partition("?")
    if not path:
        return Target(document, link, document.path, unquote(fragment), query)
    climbed, parts = _walk_path(document, unquote(path))
    if climbed >= 2 and parts and parts[0] in _PAGES:
        return None
    return Target(document, link, "/".join(parts), unquote(fragment), query, climbed > 0)


def _walk_path(document: Document, path: str) -> tuple[int, list[str]]:
    """Return how far a path climbs above the repository root, and where it ends."""
    parts = [] if path.startswith("/") else document.path.split("/")[:-1]
    climbed = 0
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part == "..":
            climbed += 1
        elif part not in ("", "."):
            parts.append(part)
    return climbed, parts


def is_known(files: Files, target: Target) -> bool:
    """Return whether the tree can say what is there: not inside a submodule or a linked folder."""
    parts = target.path.split("/")
    return not any("/".join(parts[:end]) in files.paths for end in range(1, len(parts)))


def make_relative(document: Document, path: str) -> str:
    """Return a path from the repository root as a link from a document, escaped as need be."""
    here, there = document.path.split("/")[:-1], path.split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return _UNSAFE.sub(lambda match: quote(match[0]), "/".join([".."] * len(here) + there))


class NearPaths:
    """Finds the one file that a path probably means."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._by_name: dict[str, list[str]] = {}
        self._by_folder: dict[str, list[str]] = {}
        for path in sorted(files.paths):
            folder, _, name = path.rpartition("/")
            self._by_name.setdefault(name, []).append(path)
            self._by_folder.setdefault(folder, []).append(name)

    def find_near(self, path: str) -> str:
        """Return a file of the same name elsewhere, or of a similar name there, if only one is."""
        folder, _, name = path.rpartition("/")
        same = self._by_name.get(name, [])
        if same:
            return same[0] if len(same) == 1 else ""
        names = self._by_folder.get(folder, [])
        near = suggest_only(name, names) if len(names) <= _CROWDED else ""
        return f"{folder}/{near}".lstrip("/") if near else ""
