"""Provectus AWOS: ``context/product`` and ``context/spec/NNN-name/functional-spec.md``.

The formats are those of provectus/awos 1.3: no front matter, labelled
lines above the first section, tasks without ids in slices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.core.config import Config
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.layouts import NUMBERED, Claim, Layout, make_reader
from awos_lint.layouts.dialect.roots import (
    MISNAMED,
    Rooted,
    find_rooted,
    is_misnamed_list,
    qualify_name,
)

_SPEC = re.compile(r"spec/(?P<feature>(?P<number>\d{3,4})-[^/]+)/(?P<file>[^/]+\.md)")
_PRODUCT = re.compile(r"product/(?P<file>[^/]+\.md)")
SPEC_PREFIX = "spec:"
"""Begins the keys under which a roadmap's claim holds the specs beside it, by their numbers."""

_SOLE = frozenset({"functional-spec.md", "technical-considerations.md"})
_PAGES = frozenset({"architecture.md", "product-definition-lite.md", "brownfield.md"})


def find_candidates(
    paths: Sequence[str], _config: Config, _kinds: Mapping[str, Kind]
) -> Iterator[Claim]:
    """Yield the documents of each ``context`` folder that is written in this dialect."""
    known = set(paths)
    every = list(find_rooted(paths, "context"))
    real = {found.root for found in every if _is_telling(found.rest)}
    specs = _numbered_specs(every)
    for found in every:
        if found.root in real:
            for claim in _make_candidate(found, known):
                implied = specs.get(found.root, {}) if claim.kind == "roadmap" else claim.implied
                yield replace(claim, root=found.root, implied=implied)


def _numbered_specs(every: Sequence[Rooted]) -> dict[str, dict[str, str]]:
    """Return the ids of specs by root and number; a number that several have is left out."""
    found: dict[str, dict[str, set[str]]] = {}
    for one in every:
        if match := _SPEC.fullmatch(one.rest):
            key = f"{SPEC_PREFIX}{match['number'].lstrip('0')}"
            ids = found.setdefault(one.root, {}).setdefault(key, set())
            ids.add(qualify_name(one.root, match["feature"]))
    return {
        root: {key: min(ids) for key, ids in specs.items() if len(ids) == 1}
        for root, specs in found.items()
    }


def _is_telling(rest: str) -> bool:
    spec = _SPEC.fullmatch(rest)
    return rest == "product/product-definition.md" or bool(spec and spec["file"] in _SOLE)


def _make_candidate(found: Rooted, known: set[str]) -> Iterator[Claim]:
    if match := _SPEC.fullmatch(found.rest):
        yield _in_spec(found, match, known)
    elif match := _PRODUCT.fullmatch(found.rest):
        yield _make_product(found, match["file"])
    elif found.rest.startswith(("sources/", "audits/")) and found.rest.endswith(".md"):
        yield Claim(found.path, aside="a report, and no document")
    elif found.rest.endswith(".md"):
        # Without a kind, so that what is a document of the native layout stays with that.
        yield Claim(found.path)


def _in_spec(found: Rooted, match: re.Match[str], known: set[str]) -> Claim:
    numbered = {NUMBERED: found.path.rpartition("/")[0]}
    name = qualify_name(found.root, match["feature"])
    if match["file"] == "functional-spec.md":
        implied = {**numbered, "roadmap": _make_home(found)}
        return Claim(found.path, "spec", name, match["number"], implied)
    if match["file"] == "tasks.md":
        return Claim(found.path, "tasks", f"{name}/tasks.md", implied={**numbered, "spec": name})
    if is_misnamed_list(found.path, known):
        implied = {**numbered, "spec": name, MISNAMED: match["file"]}
        return Claim(found.path, "", f"{name}/tasks.md", implied=implied)
    if match["file"] == "technical-considerations.md":
        return Claim(found.path, PAGE, implied=numbered)
    return Claim(found.path, aside="a file beside a spec")


def _make_home(found: Rooted) -> str:
    """Return the id of the roadmap."""
    return qualify_name(found.root, "context/roadmap")


def _make_product(found: Rooted, file: str) -> Claim:
    if file == "product-definition.md":
        return Claim(found.path, "mission", qualify_name(found.root, "context/mission"))
    if file == "roadmap.md":
        return Claim(found.path, "roadmap", _make_home(found))
    if file in _PAGES:
        return Claim(found.path, PAGE)
    return Claim(found.path, aside="a file beside the product's documents")


LAYOUT = Layout(
    "provectus",
    find_candidates,
    make_reader("provectus"),
    frozenset({"boxed-criteria", "feature-names", "folder-numbers", "status"}),
    kinds=frozenset({"mission", "roadmap", "spec", "tasks"}),
    spec_file="functional-spec.md",
    installs=("awos",),
)
