"""A repository, as far as awos reads it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from awos_lint.git import records
from awos_lint.git.allowed import is_oid
from awos_lint.git.errors import (
    GitError,
    NotARepositoryError,
    ObjectMissingError,
    ObjectTooLargeError,
    UnknownRevisionError,
    explain,
)
from awos_lint.git.process import REPOSITORY_VARIABLES, Outcome, Runner, runner
from awos_lint.git.records import EMPTY_BLOB, EMPTY_TREE, Checkout, Entry

# Bytes of content asked from one process; keeps one answer far below the output limit.
BATCH: Final = 32 * 1024 * 1024
USAGE: Final = 129  # git's exit status for an option it does not know


@dataclass(frozen=True, slots=True)
class Git:
    """One repository with a work tree.

    ``root`` is the absolute path of its top level. Every method raises ``GitError`` when git does
    not answer.
    """

    root: str
    runner: Runner
    shallow: bool
    format: str

    def is_shallow(self) -> bool:
        """Return whether history was cut off when the repository was cloned."""
        return self.shallow

    def object_format(self) -> str:
        """Return ``sha1`` or ``sha256``."""
        return self.format

    def resolve(self, revision: str) -> str:
        """Return the full hash of the commit that a user's revision names.

        Raises ``UnknownRevisionError`` when it names none, as ``HEAD`` before the first commit.
        """
        if not revision or not _passable(revision):
            raise UnknownRevisionError(revision, shallow=False)
        command = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        outcome = self.runner.run(*command)
        found = outcome.output.decode("ascii", "replace").strip()
        if outcome.status or not is_oid(found):
            raise UnknownRevisionError(revision, shallow=self.shallow)
        return found

    def index(self) -> list[Entry]:
        """Return the entries of the index, the one that a hook's ``GIT_INDEX_FILE`` names.

        An unmerged path comes once per stage. What ``git add --intent-to-add`` announced is not
        staged, and left out.
        """
        entries = records.index_entries(self._output("ls-files", "-s", "-z"))
        if not any(self._may_be_announced(entry) for entry in entries):
            return entries
        staged = self._staged()
        return [e for e in entries if staged is None or e.stage or e.path in staged]

    def listing(self, sha: str) -> list[Entry]:
        """Return the files, links and submodules of a commit, given its full hash."""
        return records.tree_entries(self._output("ls-tree", "-r", "-z", "--full-tree", sha))

    def untracked(self) -> list[str]:
        """Return the paths in the work tree that are neither tracked nor ignored."""
        return records.names(self._output("ls-files", "-z", "--others", "--exclude-standard"))

    def checkout(self) -> Checkout:
        """Return what the work tree holds, by one process."""
        options = ("-z", "-s", "-t", "--cached", "--others", "--deleted", "--exclude-standard")
        return records.checkout(self._output("ls-files", *options))

    def read(self, oids: Iterable[str], limit: int) -> dict[str, bytes | GitError]:
        """Return the content of each blob, or the reason why it cannot be had.

        A blob of more than ``limit`` bytes is an ``ObjectTooLargeError`` and is not read; one that
        is not there, or is no blob, an ``ObjectMissingError``.
        """
        wanted = list(dict.fromkeys(oids))
        found = self._sizes(wanted)
        answer: dict[str, bytes | GitError] = {oid: ObjectMissingError(oid) for oid in wanted}
        answer |= {
            o: ObjectTooLargeError(o, size, limit) for o, size in found.items() if size > limit
        }
        for batch in _batches((oid, size) for oid, size in found.items() if size <= limit):
            output = self._output("cat-file", "--batch", "--buffer", stdin=_lines(dict(batch)))
            answer.update(records.blobs(output, batch))
        return answer

    def _sizes(self, oids: list[str]) -> dict[str, int]:
        """Return the size of each object that is a blob and is here."""
        if not oids:
            return {}
        command = ("cat-file", "--batch-check", "--buffer")
        outcome = self.runner.run(*command, stdin=_lines(oids))
        if outcome.status and b"could not fetch" in outcome.stderr:
            here = self._present()
            present = [oid for oid in oids if oid in here]
            if len(present) < len(oids):
                return self._sizes(present)
        if outcome.status:
            self._fail(outcome, *command)
        return records.sizes(outcome.output)

    def _present(self) -> frozenset[str]:
        """Return the names of all objects that this partial clone holds."""
        options = ("--batch-all-objects", "--batch-check=%(objectname)", "--unordered", "--buffer")
        return frozenset(self._output("cat-file", *options).decode("ascii").split("\n"))

    def _may_be_announced(self, entry: Entry) -> bool:
        return entry.stage == 0 and entry.oid == EMPTY_BLOB[self.format]

    def _staged(self) -> frozenset[str] | None:
        """Return the paths that a commit would hold; nothing where git cannot tell."""
        options = ("--cached", "--raw", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")
        command = ("diff-index", *options, "--ita-invisible-in-index", EMPTY_TREE[self.format])
        outcome = self.runner.run(*command, "--")
        # Its manual calls the option experimental: without it, an announced file is an empty one.
        if outcome.status == USAGE:
            return None
        if outcome.status:
            self._fail(outcome, *command)
        return records.changed_paths(outcome.output)

    def _output(self, *command: str, stdin: bytes = b"") -> bytes:
        outcome = self.runner.run(*command, stdin=stdin)
        if outcome.status:
            self._fail(outcome, *command)
        return outcome.output

    def _fail(self, outcome: Outcome, *command: str) -> NoReturn:
        raise explain(command, self.root, outcome.stderr)


def open_repository(start: str) -> Git | None:
    """Return the repository whose work tree holds ``start``, a file or folder; None without one.

    The variables that git gives to a hook are honoured for the repository they belong to, and for
    no other. Raises ``GitMissingError`` when there is no git, ``NotARepositoryError`` inside a bare
    repository or a ``.git``, ``DubiousOwnershipError`` when git refuses it.
    """
    folder = _folder(start)
    given = {name: os.environ[name] for name in REPOSITORY_VARIABLES if os.environ.get(name)}
    here = _discover(folder, {})
    if not given:
        return here
    if "GIT_DIR" in given and not _is_git_dir(here, given["GIT_DIR"]):
        return _explicit(folder, here, given)
    return _in_hook(folder, here, given)


def _folder(start: str) -> str:
    """Return the nearest existing folder at or above a path, absolute."""
    try:
        folder = os.path.abspath(start)
    except FileNotFoundError as error:
        raise NotARepositoryError(start, "the current folder was removed") from error
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder


def _discover(folder: str, given: Mapping[str, str]) -> Git | None:
    """Ask git which repository a folder lies in."""
    git = runner(folder, given)
    command = ("rev-parse", "--is-shallow-repository", "--show-object-format", "--show-toplevel")
    outcome = git.run(*command)
    if outcome.status and b"not a git repository (or any" in outcome.stderr:
        return None
    if outcome.status:
        raise explain(command, folder, outcome.stderr)
    shallow, form, top = outcome.output.removesuffix(b"\n").split(b"\n", 2)
    root = os.path.abspath(os.fsdecode(top))
    if not _within(folder, root):
        raise NotARepositoryError(folder, f"its work tree is {root}")
    at_root = Runner(git.program, root, git.environment)
    return Git(root, at_root, shallow == b"true", form.decode("ascii"))


def _is_git_dir(here: Git | None, named: str) -> bool:
    """Return whether GIT_DIR names the repository that was found without its help."""
    if here is None:
        return False
    outcome = here.runner.run("rev-parse", "--absolute-git-dir")
    return _same(os.fsdecode(outcome.output.removesuffix(b"\n")), named)


def _in_hook(folder: str, here: Git | None, given: Mapping[str, str]) -> Git | None:
    """Hand a hook's index and object folders on, if they belong to the repository found."""
    current = os.getcwd()
    if here is None:
        return None
    if "GIT_DIR" not in given and not _same(folder, current):
        owner = _discover(current, {})
        if owner is None or not _same(owner.root, here.root):
            return here
    # The repository was found without them; without GIT_DIR git also checks who owns it.
    located = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR")
    rest = {name: value for name, value in given.items() if name not in located}
    environment = {**here.runner.environment, **_absolute(rest)}
    moved = Runner(here.runner.program, here.root, environment)
    return Git(here.root, moved, here.shallow, here.format)


