"""Write decisions: where a new one goes, and which numbers are taken here and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from awos_lint.approving import Change, RefusedError
from awos_lint.edit import rewritten
from awos_lint.engine import Engine
from awos_lint.git import Git, GitError
from awos_lint.model.document import Document
from awos_lint.rules.adr_anchor_too_broad import Options
from awos_lint.workspace.approvals import Proposal
from awos_lint.workspace.load import Loaded
from awos_lint.workspace.place import Place

_TIPS: Final = 100  # branches that are looked at, the newest
_DIGITS: Final = 4
_DIGITS_ONLY = re.compile(r"[0-9]{1,6}")
_NUMBERED = re.compile(r"([0-9]{1,6})-[^/]+\.md")


@dataclass(frozen=True, slots=True)
class Room:
    """Where a new decision goes: its folder, and the next number that nobody has.

    ``unseen`` says why the numbers of other branches are not known, if they are not.
    """

    folder: str
    number: str
    unseen: str = ""


def room(place: Place, loaded: Loaded) -> Room:
    """Return where a new decision goes; raises :class:`RefusedError` where awos only reads them."""
    decisions = list(loaded.project.of("adr"))
    if decisions and all(document.layout != "native" for document in decisions):
        where = decisions[0].path.rpartition("/")[0] or "the root"
        raise RefusedError(f"the decisions in {where} are in a layout that awos only reads")
    home = loaded.settings.config.documents.strip("/")
    folder = "decisions" if home in ("", ".") else f"{home}/decisions"
    here = [number for document in decisions for number in (document.number, _number(document.id))]
    here += _numbers(folder, (*place.tree.paths, *place.tree.skipped))
    there, unseen = _elsewhere(place.git, folder)
    known = [number for number in (*here, *there) if number]
    width = max(map(len, known), default=_DIGITS)
    return Room(folder, f"{max(map(int, known), default=0) + 1:0{width}}", unseen)


def _numbers(folder: str, paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        inside = path.removeprefix(f"{folder}/")
        if inside != path and (found := _NUMBERED.fullmatch(inside)):
            yield found[1]


def _number(id_: str) -> str:
    number = id_.rpartition("-")[2]
    return number if _DIGITS_ONLY.fullmatch(number) else ""


def _elsewhere(git: Git | None, folder: str) -> tuple[list[str], str]:
    """Return the numbers that decisions have on other branches, and why some are not known."""
    if git is None:
        return [], ""
    try:
        tips = git.tips(_TIPS + 1)
        paths = [entry.path for sha in tips[:_TIPS] for entry in git.listing(sha, folder)]
    except GitError as error:
        return [], str(error)
    more = f"only the {_TIPS} newest branches were looked at" if len(tips) > _TIPS else ""
    return list(_numbers(folder, tuple(paths))), more


def proposal(loaded: Loaded, document: Document, changes: tuple[Change, ...]) -> Proposal:
    """Return what a document would say; raises :class:`awos_lint.edit.UneditableError`."""
    text = rewritten(document.source, changes, loaded.settings.config.limits)
    return Proposal(document, changes, text)


def longest_anchor(loaded: Loaded) -> int:
    """Return how many lines an anchor may hold in a project; raises ``ConfigError``."""
    options = Engine(loaded.settings.config, loaded.project).options["adr-anchor-too-broad"]
    assert isinstance(options, Options)
    return options.max_lines
