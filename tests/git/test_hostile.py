"""Nothing that a repository's configuration or attributes say makes git run a program.

Every place where git can be told to start one names a program that leaves a marker. The control
test shows that the trap works: plain git walks into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from awos_lint.files.tree import CommitTree, IndexTree, WorkTree
from awos_lint.git import Git, NotARepositoryError, ObjectMissingError, open_repository
from awos_lint.git.allowed import ALLOWED, _follows_form, is_permitted
from awos_lint.git.process import FLAGS
from awos_lint.git.records import EMPTY_TREE
from awos_lint.git.repository import FEW
from tests.support.repositories import (
    GIT,
    Repository,
    first_on_path,
    install_git,
    isolate,
    opened,
)

# Settings whose value is a program; {} is the one that leaves a marker under the setting's name.
PROGRAMS = {
    "core.fsmonitor": "{}",
    "core.pager": "{}",
    "core.editor": "{}",
    "core.sshCommand": "{}",
    "core.askPass": "{}",
    "core.gitProxy": "{}",
    "core.alternateRefsCommand": "{}",
    "credential.helper": "!{}",
    "diff.external": "{}",
    "diff.evil.command": "{}",
    "diff.text.textconv": "{}",
    "filter.clean.clean": "{}",
    "filter.clean.smudge": "{}",
    "filter.process.process": "{}",
    "merge.evil.driver": "{} %A",
    "gpg.program": "{}",
    "gpg.ssh.program": "{}",
    "gpg.x509.program": "{}",
    "interactive.diffFilter": "{}",
    "pager.log": "{}",
    "pager.ls-files": "{}",
    "pager.rev-parse": "{}",
    "sequence.editor": "{}",
    "trailer.evil.command": "{}",
    "uploadpack.packObjectsHook": "{}",
    "alias.ls-files": "!{}",
    "alias.cat-file": "!{}",
    "alias.rev-parse": "!{}",
    "remote.evil.url": "ext::{}",
    "remote.evil.uploadpack": "{}",
    "submodule.module.update": "!{}",
}
SETTINGS = {
    "core.untrackedCache": "true",
    "core.repositoryFormatVersion": "1",
    "diff.orderFile": "/nowhere",
    "extensions.partialClone": "evil",
    "log.showSignature": "true",
    "log.mailmap": "true",
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "remote.evil.promisor": "true",
    "remote.evil.partialclonefilter": "blob:none",
    "submodule.recurse": "true",
}
HOOKS = ("post-index-change", "pre-commit", "post-checkout", "reference-transaction")
ATTRIBUTES = "a.md filter=process diff=evil merge=evil\nc.md filter=clean diff=text\n"
SIGNATURE = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n evil\n -----END PGP SIGNATURE-----\n"


class Trap:
    """A repository that tries to run programs, and the markers of those that ran."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.markers = folder / "markers"
        self.markers.mkdir(parents=True)
        self.repo = Repository.create(folder / "repo")
        self.base = self._history()
        self.lost = self._lose_a_blob()
        self._embed()
        self._arm()

    def program(self, name: str) -> Path:
        """Make a program that leaves a marker."""
        where = self.folder / "programs" / name
        where.parent.mkdir(exist_ok=True)
        where.write_text(f'#!/bin/sh\n: > "{self.markers}/{name}"\n')
        where.chmod(0o755)
        return where

    def executed(self) -> set[str]:
        """Return the programs that ran since the last call."""
        found = list(self.markers.iterdir())
        for marker in found:
            marker.unlink()
        return {marker.name for marker in found}

    def _history(self) -> str:
        base = self.repo.commit(a="a\n", b="b\n")
        self.repo.write(".gitattributes", ATTRIBUTES)
        self.repo.write("c.md", "c\n")
        self.repo.write("empty.md", "")
        self.repo.commit(a="changed\n")
        text = self.repo.git("cat-file", "commit", "HEAD") + "\n"
        signed = text.replace("\n\n", f"\n{SIGNATURE}\n", 1).encode()
        sha = self.repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed)
        self.repo.git("reset", "-q", "--hard", sha)
        return base

    def _lose_a_blob(self) -> str:
        """Remove an object, so that a promisor remote would be asked for it."""
        oid = self.repo.git("rev-parse", "HEAD:b.md")
        (self.repo.root / ".git/objects" / oid[:2] / oid[2:]).unlink()
        return oid

    def _embed(self) -> None:
        """Add a bare repository as plain files, as a clone would bring it."""
        inner = self.repo.root / "inner"
        for name in ("objects", "refs"):
            (inner / name).mkdir(parents=True)
            (inner / name / "keep").touch()
        (inner / "HEAD").write_text("ref: refs/heads/main\n")
        program = str(self.program("embedded"))
        settings = {"core.bare": "true", "core.fsmonitor": program, "alias.st": f"!{program}"}
        (inner / "config").write_text("".join(_setting(*pair) for pair in settings.items()))

    def _arm(self) -> None:
        lines = [_setting(n, v.format(self.program(n))) for n, v in PROGRAMS.items()]
        lines += [_setting(name, value) for name, value in SETTINGS.items()]
        lines.append(_setting("core.hooksPath", str(self._hooks(self.folder / "hooks", "path"))))
        lines.append(_setting("include.path", str(self._included())))
        with (self.repo.root / ".git/config").open("a") as config:
            config.write("".join(lines))
        self._hooks(self.repo.root / ".git/hooks", "own")
        self.repo.write("a.md", "on disk\n")
        self.repo.write("c.md", "C\n")
        self.repo.write("announced.md", "announced\n")

    def _hooks(self, folder: Path, prefix: str) -> Path:
        folder.mkdir(exist_ok=True)
        for name in HOOKS:
            (folder / name).symlink_to(self.program(f"{prefix}-{name}"))
        return folder

    def _included(self) -> Path:
        included = self.folder / "included"
        included.write_text(_setting("core.fsmonitor", str(self.program("included"))))
        return included


