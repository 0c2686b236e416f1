"""Commands that no agent may run: a person's word, and the ways around the hooks of git."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile
from typing import NamedTuple

from awos_lint.core.text import escape_text
from awos_lint.guard.command_line import Command

PEOPLE = (("approve",), ("revoke",), ("ack",), ("adr", "review"))
"""The commands of awos that put a person's word on record."""

_AWOS = frozenset({"awos", "awos-lint", "awos_lint"})
_VALUED = frozenset({"-C", "--color"})
_LAUNCHERS = re.compile(
    r"!|sudo|doas|env|command|builtin|exec|time|nohup|nice|g?timeout|xargs"
    r"|uvx?|pipx|poetry|pdm|hatch|rye|pixi|pipenv|(?:python|pypy|py)[\d.]*w?"
)
"""Programs that start the one that is named behind them."""
_SKIPPED = re.compile(r"-.*|\w+=.*|\d+[smhd]?|run|tool|x|exec", re.DOTALL)
"""What may stand between a launcher and the program that it starts."""

_ENDING = re.compile(r"\.(?:exe|cmd|bat|ps1)$")
_VERSION = re.compile(r"[@=<>~!\[;].+", re.DOTALL)

_VERBS = ("commit", "push", "merge", "am", "rebase", "pull")
_MESSAGE = re.compile(r"-[A-Za-z]*[mF]|--message|--file|--author|--date|--template")
# Of the letters before the first one that takes the rest of the word for its value.
_NO_VERIFY = re.compile(r"--no-verify|-[^-mFCctuS]*n.*", re.DOTALL)
_PATHS = "core.hookspath"
_READS = frozenset({"--get", "--get-all", "get"})


class Program(NamedTuple):
    """A program that a command starts, without folder and ending, and its arguments."""

    name: str
    arguments: list[str]


def find_program(command: Command) -> Program:
    """Return the program that a command starts, also through `sudo`, `uvx` and their like."""
    rest = list(command.words)
    while rest and _LAUNCHERS.fullmatch(_name_program(rest[0])):
        rest = list(dropwhile(_SKIPPED.fullmatch, rest[1:]))
    return Program(_name_program(rest[0]), rest[1:]) if rest else Program("", [])


def _name_program(word: str) -> str:
    """Return the name of a program, however it is spelled."""
    return _VERSION.sub("", _ENDING.sub("", re.split(r"[/\\]", word)[-1].casefold()))


def find_refusal(command: Command) -> str:
    """Return why no agent may run a command, as a sentence; the empty string when it may."""
    program = find_program(command)
    if any(map(_is_skipping, _find_assigned(command))):
        return "the hooks of git stay on: run the command without that variable"
    if program.name in _AWOS:
        return _refuse_awos(program.arguments)
    if program.name == "pre-commit" and program.arguments[:1] == ["uninstall"]:
        return "the hooks of git stay installed: a person runs `pre-commit uninstall`"
    return _refuse_git(program.arguments) if program.name == "git" else ""


def _refuse_awos(arguments: Sequence[str]) -> str:
    words = list(_find_positional(arguments))
    # `uvx --from awos-lint awos approve` names it twice.
    again = [at + 1 for at, word in enumerate(words) if _name_program(word) in _AWOS]
    words = words[max(again, default=0) :]
    if _asks_help(words, arguments):
        return ""
    if words[:1] in (["init"], ["upgrade"]):
        dry = "--dry-run" in arguments
        why = f"a person runs `awos {words[0]}`: it writes the hooks that judge what you do"
        return "" if dry else why
    if "--write-baseline" in arguments:
        return _ask_person(["awos", *words, "--write-baseline"])
    given = any(tuple(words[: len(command)]) == command for command in PEOPLE)
    return _ask_person(["awos", *words]) if given else ""


def _find_positional(arguments: Sequence[str]) -> Iterator[str]:
    rest = iter(arguments)
    for word in rest:
        if word in _VALUED:
            next(rest, "")
        elif not word.startswith("-"):
            yield word


def _asks_help(words: Sequence[str], arguments: Sequence[str]) -> bool:
    """Return whether a command only explains itself: further behind, `--help` may be a value."""
    length = next((len(command) for command in PEOPLE if tuple(words[:2]) == command), 1)
    begin = next((at for at, word in enumerate(arguments) if word in words[:1]), 0)
    return list(arguments[begin + length : begin + length + 1]) in (["-h"], ["--help"])


def _ask_person(words: Sequence[str]) -> str:
    said = escape_text(" ".join(words), 120)
    return f"only a person gives their word: ask the person you work for to run `{said}`"


def _find_assigned(command: Command) -> tuple[str, ...]:
    """Return the variables that a command sets, for itself or for those behind it."""
    sets = command.words[:1] in (("env",), ("export",))
    return (*command.assigned, *command.words[1:]) if sets else command.assigned


def _is_skipping(assigned: str) -> bool:
    """Return whether a variable has pre-commit leave the hooks of awos out."""
    name, _, value = assigned.partition("=")
    return name == "SKIP" and any(hook.strip().startswith("awos") for hook in value.split(","))


def _refuse_git(arguments: Sequence[str]) -> str:
    settings, rest = split_git(arguments)
    if any(setting.casefold().startswith(_PATHS) for setting in settings):
        return "the hooks of git stay where they are: leave `-c core.hooksPath` out"
    verb, options = "".join(rest[:1]), rest[1:]
    if verb in _VERBS and _is_unverified(verb, options):
        return (
            f"the hooks of git check what is committed: run `git {verb}` without `--no-verify`,"
            " and fix what they find"
        )
    if verb == "config" and _sets_hooks(options):
        return "the hooks of git stay where they are: a person changes where"
    return ""


def split_git(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the settings that git is given for one run, and the words from its verb on."""
    settings, rest = list[str](), list(arguments)
    while rest and rest[0].startswith("-"):
        valued = rest[0] in ("-c", "-C", "--git-dir", "--work-tree", "--namespace")
        settings += rest[1:2] if rest[0] == "-c" else []
        rest = rest[2:] if valued else rest[1:]
    return settings, rest


def _is_unverified(verb: str, options: Sequence[str]) -> bool:
    """Return whether an option turns the hooks off; a message may look like one."""
    for before, word in zip(("", *options), options, strict=False):
        if word == "--":
            return False
        # For other verbs `-n` means something else: `git push -n` is a dry run.
        short = verb in ("commit", "am") or word == "--no-verify"
        if short and _NO_VERIFY.fullmatch(word) and not _MESSAGE.fullmatch(before):
            return True
    return False


def _sets_hooks(options: Sequence[str]) -> bool:
    """Return whether a `git config` says where the hooks are."""
    named = [at for at, word in enumerate(options) if word.casefold() == _PATHS]
    valued = bool(named) and len(options) > named[0] + 1
    unset = bool(named) and not {"unset", "--unset", "--unset-all"}.isdisjoint(options)
    return (valued or unset) and _READS.isdisjoint(options)
