"""What a call would do: which files it writes, and what of it no agent may do anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from awos_lint.guard.budget import TooLongError
from awos_lint.guard.call import Call, Edit
from awos_lint.guard.programs import Program, programs
from awos_lint.guard.words import refusal
from awos_lint.guard.writing import targets

_COMMAND = re.compile(
    r"\s*[/$@](?:[\w.-]+[:/])?(?:[\w]+-)*(?:implement|orchestrate)(?=\s|$)(?P<rest>[^\n]*)"
)
# Gemini CLI puts what a hook told at the start before the first prompt.
_BEFORE = re.compile(r"\s*<hook_context>.*?</hook_context>", re.DOTALL)
_LONGEST = 2_000
_WORDS = 8
_ENDINGS: Final = (".md", ".json", ".yaml", ".yml", ".mdx", ".markdown", ".mdc", ".toml")
_EDITS: Final = 500
_WRITES: Final = 200
"""Files that one command line writes and that are looked at; to judge more would take too long."""


@dataclass(frozen=True, slots=True)
class Write:
    """A file that would be written, as the call names it; see :class:`writing.Target`."""

    edit: Edit
    below: bool = False
    patch: bool = False


@dataclass(frozen=True, slots=True)
class Intent:
    """Why a call is refused whatever it writes, if it is; else what it writes."""

    refused: str = ""
    writes: tuple[Write, ...] = ()


def may_be_document(path: str) -> bool:
    """Return whether any layout could read a file, by how its name ends."""
    return path.casefold().endswith(_ENDINGS)


def intent(call: Call) -> Intent:
    """Return what a call would do, as far as it says so itself."""
    if len(call.edits) > _EDITS:
        return Intent(f"this edits more than {_EDITS} files at once: make smaller edits")
    try:
        why, writes = _run(call)
    except TooLongError as error:
        return Intent(str(error))
    if not why and len(writes) > _WRITES:
        why = f"this writes more than {_WRITES} files at once: write fewer, or name their folder"
    return Intent(why, () if why else (*(Write(edit) for edit in call.edits), *writes))


def _run(call: Call) -> tuple[str, dict[Write, None]]:
    """Return why the command lines of a call must not be run, if so; else what they write."""
    writes: dict[Write, None] = {}
    for script in call.scripts:
        for program in programs(script, posix=call.posix):
            if why := refusal(program):
                return why, {}
            writes |= dict.fromkeys(_written(program))
    return "", writes


def _written(program: Program) -> Iterator[Write]:
    for target in targets(program):
        yield Write(Edit(target.path, said=target.said), target.below, target.patch)


def subjects(prompt: str) -> list[str]:
    """Return the words behind a typed command that implements something; none elsewhere."""
    before = _BEFORE.match(prompt)
    start = before.end() if before else 0
    found = _COMMAND.match(prompt[start : start + _LONGEST])
    words = found["rest"].split()[:_WORDS] if found else []
    return [stripped for word in words if (stripped := word.strip("`'\"<>()[]{},;."))]
