"""Command lines that no agent may run: a person's word, and the ways around the hooks of git."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from awos_lint.core.text import visible
from awos_lint.guard.programs import Program

PEOPLE = (("approve",), ("revoke",), ("ack",), ("adr", "review"))
"""The commands of awos that put a person's word on record."""

_AWOS = frozenset({"awos", "awos-lint", "awos_lint"})
_VALUED = frozenset({"-C", "--color"})
_WORD = r"(?:approve|revoke|ack|adr\W{1,12}review)\b"
_CODE = re.compile(rf"\bawos(?:[-_]lint)?\W{{1,12}}{_WORD}")
_QUOTED = re.compile(rf"[\"']{_WORD}")

# The options of `git commit` that take a value in the same word or the next (git-commit(1)).
_LETTERS = {"commit": "mFCctuS", "am": "CpS", "merge": "mFsXS", "rebase": "xsXCS", "push": "o"}
_LETTERS["pull"] = "sXSj"
_NO_VERIFY = "--no-verify"
_SHORT = ("commit", "am")
_SHORTEST = len("--no-veri")
"""Git takes the beginning of an option for it as soon as no other option begins like that."""

_PATHS = "core.hookspath"
_SETTINGS = (_PATHS, "alias.", "include.", "includeif.")
"""What moves the hooks, makes a command from words that nobody reads, or takes in either."""
_READS = frozenset({"--get", "--get-all", "get", "--list", "-l", "list", "--get-regexp"})


def refusal(program: Program) -> str:
    """Return why no agent may start a program, as a sentence; the empty string when it may."""
    return _word(program) or _code(program) or _around(program)


def _word(program: Program) -> str:
    if program.name not in _AWOS:
        return ""
    words = _positional(program.arguments)
    for command in PEOPLE:
        if tuple(words[: len(command)]) == command and not _helps(program.arguments, command):
            return _asks(["awos", *command, *words[len(command) :]])
    if words[:1] in (["init"], ["upgrade"]):
        dry = "--dry-run" in program.arguments or _helps(program.arguments, words[:1])
        why = f"a person runs `awos {words[0]}`: it writes the hooks that judge what you do"
        return "" if dry else why
    if "--write-baseline" in program.arguments:
        return _asks(["awos", *words, "--write-baseline"])
    return ""


def _helps(arguments: Sequence[str], command: Sequence[str]) -> bool:
    """Return whether a command only tells of itself: further behind, it may be some value."""
    rest, end = list(arguments), len(command)
    while rest and rest[0].startswith("-"):
        rest = rest[2:] if rest[0] in _VALUED else rest[1:]
    return rest[:end] == [*command] and rest[end : end + 1] in (["-h"], ["--help"])


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
    code = program.code
    if _CODE.search(code) or ("awos_lint" in code and _QUOTED.search(code)):
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
    if program.name in ("pre-commit", "pre_commit") and "uninstall" in program.arguments:
        return "the hooks of git stay installed: a person runs `pre-commit uninstall`"
    return _git(program.arguments) if program.name == "git" else ""


def _turned_off(name: str, value: str) -> bool:
    skipped = name == "SKIP" and any(hook.strip().startswith("awos") for hook in value.split(","))
    return skipped or (name.startswith("GIT_CONFIG") and _moves(value))


def _moves(text: str) -> bool:
    return any(setting in text.casefold() for setting in _SETTINGS)


def _git(arguments: Sequence[str]) -> str:
    settings, rest = _global(arguments)
    if setting := next((s for s in settings if s.casefold().startswith(_SETTINGS)), ""):
        said = visible(setting.partition("=")[0], 60)
        return f"the hooks of git stay where they are: leave `-c {said}` out"
    verb, options = "".join(rest[:1]), list(rest[1:])
    if verb in _LETTERS and any(_unverified(verb, options)):
        return (
            f"the hooks of git check what is committed: run `git {verb}` without `--no-verify`,"
            " and mend what they find"
        )
    if verb == "config" and _sets_hooks(options):
        return "the hooks of git stay where they are: a person changes where, and aliases"
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
    named = [at for at, word in enumerate(options) if word.casefold().startswith(_SETTINGS)]
    if not named:
        return any(word.casefold().startswith(("--remove-section", "--edit")) for word in options)
    reads = not _READS.isdisjoint(options)
    sets = len(options) > named[0] + 1 or any("unset" in word for word in options)
    return sets and not reads
