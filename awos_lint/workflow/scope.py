"""Which paths lie in the scope of a document: its globs against what a task or a spec names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from awos_lint.core.model.document import Document
from awos_lint.core.model.files import Files, matches_glob
from awos_lint.graph.writes import is_glob, normalize_path


def globs_of(document: Document, key: str = "applies_to") -> list[str]:
    """Return the globs under a key of the front matter."""
    return [value for _, value in document.list_strings(key)]


def find_within(files: Files, globs: Sequence[str], paths: Iterable[str]) -> list[str]:
    """Return those paths that some glob matches; the paths may be globs or folders themselves."""
    return [path for path in paths if any(_is_meeting(files, glob, path) for glob in globs)]


def _is_meeting(files: Files, glob: str, path: str) -> bool:
    first, second = normalize_path(glob), normalize_path(path)
    if matches_glob(first, second) or matches_glob(second, first):
        return True
    both = is_glob(first) and is_glob(second)
    return both and not set(files.match_glob(first)).isdisjoint(files.match_glob(second))
