"""Kiro and cc-sdd: ``.kiro/specs/<feature>/{requirements,design,tasks}.md``, ``.kiro/steering``.

The formats are those that Kiro writes and that cc-sdd 3 took over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

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

_SPEC = re.compile(r"specs/(?P<feature>[^/]+(?:/[^/]+)*)/(?P<file>[^/]+)")
_STEERING = re.compile(r"steering/(?:.+/)?(?P<name>[^/]+)\.md")
_PAGES = frozenset({"design.md", "research.md", "brief.md"})
_SPECS = ("requirements.md", "bugfix.md")


def find_candidates(
    paths: Sequence[str], _config: Config, _kinds: Mapping[str, Kind]
) -> Iterator[Claim]:
    """Yield the documents below each ``.kiro`` folder."""
    known = set(paths)
    for found in find_rooted(paths, ".kiro"):
        spec, steering = _SPEC.fullmatch(found.rest), _STEERING.fullmatch(found.rest)
        if spec:
            yield _in_spec(found, spec["feature"], spec["file"], known)
        elif steering:
            yield _make_steering(found, steering["name"])
        elif found.rest.startswith("settings/"):
            yield Claim(found.path, root=found.root, aside="a rule or template of cc-sdd")


def _in_spec(found: Rooted, feature: str, file: str, known: set[str]) -> Claim:
    folder = found.path.rpartition("/")[0]
    spec = qualify_name(found.root, feature)
    described = next((name for name in _SPECS if f"{folder}/{name}" in known), "")
    if file == described:
        return Claim(found.path, "spec", spec, root=found.root)
    implied = {"spec": spec} if described else {}
    if is_misnamed_list(found.path, known):
        implied = {**implied, MISNAMED: file}
        return Claim(found.path, "", f"{spec}/tasks.md", implied=implied, root=found.root)
    if file == "tasks.md":
        return Claim(found.path, "tasks", f"{spec}/tasks.md", implied=implied, root=found.root)
    if file in _PAGES or file in _SPECS or file == "spec.json":
        return Claim(found.path, PAGE, root=found.root)
    return Claim(found.path, root=found.root, aside="a file beside a spec")


def _make_steering(found: Rooted, name: str) -> Claim:
    kind = {"product": "mission", "roadmap": "roadmap"}.get(name, "standard")
    return Claim(found.path, kind, qualify_name(found.root, f".kiro/{name}"), root=found.root)


LAYOUT = Layout(
    "kiro",
    find_candidates,
    make_reader("kiro"),
    frozenset({"data-files", "requirements"}),
    kinds=frozenset({"mission", "roadmap", "spec", "standard", "tasks"}),
    installs=("kiro", "kiro-*"),
)
