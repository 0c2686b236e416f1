"""The simple commands of a shell's command line, wherever they stand in it.

Nothing is run: variables that the line itself sets are put in, everything else stays as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from awos_lint.guard.lexer import HIDDEN, Lexer, Token

_DEEPEST = 12
_WORDS = 4096
"""The longest command that is read; nobody types a longer one, and globs are not expanded here."""

_GRAMMAR = "if then else elif fi do done while until for case esac in { } ! time coproc function"
_RESERVED = frozenset(_GRAMMAR.split())
_ASSIGNED = re.compile(r"(\w+)\+?=(.*)", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
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


@dataclass
class _Line:
    """What the commands of one line share."""

    known: dict[str, str]
    folder: str
    deep: int
    escape: str
    folders: list[str] = field(default_factory=list)


def commands(
    script: str, *, posix: bool = True, folder: str = "", deep: int = 0
) -> Iterator[Command]:
    """Yield the simple commands of a command line, in order, also those that others run.

    What stands deeper than anybody writes is left out.
    """
    if deep <= _DEEPEST:
        escape = "\\" if posix else "`"
        yield from _read(script, _Line({}, folder, deep, escape))


def _read(script: str, line: _Line) -> Iterator[Command]:
    now, before, aim = _Reading(), "", ""
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
            before = _piped(command, before) if token.operator in ("|", "|&") else ""
            now, aim = _Reading(), ""
            _enter(line, token.operator)
        else:
            _take(now, token, aim, line)
            aim = ""
    if command := _ended(now, line, before):
        yield command


def _nested(script: str, line: _Line) -> Iterator[Command]:
    if line.deep < _DEEPEST:
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
        _redirect(now, aim, token, _expanded(token.text, line.known))
    elif not now.words and not token.quoted and token.text in _RESERVED:
        return
    elif not now.words and (found := _ASSIGNED.fullmatch(token.text)):
        now.assigned.append((found[1], _expanded(found[2], line.known)))
    elif len(now.words) < _WORDS:
        text = _expanded(token.text, line.known)
        split = "$" in token.text and not token.quoted
        now.words += text.split() if split else [text]


def _redirect(now: _Reading, aim: str, token: Token, text: str) -> None:
    if aim in ("<<", "<<-"):
        now.fed = token.body or now.fed
    elif aim == "<<<":
        now.fed = text
    elif aim == "<":
        now.read = text
    elif aim in _WRITING and not (aim == ">&" and (text.isdigit() or text == "-")):
        now.outputs.append(text)


def _expanded(text: str, known: dict[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        return known.get(found[1] or found[2], found[0])

    return _VARIABLE.sub(value, text).replace(HIDDEN, "$") if "$" in text else _plain(text)


def _plain(text: str) -> str:
    return text.replace(HIDDEN, "$")


def _ended(now: _Reading, line: _Line, fed: str) -> Command | None:
    """Return a command that has been read; what it sets or enters holds for those behind it."""
    if not (now.words or now.assigned or now.outputs):
        return None
    if not now.words:
        line.known.update(now.assigned)
    elif now.words[0] in ("export", "declare", "local", "readonly", "typeset"):
        line.known.update(
            (found[1], found[2]) for word in now.words[1:] if (found := _ASSIGNED.fullmatch(word))
        )
    command = Command(
        tuple(now.words),
        tuple(now.assigned),
        tuple(now.outputs),
        now.fed or fed,
        now.read,
        line.folder,
        line.deep,
    )
    if now.words[:1] in (["cd"], ["pushd"], ["Set-Location"]):
        targets = [word for word in now.words[1:] if not word.startswith("-")]
        line.folder = joined(line.folder, targets[0] if targets else "~")
    return command


def _piped(command: Command | None, fed: str) -> str:
    """Return what a command hands on to the one behind it, if the line says it."""
    if command is None:
        return fed
    name = command.words[0].rpartition("/")[2] if command.words else ""
    if name in ("echo", "printf"):
        words = [word for word in command.words[1:] if not re.fullmatch(r"-[neE]+", word)]
        return " ".join(words).replace("\\n", "\n")
    return command.fed if name in ("cat", "tee", "tr") else ""


def joined(folder: str, path: str) -> str:
    """Return a path that was written in a folder; an absolute one stays."""
    return path if not folder or path.startswith(("/", "~")) else f"{folder}/{path}"
