"""Settle which layout reads which path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from awos_lint.core.config import Config, ConfigError
from awos_lint.core.diagnostic import Skip
from awos_lint.core.model.kinds import Kind
from awos_lint.core.suggestion import suggest_name
from awos_lint.layouts import Claim, Layout, load_layouts

Claimed = tuple[Layout, Claim]


@dataclass(frozen=True, slots=True)
class Aside:
    """A path that belongs to a layout and is no document of it, with what it is instead."""

    layout: str
    root: str
    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What is read, in which layout; what is left aside; and what two layouts claim."""

    read: tuple[Claimed, ...]
    aside: tuple[Aside, ...] = ()
    disputed: tuple[Skip, ...] = ()


def settle_layouts(paths: Sequence[str], config: Config, kinds: Mapping[str, Kind]) -> Claims:
    """Let the chosen layouts claim paths, which are sorted, and give each path to one of them.

    Raises :class:`ConfigError` when the configuration names a layout that does not exist.
    """
    by_path: dict[str, list[Claimed]] = {}
    for layout in _choose_layouts(config):
        for claim in layout.claims(paths, config, kinds):
            by_path.setdefault(claim.path, []).append((layout, claim))
    read: list[Claimed] = []
    aside: list[Aside] = []
    disputed: list[Skip] = []
    for path in sorted(by_path):
        claimed = by_path[path]
        sure = _decide_reader([entry for entry in claimed if entry[1].kind])
        read += sure[:1] or [entry for entry in claimed if not entry[1].aside]
        if len(sure) > 1:
            disputed.append(_report_dispute(path, sure))
        elif not sure:
            aside += _list_asides(claimed)
    return Claims(tuple(read), tuple(aside), tuple(disputed))


def _decide_reader(sure: list[Claimed]) -> list[Claimed]:
    """A file that agents read too, and that is a document, is the document."""
    documents = [entry for entry in sure if not entry[0].beside]
    return documents or sure


def _choose_layouts(config: Config) -> list[Layout]:
    """Return the layouts that the configuration asks for, the native one first."""
    known = load_layouts()
    wanted = known if config.layouts is None else config.layouts
    for name in wanted:
        if name not in known:
            near = suggest_name(name, known) or ", ".join(known)
            raise ConfigError(f"layouts: there is no layout `{name}`; did you mean {near}?")
    return sorted((known[name] for name in set(wanted)), key=lambda layout: not layout.is_native)


def _list_asides(claimed: Sequence[Claimed]) -> Iterator[Aside]:
    for layout, claim in claimed:
        if claim.aside:
            yield Aside(layout.name, claim.root, claim.path, claim.aside)


def _report_dispute(path: str, claimed: Sequence[Claimed]) -> Skip:
    names = [layout.name for layout, _ in claimed]
    said = f"{' and '.join(names)} claim it, and it was read as {names[0]}"
    return Skip(path, f"{said}; name one of them in `layouts`, or put it under `exclude`")
