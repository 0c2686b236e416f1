"""A repository in which everything is meant to go wrong, and what must be said of each file."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.support.command import DECISION, lay, naming
from tests.support.repositories import Repository

LFS = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
)
TEXT = naming("ADR-0001", title="Evil")
FOUND = naming("ADR-0099", title="Evil")
"""A document with one finding, to see whether it was judged."""


def front(*lines: str) -> str:
    """Return a decision with further lines of front matter."""
    return TEXT.replace("owners: [ada]", "\n".join(lines))


def bomb() -> str:
    """Return aliases that stand for a billion values."""
    lines = ["x-a: &a [x, x, x, x, x, x, x, x, x]"]
    names = "abcdefghij"
    for old, new in pairwise(names):
        lines.append(f"x-{new}: &{new} [{', '.join([f'*{old}'] * 9)}]")
    return front(*lines)


def merges() -> str:
    """Return merge keys of which each one doubles the work."""
    lines = ["x-0: &m0 {a: b}"]
    lines += [f"x-{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}" for n in range(1, 25)]
    return front(*lines)


CONFLICT = "<<<<<<< ours\nstatus: accepted\n=======\nstatus: proposed\n>>>>>>> theirs"

# What is in a file, and the rule that finds it or words of the reason why it was not checked.
CONTENTS: Mapping[str, tuple[bytes | str, str]] = {
    "latin-1": (TEXT.replace("SQLite", "Müller").encode("latin-1"), "document-encoding"),
    "utf-16": (TEXT.encode("utf-16"), "document-encoding"),
    "surrogate": (TEXT.encode() + b"\xed\xa0\x80", "document-encoding"),
    "overlong": (TEXT.encode() + b"\xc0\xaf", "document-encoding"),
    "cut-off": (TEXT.encode() + b"\xf0\x9f\x93", "document-encoding"),
    "archive": (b"PK\x03\x04" + bytes(range(256)) * 40, "document-encoding"),
    "bom": (b"\xef\xbb\xbf" + FOUND.encode(), "reference-dangling"),
    "crlf": (FOUND.replace("\n", "\r\n"), "reference-dangling"),
    "cr": (FOUND.replace("\n", "\r"), "reference-dangling"),
    "separators": (FOUND.replace("SQLite", "SQL\u2028\u0085\x0c\x1c"), "reference-dangling"),
    "nul": (TEXT + "a\0b\n", "document-control-character"),
    "escape": (TEXT.replace("Evil", "\x1b[2J\x9b31m\x07Evil"), "document-control-character"),
    "conflict": (f"{TEXT}\n{CONFLICT}\n", "document-conflict-marker"),
    "conflict-above": (front(CONFLICT), "document-conflict-marker"),
    "unclosed": (TEXT.replace("\n---\n", "\n"), "document-front-matter"),
    "empty": ("", "document-"),
    "blank": ("\n", "document-"),
    "large": (f"---\nx-a: {'a' * 10_485_760}\n---\n", "it has more than 524288 bytes"),
    "large-front": (front(*(f"x-{n}: {'a' * 4000}" for n in range(20))), "front-bytes"),
    "long-value": (front(f"x-a: {'a' * 9000}"), "limits.scalar"),
    "many-values": (front(*(f"x-{n}: b" for n in range(4000))), "front-events"),
    "deep": (front(f"x-a: {'[' * 27_000}"), "front-depth"),
    "deep-blocks": (front("x-a:", *(" " * n + "- " for n in range(1, 200))), "front-depth"),
    "aliases": (bomb(), "document-front-matter"),
    "merges": (merges(), "document-front-matter"),
    "tag": (front("x-a: !!python/object/apply:os.system [id]"), "document-front-matter"),
    "directive": (front("%YAML 1.2"), "document-front-matter"),
    "twice": (front("status: accepted"), "document-duplicate-key"),
    "hidden-id": (front(r'id: "ADR-\e[2J\u202e7"'), "document-"),
    "hidden-title": (front(r'title: "\e]0;x\a\x9b2J ##[error]e"'), "document-"),
    "mermaid-status": (
        TEXT.replace("status: proposed", 'status: \'"]; click n0 "javascript:x" ##[error]e\''),
        "document-unknown-status",
    ),
    "command-title": (front("title: '::error::##[add-mask]e'"), "document-title-mismatch"),
    "command-link": (front("relates_to: ['::error::x%0A', '##[error]x']"), "document-"),
    "quotes": (TEXT + "> " * 3000 + "x\n", "limits.nesting"),
    "lists": (TEXT + "".join(" " * 2 * n + "- x\n" for n in range(150)), "limits.nesting"),
    "lines": (TEXT + "\n" * 2_000_000, "bytes"),
    "many-lines": (TEXT + "\n" * 25_000, "limits.lines"),
    "wide": (TEXT + "x" * 70_000 + "\n", "limits.line-length"),
    "brackets": (FOUND + "[" * 60_000 + "\n", ""),
    "processing": (FOUND + "x " + "<?" * 30_000 + "\n", ""),
    "emphasis": (FOUND + "*a **a " * 9000 + "\n", ""),
    "lfs": (LFS, "Git LFS"),
}

NAMES = (
    b"line\nbreak",
    b"return\rhere",
    b"::error::x",
    b"##[add-mask]x",
    b"\x1b[2Jclear",
    b"bidi\xe2\x80\xae",
    b"caf\xe9",
    b"-rf",
    b"$(touch ran)",
    b"a,line=1,title=b::c",
    b"quote\"'`",
    b" blank ",
    b"%0A%25",
    b"](javascript:x)|<img>",
)
"""Names of files, after a number and before ``.md``; what is in them has a finding."""


@dataclass(frozen=True)
class Evil:
    """The repository, and for each path what must be said."""

    root: Path
    expected: Mapping[str, str]


def path_of(number: int, name: str) -> str:
    return f"context/decisions/{number:04}-{name}.md"


def build(root: Path) -> Evil:
    """Make the repository, with everything that git can hold committed."""
    repo = Repository.create(root)
    numbers = iter(range(100, 1000))
    expected: dict[str, str] = {}
    files: dict[str, str | bytes] = {
        path_of(1, "good"): DECISION,
        path_of(2, "bad"): naming("ADR-0099", title="Bad"),
    }
    for name, (content, said) in CONTENTS.items():
        path = path_of(next(numbers), name)
        files[path], expected[path] = content, said
    for raw in NAMES:
        number = next(numbers)
        path = path_of(number, os.fsdecode(raw))
        files[path] = naming("ADR-0099", title=f"Evil {number}")
        expected[path] = "reference-dangling"
    lay(repo.root, files)
    for name, (make, said) in STRANGE.items():
        path = path_of(next(numbers), name)
        make(repo.root / path)
        expected[path] = said
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "evil")
    for name, (make, said) in UNCOMMITTED.items():
        path = path_of(next(numbers), name)
        lay(repo.root, {path: DECISION})
        repo.git("add", "--", path)
        (repo.root / path).unlink()
        make(repo.root / path)
        expected[path] = said
    return Evil(repo.root, expected)


def _link(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


def _folder(path: Path) -> None:
    lay(path, {"inner.txt": "x\n"})


def _socket(path: Path) -> None:
    # The address of a socket is short; the folder is named through its descriptor instead.
    folder = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{folder}/{path.name}")
    os.close(folder)


def _endless(path: Path) -> None:
    path.touch()
    os.truncate(path, 10 * 1024**3)


LINK = "it is a symbolic link"
STRANGE: Mapping[str, tuple[Callable[[Path], object], str]] = {
    "loop": (lambda path: path.symlink_to(path.name), LINK),
    "secret": (_link("/etc/passwd"), LINK),
    "zero": (_link("/dev/zero"), LINK),
    "environment": (_link("/proc/self/environ"), LINK),
    "nowhere": (_link("none"), LINK),
    "itself": (_link("."), LINK),
    "folder": (_folder, "it is a folder"),
}
UNCOMMITTED: Mapping[str, tuple[Callable[[Path], object], str]] = {
    "pipe": (os.mkfifo, "it is a named pipe"),
    "socket": (_socket, "it is a socket"),
    "endless": (_endless, "it has more than 524288 bytes"),
    "swapped": (_link("/etc/passwd"), LINK),
}
