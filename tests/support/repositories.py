"""Build small git repositories, away from the configuration of whoever runs the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from awos_lint.git import Git, open_repository

GIT = shutil.which("git") or "git"

WHO = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "1750000000 +0000",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_COMMITTER_DATE": "1750000000 +0000",
}


def isolate(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Forget every git setting of the caller, such as those of a hook that runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)


class Repository:
    """A repository in a folder, with the few commands that tests need."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def create(cls, root: Path, *options: str) -> Repository:
        root.mkdir(parents=True)
        made = cls(root.resolve())
        made.git("init", "-q", "-b", "main", *options)
        return made

    def run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git without any of the product's precautions, whatever its exit status."""
        return subprocess.run(
            [GIT, *arguments],
            cwd=self.root,
            env={**os.environ, **WHO},
            input=stdin,
            capture_output=True,
            check=False,
        )

    def git(self, *arguments: str, stdin: bytes = b"") -> str:
        """Run git and return what it printed, without the final line break."""
        done = self.run(*arguments, stdin=stdin)
        assert done.returncode == 0, (arguments, done.stderr)
        return os.fsdecode(done.stdout.removesuffix(b"\n"))

    def write(self, path: str, data: bytes | str) -> Path:
        """Write a file, with the folders it needs."""
        where = self.root / path
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_bytes(data if isinstance(data, bytes) else data.encode())
        return where

    def commit(self, **files: str) -> str:
        """Write Markdown files, named without ``.md``, commit everything, return the hash."""
        for name, text in files.items():
            self.write(f"{name}.md", text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD")


def install_git(folder: Path, script: str) -> Path:
    """Put a shell script named ``git`` into a folder that can stand on PATH."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "git"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def first_on_path(monkeypatch: pytest.MonkeyPatch, folder: Path | str) -> None:
    """Let a folder's programs be found before all others."""
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def opened(start: Path) -> Git:
    """Open a repository that is there."""
    git = open_repository(str(start))
    assert git is not None
    return git
