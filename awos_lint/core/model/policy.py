"""The files that say which rules apply and who may approve."""

from __future__ import annotations

import re

CONFIGURATIONS = ("awos.toml", ".awos.toml", "pyproject.toml")
"""Where a configuration may stand in a folder; the first one found wins."""

_OWNERS = frozenset({"CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"})
# `allowed_signers` is what ssh-keygen(1) calls the file; .mailmap says whose mail is whose.
_OTHERS = re.compile(r"(?:.*/)?(?:\.mailmap|\.?allowed[_-]signers)")


def is_policy(path: str) -> bool:
    """Return whether a file, by its path, decides about approvals or about rules."""
    named = path.rpartition("/")[2] in CONFIGURATIONS
    return named or path in _OWNERS or _OTHERS.fullmatch(path) is not None
