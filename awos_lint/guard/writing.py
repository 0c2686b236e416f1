"""The files that a command line writes, as far as it says so itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from awos_lint.guard.finding import found
from awos_lint.guard.patch import patched
from awos_lint.guard.programs import Program, given
from awos_lint.guard.shell import joined

_DEVICES = re.compile(r"/dev/(?:null|stdout|stderr|tty|fd/\d+)|&\d|nul|\$null", re.IGNORECASE)


_LOOKING = frozenset({"--check", "--stat", "--numstat", "--summary", "--dry-run"})
"""Options with which `git apply` and `patch` only tell what a patch would do."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file that is written; with ``below``, also all that is in it or that it matches as a glob.

    ``said`` is what the line says it writes there. ``patch`` is true of a file that is not written
    itself, but holds a patch that is applied.
    """

    path: str
    said: str = ""
    below: bool = False
    patch: bool = False


def targets(program: Program) -> Iterator[Target]:
    """Yield what a program writes, from where its command line begins."""
    command = program.command
    said = "\n".join([*command.words, command.fed])
    into = _INTO.get(program.name, _none)(program.arguments)
    # What is taken away comes first: it is there for sure, and is what a refusal should name.
    paths = dict.fromkeys(_WRITERS.get(program.name, _none)(program.arguments), True)
    for path in (*command.outputs, *into):
        paths.setdefault(path, False)
    for path, below in paths.items():
        if path and not _DEVICES.fullmatch(path):
            yield Target(joined(command.folder, path), said, below)
    yield from _patches(program)


def _none(_: Sequence[str]) -> Iterator[str]:
    return iter(())


def _plain(arguments: Sequence[str]) -> list[str]:
    """Return the words that are no options."""
    if "--" in arguments:
        at = list(arguments).index("--")
        return [*_plain(arguments[:at]), *arguments[at + 1 :]]
    return [word for word in arguments if not word.startswith("-")]


def _all(arguments: Sequence[str]) -> Iterator[str]:
    yield from _plain(arguments)


def _copy(arguments: Sequence[str]) -> tuple[list[str], str]:
    """Return what is copied, and where to; nothing where that is not said."""
    words, folder = _plain(arguments), ""
    for index, word in enumerate(arguments):
        if word in ("-t", "--target-directory"):
            folder = "".join(arguments[index + 1 : index + 2])
        elif word.startswith("--target-directory="):
            folder = word.partition("=")[2]
    return (words, folder) if folder else (words[:-1], "".join(words[-1:]))


def _copied(arguments: Sequence[str]) -> Iterator[str]:
    """Yield what a copy writes: the last word, and in it, if it is a folder, the names before."""
    sources, last = _copy(arguments)
    if last and sources:
        yield last
        yield from (f"{last.rstrip('/')}/{path.rstrip('/').rpartition('/')[2]}" for path in sources)


def _merged(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the folders that a copy of folders may write anything into."""
    if not _flagged(arguments, "rRa", "--recursive", "--archive"):
        return
    whole = _flagged(arguments, "T", "--no-target-directory")
    for source in _copy(arguments)[0]:
        whole = whole or source in (".", "..") or source.endswith(("/.", "/"))
    yield from islice(_copied(arguments), not whole, None)


def _flagged(arguments: Sequence[str], letters: str, *names: str) -> bool:
    """Return whether an option is given: one of some letters, maybe among others, or by name."""
    short = re.compile(rf"-[A-Za-z]*[{letters}]")
    return any(word in names or short.match(word) for word in arguments)


def _moved(arguments: Sequence[str]) -> Iterator[str]:
    """Yield what is gone after a move."""
    aside = any(word.startswith(("-t", "--target-directory")) for word in arguments)
    words = _plain(arguments)
    yield from words if aside else words[:-1]


