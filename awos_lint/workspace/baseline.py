"""The baseline: findings that a project accepted on the day it began to check.

Entries are compared by fingerprint, which holds no line numbers; the other keys are for readers.
"""

from __future__ import annotations

from awos_lint.config import ConfigError
from awos_lint.diagnostic import Report
from awos_lint.rules import Accepted
from awos_lint.tree import Tree
from awos_lint.workspace.settings import read_text

_FIELDS = ("rule", "path", "message", "fingerprint")
_LIMIT = 16_777_216  # 16 MiB: some fifty thousand findings


def read_baseline(tree: Tree, path: str | None) -> tuple[Accepted, ...]:
    """Return the accepted findings; none where a project names no file for them.

    Raises :class:`ConfigError` when the file is not a baseline.
    """
    if not path:
        return ()
    import json

    text = read_text(tree, path, _LIMIT)
    try:
        entries = json.loads(text)["findings"]
        return tuple(Accepted(*(str(entry[name]) for name in _FIELDS)) for entry in entries)
    except (ValueError, TypeError, KeyError, RecursionError):
        hint = "write one with `awos check --write-baseline`"
        raise ConfigError(f"{path}: not a baseline; {hint}") from None


def baseline_text(report: Report) -> str:
    """Return the baseline that accepts what a run found."""
    import json

    entries = [
        {"rule": d.rule, "path": d.at.path, "message": d.message, "fingerprint": d.fingerprint}
        for d in report.diagnostics
    ]
    return json.dumps({"version": 1, "findings": entries}, indent=2, ensure_ascii=False) + "\n"
