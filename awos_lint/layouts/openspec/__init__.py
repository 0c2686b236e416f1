"""OpenSpec: ``openspec/specs/<capability>/spec.md`` and ``openspec/changes/<name>/`` with deltas.

The formats are those of OpenSpec 1.10 to 1.13.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

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

_MAIN = re.compile(r"specs/(?P<capability>.+)/spec\.md")
_ARCHIVED = "changes/archive/"
_CHANGES = "changes/"
_OWN = frozenset({"proposal.md", "tasks.md", ".openspec.yaml"})
"""Files that make a folder a change; a folder without any may be an area that holds changes."""

_LIST = re.compile(r"(?:.+/)?(?:tasks\.md|tasks/[^/]+\.md)")
_DELTA = re.compile(r"specs/(?P<capability>.+)/spec\.md")
_GENERATED = frozenset({"AGENTS.md", "CLAUDE.md"})
_CONFIGS = frozenset({"config.yaml", "config.yml"})
_BEGUN = _CONFIGS | _GENERATED | {"project.md"}
_PAGES = frozenset({"design.md"})
_ASIDE = "a file beside a change"


def find_candidates(
    paths: Sequence[str], _config: Config, _kinds: Mapping[str, Kind]
) -> Iterator[Claim]:
    """Yield the documents below each ``openspec`` folder."""
    rests: dict[str, set[str]] = {}
    every = list(find_rooted(paths, "openspec"))
    for found in every:
        rests.setdefault(found.root, set()).add(found.rest)
    real = {root for root, inside in rests.items() if _is_root(inside)}
    for found in every:
        read = found.path.endswith((".md", ".openspec.yaml")) or found.rest in _CONFIGS
        if read and found.root in real:
            yield replace(_make_candidate(found, rests[found.root]), root=found.root)


def _is_root(rests: set[str]) -> bool:
    """Whether a folder is OpenSpec's: it has specs or changes, or nothing but what it begins with.

    Git keeps no empty folders, so a folder that is new may hold its own files only.
    """
    if any(rest.startswith(("specs/", "changes/")) for rest in rests):
        return True
    own = all(rest in _BEGUN or rest.startswith("schemas/") for rest in rests)
    return own and not rests.isdisjoint(_CONFIGS | {"AGENTS.md"})


def _make_candidate(found: Rooted, known: set[str]) -> Claim:
    if found.rest in _CONFIGS:
        return Claim(found.path, PAGE, implied={"config": found.rest})
    for home, claimed in ((_ARCHIVED, _make_archived), (_CHANGES, _make_change)):
        if found.rest.startswith(home) and (name := _change_folder(found.rest, home, known)):
            return claimed(found, f"{home}{name}", known)
    if match := _MAIN.fullmatch(found.rest):
        name = qualify_name(found.root, f"specs/{match['capability']}")
        return Claim(found.path, "spec", name)
    if found.rest.startswith("specs/") or "/" not in found.rest:
        generated = found.rest in _GENERATED
        return Claim(found.path, "" if generated else PAGE, aside="made by OpenSpec" * generated)
    return Claim(found.path, aside="a template or a schema")


def _change_folder(rest: str, home: str, known: set[str]) -> str:
    """Return the folder of a change in which a path lies, which may lie in the folder of an area.

    Nothing is returned for a file that lies in no folder.
    """
    parts = rest.removeprefix(home).split("/")[:-1]
    names = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    whole = (name for name in names if any(f"{home}{name}/{own}" in known for own in _OWN))
    return next(whole, names[0] if names else "")


def _make_archived(found: Rooted, folder: str, _known: set[str]) -> Claim:
    name = qualify_name(found.root, folder)
    if found.rest == f"{folder}/tasks.md":
        return Claim(found.path, "tasks", f"{name}/tasks.md", implied={"archived": name})
    return Claim(found.path, aside="a part of an archived change")


def _make_change(found: Rooted, folder: str, known: set[str]) -> Claim:
    change, inside = qualify_name(found.root, folder), found.rest.removeprefix(f"{folder}/")
    if inside == "proposal.md":
        return Claim(found.path, "requirements", change, implied={"change": change})
    if inside == "tasks.md":
        return Claim(found.path, "tasks", f"{change}/tasks.md", implied={"change": change})
    if match := _DELTA.fullmatch(inside):
        base = qualify_name(found.root, f"specs/{match['capability']}")
        implied = {"change": change, "base": base, "capability": match["capability"]}
        return Claim(
            found.path, "requirements", f"{change}/specs/{match['capability']}", "", implied
        )
    if inside == ".openspec.yaml" or inside in _PAGES:
        return Claim(found.path, PAGE, f"{change}/{inside}", implied={"change": change})
    if inside.startswith("specs/"):
        return Claim(found.path, PAGE, implied={"change": change, "misplaced": inside})
    if inside == "task.md" and is_misnamed_list(found.rest, known):
        implied = {"change": change, MISNAMED: inside}
        return Claim(found.path, "", f"{change}/tasks.md", implied=implied)
    if _LIST.fullmatch(inside):
        # Whether there are tasks in it, its text decides.
        return Claim(found.path, "", f"{change}/{inside}", implied={"change": change})
    return Claim(found.path, aside=_ASIDE)


LAYOUT = Layout(
    "openspec",
    find_candidates,
    make_reader("openspec"),
    frozenset({"archive", "data-files", "deltas", "living-specs", "requirements", "sections"}),
    {"spec": ("Purpose", "Requirements")},
    frozenset({"requirements", "spec", "tasks"}),
    optional={"requirements": ("Why", "What Changes")},
    installs=("openspec", "openspec-*", "opsx", "opsx-*"),
)
