"""What can go wrong with git, each as one sentence a user can act on.

``str(error)`` is the message: what happened, where, and what to do. Text that came from git or from
a repository is escaped in it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from awos_lint.core.errors import AwosError
from awos_lint.core.text import escape_text

# Untrusted text in a message is cut here.
SHOWN = 200


class GitError(AwosError):
    """Anything that kept git from answering."""

    exit_code = 3


class GitMissingError(GitError):
    """There is no git program to call."""

    def __init__(self) -> None:
        super().__init__(
            "git was not found on PATH outside this repository: install git 2.31 or later"
        )


class NotARepositoryError(GitError):
    """There is something like a repository, but git cannot use it as a checkout."""

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"git cannot use {escape_text(folder, SHOWN)} as a checkout "
            f"({escape_text(why, SHOWN)}): "
            "run awos in a work tree, or repair its .git"
        )


class DubiousOwnershipError(GitError):
    """Git refuses a repository that belongs to another user."""

    def __init__(self, root: str) -> None:
        super().__init__(
            f"git refuses {escape_text(root)} because it belongs to another user: if you trust "
            "it, run "
            f"`git config --global --add safe.directory {shlex.quote(escape_text(root))}`"
        )


class UnknownRevisionError(GitError):
    """A revision names no commit here."""

    exit_code = 2

    def __init__(self, revision: str, *, shallow: bool) -> None:
        advice = (
            "this clone is shallow, run `git fetch --unshallow` (GitHub Actions: `fetch-depth: 0`)"
            if shallow
            else "check the name, or fetch it with `git fetch`"
        )
        super().__init__(
            f"revision {escape_text(revision, SHOWN)!r} names no commit here: {advice}"
        )


UNSHALLOW = "run `git fetch --unshallow` (GitHub Actions: `fetch-depth: 0` at actions/checkout)"


class HistoryMissingError(GitError):
    """A commit that would answer a question was not fetched, as in a shallow clone."""

    def __init__(self, what: str, advice: str = UNSHALLOW) -> None:
        super().__init__(f"{escape_text(what, SHOWN)} is not known in this clone: {advice}")


class NoMergeBaseError(GitError):
    """Two commits have no newest commit in common, or several."""

    def __init__(self, one: str, other: str, found: Sequence[str]) -> None:
        pair = f"{one[:12]} and {other[:12]}"
        why = (
            f"{pair} were merged crosswise and have {len(found)} merge bases"
            if found
            else f"{pair} have no commit in common"
        )
        advice = "name the commit to compare with by two dots, as in `--diff BASE..HEAD`"
        super().__init__(f"{why}: {advice}")


class CommandFailedError(GitError):
    """Git gave up; the sentence holds what it said."""

    def __init__(self, command: Sequence[str], root: str, said: str) -> None:
        super().__init__(
            f"git {command[0]} failed in {escape_text(root, SHOWN)} ({escape_text(said, SHOWN)}): "
            "run `git fsck` there to see whether the repository is whole"
        )


class GitTimeoutError(GitError):
    """Git did not finish in time and was stopped."""

    def __init__(self, command: Sequence[str], root: str, seconds: float) -> None:
        super().__init__(
            f"git {command[0]} did not finish within {seconds:g} s in {escape_text(root, SHOWN)} "
            "and "
            "was stopped: run it there yourself to see what it waits for"
        )


class OutputTooLargeError(GitError):
    """Git wrote more than awos is willing to hold, and was stopped."""

    def __init__(self, command: Sequence[str], root: str, limit: int) -> None:
        super().__init__(
            f"git {command[0]} wrote more than {limit} bytes in {escape_text(root, SHOWN)} and was "
            "stopped: check a smaller repository or revision"
        )


class ObjectMissingError(GitError):
    """An object is not in the object store."""

    def __init__(self, oid: str) -> None:
        super().__init__(
            f"object {oid} is not in this repository: in a partial clone fetch it with "
            f"`git cat-file -e {oid}`, or all with `git fetch --refetch --no-filter`; "
            "otherwise run `git fsck`"
        )


class ObjectTooLargeError(GitError):
    """An object is larger than the caller's limit; it was not read."""

    def __init__(self, oid: str, size: int, limit: int) -> None:
        super().__init__(f"object {oid} has {size} bytes, more than the limit of {limit}")


class GitDamagedError(GitError):
    """Git listed something that no sound repository holds."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"git lists an entry that cannot be real ({escape_text(what, SHOWN)}): the index or a "
            "tree "
            "is damaged, run `git fsck`, or rebuild the index with `git reset`"
        )


# What git says of an object that it needs and has not, in a partial clone or a damaged repository.
_MISSING = re.compile(
    r"(?:could not fetch|unable to read tree|unable to read|Could not read|bad object) "
    r"([0-9a-f]{40}(?:[0-9a-f]{24})?)"
)
_OWNERSHIP = re.compile(r"(?:dubious ownership in repository at|unsafe repository \()\s*'(.*)'")
_UNUSABLE = (
    "not a git repository",
    "must be run in a work tree",
    "cannot use bare repository",
    "invalid gitfile format",
)


def explain_failure(command: Sequence[str], root: str, stderr: bytes) -> GitError:
    """Return the error that fits what git wrote on stderr before it failed in ``root``."""
    text = stderr.decode("utf-8", "backslashreplace")
    if found := _OWNERSHIP.search(text):
        return DubiousOwnershipError(found[1])
    if found := _MISSING.search(text):
        return ObjectMissingError(found[1])
    said = _last_word(text)
    if any(phrase in said for phrase in _UNUSABLE):
        return NotARepositoryError(root, said)
    return CommandFailedError(command, root, said or "it said nothing")


def _last_word(text: str) -> str:
    """Return the line in which git says why it died."""
    lines = [line for line in text.split("\n") if line.strip()]
    fatal = [line for line in lines if line.startswith("fatal: ")]
    return (fatal or lines[-1:] or [""])[0].removeprefix("fatal: ")
