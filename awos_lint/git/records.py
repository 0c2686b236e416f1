"""What git prints, as values; nothing that a sound repository cannot hold gets through.

Git does not verify the checksum of its index when it reads it: a damaged one is listed with exit
status 0, null object names and paths such as ``./``. A tree made by hand can hold ``../x``.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from awos_lint.git.allowed import is_oid
from awos_lint.git.errors import GitDamagedError

# `<mode> <oid> <stage>\t<path>` from ls-files -s, `<mode> <type> <oid>\t<path>` from ls-tree.
_STAGED = re.compile(rb"([0-7]{6}) ([0-9a-f]+) ([0-3])\t(.+)", re.DOTALL)
_TREE = re.compile(rb"([0-7]{6}) [a-z]+ ([0-9a-f]+)\t(.+)", re.DOTALL)
_HEADER: Final = 256  # bytes that hold the first line of an object in the output of cat-file
_COMMIT = re.compile(rb"[0-9a-f]+ commit ([0-9]+)\n")

# The empty blob and the empty tree, by object format (git, hash-object of no bytes).
EMPTY_BLOB: Final = {
    "sha1": "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "sha256": "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
}
EMPTY_TREE: Final = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the index or of a commit's tree.

    ``mode`` is git's six octal digits, ``oid`` the full object name, ``stage`` 0 unless the path is
    unmerged (then 1 to 3), ``path`` relative to the top of the repository, with ``/``; bytes that
    are not UTF-8 are surrogate escapes.
    """

    mode: str
    oid: str
    stage: int
    path: str

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file, executable or not."""
        return self.mode.startswith("100")

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return self.mode == "120000"


@dataclass(frozen=True, slots=True)
class Checkout:
    """The work tree as git lists it.

    ``tracked`` holds every entry of the index, ``untracked`` what is neither tracked nor ignored
    (another repository ends in ``/``), ``sparse`` the paths that a sparse checkout keeps off the
    disk, ``deleted`` those that are tracked but not on the disk.
    """

    tracked: tuple[Entry, ...]
    untracked: tuple[str, ...]
    sparse: frozenset[str]
    deleted: frozenset[str]


def index_entries(output: bytes) -> list[Entry]:
    """Return the entries that ``ls-files -s -z`` printed.

    Raises ``GitDamagedError`` for an entry that no sound index holds.
    """
    return [_parse_staged(record) for record in _split_records(output)]


def tree_entries(output: bytes) -> list[Entry]:
    """Return the entries that ``ls-tree -r -z`` printed.

    Raises ``GitDamagedError`` for an entry that no sound tree holds.
    """
    return [_make_entry(_match_record(_TREE, record)) for record in _split_records(output)]


def parse_names(output: bytes) -> list[str]:
    """Return the paths that a ``-z`` listing printed; raises ``GitDamagedError``."""
    return [sound_path(record) for record in _split_records(output)]


def parse_checkout(output: bytes) -> Checkout:
    """Return the listing of ``ls-files -z -s -t --cached --others --deleted``.

    Each record starts with a tag (git-ls-files(1), ``-t``): ``?`` untracked, ``R`` deleted, ``S``
    skip-worktree, anything else tracked. Raises ``GitDamagedError`` for what no sound index holds.
    """
    tagged = [(record[:2], record[2:]) for record in _split_records(output)]
    tracked = [(tag, _parse_staged(record)) for tag, record in tagged if tag not in (b"? ", b"R ")]
    return Checkout(
        tuple(entry for _, entry in tracked),
        tuple(sound_path(record) for tag, record in tagged if tag == b"? "),
        frozenset(entry.path for tag, entry in tracked if tag == b"S "),
        frozenset(_parse_staged(record).path for tag, record in tagged if tag == b"R "),
    )


def changed_paths(output: bytes) -> frozenset[str]:
    """Return the paths in the output of a ``--raw -z`` comparison without renames."""
    return frozenset(sound_path(path) for path in output.split(b"\0")[1::2])


def parse_sizes(output: bytes) -> dict[str, int]:
    """Return the size in bytes of each blob that ``cat-file --batch-check`` found."""
    fields = (line.split(b" ") for line in output.split(b"\n"))
    return {f[0].decode("ascii"): int(f[2]) for f in fields if len(f) == 3 and f[1] == b"blob"}


def parse_blobs(output: bytes, expected: Iterable[tuple[str, int]]) -> Iterator[tuple[str, bytes]]:
    """Yield each object and its content from the output of ``cat-file --batch``.

    ``expected`` holds the object names and sizes in the order in which they were asked for. Raises
    ``GitDamagedError`` when the output is not what the sizes promised.
    """
    at = 0
    for oid, size in expected:
        header = f"{oid} blob {size}\n".encode("ascii")
        start = at + len(header)
        at = start + size + 1
        if not output.startswith(header, start - len(header)) or len(output) < at:
            raise GitDamagedError(f"object {oid}")
        yield oid, output[start : start + size]


def parse_contents(output: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each blob and its content from the output of ``cat-file --batch``.

    What is not there, and what is no blob, is left out. Raises ``GitDamagedError`` for output that
    is cut off.
    """
    at = 0
    while at < len(output):
        header, _, _ = output[at : at + _HEADER].partition(b"\n")
        at += len(header) + 1
        fields = header.split(b" ")
        if len(fields) != 3:
            continue
        end = at + int(fields[2])
        if len(output) <= end:
            raise GitDamagedError(f"object {fields[0].decode('ascii', 'replace')}")
        if fields[1] == b"blob":
            yield fields[0].decode("ascii"), output[at:end]
        at = end + 1