def _explicit(folder: str, here: Git | None, given: Mapping[str, str]) -> Git | None:
    """Follow a GIT_DIR that names a repository which cannot be found from the folder.

    Where another repository was found, GIT_DIR is followed only together with GIT_WORK_TREE: alone
    it is left over from a hook of a repository elsewhere.
    """
    if here is not None and "GIT_WORK_TREE" not in given:
        return here
    try:
        named = _discover(os.getcwd(), _absolute(given))
    except NotARepositoryError:
        return here
    return named if named and _within(folder, named.root) else here


def _absolute(given: Mapping[str, str]) -> dict[str, str]:
    """Return the variables as git would read them in this process's folder.

    GIT_INDEX_FILE is relative to the top of the work tree, where git is run.
    """
    literal = ("GIT_INDEX_FILE", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
    return {n: v if n in literal else os.path.abspath(v) for n, v in given.items()}


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _within(folder: str, root: str) -> bool:
    real, top = os.path.realpath(folder), os.path.realpath(root)
    return real == top or real.startswith(os.path.join(top, ""))


def _passable(text: str) -> bool:
    """Return whether a text can be an argument of a process."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def _lines(oids: Iterable[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode("ascii")


def _batches(sized: Iterable[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """Group objects so that no group's content is larger than BATCH, unless one object is."""
    batch: list[tuple[str, int]] = []
    total = 0
    for oid, size in sized:
        if batch and total + size > BATCH:
            yield batch
            batch, total = [], 0
        batch.append((oid, size))
        total += size
    if batch:
        yield batch
