"""The git commands awos may run, and no others.

Each was run under the flags of :mod:`awos_lint.git.process` in a repository whose configuration
and attributes name a program wherever git would start one; none was started. The commands left out
are those that start one all the same (``status``, ``diff``, ``blame``, ``hash-object``, ``show``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

# One command per line. `[x]` may be left out, `[x]...` may be repeated, `x|y` is either; a word in
# angle brackets is one of PLACEHOLDERS. A revision written by a user enters in one place only,
# behind --end-of-options; everywhere else stands the hash that came back.
ALLOWED: Final = (
    "rev-parse --verify --quiet --end-of-options <revision>^{commit}",
    "rev-parse --is-shallow-repository --show-object-format --show-toplevel --revs-only HEAD",
    "rev-parse --absolute-git-dir",
    "rev-parse --git-path <name>",
    "ls-files -s -z",
    "ls-files -z --others --exclude-standard",
    # Both lists in one process, with what is gone from the disk. It reads the same ignore files as
    # --others, and --deleted only calls lstat; --modified would run filters.
    "ls-files -z -s -t --cached --others --deleted --exclude-standard",
    "ls-tree -r -z --full-tree <sha>",
    "ls-tree -r -z --full-tree <sha> -- <path>",
    # --ita-invisible-in-index: what `git add --intent-to-add` announced is not staged.
    (
        "diff-index --cached --raw -z --no-renames --no-ext-diff --no-textconv"
        " [--ita-invisible-in-index] <sha> --"
    ),
    "diff-tree -r -z --raw --no-ext-diff --no-textconv --no-renames <sha> <sha> --",
    # Renames alone: git compares contents that are in its database, and starts nothing for it.
    (
        "diff-tree -r -z --name-status --find-renames --diff-filter=R --no-ext-diff"
        " --no-textconv <sha> <sha> --"
    ),
    (
        "diff-index --cached -z --name-status --find-renames --diff-filter=R --no-ext-diff"
        " --no-textconv <sha> --"
    ),
    (
        "log -z --no-show-signature --no-ext-diff --no-textconv --no-color --no-decorate"
        " --no-mailmap --no-notes --format=<format> --raw --no-abbrev --diff-merges=first-parent"
        " [--no-renames|-M100%] [--max-count=<number>] <sha> [^<sha>]... --"
    ),
    "rev-list [--count] [--parents] [--topo-order] [--max-count=<number>] <sha> [^<sha>]... --",
    # Where branches end, for the numbers that decisions have there; no commit is walked.
    "rev-list --no-walk --branches --remotes --max-count=<number> --",
    # Where the branches of one remote end, for what a new branch adds to it.
    "rev-list --no-walk --remotes=<remote> --",
    "merge-base [--all|--is-ancestor] <sha> <sha>",
    "cat-file --batch-check --buffer",
    "cat-file --batch --buffer",
    # In a partial clone --batch-check dies at the first object that was not fetched; this prints
    # the names of those that were, without opening any.
    "cat-file --batch-all-objects --batch-check=%(objectname) --unordered --buffer",
    # Who runs awos, for the record of an approval. Reading the configuration starts nothing, and
    # no other key is asked for; `git var` would make an identity up where none is configured.
    "config -z --get user.name|user.email|user.signingKey",
    # Which branch is checked out, to name the spec of a commit by it.
    "symbolic-ref --quiet HEAD",
    # Three files of awos's own in a folder of its own; no repository is looked at.
    "merge-file -p -q -L yours -L installed -L awos <path> <path> <path>",
)

_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# Hashes, times, names, subject and body as recorded. Never %G (starts gpg), nor %aN and its like
# (read .mailmap); a modifier such as %+ or %<() could hide them.
_FORMAT = re.compile(r"(?:[^%]|%(?:[HTPsbB]|[ac][net]|x[0-9a-f]{2}))*")
_REMOTE_NAME = re.compile(r"\w[\w./-]*")
_NAME = re.compile(r"[A-Za-z][A-Za-z-]*")
_NUMBER = re.compile(r"[0-9]{1,9}")
_PLACEHOLDER = re.compile(r"<[a-z]+>")

PLACEHOLDERS: Final[dict[str, Callable[[str], object]]] = {
    "<sha>": _SHA.fullmatch,
    "<format>": _FORMAT.fullmatch,
    "<name>": _NAME.fullmatch,
    "<number>": _NUMBER.fullmatch,
    "<path>": bool,
    "<remote>": _REMOTE_NAME.fullmatch,
    "<revision>": bool,
}


def is_oid(text: str) -> bool:
    """Return whether a text is a full SHA-1 or SHA-256 object name."""
    return _SHA.fullmatch(text) is not None


def is_remote(text: str) -> bool:
    """Return whether a text can be the name of a remote, and no pattern."""
    return _REMOTE_NAME.fullmatch(text) is not None


def is_permitted(arguments: Sequence[str]) -> bool:
    """Return whether the arguments after the hardening flags form an allowed command."""
    if any("\0" in argument for argument in arguments):
        return False
    return any(_follows_form(form.split(), arguments) for form in ALLOWED)


def _follows_form(form: Sequence[str], arguments: Sequence[str]) -> bool:
    if not form:
        return not arguments
    token, rest = form[0], form[1:]
    if not token.startswith("["):
        return _matches_token(token, arguments) and _follows_form(rest, arguments[1:])
    if _follows_form(rest, arguments):
        return True
    again = form if token.endswith("...") else rest
    inner = token.removesuffix("...")[1:-1]
    return _matches_token(inner, arguments) and _follows_form(again, arguments[1:])


def _matches_token(token: str, arguments: Sequence[str]) -> bool:
    """Return whether the first argument is one of the token's alternatives."""
    return bool(arguments) and any(_matches_word(word, arguments[0]) for word in token.split("|"))


def _matches_word(word: str, argument: str) -> bool:
    found = _PLACEHOLDER.search(word)
    if not found:
        return word == argument
    before, after = word[: found.start()], word[found.end() :]
    if not (argument.startswith(before) and argument.endswith(after)):
        return False
    return bool(PLACEHOLDERS[found[0]](argument[len(before) : len(argument) - len(after)]))
