"""Agent OS: v1 in ``.agent-os``, v2 and v3 in ``agent-os``.

The formats are those of versions 1.4, 2.1 and 3.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from awos_lint.core.config import Config
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.layouts import Claim, Layout, make_reader
from awos_lint.layouts.dialect.roots import (
    MISNAMED,
    Rooted,
    find_rooted,
    is_misnamed_list,
    qualify_name,
)

_FOLDERS = (".agent-os", "agent-os")
_DATED = r"\d{4}-?\d\d-?\d\d[^/]*"
_SPEC = re.compile(r"(?P<group>(?:.+/)?)specs/(?P<feature>[^/]+)/(?P<file>.+)")
_IN_AREA = re.compile(rf"specs/(?P<group>(?:[^/]+/)+?)(?P<feature>{_DATED})/(?P<file>.+)")
_RECAP = re.compile(rf"(?P<group>recaps/)(?P<feature>{_DATED})/(?P<file>(?:spec|tasks)\.md)")
_BESIDE = re.compile(rf"(?P<root>(?:.+/)?)specs/{_DATED}/(?:spec|plan|tasks)\.md")
_OUTSIDE = "../"
"""Begins what follows the folder of Agent OS in a path beside it."""

_OWN = ("spec.md", "plan.md", "tasks.md")
_STANDARD = re.compile(r"standards/(?P<name>.+)\.md")
_TELLING = re.compile(
    rf"product/(?:mission|roadmap|tech-stack)\.md|specs/(?:.+/)?{_DATED}(?:/.*)?"
    r"|standards/index\.yml|config\.ya?ml"
)
_PAGES = re.compile(
    r"(?:spec-lite|shape|standards|references|plan)\.md|planning/requirements\.md|sub-specs/[^/]+\.md"
)
ROADMAP_PREFIX = "spec:"
"""Begins the keys under which a roadmap's claim holds the specs beside it."""


@dataclass(frozen=True, slots=True)
class _Home:
    """A folder of Agent OS: its name, and the folders of specs in it by what they are called."""

    folder: str
    root: str
    specs: Mapping[str, str]
    known: frozenset[str]


def find_candidates(
    paths: Sequence[str], config: Config, _kinds: Mapping[str, Kind]
) -> Iterator[Claim]:
    """Yield the documents below each folder of Agent OS, and the specs beside it."""
    known = frozenset(paths)
    met: set[str] = set()
    for folder in _FOLDERS:
        every = list(find_rooted(paths, folder))
        real = {found.root for found in every if _TELLING.fullmatch(found.rest)}
        if fresh := real - met:
            every += _find_beside(paths, fresh, config)
        met |= real
        homes = {root: _open_home(folder, root, every, known) for root in real}
        for found in every:
            if home := homes.get(found.root):
                for claim in _make_candidate(found, home):
                    yield replace(claim, root=found.root)


def _find_beside(paths: Sequence[str], roots: set[str], config: Config) -> Iterator[Rooted]:
    """Yield the files of specs in a folder ``specs`` beside that of Agent OS.

    Where Spec Kit or the native layout keeps its specs there, they are not those of Agent OS.
    """
    taken = {path.partition("/.specify/")[0] for path in paths if "/.specify/" in path}
    taken.add("" if config.documents == "." else config.documents.strip("/"))
    taken |= {""} if any(path.startswith(".specify/") for path in paths) else set()
    for path in paths:
        match = _BESIDE.fullmatch(path) if "specs/" in path else None
        root = match["root"].rstrip("/") if match else ""
        if match and root in roots and root not in taken:
            yield Rooted(path, root, f"{_OUTSIDE}{path.removeprefix(match['root'])}")


def _open_home(folder: str, root: str, every: Sequence[Rooted], known: frozenset[str]) -> _Home:
    # Imported here, as what reads texts is: most repositories hold no such folder.
    from awos_lint.layouts.dialect.features import make_slug, strip_prefix

    home = _Home(folder, root, {}, known)
    specs: dict[str, str] = {}
    for found in every:
        match = _match_spec(found, home) if found.root == root else None
        if match and match["file"] in ("spec.md", "plan.md"):
            name = qualify_name(root, f"{match['group']}{match['feature']}")
            specs.setdefault(make_slug(strip_prefix(match["feature"])), name)
    return replace(home, specs=specs)


def _make_candidate(found: Rooted, home: _Home) -> Iterator[Claim]:
    inside = found.rest
    if inside in ("product/mission.md", "product/roadmap.md"):
        yield _make_product(found, home)
    elif match := _match_spec(found, home):
        yield from _in_spec(found, match, home)
    elif match := _STANDARD.fullmatch(inside):
        name = f"{home.folder}/standards/{match['name']}"
        yield Claim(found.path, "standard", qualify_name(home.root, name))
    elif inside.endswith(".md") or inside in ("standards/index.yml", "config.yml"):
        yield Claim(found.path, PAGE)


def _match_spec(found: Rooted, home: _Home) -> re.Match[str] | None:
    """Return what the path of a file in the folder of a spec says; areas may hold such folders."""
    area = _IN_AREA.fullmatch(found.rest)
    if area and not _is_spec(found, area["group"], home):
        return area
    return _RECAP.fullmatch(found.rest) or _SPEC.fullmatch(found.rest)


def _is_spec(found: Rooted, group: str, home: _Home) -> bool:
    """Return whether a folder or one above it is that of a spec, and no area of specs."""
    before = found.path.removesuffix(found.rest)
    parts = group.rstrip("/").split("/")
    folders = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
    dated = any(re.fullmatch(_DATED, part) for part in parts)
    return dated or any(
        f"{before}specs/{folder}/{name}" in home.known for folder in folders for name in _OWN
    )


def _make_product(found: Rooted, home: _Home) -> Claim:
    kind = "mission" if found.rest.endswith("mission.md") else "roadmap"
    specs = {f"{ROADMAP_PREFIX}{name}": spec for name, spec in home.specs.items()}
    name = qualify_name(home.root, f"{home.folder}/{kind}")
    return Claim(found.path, kind, name, implied=specs if kind == "roadmap" else {})


def _in_spec(found: Rooted, match: re.Match[str], home: _Home) -> Iterator[Claim]:
    name = qualify_name(home.root, f"{match['group']}{match['feature']}")
    folder = found.path.removesuffix(f"/{match['file']}")
    spec = next((f for f in ("spec.md", "plan.md") if f"{folder}/{f}" in home.known), "")
    if match["file"] == spec:
        yield Claim(found.path, "spec", name)
    elif match["file"] == "tasks.md":
        yield Claim(found.path, "tasks", f"{name}/tasks.md", implied={"spec": name} if spec else {})
    elif match["file"] == "task.md" and is_misnamed_list(found.path, home.known):
        implied = {"spec": name, MISNAMED: match["file"]} if spec else {MISNAMED: match["file"]}
        yield Claim(found.path, "", f"{name}/tasks.md", implied=implied)
    elif _PAGES.fullmatch(match["file"]) or match["file"] == "orchestration.yml":
        yield Claim(found.path, PAGE)
    elif match["file"].endswith(".md"):
        yield Claim(found.path, aside="a report on a spec")


LAYOUT = Layout(
    "agent-os",
    find_candidates,
    make_reader("agent_os"),
    frozenset({"data-files", "feature-names"}),
    kinds=frozenset({"mission", "roadmap", "spec", "standard", "tasks"}),
    installs=("agent-os",),
)
