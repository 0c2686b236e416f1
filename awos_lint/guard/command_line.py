"""The simple commands of a shell's command line, as far as one pass reads them.

Read are words and quotes, pipes, ``&&``, ``||``, ``;``, ``&``, new lines and redirections; the body
of a here-document is passed over. At anything else (substitutions, groups, loops, functions) the
reading ends, and what stands there and behind it is let go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

UNKNOWN = "\0"
"""Stands for a word that the shell makes from what it knows, such as a variable or braces."""

_LONGEST = 131_071
"""Linux starts no shell with a longer line (MAX_ARG_STRLEN); the rest is let go."""

_TOKEN = re.compile(
    r"""
    (?P<blank>  (?:[ \t\r] | \\\r?\n)++ | \#[^\n]*+ )
  | (?P<redirect>  \d*+(?: <<< | <<-? | <& | <> | < | >> | >\| | >& | > ) | &>>? )
  | (?P<separator>  && | \|\| | \|& | [;&|\n] )
  | (?P<word>
      (?: [^\s;&|()<>'"\\$`]++
        | \\.
        | '[^']*+'
        | "(?: [^"\\$`]++ | \\. | \$(?!\() )*+"
        | \$(?![({'"])
        | \$\{\w++\}
      )++
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_PIECE = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^'"\\]+)""", re.DOTALL)
_ESCAPED = re.compile(r'\\(?:\n|([$`"\\]))')
_ASSIGNED = re.compile(r"\w+\+?=.*", re.DOTALL)
_GRAMMAR = frozenset(
    ("{", "}", "[[", "if", "for", "while", "until", "case", "select", "function", "coproc")
)
_WRITING = frozenset({">", ">>", ">|", ">&", "&>", "&>>", "<>"})
_FOLDERS = frozenset({"cd", "pushd", "popd", "set-location"})


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command: what it sets, its words, and the files it redirects to and from.

    ``folder`` is where it runs, from where the line begins. It is not ``whole`` where the reading
    ended within it, so that there may be more words.
    """

    words: tuple[str, ...] = ()
    assigned: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    input: str = ""
    folder: str = ""
    whole: bool = True


@dataclass
class _Draft:
    """A command that is being read; ``aim`` is the redirection of which the file comes next."""

    folder: str = ""
    words: list[str] = field(default_factory=list)
    assigned: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    input: str = ""
    aim: str = ""

    def take_word(self, word: str) -> None:
        """Add a word: what it is depends on what stands before it."""
        aim, self.aim = self.aim, ""
        if aim in _WRITING and not (aim == ">&" and (word.isdigit() or word == "-")):
            self.outputs.append(word)
        elif aim == "<":
            self.input = word
        elif not aim and not self.words and _ASSIGNED.fullmatch(word):
            self.assigned.append(word)
        elif not aim:
            self.words.append(word)

    def make_command(self, *, whole: bool) -> Command:
        """Return the command as a value."""
        return Command(
            tuple(self.words),
            tuple(self.assigned),
            tuple(self.outputs),
            self.input,
            self.folder,
            whole,
        )


def read_commands(script: str, *, posix: bool = True) -> Iterator[Command]:
    """Yield the simple commands of a command line, in order, up to what is not read.

    Without ``posix`` a backslash is a part of a path, as in PowerShell.
    """
    text = script if posix else script.replace("\\", "/")
    draft, bodies, at = _Draft(), list[str](), 0
    while at < _LONGEST and (found := _TOKEN.match(text, at)):
        if found["word"] and not draft.words and not draft.aim and found["word"] in _GRAMMAR:
            break
        at = found.end()
        if found["word"]:
            word = _read_word(found["word"])
            if draft.aim in ("<<", "<<-"):
                bodies.append(word)
            draft.take_word(word)
        elif found["redirect"]:
            draft.aim = found["redirect"].lstrip("0123456789")
        elif found["separator"]:
            command = draft.make_command(whole=True)
            yield command
            draft = _Draft(_enter_folder(command))
            if found["separator"] == "\n":
                at, bodies = _skip_bodies(text, at, bodies), []
    yield draft.make_command(whole=at >= len(text))


def _read_word(raw: str) -> str:
    """Return a word without its quotes, or :data:`UNKNOWN`."""
    read = list[str]()
    for single, double, escaped, plain in _PIECE.findall(raw):
        if "$" in double.replace("\\$", "") or "$" in plain or _has_braces(plain):
            return UNKNOWN
        read.append(single + _ESCAPED.sub(r"\1", double) + escaped.strip("\n") + plain)
    return "".join(read)


def _has_braces(plain: str) -> bool:
    """Return whether a shell would spell braces out in a piece that is not quoted."""
    return "{" in plain and ("," in plain or ".." in plain)


def _skip_bodies(text: str, at: int, ends: list[str]) -> int:
    """Return where the here-documents end that begin at an offset."""
    for end in ends:
        found = re.compile(rf"^\t*{re.escape(end)}\r?$", re.MULTILINE).search(text, at)
        at = found.end() if found else len(text)
    return at


def _enter_folder(command: Command) -> str:
    """Return the folder in which the command behind another one runs."""
    name, *rest = command.words or ("",)
    if name.casefold() not in _FOLDERS:
        return command.folder
    targets = [word for word in rest if not word.startswith("-")]
    known = name != "popd" and "-" not in rest
    return join_path(command.folder, targets[0] if targets else "~") if known else UNKNOWN


def join_path(folder: str, path: str) -> str:
    """Return a path that was written in a folder; an absolute one stays."""
    if path.startswith(("/", "~")) or not folder:
        return path
    return UNKNOWN if UNKNOWN in (folder, path) else f"{folder}/{path}"
