"""Lock files in which the `skills` command lists what it installed from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Document
from awos_lint.layouts.dialect.json_files import read_record

NAME = "skills-lock.json"

VENDORED = "vendored"
"""The key under which a document says that a lock file lists it."""


def read_locked_skills(path: str, data: bytes, limits: Limits) -> frozenset[str]:
    """Return the names of the skills that a lock file lists; none where it cannot be read."""
    found = read_record(path, data, limits).value
    listed = found.data.get("skills") if found and isinstance(found.data, dict) else None
    names = listed.data if listed and isinstance(listed.data, dict) else ()
    return frozenset(names)


def mark_vendored(
    prompts: Sequence[Document], locked: Mapping[str, frozenset[str]]
) -> Iterator[Document]:
    """Yield files of agents, those marked that are skills from elsewhere.

    ``locked`` are the names of such skills by the folder of the lock file that lists them.
    """
    for prompt in prompts:
        said = prompt.implied
        known = locked.get(said.get("root", ""), frozenset())
        listed = said.get("role") == "skill" and said.get("name") in known
        yield replace(prompt, implied={**said, VENDORED: NAME}) if listed else prompt
