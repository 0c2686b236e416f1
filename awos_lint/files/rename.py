"""Giving a file or folder another name, in its own folder or in another one."""

from __future__ import annotations

import os
import stat

from awos_lint.core.text import visible
from awos_lint.files.read import LINK, OUTSIDE, Folder, Reader, cause, components
from awos_lint.files.write import DiskError, WriteError, sync


def rename(root: str, old: str, new: str) -> None:
    """Rename what stands at a path, in one step; the folder of the new name must be there.

    Raises ``WriteError``, with everything as it was, when something has the new name already, when
    the old one is a link, or when the system refuses.
    """
    before, after = components(old), components(new)
    if not before or not after:
        raise WriteError(f"{visible(old)} was not renamed to {visible(new)}: {OUTSIDE}")
    try:
        with Reader(root) as reader, Reader(root) as other:
            folder, target = reader.folder(before[:-1]), other.folder(after[:-1])
            refusal = _refusal(folder, before[-1], target, after[-1])
            if refusal:
                raise WriteError(f"{visible(old)} was not renamed: {refusal}")
            # No system that awos knows of offers to rename only where nothing stands, for folders.
            os.rename(
                folder.where(before[-1]),
                target.where(after[-1]),
                src_dir_fd=folder.fd,
                dst_dir_fd=target.fd,
            )
            sync(folder, old)
            sync(target, new)
    except OSError as error:
        raise DiskError(f"{visible(old)} was not renamed: {cause(error)}") from error


def _refusal(folder: Folder, old: str, target: Folder, new: str) -> str:
    if stat.S_ISLNK(folder.stat(old).st_mode):
        return LINK
    try:
        there, mine = target.stat(new), folder.stat(old)
    except FileNotFoundError:
        return ""
    # Where letter case does not count, another case is the same file.
    return "" if os.path.samestat(there, mine) else f"there is a {visible(new)} already"
