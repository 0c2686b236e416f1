"""The file of the baseline: findings that a project accepted on the day it began to check.

Version 2 is written, version 1 is read too: its fingerprints mean nothing any more.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from awos_lint.core.config import ConfigError
from awos_lint.core.diagnostic import Report
from awos_lint.core.model.policy import CONFIGURATIONS
from awos_lint.core.text import Source
from awos_lint.files.tree import Tree
from awos_lint.graph.subjects import Accepted
from awos_lint.project.place import Place
from awos_lint.project.settings import Settings, read_text

_VERSION = 2
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
        kept = json.loads(text)
        version = kept.get("version", 1)
        if isinstance(version, int) and version > _VERSION:
            raise ConfigError(f"{path}: a newer awos wrote this baseline; upgrade awos to read it")
        return tuple(_read_entry(entry, version) for entry in kept["findings"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        hint = "write one with `awos check --write-baseline`"
        raise ConfigError(f"{path}: not a baseline; {hint}") from None


def name_baseline(place: Place, settings: Settings, path: str) -> str:
    """Set the path of the baseline in the configuration, ``awos.toml`` where there is none.

    Return the line that says so. Raises :class:`UneditableError`, and what writing raises.
    """
    from awos_lint.syntax.edit.toml_text import set_key

    where = settings.path or CONFIGURATIONS[0]
    # Paths in a configuration begin in its folder.
    value = posixpath.relpath(path, settings.base or ".")
    table = ("tool", "awos") if where.endswith("pyproject.toml") else ()
    text = read_text(place.tree, where) if settings.path else ""
    new = set_key(text, table, "baseline", value)
    if settings.path:
        place.rewrite_document(Source(where, text), new)
    else:
        place.create_document(where, new)
    return f'baseline = "{value}"'


def _read_entry(entry: Mapping[str, object], version: object) -> Accepted:
    fingerprint = str(entry["fingerprint"]) if version == _VERSION else ""
    if version == _VERSION and not fingerprint:
        raise ValueError("an entry without a fingerprint is of the older version")
    return Accepted(str(entry["rule"]), str(entry["path"]), str(entry["message"]), fingerprint)


def baseline_text(report: Report) -> str:
    """Return the baseline that accepts what a run found."""
    import json

    entries = [
        {"rule": d.rule, "path": d.at.path, "message": d.message, "fingerprint": d.fingerprint}
        for d in report.diagnostics
    ]
    kept = {"version": _VERSION, "findings": entries}
    return json.dumps(kept, indent=2, ensure_ascii=False) + "\n"