def commit_objects(output: bytes, wanted: Iterable[str], format: str) -> dict[str, bytes]:  # noqa: A002
    """Return the content of commits from the output of ``cat-file --batch``, in the order asked.

    Raises ``GitDamagedError`` when one is not there, or is not what its name says.
    """
    at, found = 0, {}
    for oid in wanted:
        header = _COMMIT.match(output, at)
        if not header:
            raise GitDamagedError(f"commit {oid}")
        data = output[header.end() : header.end() + int(header[1])]
        if _compute_oid(b"commit", data, format) != oid:
            raise GitDamagedError(f"commit {oid}")
        found[oid] = data
        at = header.end() + len(data) + 1
    return found


def blob_oid(data: bytes, format: str) -> str:  # noqa: A002
    """Return the object name that git gives to content, in ``sha1`` or ``sha256``."""
    return _compute_oid(b"blob", data, format)


def _compute_oid(kind: bytes, data: bytes, format: str) -> str:  # noqa: A002
    # What git names by SHA-1 is compared here, and nothing is protected by it.
    state = hashlib.new(format, b"%s %d\0" % (kind, len(data)), usedforsecurity=False)
    state.update(data)
    return state.hexdigest()


def _split_records(output: bytes) -> list[bytes]:
    return output.removesuffix(b"\0").split(b"\0") if output else []


def _match_record(pattern: re.Pattern[bytes], record: bytes) -> tuple[bytes, ...]:
    found = pattern.fullmatch(record)
    if not found:
        raise GitDamagedError(os.fsdecode(record))
    return found.groups()


def _parse_staged(record: bytes) -> Entry:
    mode, oid, stage, path = _match_record(_STAGED, record)
    return _make_entry((mode, oid, path), int(stage))


def _make_entry(fields: tuple[bytes, ...], stage: int = 0) -> Entry:
    mode, oid, path = fields
    name = oid.decode("ascii")
    if not is_oid(name) or not name.strip("0"):
        raise GitDamagedError(f"{name} {os.fsdecode(path)}")
    return Entry(mode.decode("ascii"), name, stage, sound_path(path))


def sound_path(raw: bytes) -> str:
    """Return a path decoded; git itself never checks out one with these components."""
    parts = raw.removesuffix(b"/").split(b"/")
    if any(part in (b"", b".", b"..") or part.lower() == b".git" for part in parts):
        raise GitDamagedError(os.fsdecode(raw))
    return os.fsdecode(raw)


def group_batches(sized: Iterable[tuple[str, int]], limit: int) -> Iterator[list[tuple[str, int]]]:
    """Group objects so that no group's content is larger than ``limit``, unless one object is."""
    batch: list[tuple[str, int]] = []
    total = 0
    for oid, size in sized:
        if batch and total + size > limit:
            yield batch
            batch, total = [], 0
        batch.append((oid, size))
        total += size
    if batch:
        yield batch
