"""The simple commands of a shell's command line, wherever they stand in it.

Nothing is run: variables that the line itself sets are put in, everything else stays as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from awos_lint.guard.braces import spread
from awos_lint.guard.budget import Budget, TooLongError
from awos_lint.guard.finding import found
from awos_lint.guard.lexer import HIDDEN, UNKNOWN, Lexer, Token

_DEEPEST = 12
_WORDS = 4096
"""The longest command that is read; nobody types a longer one, and globs are not expanded here."""

_GRAMMAR = "if then else elif fi do done while until for case esac in { } ! time coproc function"
# Between `time` and its command there may be options; no command is called like that.
_RESERVED = frozenset([*_GRAMMAR.split(), "-p", "--"])
_ASSIGNED = re.compile(r"(\w+)\+?=(.*)", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:\{(\w+)(?::?[-=+]([^{}]*))?\}|(\w+))")
_FOLDER = re.compile(f"{UNKNOWN}(?=/)")
_WRITING = frozenset({">", ">>", ">|", ">&", "&>", "&>>", "<>"})


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command: its words, what it sets before them, and the files it redirects to.

    ``fed`` is the text on its standard input, where the line holds it, and ``read`` the file there.
    ``folder`` is where it runs, from where the line begins. ``deep`` counts the lines that it
    stands in.
    """

    words: tuple[str, ...]
    assigned: tuple[tuple[str, str], ...] = ()
    outputs: tuple[str, ...] = ()
    fed: str = ""
    read: str = ""
    folder: str = ""
    deep: int = 0


@dataclass
class _Reading:
    """A command that is being read."""

    words: list[str] = field(default_factory=list)
    assigned: list[tuple[str, str]] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    fed: str = ""
    read: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class _Handed:
    """What a pipe hands on: a text that the line holds, or a file."""

    fed: str = ""
    read: str = ""


@dataclass
class _Line:
    """What the commands of one line share."""

    known: dict[str, str]
    folder: str
    deep: int
    escape: str
    budget: Budget
    folders: list[str] = field(default_factory=list)


def commands(
    script: str, budget: Budget, *, posix: bool = True, folder: str = "", deep: int = 0
) -> Iterator[Command]:
    """Yield the simple commands of a command line, in order, also those that others run.

    Raises :class:`TooLongError` where the text is longer than the budget allows, also by what
    variables put into it, or where it stands deeper than anybody writes.
    """
    escape = "\\" if posix else "`"
    yield from _read(script, _Line({"PWD": "."}, folder, deep, escape, budget))


def _read(script: str, line: _Line) -> Iterator[Command]:
    if line.deep > _DEEPEST:
        raise TooLongError
    line.budget.spend(len(script))
    now, before, aim = _Reading(), _Handed(), ""
    # All of them first: a here-document stands behind the line that it is fed to.
    for token in list(Lexer(script, line.escape).tokens()):
        for inner in token.inner:
            yield from _nested(inner, line)
        if token.operator and token.operator[0] in "<>&" and token.operator not in ("&", "&&"):
            aim = token.operator
        elif token.operator:
            command = _ended(now, line, before)
            if command:
                yield command
            before = _piped(command, before) if token.operator in ("|", "|&") else _Handed()
            now, aim = _Reading(), ""
            _enter(line, token.operator)
        else:
            _take(now, token, aim, line)
            aim = ""
    if command := _ended(now, line, before):
        yield command


def _nested(script: str, line: _Line) -> Iterator[Command]:
    inner = replace(line, known=dict(line.known), deep=line.deep + 1, folders=[])
    yield from _read(script, inner)


def _enter(line: _Line, operator: str) -> None:
    """Remember the folder where a subshell begins, and come back where it ends."""
    if operator == "(":
        line.folders.append(line.folder)
    elif operator == ")" and line.folders:
        line.folder = line.folders.pop()


def _take(now: _Reading, token: Token, aim: str, line: _Line) -> None:
    """Add a word to a command: what it is depends on what stands before it."""
    if aim:
        _redirect(now, aim, token, _plain(_expanded(token.text, line)))
    elif now.named:
        # The name of a function is none of a program.
        now.named = False
    elif not now.words and not token.quoted and token.text in _RESERVED:
        now.named = token.text == "function"
    elif not now.words and (match := _ASSIGNED.fullmatch(token.text)):
        now.assigned.append((match[1], _expanded(match[2], line)))
    else:
        split = "$" in token.text and not token.quoted
        for word in spread(token.raw):
            line.budget.spend(len(word))
            text = _expanded(word, line)
            now.words += text.split() if split else [text]
    if len(now.words) > _WORDS:
        raise TooLongError


def _redirect(now: _Reading, aim: str, token: Token, text: str) -> None:
    if aim in ("<<", "<<-"):
        now.fed = token.body or now.fed
    elif aim == "<<<":
        now.fed = text
    elif aim == "<":
        now.read = text
    elif aim in _WRITING and not (aim == ">&" and (text.isdigit() or text == "-")):
        now.outputs.append(text)


def _expanded(text: str, line: _Line) -> str:
    """Return a text with the values that are known in it; what is marked in it stays marked."""

    def value(match: re.Match[str]) -> str:
        unset = match[0] if match[2] is None else match[2]
        put = line.known.get(match[1] or match[3], unset)
        line.budget.spend(len(put))
        return put

    return _VARIABLE.sub(value, text) if "$" in text else text


def _plain(text: str) -> str:
    """Return a text without marks; a folder that nobody knows is called ``$_``."""
    return _FOLDER.sub("$_", text.replace(HIDDEN, "$")).replace(UNKNOWN, "")


def _ended(now: _Reading, line: _Line, before: _Handed) -> Command | None:
    """Return a command that has been read; what it sets or enters holds for those behind it."""
    if not (now.words or now.assigned or now.outputs):
        return None
    if not now.words:
        line.known.update(now.assigned)
    elif now.words[0] in ("export", "declare", "local", "readonly", "typeset"):
        line.known.update(
            (match[1], match[2]) for word in now.words[1:] if (match := _ASSIGNED.fullmatch(word))
        )
    command = Command(
        tuple(_plain(word) for word in now.words),
        tuple((name, _plain(value)) for name, value in now.assigned),
        tuple(now.outputs),
        now.fed or before.fed,
        now.read or before.read,
        line.folder,
        line.deep,
    )
    if command.words[:1] in (("cd",), ("pushd",), ("Set-Location",)):
        targets = [word for word in command.words[1:] if not word.startswith("-")]
        line.folder = joined(line.folder, targets[0] if targets else "~")
    return command


def _piped(command: Command | None, before: _Handed) -> _Handed:
    """Return what a command hands on to the one behind it, if the line says it."""
    if command is None:
        return before
    name = command.words[0].rpartition("/")[2] if command.words else ""
    if name in ("echo", "printf"):
        words = [word for word in command.words[1:] if not re.fullmatch(r"-[neE]+", word)]
        return _Handed(" ".join(words).replace("\\n", "\n"))
    if name == "find":
        return _Handed("\n".join(found(command.words[1:])))
    if name not in ("cat", "tee", "tr"):
        return _Handed()
    files = [word for word in command.words[1:] if not word.startswith("-") and name == "cat"]
    return _Handed(command.fed, files[0] if files else command.read)


def joined(folder: str, path: str) -> str:
    """Return a path that was written in a folder; an absolute one stays."""
    return path if not folder or path.startswith(("/", "~")) else f"{folder}/{path}"
