"""Reviews as evidence: which approved text each one was about, and the file that says so."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from awos_lint.approvals.assurance import reviewed_line
from awos_lint.approvals.records import is_readable, is_sealed, list_acknowledgements, list_records
from awos_lint.core.config import ConfigError
from awos_lint.core.digest import matches_record
from awos_lint.core.model.document import Document
from awos_lint.core.model.history import Evidence
from awos_lint.core.text import escape_text
from awos_lint.files.tree import CommitTree
from awos_lint.git import GitError
from awos_lint.git.allowed import is_oid
from awos_lint.project.load import Loaded
from awos_lint.project.place import Place
from awos_lint.project.workspace import Workspace

VERSION: Final = 1
UNKNOWN: Final = "reviews"
"""The key of :class:`Evidence` under which it says why reviews are not known."""

_MOST: Final = 16 * 1024 * 1024
_ADVICE: Final = "set `fetch-depth: 0` at actions/checkout"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The mails of those whose review of a text stands, by the line of its approval.

    ``unknown`` says why there may be more.
    """

    lines: Mapping[str, tuple[str, ...]]
    unknown: str = ""


def match_reviews(
    workspace: Workspace,
    loaded: Loaded,
    paths: Iterable[str],
    standing: Mapping[str, Iterable[str]],
) -> Reviewed:
    """Return which approvals the reviews of a pull request are about.

    ``paths`` are the files that it changes: nobody was asked about others. ``standing`` are the
    mails of the reviewers by the commit that they read. A review counts when the text there has the
    digest that the record names, whatever else was committed since.
    """
    touched = frozenset(paths)
    documents = [d for d in loaded.project.documents if d.path in touched and is_readable(d)]
    lines: dict[str, set[str]] = {}
    missing = ""
    for sha, mails in standing.items():
        read = _read_commit(workspace, loaded, sha)
        if read is None:
            missing = f"commit {escape_text(sha, 40)}, which was reviewed, is not here: {_ADVICE}"
            continue
        for said in _list_statements(documents, read):
            lines.setdefault(said, set()).update(mails)
    return Reviewed({said: tuple(sorted(found)) for said, found in sorted(lines.items())}, missing)


def _read_commit(workspace: Workspace, loaded: Loaded, sha: str) -> Mapping[str, Document] | None:
    """Return the documents of a commit by id; none where the commit cannot be read."""
    git = workspace.git
    try:
        if git is None or not is_oid(sha) or git.resolve_revision(sha) != sha:
            return None
        project = workspace.load_project(CommitTree(git, sha), loaded.settings).project
    except (GitError, ConfigError):
        return None
    found = (node for key, node in project.nodes.items() if key not in project.twins)
    return {
        node.id: node.document for node in found if not node.item and is_readable(node.document)
    }


def _list_statements(documents: Iterable[Document], read: Mapping[str, Document]) -> Iterable[str]:
    for document in documents:
        other = read.get(document.id)
        for _, record in list_records(document):
            if (
                other
                and matches_record(record.digest, document)
                and matches_record(record.digest, other)
            ):
                yield reviewed_line(document, record)
        there = [entry for _, entry in list_acknowledgements(other)] if other else []
        for _, entry in list_acknowledgements(document):
            if entry in there and is_sealed(entry):
                yield reviewed_line(document, entry)


def write_evidence(found: Reviewed) -> str:
    """Return the text of an evidence file."""
    unknown = {UNKNOWN: found.unknown} if found.unknown else {}
    table = {"version": VERSION, "reviews": found.lines, "unknown": unknown}
    return json.dumps(table, indent=2, sort_keys=True) + "\n"


def with_reviews(evidence: Evidence, place: Place, path: str) -> Evidence:
    """Return evidence with what :func:`write_evidence` put into a file that a user named.

    Raises :class:`ConfigError` when the file is none of ours.
    """
    try:
        with open(os.path.join(place.root, place.folder, path), "rb") as file:
            table = json.loads(file.read(_MOST))
        if not isinstance(table, dict) or table.get("version") != VERSION:
            raise ValueError
        reviews = {said: _read_strings(mails) for said, mails in table["reviews"].items()}
        unknown = {str(key): str(why) for key, why in table["unknown"].items()}
    except (OSError, ValueError, KeyError, AttributeError, RecursionError):
        said = "it cannot be read as evidence; `awos reviews --output FILE` writes such a file"
        raise ConfigError(f"{escape_text(path)}: {said}") from None
    # Without a file nobody knows; what the file says is what is known.
    others = {key: why for key, why in evidence.unknown.items() if key != UNKNOWN}
    return replace(evidence, reviews=reviews, unknown={**others, **unknown})


def _read_strings(entries: object) -> tuple[str, ...]:
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise ValueError
    return tuple(entries)
