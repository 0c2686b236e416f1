"""Which number a new document gets: the next that nobody has, here or on another branch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from awos_lint.core.config import Config
from awos_lint.core.errors import RefusedError
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import SERIES, Series
from awos_lint.git import Git, GitError
from awos_lint.graph.lookup import name_kinds
from awos_lint.graph.numbers import free_numbers, is_number
from awos_lint.project.load import Loaded
from awos_lint.project.place import Place

_RECORD: Final = re.compile(r"(?:[A-Za-z]+[-_. ]?)?([0-9]{1,6})[-_. ][^/]*")
_TIPS: Final = 100  # branches that are looked at, the newest


@dataclass(frozen=True, slots=True)
class Room:
    """Where a new document goes: its folder, and the next number that nobody has.

    ``unseen`` says why the numbers of other branches are not known, if they are not.
    """

    folder: str
    number: str
    unseen: str = ""


def place_inside(config: Config, name: str) -> str:
    """Return the path of something in the documents' folder."""
    home = config.documents.strip("/")
    return name if home in ("", ".") else f"{home}/{name}"


def find_room(place: Place, loaded: Loaded, kind: str) -> Room:
    """Return where a new decision (``adr``) or spec (``spec``) goes.

    Raises :class:`RefusedError` where awos only reads them.
    """
    series = SERIES[kind]
    documents = list(loaded.project.documents_of(*series.kinds))
    must_be_native(loaded, kind)
    folder = place_inside(loaded.settings.config, series.folder)
    ids = (document.id.rpartition("-")[2] for document in documents)
    here = [*(document.number for document in documents), *ids]
    here += _list_numbers(series, folder, (*place.tree.paths, *place.tree.skipped))
    there, unseen = _list_other_branches(place.git, series, folder)
    known = [number for number in (*here, *there) if is_number(number)]
    width = max(map(len, known), default=series.digits)
    return Room(folder, f"{next(free_numbers(known)):0{width}}", unseen)


def find_foreign_record(loaded: Loaded) -> Document | None:
    """Return the newest of the records of another tool, where there are no others.

    It lies in the folder that has most of them.
    """
    records = list(loaded.project.documents_of("adr"))
    if not records or any(record.is_native for record in records):
        return None
    folders = Counter(record.path.rpartition("/")[0] for record in records)
    folder = folders.most_common(1)[0][0]
    return max((r for r in records if r.path.rpartition("/")[0] == folder), key=lambda r: r.path)


def list_record_numbers(place: Place, folder: str) -> tuple[list[str], str]:
    """Return the numbers of records in a folder of another tool, here and on other branches.

    With them comes why some are not known.
    """
    series = Series(("adr",), folder, _RECORD, 4)
    here = _list_numbers(series, folder, (*place.tree.paths, *place.tree.skipped))
    there, unseen = _list_other_branches(place.git, series, folder)
    return [*here, *there], unseen


def must_be_native(loaded: Loaded, kind: str) -> None:
    """Raise :class:`RefusedError` where all documents of a kind are in layouts of others."""
    found = list(loaded.project.documents_of(kind))
    if found and all(not document.is_native for document in found):
        where = found[0].path.rpartition("/")[0] or "the root"
        raise RefusedError(
            f"the {name_kinds([kind])}s in {where} are in a layout that awos only reads;"
            " `awos import` plans a move"
        )


def _list_numbers(series: Series, folder: str, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        rest = path.removeprefix(f"{folder}/")
        if rest != path and (found := series.name.fullmatch(rest)):
            yield found[1]


def _list_other_branches(git: Git | None, series: Series, folder: str) -> tuple[list[str], str]:
    """Return the numbers that are taken on other branches, and why some are not known."""
    if git is None:
        return [], ""
    try:
        tips = git.list_tips(_TIPS + 1)
        paths = [entry.path for sha in tips[:_TIPS] for entry in git.list_commit(sha, folder)]
    except GitError as error:
        return [], str(error)
    more = f"only the {_TIPS} newest branches were looked at" if len(tips) > _TIPS else ""
    return list(_list_numbers(series, folder, paths)), more
