"""The text of files that decisions speak of, as a value: code, manifests, whatever they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from awos_lint.core.model.files import reaches_glob
from awos_lint.core.text import Source


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read of the files that claims and anchors name, by path.

    ``unread`` holds those that could not be read, with the reason as a clause; ``closed`` what the
    tree does not look into, such as submodules; ``links`` the symbolic links, which hold no text of
    their own. Bytes that are not UTF-8 are surrogate escapes, so that a literal text is found in
    any file that holds its bytes.
    """

    texts: Mapping[str, Source] = field(default_factory=dict, repr=False)
    unread: Mapping[str, str] = field(default_factory=dict)
    closed: Mapping[str, str] = field(default_factory=dict)
    links: frozenset[str] = frozenset()

    def find_unread(self, pattern: str) -> dict[str, str]:
        """Return what may hold files that a glob matches and was not looked into.

        The glob is relative to the repository root.
        """
        return {path: why for path, why in self.closed.items() if reaches_glob(pattern, path)}
