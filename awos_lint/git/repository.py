"""A repository, as far as awos reads it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, Final, NoReturn, ParamSpec, TypeVar

from awos_lint.core.model.history import Commit, History, Person, Touch
from awos_lint.git import log, records
from awos_lint.git.allowed import is_oid, is_remote
from awos_lint.git.errors import (
    GitError,
    HistoryMissingError,
    NoMergeBaseError,
    NotARepositoryError,
    ObjectMissingError,
    ObjectTooLargeError,
    OutputTooLargeError,
    UnknownRevisionError,
    explain_failure,
)
from awos_lint.git.process import REPOSITORY_VARIABLES, Outcome, Runner, make_runner
from awos_lint.git.records import EMPTY_BLOB, EMPTY_TREE, Checkout, Entry
from awos_lint.git.shallow import certain_base, certain_range

# Bytes of content asked from one process; keeps one answer far below the output limit.
BATCH: Final = 32 * 1024 * 1024
FEW: Final = 256  # objects that are read without a look at their sizes; documents are small
USAGE: Final = 129  # git's exit status for an option it does not know

_LOG: Final = (
    *("-z", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-color"),
    *("--no-decorate", "--no-mailmap", "--no-notes", f"--format={log.FORMAT}", "--raw"),
    *("--no-abbrev", "--diff-merges=first-parent", "--no-renames"),
)


_Answer = TypeVar("_Answer")
_Rest = ParamSpec("_Rest")


def _ask_once(
    method: Callable[Concatenate[Git, _Rest], _Answer],
) -> Callable[Concatenate[Git, _Rest], _Answer]:
    """Keep what a method answered, for the same arguments.

    A failure is not kept.
    """

    @wraps(method)
    def answer_once(git: Git, /, *arguments: _Rest.args, **options: _Rest.kwargs) -> _Answer:
        question = (method.__name__, arguments, tuple(options.items()))
        if question not in git.answers:
            git.answers[question] = method(git, *arguments, **options)
        answer: _Answer = git.answers[question]
        return answer

    return answer_once


@dataclass(frozen=True, slots=True)
class Git:
    """One repository with a work tree, as it is at one moment.

    ``root`` is the absolute path of its top level. ``answers`` and ``contents`` are what git said
    already: commits, references and the index are asked for once, so that one run sees one state;
    whoever waits for changes opens the repository again. Every method raises ``GitError`` when git
    does not answer.
    """

    root: str
    runner: Runner
    shallow: bool
    format: str
    answers: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)
    contents: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def is_shallow(self) -> bool:
        """Return whether history was cut off when the repository was cloned."""
        return self.shallow

    def object_format(self) -> str:
        """Return ``sha1`` or ``sha256``."""
        return self.format

    @_ask_once
    def resolve_revision(self, revision: str) -> str:
        """Return the full hash of the commit that a user's revision names.

        Raises ``UnknownRevisionError`` when it names none, as ``HEAD`` before the first commit.
        """
        if not revision or not _is_passable(revision):
            raise UnknownRevisionError(revision, shallow=False)
        command = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        outcome = self.runner.run_command(*command)
        found = outcome.output.decode("ascii", "replace").strip()
        if outcome.status or not is_oid(found):
            raise UnknownRevisionError(revision, shallow=self.shallow)
        return found

    @_ask_once
    def list_index(self) -> list[Entry]:
        """Return the entries of the index, the one that a hook's ``GIT_INDEX_FILE`` names.

        An unmerged path comes once per stage. What ``git add --intent-to-add`` announced is not
        staged, and left out.
        """
        entries = records.index_entries(self._read_output("ls-files", "-s", "-z"))
        if not any(self._may_be_announced(entry) for entry in entries):
            return entries
        staged = self._list_staged()
        return [e for e in entries if staged is None or e.stage or e.path in staged]

    @_ask_once
    def list_commit(self, sha: str, folder: str = "") -> list[Entry]:
        """Return the files, links and submodules of a commit, of one folder in it or of all.

        The commit is given by its full hash.
        """
        below = ("--", folder) if folder else ()
        return records.tree_entries(
            self._read_output("ls-tree", "-r", "-z", "--full-tree", sha, *below)
        )

    @_ask_once
    def list_tips(self, most: int) -> list[str]:
        """Return the commits that local and remote branches end in, newest first, at most so many.

        Each is there once, by its full hash.
        """
        options = ("--no-walk", "--branches", "--remotes", f"--max-count={most}")
        return self._read_output("rev-list", *options, "--").decode("ascii").split()

    @_ask_once
    def remote_tips(self, remote: str) -> list[str]:
        """Return the commits that the known branches of a remote end in; none for an address."""
        if not is_remote(remote):
            return []
        output = self._read_output("rev-list", "--no-walk", f"--remotes={remote}", "--")
        return output.decode("ascii").split()

    def list_untracked(self) -> list[str]:
        """Return the paths in the work tree that are neither tracked nor ignored."""
        return records.parse_names(
            self._read_output("ls-files", "-z", "--others", "--exclude-standard")
        )

    def list_checkout(self) -> Checkout:
        """Return what the work tree holds, by one process."""
        options = ("-z", "-s", "-t", "--cached", "--others", "--deleted", "--exclude-standard")
        return records.parse_checkout(self._read_output("ls-files", *options))

    def read_blobs(self, oids: Iterable[str], limit: int) -> dict[str, bytes | GitError]:
        """Return the content of each blob, or the reason why it cannot be had.

        A blob of more than ``limit`` bytes is an ``ObjectTooLargeError`` and is not read; one that
        is not there, or is no blob, an ``ObjectMissingError``.
        """
        wanted = list(dict.fromkeys(oids))
        kept = {oid: self.contents[oid] for oid in wanted if oid in self.contents}
        fresh = self._read_batches([oid for oid in wanted if oid not in kept], limit)
        self._keep_contents(fresh)
        large = {oid: len(data) for oid, data in kept.items() if len(data) > limit}
        refused = {oid: ObjectTooLargeError(oid, size, limit) for oid, size in large.items()}
        return fresh | kept | refused

    def _read_batches(self, wanted: list[str], limit: int) -> dict[str, bytes | GitError]:
        few = self._read_few(wanted)
        if few is not None:
            return {oid: _limit_content(oid, few.get(oid), limit) for oid in wanted}
        found = self._read_sizes(wanted)
        answer: dict[str, bytes | GitError] = {oid: ObjectMissingError(oid) for oid in wanted}
        answer |= {
            o: ObjectTooLargeError(o, size, limit) for o, size in found.items() if size > limit
        }
        small = ((oid, size) for oid, size in found.items() if size <= limit)
        for batch in records.group_batches(small, BATCH):
            output = self._read_output(
                "cat-file", "--batch", "--buffer", stdin=_join_lines(dict(batch))
            )
            answer.update(records.parse_blobs(output, batch))
        return answer

    def _read_few(self, wanted: list[str]) -> Mapping[str, bytes] | None:
        """Return a few blobs, those that are there, without asking for their sizes first.

        It is None where they may be large, or git does not have them all.
        """
        if len(wanted) > FEW:
            return None
        if not wanted:
            return {}
        try:
            command = ("cat-file", "--batch", "--buffer")
            outcome = self.runner.run_command(*command, stdin=_join_lines(wanted), limit=BATCH)
        except OutputTooLargeError:
            return None
        return None if outcome.status else dict(records.parse_contents(outcome.output))

    def _keep_contents(self, answer: Mapping[str, bytes | GitError]) -> None:
        """Keep contents to answer with again, as many bytes of them as fit into one batch."""
        contents = {oid: data for oid, data in answer.items() if isinstance(data, bytes)}
        if sum(map(len, (*self.contents.values(), *contents.values()))) > BATCH:
            self.contents.clear()
        if sum(map(len, contents.values())) <= BATCH:
            self.contents.update(contents)

    def read_commits(self, shas: Sequence[str]) -> dict[str, bytes]:
        """Return commits as git stores them, headers and message, given their full hashes."""
        output = self._read_output("cat-file", "--batch", "--buffer", stdin=_join_lines(shas))
        return records.commit_objects(output, shas, self.format)

    @_ask_once
    def read_identity(self) -> Person:
        """Return who git takes the user for; a name or mail that is not configured is empty."""
        return Person(self._read_setting("user.name"), self._read_setting("user.email"))

    @_ask_once
    def find_branch(self) -> str:
        """Return the name of the branch that is checked out; empty when HEAD is detached."""
        outcome = self.runner.run_command("symbolic-ref", "--quiet", "HEAD")
        name = os.fsdecode(outcome.output.removesuffix(b"\n"))
        return name.removeprefix("refs/heads/") if name.startswith("refs/heads/") else ""

    def signing_key(self) -> str:
        """Return the file of the user's signing key as configured, or the empty string."""
        return self._read_setting("user.signingKey")

    def _read_setting(self, key: str) -> str:
        # Exit status 1 means that the key is not there.
        outcome = self.runner.run_command("config", "-z", "--get", key)
        return outcome.output.removesuffix(b"\0").decode("utf-8", "replace")

    @_ask_once
    def read_history(self, head: str, *, until: Sequence[str] = ()) -> History:
        """Return the commits reachable from a commit and from none of ``until``, full hashes all.

        One process lists them all, with what each changed against its first parent, merges too.
        """
        boundary = self.find_boundary()
        command = ("log", *_LOG, head, *(f"^{sha}" for sha in until), "--")
        commits = tuple(log.parse_commits(self.runner.stream_output(*command), boundary))
        complete = boundary.isdisjoint(commit.sha for commit in commits)
        if boundary and complete and until:
            names = [commit.sha for commit in commits]
            parents = self._read_parents(head, *until)
            complete = all(certain_range(parents, boundary, sha, names) for sha in until)
        return History(head, commits, complete, boundary)

    @_ask_once
    def read_time(self, sha: str) -> int | None:
        """Return the committer's time of a commit, ``None`` where it has none that can be used.

        The commit is given by its full hash.
        """
        command = ("log", *_LOG, "--max-count=1", sha, "--")
        first = next(
            iter(log.parse_commits(self.runner.stream_output(*command), self.find_boundary())), None
        )
        return first.time if first else None

    def read_range(self, base: str, head: str) -> tuple[Commit, ...]:
        """Return the commits that lead from one commit to another, newest first.

        In a shallow clone they may not be all; :meth:`read_history` says whether they are.
        """
        return self.read_history(head, until=(base,)).commits

    @_ask_once
    def compare_trees(self, base: str, head: str) -> tuple[Touch, ...]:
        """Return what differs between the trees of two commits."""
        options = ("--raw", "--no-ext-diff", "--no-textconv", "--no-renames")
        return log.parse_touches(
            self._read_output("diff-tree", "-r", "-z", *options, base, head, "--")
        )

    @_ask_once
    def find_renames(self, base: str, head: str = "") -> dict[str, str]:
        """Return the former paths of files that moved, by their present ones.

        They are those from a commit to another one, else to the index. Git compares contents.
        """
        quiet = ("--no-ext-diff", "--no-textconv")
        options = ("-z", "--name-status", "--find-renames", "--diff-filter=R", *quiet)
        if head:
            return log.parse_renames(
                self._read_output("diff-tree", "-r", *options, base, head, "--")
            )
        return log.parse_renames(self._read_output("diff-index", "--cached", *options, base, "--"))

    @_ask_once
    def staged_step(self, base: str) -> tuple[Touch, ...]:
        """Return what differs between the tree of a commit and the index."""
        options = ("--raw", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")
        return log.parse_touches(self._read_output("diff-index", "--cached", *options, base, "--"))

    @_ask_once
    def merge_base(self, one: str, other: str) -> str:
        """Return the newest commit that two commits have in common, full hashes all.

        Raises ``NoMergeBaseError`` when there is none, or more than one (criss-cross merges), and
        ``HistoryMissingError`` where a shallow clone hides what would decide.
        """
        outcome = self.runner.run_command("merge-base", "--all", one, other)
        # Git takes a commit that it cannot read for one without parents, and says so.
        if outcome.status > 1 or b"error: " in outcome.stderr:
            self._raise_failure(outcome, "merge-base")
        found = outcome.output.decode("ascii").split()
        boundary = self.find_boundary()
        certain = len(found) == 1 and certain_base(
            self._read_parents(one, other) if boundary else {}, boundary, (one, other), found[0]
        )
        if boundary and not certain:
            raise HistoryMissingError(f"where {one[:12]} and {other[:12]} part")
        if len(found) != 1:
            raise NoMergeBaseError(one, other, found)
        return found[0]

    @_ask_once
    def find_parents(self, sha: str) -> tuple[str, ...]:
        """Return the parents of a commit; none for one at which a shallow clone ends."""
        output = self._read_output("rev-list", "--parents", "--max-count=1", sha, "--")
        return tuple(output.decode("ascii").split()[1:])

    @_ask_once
    def find_boundary(self) -> frozenset[str]:
        """Return the commits at which a shallow clone ends; none where nothing was cut off."""
        if not self.shallow:
            return frozenset()
        with open(self.private_path("shallow"), "rb") as file:
            names = file.read(BATCH).decode("ascii", "replace").split()
        return frozenset(name for name in names if is_oid(name))

    @_ask_once
    def private_path(self, name: str) -> str:
        """Return the absolute path of a file in the folder that git keeps for this work tree."""
        path = os.fsdecode(self._read_output("rev-parse", "--git-path", name).removesuffix(b"\n"))
        return os.path.join(self.root, path)

    @_ask_once
    def _read_parents(self, *heads: str) -> dict[str, tuple[str, ...]]:
        """Return the parents of some commits and of all their ancestors."""
        found: dict[str, tuple[str, ...]] = {}
        for head in heads:
            output = self._read_output("rev-list", "--parents", head, "--").decode("ascii")
            for first, *rest in (line.split() for line in output.splitlines()):
                found[first] = tuple(rest)
        return found

    def _read_sizes(self, oids: list[str]) -> dict[str, int]:
        """Return the size of each object that is a blob and is here."""
        if not oids:
            return {}
        command = ("cat-file", "--batch-check", "--buffer")
        outcome = self.runner.run_command(*command, stdin=_join_lines(oids))
        if outcome.status and b"could not fetch" in outcome.stderr:
            here = self._list_present()
            present = [oid for oid in oids if oid in here]
            if len(present) < len(oids):
                return self._read_sizes(present)
        if outcome.status:
            self._raise_failure(outcome, *command)
        return records.parse_sizes(outcome.output)

    def _list_present(self) -> frozenset[str]:
        """Return the names of all objects that this partial clone holds."""
        options = ("--batch-all-objects", "--batch-check=%(objectname)", "--unordered", "--buffer")
        return frozenset(self._read_output("cat-file", *options).decode("ascii").split("\n"))

    def _may_be_announced(self, entry: Entry) -> bool:
        return entry.stage == 0 and entry.oid == EMPTY_BLOB[self.format]

    def _list_staged(self) -> frozenset[str] | None:
        """Return the paths that a commit would hold; nothing where git cannot tell."""
        options = ("--cached", "--raw", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")
        command = ("diff-index", *options, "--ita-invisible-in-index", EMPTY_TREE[self.format])
        outcome = self.runner.run_command(*command, "--")
        # Its manual calls the option experimental: without it, an announced file is an empty one.
        if outcome.status == USAGE:
            return None
        if outcome.status:
            self._raise_failure(outcome, *command)
        return records.changed_paths(outcome.output)

    def _read_output(self, *command: str, stdin: bytes = b"") -> bytes:
        outcome = self.runner.run_command(*command, stdin=stdin)
        if outcome.status:
            self._raise_failure(outcome, *command)
        return outcome.output

    def _raise_failure(self, outcome: Outcome, *command: str) -> NoReturn:
        raise explain_failure(command, self.root, outcome.stderr)


def open_repository(start: str) -> Git | None:
    """Return the repository whose work tree holds ``start``, a file or folder; None without one.

    The variables that git gives to a hook are honoured for the repository they belong to, and for
    no other. Raises ``GitMissingError`` when there is no git, ``NotARepositoryError`` inside a bare
    repository or a ``.git``, ``DubiousOwnershipError`` when git refuses it.
    """
    folder = _find_folder(start)
    given = {name: os.environ[name] for name in REPOSITORY_VARIABLES if os.environ.get(name)}
    here = _discover_repository(folder, {})
    if not given:
        return here
    if "GIT_DIR" in given and not _is_git_dir(here, given["GIT_DIR"]):
        return _follow_variables(folder, here, given)
    return _in_hook(folder, here, given)


def _find_folder(start: str) -> str:
    """Return the nearest existing folder at or above a path, absolute."""
    try:
        folder = os.path.abspath(start)
    except FileNotFoundError as error:
        raise NotARepositoryError(start, "the current folder was removed") from error
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder


def _discover_repository(folder: str, given: Mapping[str, str]) -> Git | None:
    """Ask git which repository a folder lies in."""
    git = make_runner(folder, given)
    facts = ("--is-shallow-repository", "--show-object-format", "--show-toplevel")
    command = ("rev-parse", *facts, "--revs-only", "HEAD")
    outcome = git.run_command(*command)
    if outcome.status and b"not a git repository (or any" in outcome.stderr:
        return None
    if outcome.status:
        raise explain_failure(command, folder, outcome.stderr)
    shallow, form, rest = outcome.output.removesuffix(b"\n").split(b"\n", 2)
    # Before the first commit nothing stands for HEAD. The top may have line breaks in its name.
    top, _, last = rest.rpartition(b"\n")
    head = last.decode("ascii", "replace")
    known = bool(top) and is_oid(head)
    root = os.path.abspath(os.fsdecode(top if known else rest))
    if not _is_within(folder, root):
        raise NotARepositoryError(folder, f"its work tree is {root}")
    at_root = Runner(git.program, root, git.environment)
    found = Git(root, at_root, shallow == b"true", form.decode("ascii"))
    if known:
        found.answers[("resolve_revision", ("HEAD",), ())] = head
    return found


def _is_git_dir(here: Git | None, named: str) -> bool:
    """Return whether GIT_DIR names the repository that was found without its help."""
    if here is None:
        return False
    outcome = here.runner.run_command("rev-parse", "--absolute-git-dir")
    return _is_same(os.fsdecode(outcome.output.removesuffix(b"\n")), named)


def _in_hook(folder: str, here: Git | None, given: Mapping[str, str]) -> Git | None:
    """Hand a hook's index and object folders on, if they belong to the repository found."""
    current = os.getcwd()
    if here is None:
        return None
    if "GIT_DIR" not in given and not _is_same(folder, current):
        owner = _discover_repository(current, {})
        if owner is None or not _is_same(owner.root, here.root):
            return here
    # The repository was found without them; without GIT_DIR git also checks who owns it.
    located = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR")
    rest = {name: value for name, value in given.items() if name not in located}
    environment = {**here.runner.environment, **_resolve_variables(rest)}
    moved = Runner(here.runner.program, here.root, environment)
    return Git(here.root, moved, here.shallow, here.format)


def _follow_variables(folder: str, here: Git | None, given: Mapping[str, str]) -> Git | None:
    """Follow a GIT_DIR that names a repository which cannot be found from the folder.

    Where another repository was found, GIT_DIR is followed only together with GIT_WORK_TREE: alone
    it is left over from a hook of a repository elsewhere.
    """
    if here is not None and "GIT_WORK_TREE" not in given:
        return here
    try:
        named = _discover_repository(os.getcwd(), _resolve_variables(given))
    except NotARepositoryError:
        return here
    return named if named and _is_within(folder, named.root) else here


def _resolve_variables(given: Mapping[str, str]) -> dict[str, str]:
    """Return the variables as git would read them in this process's folder.

    GIT_INDEX_FILE is relative to the top of the work tree, where git is run.
    """
    literal = ("GIT_INDEX_FILE", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
    return {n: v if n in literal else os.path.abspath(v) for n, v in given.items()}


def _is_same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _is_within(folder: str, root: str) -> bool:
    real, top = os.path.realpath(folder), os.path.realpath(root)
    return real == top or real.startswith(os.path.join(top, ""))


def _is_passable(text: str) -> bool:
    """Return whether a text can be an argument of a process."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def _limit_content(oid: str, data: bytes | None, limit: int) -> bytes | GitError:
    if data is None:
        return ObjectMissingError(oid)
    return data if len(data) <= limit else ObjectTooLargeError(oid, len(data), limit)


def _join_lines(oids: Iterable[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode("ascii")
