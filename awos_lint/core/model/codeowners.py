"""CODEOWNERS: whom it names for a file, as GitHub reads it (docs: about code owners)."""

from __future__ import annotations

from typing import Final

from awos_lint.core.model.files import matches_glob

OWNERS: Final = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where the file may lie; the first that is there counts."""


def owners_of(text: str, path: str) -> tuple[str, ...]:
    """Return the owners of a path, as they are written: ``@name``, ``@team/name`` or a mail.

    The last line that matches decides, also when it names nobody.
    """
    found: tuple[str, ...] = ()
    for line in text.split("\n"):
        words = line.partition("#")[0].split()
        if words and _is_covered(words[0], path):
            found = tuple(words[1:])
    return found


def _is_covered(pattern: str, path: str) -> bool:
    inner = pattern.rstrip("/")
    anchored = "/" in inner
    glob = inner.removeprefix("/") if anchored else f"**/{inner}"
    if anchored and glob.endswith("/*") and glob.count("/") != path.count("/"):
        # A single star names the files of one folder, and not those of the folders in it.
        return False
    return matches_glob(f"{glob}/**" if pattern.endswith("/") else glob, path)
