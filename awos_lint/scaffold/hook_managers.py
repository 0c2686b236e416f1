"""The managers of git hooks beside pre-commit: how a repository shows them, and what calls awos."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.core.model.files import Files
from awos_lint.files.tree import Tree

_LIMIT = 65_536


class Manager(NamedTuple):
    """A manager: the files that it reads, as globs, and the lines by which it calls awos.

    ``source`` is where its configuration is described, read on the day ``as_of``.
    """

    name: str
    files: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    source: str
    as_of: str


MANAGERS = (
    Manager(
        "husky",
        (".husky/*",),
        (
            (".husky/pre-commit", "awos check --staged"),
            (".husky/pre-push", 'awos pre-push "$@"'),
            (".husky/commit-msg", 'awos commit-msg "$1"'),
        ),
        "https://typicode.github.io/husky/how-to.html",
        "2026-12-01",
    ),
    Manager(
        "lefthook",
        ("lefthook.*", ".lefthook.*", ".config/lefthook.*"),
        (
            ("pre-commit", "run: awos check --staged"),
            ("pre-push", "run: awos pre-push {1} {2}, with use_stdin: true"),
            ("commit-msg", "run: awos commit-msg {1}"),
        ),
        "https://lefthook.dev/configuration/use_stdin.html",
        "2026-12-01",
    ),
    Manager(
        "prek",
        ("prek.toml",),
        (("prek.toml", "the hooks `awos` and `awos-push` of the repository of awos"),),
        "https://prek.j178.dev/configuration/",
        "2026-12-01",
    ),
)


def find_missing_hooks(tree: Tree) -> Iterator[str]:
    """Yield a sentence for each manager that a repository has and that does not call awos yet."""
    for manager in MANAGERS:
        paths = [path for glob in manager.files for path in Files(tree.paths).match_glob(glob)]
        texts = (tree.read(path, _LIMIT) for path in paths)
        if paths and not any(isinstance(text, bytes) and b"awos" in text for text in texts):
            lines = "; ".join(f"{where}: {line}" for where, line in manager.lines)
            yield f"{manager.name} runs the hooks of git here and does not call awos: add {lines}"