def _setting(name: str, value: str) -> str:
    section, _, key = name.rpartition(".")
    outer, _, inner = section.partition(".")
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'[{outer}{f" {chr(34)}{inner}{chr(34)}" if inner else ""}]\n\t{key} = "{quoted}"\n'


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trap:
    isolate(monkeypatch, tmp_path)
    return Trap(tmp_path / "trap")


# Some of the trap's settings stop a command before it has run what others name.
ON = ("-c", "diff.orderFile=/dev/null", "-c", "filter.process.process=")
QUIET = ("-c", "log.showSignature=false")


@pytest.mark.parametrize(
    ("command", "fired"),
    [
        (("ls-files",), {"included"}),
        (("status",), {"filter.process.process", "included"}),
        ((*ON, "status"), {"filter.clean.clean", "path-post-index-change", "included"}),
        ((*ON, "diff"), {"diff.evil.command", "diff.external", "included"}),
        ((*ON, "diff", "--no-ext-diff"), {"diff.text.textconv"}),
        (("log", "-1"), {"gpg.program"}),
        ((*QUIET, "log", "-1", "--format=%G?"), {"gpg.program"}),
        (("cat-file", "--filters", "HEAD:a.md"), {"filter.process.process"}),
        (("cat-file", "--filters", "HEAD:c.md"), {"filter.clean.smudge"}),
        (("cat-file", "--textconv", "HEAD:c.md"), {"diff.text.textconv"}),
        (("cat-file", "-e", "{lost}"), {"remote.evil.url"}),
        (("-C", "inner", "st"), {"embedded"}),
    ],
)
def test_plain_git_walks_into_the_trap(
    trap: Trap, command: tuple[str, ...], fired: set[str]
) -> None:
    trap.repo.run(*(argument.format(lost=trap.lost) for argument in command))
    assert fired <= trap.executed()


