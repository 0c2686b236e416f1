"""The programs that a command line starts: through `sudo`, `env`, `uvx`, `sh -c` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from awos_lint.guard.budget import Budget, TooLongError
from awos_lint.guard.finding import runs
from awos_lint.guard.shell import Command, commands

_LONGEST = 131_071
"""Linux starts no shell with a longer line (MAX_ARG_STRLEN)."""

_READ = 4 * _LONGEST
"""What is read in all of one line: text within it again, and what variables put in."""

_MOST = 2_000
_STARTERS = 32
"""Programs in one line, and programs one through the other: more than anybody writes."""

_ENDING = re.compile(r"\.(?:exe|cmd|bat|ps1)$")
_PYTHON = re.compile(r"(?:python|pypy|py)[\d.]*w?")
_CODE = re.compile(r"(?:node|deno|bun|perl|ruby|php|lua)[\d.]*")
_VERSION = re.compile(r"[@=<>~!\[;].*", re.DOTALL)
_SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "su"})
_POWERSHELLS = frozenset({"powershell", "pwsh"})
_SOURCES = frozenset({"eval", "iex", "invoke-expression", "alias", "trap"})
_LINES = {"env": ("S", "--split-string"), **dict.fromkeys(("script", "flock"), ("c", "--command"))}
"""The options by which programs are given a command line."""

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


_UV = (
    "--from --with -w --with-requirements --with-editable --python -p --project --directory --extra"
    " --no-extra --group --no-group --only-group --package --env-file --index --default-index"
    " --index-url --extra-index-url -i --find-links -f --constraints -c --overrides --cache-dir"
    " --config-file --config-setting -C --refresh-package --upgrade-package -P --no-binary-package"
    " --reinstall-package --no-build-package --exclude-newer --link-mode --resolution --prerelease"
    " --index-strategy --keyring-provider --allow-insecure-host --python-platform --color"
)
_PARALLEL = "-j --jobs -n -N -L -I -a --arg-file -d --delimiter --colsep --timeout --workdir --wd"
_RUNNERS = {
    "sudo": _runner("-u -g -h -p -C -r -t -T -U -D -R --user --group --chdir --prompt"),
    "doas": _runner("-u -C"),
    "env": _runner("-u -C --unset --chdir"),
    "exec": _runner("-a"),
    "nice": _runner("-n --adjustment"),
    "ionice": _runner("-c -n -p"),
    "stdbuf": _runner("-i -o -e"),
    **dict.fromkeys(("timeout", "gtimeout"), _runner("-s -k --signal --kill-after", skipped=1)),
    "flock": _runner("-w -E", skipped=1),
    "xargs": _runner("-I -n -P -L -d -E -s -a --max-args --max-procs --delimiter --arg-file"),
    "parallel": _runner(_PARALLEL),
    "script": _runner("-E -m -o -O -I -B -T --echo --log-out --log-in --log-io", skipped=1),
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
    **{
        name: _runner()
        for name in ("command", "builtin", "nohup", "setsid", "caffeinate", "busybox", "&")
    },
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
    """Yield the programs that a command line starts, in order, each as far as it can be told.

    Raises :class:`TooLongError` where the line is too long for that.
    """
    if len(script) > _LONGEST:
        raise TooLongError
    budget, left = Budget(_READ), Budget(_MOST)
    waiting = [commands(script, budget, posix=posix)]
    while waiting:
        command = next(waiting[-1], None)
        if command is None:
            waiting.pop()
            continue
        for program in _started(command, command.words):
            left.spend(1)
            yield program
            if inner := _script(program):
                folder, deep = command.folder, command.deep + 1
                waiting.append(commands(inner, budget, posix=posix, folder=folder, deep=deep))


def base(word: str) -> str:
    """Return the name of a program, however it is spelled."""
    return _ENDING.sub("", re.split(r"[/\\]", word)[-1].casefold())


def _started(command: Command, words: Sequence[str], deep: int = 0) -> Iterator[Program]:
    """Yield the program that some words start, and those that it starts in turn."""
    rest = list(words)
    while rest and base(rest[0]) in _RUNNERS:
        runner = _RUNNERS[base(rest[0])]
        yield Program(base(rest[0]), tuple(rest[1:]), command)
        fed = command.fed.split() if base(rest[0]) == "xargs" else []
        rest = [*_behind(runner, rest[1:]), *fed]
        deep = _deeper(deep)
        if rest[:1] == [":::"] or re.search(r"\s", "".join(rest[:1])):
            # No name of a program has blanks: these are command lines.
            rest = ["sh", "-c", "\n".join(word for word in rest if word != ":::")]
        rest[:1] = [_VERSION.sub("", word) for word in rest[:1]]
    name, arguments = (base(rest[0]), tuple(rest[1:])) if rest else ("", ())
    if _PYTHON.fullmatch(name):
        yield from _python(command, name, arguments, _deeper(deep))
        return
    code = _coded(arguments, command.fed) if _CODE.fullmatch(name) else ""
    yield Program(name, arguments, command, code)
    for line in runs(arguments) if name == "find" else ():
        yield from _started(command, line, _deeper(deep))


def _deeper(deep: int) -> int:
    if deep >= _STARTERS:
        raise TooLongError
    return deep + 1


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


def _python(
    command: Command, name: str, arguments: tuple[str, ...], deep: int
) -> Iterator[Program]:
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
        yield from _started(command, (*script, *rest), deep)
    yield Program(name, arguments, command, "" if script else command.fed)


def _coded(arguments: Sequence[str], fed: str) -> str:
    """Return the words with which an interpreter is started without a file, and what it is fed."""
    if arguments and not (arguments[0].startswith("-") or arguments[0] == "eval"):
        return ""
    return "\n".join((*arguments, fed))


def given(arguments: Sequence[str], letter: str, *names: str) -> Iterator[str]:
    """Yield the values of an option, in a word of their own or behind it in the same word.

    The letter may stand behind others that have no value.
    """
    for index, word in enumerate(arguments):
        name, equals, value = word.partition("=")
        short = None if word.startswith("--") else re.match(rf"-[A-Za-z#]*?{letter}", word)
        after = "".join(arguments[index + 1 : index + 2])
        if name in names:
            yield value if equals else after
        elif letter and short:
            yield word[short.end() :] or after


def _script(program: Program) -> str:
    """Return the command line that a program is given to run, if it is a shell or like one."""
    name, arguments = program.name, program.arguments
    if name in _SHELLS:
        return _shell(arguments, program.command.fed)
    if name in _POWERSHELLS:
        flags = ("-command", "-c")
        found = (i for i, word in enumerate(arguments) if word.casefold() in flags)
        return " ".join(arguments[next(found, len(arguments)) + 1 :])
    if name in _SOURCES:
        alias = name == "alias"
        return " ".join(word.partition("=")[2] if alias else word for word in arguments)
    if name in _LINES:
        return "\n".join(given(arguments, *_LINES[name]))
    return program.command.fed if name == "parallel" else ""


def _shell(arguments: Sequence[str], fed: str) -> str:
    """Return the command line that a shell is given."""
    for index, word in enumerate(arguments):
        if re.fullmatch(r"-[A-Za-z]*c", word) or word == "--command":
            return next((w for w in arguments[index + 1 :] if not w.startswith("-")), "")
    return fed if all(word.startswith("-") for word in arguments) else ""