def _in_place(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the files of a `sed -i` or `perl -i`; the script among them is no file anywhere."""
    if _flagged([word.partition("=")[0] for word in arguments], "i", "--in-place", "--inplace"):
        yield from _plain(arguments)


def _awk(arguments: Sequence[str]) -> Iterator[str]:
    if "inplace" in given(arguments, "i", "--include"):
        yield from _plain(arguments)


def _disk(arguments: Sequence[str]) -> Iterator[str]:
    yield from (word[3:] for word in arguments if word.startswith("of="))


def _named(letter: str, *names: str) -> Callable[[Sequence[str]], Iterator[str]]:
    return lambda arguments: given(arguments, letter, *names)


def _unpacked(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the folder that a `tar` unpacks into, where the line names one."""
    first = f"-{''.join(arguments[:1])}"
    if _flagged((first, *arguments), "x", "--extract", "--get"):
        yield from given(arguments, "C", "--directory")


def _found(arguments: Sequence[str]) -> Iterator[str]:
    if "-delete" in arguments:
        yield from found(arguments)


def _git(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the paths that git writes; a branch that is checked out is no path that is governed."""
    folder, verb, words = _verb(arguments)
    index = _flagged(words, "S", "--staged") and not _flagged(words, "W", "--worktree")
    if verb in ("checkout", "restore", "rm", "mv") and not index:
        yield from (joined(folder, path) for path in _plain(words))


def _verb(arguments: Sequence[str]) -> tuple[str, str, list[str]]:
    """Return where git is told to run, what it is told to do, and the words behind that."""
    folder, rest = "", list(arguments)
    while rest and rest[0].startswith("-"):
        if rest[0] == "-C":
            folder = joined(folder, "".join(rest[1:2]))
        rest = rest[2:] if rest[0] in ("-C", "-c") else rest[1:]
    return folder, "".join(rest[:1]), rest[1:]


def _cmdlet(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the paths of a cmdlet; a value may stand among them, and is no file anywhere."""
    yield from _plain(arguments)


_WRITERS: dict[str, Callable[[Sequence[str]], Iterator[str]]] = {
    "tee": _all,
    "rm": _all,
    "unlink": _all,
    "rmdir": _all,
    "shred": _all,
    "truncate": _all,
    "chmod": _all,
    "sponge": _all,
    "find": _found,
    "cp": _merged,
    "rsync": _merged,
    "touch": _all,
    "mv": _moved,
    "sed": _in_place,
    "gsed": _in_place,
    "perl": _in_place,
    "ruby": _in_place,
    "yq": _in_place,
    **dict.fromkeys(("awk", "gawk"), _awk),
    "tar": _unpacked,
    "bsdtar": _unpacked,
    "unzip": _named("d"),
    "dd": _disk,
    "curl": _named("o", "--output"),
    "wget": _named("O", "--output-document"),
    "sort": _named("o", "--output"),
    "patch": _all,
    "git": _git,
    "ed": _all,
    "ex": _all,
    **dict.fromkeys(
        (
            *("set-content", "add-content", "clear-content", "out-file", "new-item"),
            *("copy-item", "move-item", "remove-item", "rename-item", "tee-object"),
            *("del", "erase", "copy", "move", "ren"),
        ),
        _cmdlet,
    ),
}

_INTO = dict.fromkeys(("cp", "install", "ln", "rsync", "mv"), _copied)


def _patches(program: Program) -> Iterator[Target]:
    """Yield what a patch writes that the line holds, and the files that hold patches."""
    words, command = list(program.arguments), program.command
    if not _LOOKING.isdisjoint(words):
        return
    folder = command.folder
    if program.name == "git":
        own, verb, words = _verb(program.arguments)
        if verb not in ("apply", "am"):
            return
        folder, named = joined(folder, own), _plain(words)
    elif program.name == "patch":
        named = list(given(words, "i", "--input"))
    elif program.name in ("apply_patch", "applypatch"):
        named = []
    else:
        return
    for text in (*words, command.fed):
        for path, _ in patched(text):
            yield Target(joined(folder, path), text)
    for path in filter(None, (*named, command.read)):
        yield Target(joined(folder, path), patch=True)
