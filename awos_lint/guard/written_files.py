"""The files that a command writes, as far as its words say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from awos_lint.guard.call import Edit
from awos_lint.guard.command_line import UNKNOWN, Command, join_path
from awos_lint.guard.forbidden_commands import Program, find_program, split_git


class Effect(Enum):
    """What happens to a file that is named; a folder or a glob stands for the files in it."""

    CREATE = auto()
    """It is written; into a folder, a file is put."""
    CHANGE = auto()
    """It is written where it stands."""
    REMOVE = auto()
    """It is taken away."""
    PATCH = auto()
    """Nothing, but it holds a patch, and what that names is written."""


@dataclass(frozen=True, slots=True)
class Write:
    """A file that would be written, as the call names it.

    ``names`` are those of the files that are put there, where it is a folder.
    """

    edit: Edit
    effect: Effect = Effect.CREATE
    names: tuple[str, ...] = ()


_Named = tuple[str, Effect, tuple[str, ...]]
_Writer = Callable[[Sequence[str]], Iterator[_Named]]

_DEVICES = re.compile(r"/dev/(?:null|stdout|stderr|tty|fd/\d+)|nul|\$null", re.IGNORECASE)
_LOOKING = frozenset({"--check", "--stat", "--numstat", "--summary", "--dry-run"})
"""Options with which a program only tells what it would do."""

_BRANCHING = frozenset({"-b", "-B", "--orphan", "-t", "--track", "--"})
_MODE = re.compile(r"[0-7]{3,4}|[ugoa]*[-+=][-+=,rwxXstugoa]*")


def find_writes(command: Command) -> Iterator[Write]:
    """Yield what a command writes, from where its command line begins.

    Words that are not known name no file.
    """
    if not command.whole:
        return
    program = find_program(command)
    writer = _WRITERS.get(program.name)
    named = list(writer(program.arguments)) if writer else []
    if _reads_patch(program):
        named.append((command.input, Effect.PATCH, ()))
    named += [(path, Effect.CREATE, ()) for path in command.outputs]
    said = "\n".join(command.words)
    for path, effect, names in named:
        full = join_path(command.folder, path)
        if path and UNKNOWN not in full and not _DEVICES.fullmatch(path):
            yield Write(Edit(full, said=said), effect, names)


def _find_operands(arguments: Sequence[str], valued: str = "") -> list[str]:
    """Return the words that are neither options nor values of the ``valued`` ones."""
    found, takes, before = list[str](), valued.split(), ""
    for at, word in enumerate(arguments):
        if word == "--":
            return [*found, *arguments[at + 1 :]]
        if not word.startswith("-") and before not in takes:
            found.append(word)
        before = word
    return found


def _find_values(arguments: Sequence[str], letter: str, *names: str) -> Iterator[str]:
    """Yield the values of an option; its letter may stand behind others that have no value."""
    for index, word in enumerate(arguments):
        name, equals, value = word.partition("=")
        short = None if word.startswith("--") else re.match(rf"-[A-Za-z#]*?{letter}", word)
        after = "".join(arguments[index + 1 : index + 2])
        if name in names:
            yield value if equals else after
        elif short:
            yield word[short.end() :] or after


def _reads_patch(program: Program) -> bool:
    """Return whether a program applies what is on its standard input."""
    applies = program.name == "git" and not {"apply", "am"}.isdisjoint(program.arguments)
    return (applies or program.name == "patch") and not _is_looking(program.arguments)


def _is_looking(arguments: Sequence[str]) -> bool:
    return not _LOOKING.isdisjoint(arguments)


def _all_of(effect: Effect, valued: str = "") -> _Writer:
    """Return what has an effect on each operand."""
    return lambda arguments: ((w, effect, ()) for w in _find_operands(arguments, valued))


def _option_writer(letter: str, name: str) -> _Writer:
    """Return what writes the file that an option names."""
    return lambda arguments: (
        (value, Effect.CREATE, ()) for value in _find_values(arguments, letter, name)
    )


def _find_copied(arguments: Sequence[str]) -> tuple[list[str], str]:
    """Return what is copied, and where to; nothing where that is not said."""
    folder = next(_find_values(arguments, "t", "--target-directory"), "")
    words = _find_operands(arguments, "-t --target-directory -m -o -g -S --suffix")
    return (words, folder) if folder else (words[:-1], "".join(words[-1:]))


def _find_copies(arguments: Sequence[str]) -> Iterator[_Named]:
    sources, target = _find_copied(arguments)
    if sources:
        names = (source.rstrip("/").rpartition("/")[2] for source in sources)
        yield target, Effect.CREATE, tuple(name for name in names if name not in ("", UNKNOWN))


def _find_moves(arguments: Sequence[str]) -> Iterator[_Named]:
    yield from ((source, Effect.REMOVE, ()) for source in _find_copied(arguments)[0])
    yield from _find_copies(arguments)


def _edit_in_place(arguments: Sequence[str]) -> Iterator[_Named]:
    """Yield the files of a `sed -i` or `perl -i`; the script is none."""
    begins = [word.partition("=")[0] for word in arguments]
    if not any(re.fullmatch(r"--in-place|-[nrEszplwa0]*i.*", word) for word in begins):
        return
    # BSD's `sed -i ''` has an empty word behind it.
    words = [word for word in _find_operands(arguments, "-e -f -pe -ne -pie") if word]
    scripted = any(re.match(r"--expression|--file|-[A-Za-z]*[ef]", word) for word in arguments)
    yield from ((word, Effect.CHANGE, ()) for word in words[not scripted :])


def _change_mode(arguments: Sequence[str]) -> Iterator[_Named]:
    words = _find_operands(arguments)
    yield from ((word, Effect.CHANGE, ()) for word in words if not _MODE.fullmatch(word))


def _copy_blocks(arguments: Sequence[str]) -> Iterator[_Named]:
    yield from ((w[3:], Effect.CREATE, ()) for w in arguments if w.startswith("of="))


def _find_patches(arguments: Sequence[str]) -> Iterator[_Named]:
    if not _is_looking(arguments):
        words = _find_operands(arguments, "-i --input -d -p -D")
        yield from ((word, Effect.CHANGE, ()) for word in words[:1])
        patches = (*words[1:], *_find_values(arguments, "i", "--input"))
        yield from ((path, Effect.PATCH, ()) for path in patches)


def _find_git_writes(arguments: Sequence[str]) -> Iterator[_Named]:
    """Yield what git writes; what it puts back from the index was there before."""
    folder = "".join(arguments[1:2]) if arguments[:1] == ["-C"] else ""
    verb, *rest = split_git(arguments)[1] or [""]
    reader = _GIT.get(verb)
    if reader and not _is_looking(rest):
        for path, effect, names in reader(rest):
            yield join_path(folder, path), effect, names


def _check_out(arguments: Sequence[str]) -> Iterator[_Named]:
    """Yield the files that are taken from another revision."""
    words = _find_operands(arguments)
    end = arguments.index("--") if "--" in arguments else 0
    revised = any(not word.startswith("-") for word in arguments[:end])
    if not end and len(words) > 1 and _BRANCHING.isdisjoint(arguments):
        # Git looks whether there is such a revision; most files have an ending, and few of those.
        revised = not re.search(r"\.[A-Za-z]\w*$", words[0])
    yield from ((path, Effect.CHANGE, ()) for path in (words[1:] if revised else ()))


def _find_restored(arguments: Sequence[str]) -> Iterator[_Named]:
    index = "--staged" in arguments and "--worktree" not in arguments
    if not index and any(_find_values(arguments, "s", "--source")):
        words = _find_operands(arguments, "-s --source")
        yield from ((path, Effect.CHANGE, ()) for path in words)


_GIT: dict[str, _Writer] = {
    "checkout": _check_out,
    "restore": _find_restored,
    "rm": _all_of(Effect.REMOVE),
    "mv": _find_moves,
    "apply": _all_of(Effect.PATCH),
    "am": _all_of(Effect.PATCH),
}


def _cmdlet_writer(effect: Effect) -> _Writer:
    """Return what has an effect on the path that a cmdlet of PowerShell is given."""

    def find_paths(arguments: Sequence[str]) -> Iterator[_Named]:
        words = [word.casefold() for word in arguments]
        keys = ("-path", "-filepath", "-literalpath")
        at = next((at + 1 for at, word in enumerate(words) if word in keys), 0)
        paths = arguments[at : at + 1] if at else _find_operands(arguments)[:1]
        yield from ((path, effect, ()) for path in paths)

    return find_paths


_WRITERS: dict[str, _Writer] = {
    "tee": _all_of(Effect.CHANGE),
    "touch": _all_of(Effect.CHANGE, "-d -r -t"),
    "truncate": _all_of(Effect.CHANGE, "-s -r"),
    "chmod": _change_mode,
    "sed": _edit_in_place,
    "perl": _edit_in_place,
    "patch": _find_patches,
    "rm": _all_of(Effect.REMOVE),
    "unlink": _all_of(Effect.REMOVE),
    "mv": _find_moves,
    "cp": _find_copies,
    "install": _find_copies,
    "ln": _find_copies,
    "dd": _copy_blocks,
    "curl": _option_writer("o", "--output"),
    "wget": _option_writer("O", "--output-document"),
    "git": _find_git_writes,
    **dict.fromkeys(
        ("set-content", "add-content", "clear-content", "out-file", "new-item"),
        _cmdlet_writer(Effect.CHANGE),
    ),
    **dict.fromkeys(
        ("remove-item", "move-item", "rename-item", "del"), _cmdlet_writer(Effect.REMOVE)
    ),
}
