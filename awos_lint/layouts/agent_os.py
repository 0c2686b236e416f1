"""Agent OS: v1 in ``.agent-os``, v2 and v3 in ``agent-os``.

The formats are those of versions 1.4, 2.1 and 3.0 (research/frameworks.md §2.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from awos_lint.config import Config
from awos_lint.dialect.roots import Rooted, qualified, rooted
from awos_lint.layouts import Claim, Layout, reader
from awos_lint.model.kinds import PAGE, Kind

_FOLDERS = (".agent-os", "agent-os")
_SPEC = re.compile(r"(?P<group>(?:.+/)?)specs/(?P<feature>[^/]+)/(?P<file>.+)")
_STANDARD = re.compile(r"standards/(?P<name>.+)\.md")
_TELLING = re.compile(
    r"product/(?:mission|roadmap|tech-stack)\.md|specs/\d{4}-?\d\d-?\d\d.*|standards/index\.yml|config\.ya?ml"
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


def claims(paths: Sequence[str], _config: Config, _kinds: Mapping[str, Kind]) -> Iterator[Claim]:
    """Yield the documents below each folder of Agent OS."""
    known = frozenset(paths)
    for folder in _FOLDERS:
        every = list(rooted(paths, folder))
        real = {found.root for found in every if _TELLING.fullmatch(found.rest)}
        homes = {root: _home(folder, root, every, known) for root in real}
        for found in every:
            if home := homes.get(found.root):
                for claim in _claim(found, home):
                    yield replace(claim, root=found.root)


def _home(folder: str, root: str, every: Sequence[Rooted], known: frozenset[str]) -> _Home:
    # Imported here, as what reads texts is: most repositories hold no such folder.
    from awos_lint.dialect.features import bare, slug

    specs: dict[str, str] = {}
    for found in every:
        match = _SPEC.fullmatch(found.rest) if found.root == root else None
        if match and match["file"] in ("spec.md", "plan.md") and not match["group"]:
            specs.setdefault(slug(bare(match["feature"])), qualified(root, match["feature"]))
    return _Home(folder, root, specs, known)


def _claim(found: Rooted, home: _Home) -> Iterator[Claim]:
    inside = found.rest
    if inside in ("product/mission.md", "product/roadmap.md"):
        yield _product(found, home)
    elif match := _SPEC.fullmatch(inside):
        yield from _in_spec(found, match, home)
    elif match := _STANDARD.fullmatch(inside):
        name = f"{home.folder}/standards/{match['name']}"
        yield Claim(found.path, "standard", qualified(home.root, name))
    elif inside.endswith(".md") or inside in ("standards/index.yml", "config.yml"):
        yield Claim(found.path, PAGE)


def _product(found: Rooted, home: _Home) -> Claim:
    kind = "mission" if found.rest.endswith("mission.md") else "roadmap"
    specs = {f"{ROADMAP_PREFIX}{name}": spec for name, spec in home.specs.items()}
    name = qualified(home.root, f"{home.folder}/{kind}")
    return Claim(found.path, kind, name, implied=specs if kind == "roadmap" else {})


def _in_spec(found: Rooted, match: re.Match[str], home: _Home) -> Iterator[Claim]:
    name = qualified(home.root, f"{match['group']}{match['feature']}")
    folder = found.path.removesuffix(f"/{match['file']}")
    spec = next((f for f in ("spec.md", "plan.md") if f"{folder}/{f}" in home.known), "")
    if match["file"] == spec:
        yield Claim(found.path, "spec", name)
    elif match["file"] == "tasks.md":
        yield Claim(found.path, "tasks", f"{name}/tasks.md", implied={"spec": name} if spec else {})
    elif _PAGES.fullmatch(match["file"]) or match["file"] == "orchestration.yml":
        yield Claim(found.path, PAGE)
    elif match["file"].endswith(".md"):
        yield Claim(found.path, aside="a report on a spec")


LAYOUT = Layout(
    "agent-os",
    claims,
    reader("agent_os"),
    frozenset({"data-files", "feature-names"}),
    kinds=frozenset({"mission", "roadmap", "spec", "standard", "tasks"}),
)
