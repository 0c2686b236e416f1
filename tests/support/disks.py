"""Put files on a disk."""

from __future__ import annotations

import os
from pathlib import Path

OLD = b"old\n" * 100


def put(root: Path, path: str, data: bytes = OLD) -> Path:
    where = root / path
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_bytes(data)
    return where


def lowest_free_descriptor() -> int:
    fd = os.open(os.devnull, os.O_RDONLY)
    os.close(fd)
    return fd