def everything(trap: Trap) -> Iterator[object]:
    """Do all that awos does with git, and run every other command it may run."""
    git = opened(trap.repo.root)
    head, base = git.resolve_revision("HEAD"), git.resolve_revision(trap.base)
    for tree in (WorkTree(git.root, git), IndexTree(git), CommitTree(git, head)):
        yield tree.read_many(tree.paths, 1000)
    yield git.read_blobs([f"{n:040x}" for n in range(FEW + 1)], 1000)
    yield git.list_untracked()
    yield git.read_identity()
    yield git.find_branch()
    yield [git.list_commit(sha, "docs") for sha in git.list_tips(5)]
    yield git.read_history(head)
    yield git.read_history(head, until=(base,))
    yield git.compare_trees(base, head), git.staged_step(base)
    yield git.find_renames(base, head), git.find_renames(base)
    yield git.merge_base(base, head), git.find_parents(head)
    yield from everything_else(git, head, base)


def everything_else(git: Git, head: str, base: str) -> Iterator[object]:
    quiet = ("--no-ext-diff", "--no-textconv")
    raw = ("-r", "-z", "--raw", *quiet, "--no-renames")
    no = ("--no-color", "--no-decorate", "--no-mailmap", "--no-notes")
    form = ("--format=%H%x00%ct%x00%an%x00%ae%x00%s%x00%b", "--raw", "--no-abbrev")
    log = ("log", "-z", "--no-show-signature", *quiet, *no, *form, "--diff-merges=first-parent")
    present = "--batch-check=%(objectname)"
    staged = ("diff-index", "--cached", "--raw", "-z", "--no-renames", *quiet)
    labels = ("-L", "yours", "-L", "installed", "-L", "awos")
    for command in (
        ("merge-file", "-p", "-q", *labels, *(["a.md"] * 3)),
        ("rev-parse", "--absolute-git-dir"),
        ("rev-parse", "--git-path", "hooks"),
        ("cat-file", "--batch-all-objects", present, "--unordered", "--buffer"),
        (*staged, head, "--"),
        (*staged, "--ita-invisible-in-index", EMPTY_TREE["sha1"], "--"),
        ("diff-tree", *raw, base, head, "--"),
        (*log, head, "--"),
        (*log, "-M100%", "--max-count=5", head, f"^{base}", "--"),
        ("rev-list", "--count", head, f"^{base}", "--"),
        ("rev-list", "--no-walk", "--remotes=origin", "--"),
        ("merge-base", head, base),
        ("merge-base", "--is-ancestor", base, head),
    ):
        outcome = git.runner.run_command(*command)
        assert outcome.status == 0, (command, outcome.stderr)
        yield outcome


def test_awos_does_not_and_stays_within_its_list(
    trap: Trap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    record = f"""{{ printf '%s\\0' "$@"; printf '\\036\\0'; }} >> "{log}"; exec {GIT} "$@" """
    install_git(tmp_path / "bin", record)
    first_on_path(monkeypatch, tmp_path / "bin")
    done = list(everything(trap))
    assert len(done) > 10
    assert trap.executed() == set()
    root = str(trap.repo.root)
    calls = [call.split("\0")[:-1] for call in log.read_text().split("\036\0")[:-1]]
    assert all(call[: len(FLAGS) + 2] == ["-C", root, *FLAGS] for call in calls)
    commands = [call[len(FLAGS) + 2 :] for call in calls]
    assert all(is_permitted(command) for command in commands)
    unused = [
        f for f in ALLOWED if not any(_follows_form(f.split(), command) for command in commands)
    ]
    assert unused == []


def test_a_lost_object_is_missing_and_nobody_is_asked_for_it(trap: Trap) -> None:
    found = opened(trap.repo.root).read_blobs([trap.lost], 100)
    assert isinstance(found[trap.lost], ObjectMissingError)
    assert trap.executed() == set()


def test_an_embedded_bare_repository_is_not_entered(trap: Trap) -> None:
    with pytest.raises(NotARepositoryError):
        open_repository(str(trap.repo.root / "inner"))
    assert trap.executed() == set()
