"""What a call would do: which files it writes, and what of it no agent may do anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from awos_lint.guard.call import Call, Edit
from awos_lint.guard.programs import Program, programs
from awos_lint.guard.words import refusal
from awos_lint.guard.writing import targets


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


def intent(call: Call) -> Intent:
    """Return what a call would do, as far as it says so itself."""
    writes = [Write(edit) for edit in call.edits]
    for script in call.scripts:
        for program in programs(script, posix=call.posix):
            if why := refusal(program):
                return Intent(why)
            writes += _written(program)
    return Intent(writes=tuple(dict.fromkeys(writes)))


def _written(program: Program) -> Iterator[Write]:
    for target in targets(program):
        yield Write(Edit(target.path, said=target.said), target.below, target.patch)
