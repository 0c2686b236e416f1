"""What a call would do: which files it writes, and what of it no agent may do anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from awos_lint.guard.call import Call
from awos_lint.guard.command_line import read_commands
from awos_lint.guard.forbidden_commands import find_refusal
from awos_lint.guard.written_files import Write, find_writes

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
class Effects:
    """Why a call is refused whatever it writes, if it is; else what it writes."""

    refused: str = ""
    writes: tuple[Write, ...] = ()


def may_be_document(path: str) -> bool:
    """Return whether any layout could read a file, by how its name ends."""
    return path.casefold().endswith(_ENDINGS)


def find_effects(call: Call) -> Effects:
    """Return what a call would do, as far as it says so itself."""
    if len(call.edits) > _EDITS:
        return Effects(f"this edits more than {_EDITS} files at once: make smaller edits")
    writes = dict.fromkeys(Write(edit) for edit in call.edits)
    for script in call.scripts:
        for command in read_commands(script, posix=call.posix):
            if why := find_refusal(command):
                return Effects(why)
            writes |= dict.fromkeys(find_writes(command))
    if len(writes) > len(call.edits) + _WRITES:
        why = f"this writes more than {_WRITES} files at once: write fewer, or name their folder"
        return Effects(why)
    return Effects("", tuple(writes))


def find_subjects(prompt: str) -> list[str]:
    """Return the words behind a typed command that implements something; none elsewhere."""
    before = _BEFORE.match(prompt)
    start = before.end() if before else 0
    found = _COMMAND.match(prompt[start : start + _LONGEST])
    words = found["rest"].split()[:_WORDS] if found else []
    return [stripped for word in words if (stripped := word.strip("`'\"<>()[]{},;."))]
