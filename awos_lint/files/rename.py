"""Giving a file or folder another name, in its own folder or in another one."""

from __future__ import annotations

import os
import stat

from awos_lint.core.text import escape_text
from awos_lint.files.read import LINK, OUTSIDE, Folder, Reader, explain_cause, split_path
from awos_lint.files.write import DiskError, WriteError, sync_folder


def rename_path(root: str, old: str, new: str) -> None:
    """Rename what stands at a path, in one step; the folder of the new name must be there.

    Raises ``WriteError``, with everything as it was, when something has the new name already, when
    the old one is a link, or when the system refuses.
    """
    before, after = split_path(old), split_path(new)
    if not before or not after:
        raise WriteError(f"{escape_text(old)} was not renamed to {escape_text(new)}: {OUTSIDE}")
    try:
        with Reader(root) as reader, Reader(root) as other:
            folder, target = reader.open_folder(before[:-1]), other.open_folder(after[:-1])
            refusal = _find_refusal(folder, before[-1], target, after[-1])
            if refusal:
                raise WriteError(f"{escape_text(old)} was not renamed: {refusal}")
            # No system that awos knows of offers to rename only where nothing stands, for folders.
            os.rename(
                folder.name_file(before[-1]),
                target.name_file(after[-1]),
                src_dir_fd=folder.fd,
                dst_dir_fd=target.fd,
            )
            sync_folder(folder, old)
            sync_folder(target, new)
    except OSError as error:
        raise DiskError(f"{escape_text(old)} was not renamed: {explain_cause(error)}") from error


def _find_refusal(folder: Folder, old: str, target: Folder, new: str) -> str:
    if stat.S_ISLNK(folder.stat_entry(old).st_mode):
        return LINK
    try:
        there, mine = target.stat_entry(new), folder.stat_entry(old)
    except FileNotFoundError:
        return ""
    # Where letter case does not count, another case is the same file.
    return "" if os.path.samestat(there, mine) else f"there is a {escape_text(new)} already"
