"""Files on the disk: read without following anything out of the root, written whole or not at all.

Paths are relative to a root and use ``/``. Every folder on the way is opened from the one before
it, links refused, so that no symbolic link leads anywhere else.
"""

from awos_lint.files.read import ABSENT, LINK, REPOSITORY, Reader, Unread, list_folder, too_large
from awos_lint.files.rename import rename_path
from awos_lint.files.walk import walk_folder
from awos_lint.files.write import (
    DiskError,
    WriteError,
    remove_empty_folders,
    remove_file,
    remove_temporaries,
    write_anywhere,
    write_atomic,
    write_new,
    write_whole,
)

__all__ = [
    "ABSENT",
    "LINK",
    "REPOSITORY",
    "DiskError",
    "Reader",
    "Unread",
    "WriteError",
    "list_folder",
    "remove_empty_folders",
    "remove_file",
    "remove_temporaries",
    "rename_path",
    "too_large",
    "walk_folder",
    "write_anywhere",
    "write_atomic",
    "write_new",
    "write_whole",
]
