"""OpenSpec: ``openspec/specs/<capability>/spec.md`` and ``openspec/changes/<name>/`` with deltas.

The formats are those of OpenSpec 1.10 to 1.13 (research/frameworks.md §2.4 and §3.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.config import Config
from awos_lint.dialect.roots import Rooted, qualified, rooted
from awos_lint.layouts import Claim, Layout, reader
from awos_lint.model.kinds import PAGE, Kind

_MAIN = re.compile(r"specs/(?P<capability>.+)/spec\.md")
_ARCHIVED = re.compile(r"changes/archive/(?P<name>[^/]+)/(?P<inside>.+)")
_CHANGE = re.compile(r"changes/(?P<name>[^/]+)/(?P<inside>.+)")
_DELTA = re.compile(r"specs/(?P<capability>.+)/spec\.md")
_GENERATED = frozenset({"AGENTS.md", "CLAUDE.md"})
CONFIGS = frozenset({"config.yaml", "config.yml"})
_BEGUN = CONFIGS | _GENERATED | {"project.md"}
_PAGES = frozenset({"design.md"})
_ASIDE = "a file beside a change"


def claims(paths: Sequence[str], _config: Config, _kinds: Mapping[str, Kind]) -> Iterator[Claim]:
    """Yield the documents below each ``openspec`` folder."""
    rests: dict[str, list[str]] = {}
    every = list(rooted(paths, "openspec"))
    for found in every:
        rests.setdefault(found.root, []).append(found.rest)
    real = {root for root, inside in rests.items() if _is_root(inside)}
    for found in every:
        if found.root in real and (
            found.path.endswith((".md", ".openspec.yaml")) or found.rest in CONFIGS
        ):
            yield replace(_claim(found), root=found.root)


def _is_root(rests: Sequence[str]) -> bool:
    """Whether a folder is OpenSpec's: it has specs or changes, or nothing but what it begins with.

    Git keeps no empty folders, so a folder that is new may hold its own files only.
    """
    if any(rest.startswith(("specs/", "changes/")) for rest in rests):
        return True
    own = all(rest in _BEGUN or rest.startswith("schemas/") for rest in rests)
    return own and any(rest in CONFIGS or rest == "AGENTS.md" for rest in rests)


def _claim(found: Rooted) -> Claim:
    if found.rest in CONFIGS:
        return Claim(found.path, PAGE, implied={"config": found.rest})
    if match := _ARCHIVED.fullmatch(found.rest):
        return _archived(found, match)
    if match := _CHANGE.fullmatch(found.rest):
        return _change(found, match["name"], match["inside"])
    if match := _MAIN.fullmatch(found.rest):
        name = qualified(found.root, f"specs/{match['capability']}")
        return Claim(found.path, "spec", name)
    if found.rest.startswith("specs/") or "/" not in found.rest:
        generated = found.rest in _GENERATED
        return Claim(found.path, "" if generated else PAGE, aside="made by OpenSpec" * generated)
    return Claim(found.path, aside="a template or a schema")


def _archived(found: Rooted, match: re.Match[str]) -> Claim:
    name = qualified(found.root, f"changes/archive/{match['name']}")
    if match["inside"] == "tasks.md":
        return Claim(found.path, "tasks", f"{name}/tasks.md", implied={"archived": name})
    return Claim(found.path, aside="a part of an archived change")


def _change(found: Rooted, name: str, inside: str) -> Claim:
    change = qualified(found.root, f"changes/{name}")
    if inside == "proposal.md":
        return Claim(found.path, "requirements", change, implied={"change": change})
    if inside == "tasks.md":
        return Claim(found.path, "tasks", f"{change}/tasks.md", implied={"change": change})
    if match := _DELTA.fullmatch(inside):
        base = qualified(found.root, f"specs/{match['capability']}")
        implied = {"change": change, "base": base, "capability": match["capability"]}
        return Claim(
            found.path, "requirements", f"{change}/specs/{match['capability']}", "", implied
        )
    if inside == ".openspec.yaml" or inside in _PAGES:
        return Claim(found.path, PAGE, f"{change}/{inside}", implied={"change": change})
    if inside.startswith("specs/"):
        return Claim(found.path, PAGE, implied={"change": change, "misplaced": inside})
    return Claim(found.path, aside=_ASIDE)


LAYOUT = Layout(
    "openspec",
    claims,
    reader("openspec"),
    frozenset({"archive", "data-files", "deltas", "living-specs", "requirements", "sections"}),
    {"spec": ("Purpose", "Requirements")},
    frozenset({"requirements", "spec", "tasks"}),
    optional={"requirements": ("Why", "What Changes")},
)
