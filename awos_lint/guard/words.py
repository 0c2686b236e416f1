"""Command lines that no agent may run: a person's word, and the ways around the hooks of git."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from awos_lint.guard.programs import Program
from awos_lint.text import visible

PEOPLE = (("approve",), ("revoke",), ("ack",), ("adr", "review"))
"""The commands of awos that put a person's word on record."""

_AWOS = frozenset({"awos", "awos-lint", "awos_lint"})
_VALUED = frozenset({"-C", "--color"})
_CODE = re.compile(r"\b(?:approve|revoke|ack)\b|\badr\b.{0,20}\breview\b", re.DOTALL)

# The options of `git commit` that take a value in the same word or the next (git-commit(1)).
_LETTERS = {"commit": "mFCctuS", "am": "CpS", "merge": "mFsXS", "rebase": "xsXCS", "push": "o"}
_NO_VERIFY = "--no-verify"
_SHORT = ("commit", "am")
_SHORTEST = len("--no-veri")
"""Git takes the beginning of an option for it as soon as no other option begins like that."""

_PATHS = "core.hookspath"
_READS = frozenset({"--get", "--get-all", "get", "--list", "-l", "list", "--get-regexp"})


def refusal(program: Program) -> str:
    """Return why no agent may start a program, as a sentence; the empty string when it may."""
    return _word(program) or _code(program) or _around(program)


def _word(program: Program) -> str:
    if program.name not in _AWOS or {"-h", "--help"} & set(program.arguments):
        return ""
    words = _positional(program.arguments)
    for command in PEOPLE:
        if tuple(words[: len(command)]) == command:
            return _asks(["awos", *command, *words[len(command) :]])
    if words[:1] in (["init"], ["upgrade"]) and "--dry-run" not in program.arguments:
        return f"a person runs `awos {words[0]}`: it writes the hooks that judge what you do"
    if "--write-baseline" in program.arguments:
        return _asks(["awos", *words, "--write-baseline"])
    return ""


def _asks(words: Sequence[str]) -> str:
    said = visible(" ".join(words), 120)
    return f"only a person gives their word: ask the person you work for to run `{said}`"


def _positional(arguments: Sequence[str]) -> list[str]:
    rest = iter(arguments)
    found = []
    for word in rest:
        if word in _VALUED:
            next(rest, "")
        elif not word.startswith("-"):
            found.append(word)
    return found


def _code(program: Program) -> str:
    if "awos" in program.code and _CODE.search(program.code):
        return "only a person gives their word: no program may approve in their name"
    return ""


def _around(program: Program) -> str:
    """Return why a command goes around the hooks of git."""
    if any(_turned_off(name, value) for name, value in program.command.assigned):
        return "the hooks of git stay on: run the command without that variable"
    if program.name in ("env", "export") and any(
        _turned_off(*word.split("=", 1)) for word in program.arguments if "=" in word
    ):
        return "the hooks of git stay on: run the command without that variable"
    if program.name == "pre-commit" and program.arguments[:1] == ("uninstall",):
        return "the hooks of git stay installed: a person runs `pre-commit uninstall`"
    return _git(program.arguments) if program.name == "git" else ""


def _turned_off(name: str, value: str) -> bool:
    skipped = name == "SKIP" and any(hook.strip().startswith("awos") for hook in value.split(","))
    return skipped or (name.startswith("GIT_CONFIG") and _PATHS in value.casefold())


def _git(arguments: Sequence[str]) -> str:
    settings, rest = _global(arguments)
    if any(value.casefold().startswith(_PATHS) for value in settings):
        return "the hooks of git stay where they are: leave `-c core.hooksPath` out"
    verb, options = "".join(rest[:1]), list(rest[1:])
    if verb in _LETTERS and any(_unverified(verb, options)):
        return (
            f"the hooks of git check what is committed: run `git {verb}` without `--no-verify`,"
            " and mend what they find"
        )
    if verb == "config" and _sets_hooks(options):
        return "the hooks of git stay where they are: a person changes `core.hooksPath`"
    return ""


def _global(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the settings that git is given for one run, and the words from its verb on."""
    settings, index = [], 0
    while index < len(arguments) and arguments[index].startswith("-"):
        word = arguments[index]
        if word in ("-c", "-C", "--git-dir", "--work-tree", "--namespace", "--config-env"):
            index += 1
            value = "".join(arguments[index : index + 1])
            settings += [value] if word in ("-c", "--config-env") else []
        elif word.startswith("--config-env="):
            settings.append(word.partition("=")[2])
        index += 1
    return settings, list(arguments[index:])


def _unverified(verb: str, options: Sequence[str]) -> Iterator[bool]:
    """Yield, for each option, whether it turns the hooks off."""
    rest = iter(options)
    for word in rest:
        if word == "--":
            return
        if word.startswith("--"):
            yield _NO_VERIFY.startswith(word) and len(word) >= _SHORTEST
            if word in ("--message", "--file", "--author", "--date", "--template"):
                next(rest, "")
        elif word.startswith("-"):
            letters = re.match(rf"-([^{_LETTERS[verb]}]*)(.?)(.*)", word, re.DOTALL)
            assert letters
            # For the others it means something else: `git push -n` is a dry run.
            yield "n" in letters[1] and verb in _SHORT
            if letters[2] and letters[2] not in "uS" and not letters[3]:
                next(rest, "")


def _sets_hooks(options: Sequence[str]) -> bool:
    named = [index for index, word in enumerate(options) if word.casefold() == _PATHS]
    if not named:
        return any(word.casefold().startswith(("--remove-section", "--edit")) for word in options)
    reads = not _READS.isdisjoint(options)
    sets = len(options) > named[0] + 1 or any("unset" in word for word in options)
    return sets and not reads
