"""Giving a file or folder another name in its own folder."""

from __future__ import annotations

import os
import stat

from awos_lint.core.text import visible
from awos_lint.files.read import LINK, OUTSIDE, Folder, Reader, cause, components
from awos_lint.files.write import WriteError, sync


def rename(root: str, old: str, new: str) -> None:
    """Rename what stands at a path to another name beside it, in one step.

    Raises ``WriteError``, with everything as it was, when something has the new name already, when
    the old one is a link, or when the system refuses.
    """
    before, after = components(old), components(new)
    if not before or not after or before[:-1] != after[:-1]:
        raise WriteError(f"{visible(old)} was not renamed to {visible(new)}: {OUTSIDE}")
    try:
        with Reader(root) as reader:
            folder = reader.folder(before[:-1])
            refusal = _refusal(folder, before[-1], after[-1])
            if refusal:
                raise WriteError(f"{visible(old)} was not renamed: {refusal}")
            # No system that awos knows of offers to rename only where nothing stands, for folders.
            os.rename(
                folder.where(before[-1]),
                folder.where(after[-1]),
                src_dir_fd=folder.fd,
                dst_dir_fd=folder.fd,
            )
            sync(folder, new)
    except OSError as error:
        raise WriteError(f"{visible(old)} was not renamed: {cause(error)}") from error


def _refusal(folder: Folder, old: str, new: str) -> str:
    if stat.S_ISLNK(folder.stat(old).st_mode):
        return LINK
    try:
        there, mine = folder.stat(new), folder.stat(old)
    except FileNotFoundError:
        return ""
    # Where letter case does not count, another case is the same file.
    return "" if os.path.samestat(there, mine) else f"there is a {visible(new)} already"
