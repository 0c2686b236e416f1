"""The programs that a command line starts: through `sudo`, `env`, `uvx`, `sh -c` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from awos_lint.guard.shell import Command, commands

_MOST = 2_000
"""Commands that are looked at in one line; what is beyond them is let through."""

_ENDING = re.compile(r"\.(?:exe|cmd|bat|ps1)$")
_PYTHON = re.compile(r"(?:python|pypy|py)[\d.]*w?")
_CODE = re.compile(r"(?:node|deno|bun|perl|ruby|php|lua)[\d.]*")
_VERSION = re.compile(r"[@=<>~!\[;].*", re.DOTALL)
_SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "su"})
_POWERSHELLS = frozenset({"powershell", "pwsh"})
_SOURCES = frozenset({"eval", "iex", "invoke-expression", "alias", "trap"})
_SET = re.compile(r"\w+=.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Runner:
    """A program that starts another one: its options that take a value, its own words before that.

    ``skipped`` words stand between, such as the seconds of `timeout`.
    """

    valued: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    skipped: int = 0


def _runner(valued: str = "", verbs: str = "", skipped: int = 0) -> Runner:
    return Runner(frozenset(valued.split()), frozenset(verbs.split()), skipped)


_UV = "--from --with --python -p --project --directory --extra --group --package --index-url -C"
_RUNNERS = {
    "sudo": _runner("-u -g -h -p -C -r -t -T -U -D -R --user --group --chdir --prompt"),
    "doas": _runner("-u -C"),
    "env": _runner("-u -C --unset --chdir"),
    "exec": _runner("-a"),
    "nice": _runner("-n --adjustment"),
    "ionice": _runner("-c -n -p"),
    "stdbuf": _runner("-i -o -e"),
    "timeout": _runner("-s -k --signal --kill-after", skipped=1),
    "flock": _runner("-w -E", skipped=1),
    "xargs": _runner("-I -n -P -L -d -E -s -a --max-args --max-procs --delimiter --arg-file"),
    "watch": _runner("-n --interval"),
    "time": _runner("-f -o"),
    "strace": _runner("-e -o -p -s"),
    "uvx": _runner(_UV),
    "uv": _runner(_UV, "run tool x"),
    "pipx": _runner("--spec --python --pip-args", "run"),
    "poetry": _runner("-C -P --directory --project", "run"),
    "pdm": _runner("-p --project", "run"),
    "hatch": _runner("-e --env", "run"),
    "rye": _runner("", "run"),
    "pixi": _runner("-e --environment --manifest-path", "run"),
    "pipenv": _runner("", "run"),
    "conda": _runner("-n -p --name --prefix", "run"),
    "mise": _runner("", "exec x"),
    "direnv": _runner("", "exec", 1),
    "coverage": _runner("", "run"),
    "cmd": _runner(),
    "start-process": _runner(),
    **{name: _runner() for name in ("command", "builtin", "nohup", "setsid", "caffeinate", "&")},
}


@dataclass(frozen=True, slots=True)
class Program:
    """A program that is started: its name without folder and ending, and its arguments.

    ``code`` is text in another language that an interpreter is to run.
    """

    name: str
    arguments: tuple[str, ...]
    command: Command
    code: str = ""


def programs(script: str, *, posix: bool = True) -> Iterator[Program]:
    """Yield the programs that a command line starts, in order, each as far as it can be told."""
    left = _MOST
    waiting = [commands(script, posix=posix)]
    while waiting and left:
        command = next(waiting[-1], None)
        if command is None:
            waiting.pop()
            continue
        left -= 1
        for program in _started(command, command.words):
            yield program
            inner = _script(program)
            if inner:
                waiting.append(
                    commands(inner, posix=posix, folder=command.folder, deep=command.deep + 1)
                )


def base(word: str) -> str:
    """Return the name of a program, however it is spelled."""
    return _ENDING.sub("", re.split(r"[/\\]", word)[-1].casefold())


def _started(command: Command, words: Sequence[str]) -> Iterator[Program]:
    """Yield the program that some words start, and those that it starts in turn."""
    rest = list(words)
    while rest and base(rest[0]) in _RUNNERS:
        runner = _RUNNERS[base(rest[0])]
        yield Program(base(rest[0]), tuple(rest[1:]), command)
        rest = _behind(runner, rest[1:])
        rest[:1] = [_VERSION.sub("", word) for word in rest[:1]]
    name, arguments = (base(rest[0]), tuple(rest[1:])) if rest else ("", ())
    if _PYTHON.fullmatch(name):
        yield from _python(command, name, arguments)
        return
    code = _given(arguments, ("-e", "-E", "--eval", "-r")) if _CODE.fullmatch(name) else ""
    yield Program(name, arguments, command, code)
    if name == "find":
        for index, word in enumerate(arguments):
            if word in ("-exec", "-execdir", "-ok", "-okdir"):
                yield from _started(command, arguments[index + 1 :])


def _behind(runner: Runner, words: Sequence[str]) -> list[str]:
    """Return the words that a runner starts."""
    index, skipped = 0, runner.skipped
    while index < len(words):
        word = words[index]
        if word in runner.valued:
            index += 1
        elif not (word.startswith("-") or _SET.fullmatch(word) or word in runner.verbs):
            if word.casefold() not in ("/c", "/k") and not skipped:
                break
            skipped -= word.casefold() not in ("/c", "/k")
        index += 1
    return list(words[index:])


def _python(command: Command, name: str, arguments: tuple[str, ...]) -> Iterator[Program]:
    index = 0
    while index < len(arguments) and arguments[index].startswith("-"):
        word = arguments[index]
        flag = re.fullmatch(r"-[A-Za-z]*?([mcWX])(.*)", word, re.DOTALL)
        rest = arguments[index + 1 :]
        if flag and flag[1] in "mc":
            value, rest = (flag[2], rest) if flag[2] else ("".join(rest[:1]), rest[1:])
            if flag[1] == "c":
                yield Program(name, rest, command, value)
            else:
                yield Program(base(value.partition(".")[0]), rest, command)
            return
        index += 2 if flag and not flag[2] else 1
    script, rest = arguments[index : index + 1], arguments[index + 1 :]
    if script:
        yield from _started(command, (*script, *rest))
    yield Program(name, arguments, command, "" if script else command.fed)


def _given(arguments: Sequence[str], options: Sequence[str]) -> str:
    """Return the value of an option, or what stands behind it in the same word."""
    for index, word in enumerate(arguments):
        if word in options:
            return "".join(arguments[index + 1 : index + 2])
    return ""


def _script(program: Program) -> str:
    """Return the command line that a program is given to run, if it is a shell or like one."""
    arguments = program.arguments
    if program.name in _SHELLS:
        for index, word in enumerate(arguments):
            if re.fullmatch(r"-[A-Za-z]*c", word) or word == "--command":
                return next((w for w in arguments[index + 1 :] if not w.startswith("-")), "")
        named = [word for word in arguments if not word.startswith("-")]
        return "" if named else program.command.fed
    if program.name in _POWERSHELLS:
        flags = ("-command", "-c")
        found = (i for i, word in enumerate(arguments) if word.casefold() in flags)
        return " ".join(arguments[next(found, len(arguments)) + 1 :])
    if program.name in _SOURCES:
        return " ".join(word.partition("=")[2] or word for word in arguments)
    if program.name == "env":
        return _given(arguments, ("-S", "--split-string"))
    return ""
