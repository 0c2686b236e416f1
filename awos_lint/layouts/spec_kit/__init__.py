"""GitHub Spec Kit: ``specs/NNN-name/{spec,plan,tasks}.md`` beside ``.specify/``.

The formats are those of Spec Kit up to 1.0; folders are numbered or
carry a timestamp.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from awos_lint.core.config import Config
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.layouts import NUMBERED, Claim, Layout, make_reader
from awos_lint.layouts.dialect.roots import MISNAMED, is_foreign, is_misnamed_list, qualify_name

_HOME = ".specify"
_NUMBERED = r"(?:\d{8}-\d{6}|(?!\d{4}-\d\d-\d\d)\d{3,4})-[^/]+"
"""A folder that is called ``001-name``, or by the time of day; a bare date is Agent OS's."""

_FEATURE = re.compile(rf"(?P<group>(?:[^/]+/)*?)(?P<feature>{_NUMBERED})/(?P<file>.+)")
_PLAIN = re.compile(r"(?P<group>)(?P<feature>[^/]+)/(?P<file>(?:spec|plan|tasks?)\.md)")
_NUMBER = re.compile(r"(\d{3,4})(?:\Z|-(?!\d{6}-|\d\d-\d\d))")
_COUNTED = re.compile(
    rf"(?P<home>(?:[^/]+/)+)(?P<feature>{_NUMBERED}|\d{{3,4}})/(?P<file>(?:spec|plan|tasks)\.md)"
)
_PAGES = re.compile(
    r"(?:plan|research|data-model|quickstart)\.md|(?:contracts|checklists)/[^/]+\.md"
)
_RECORDS = frozenset({"feature.json", "init-options.json", "integration.json"})
_SPECS = ("specs/", ".specify/specs/", ".specify/features/")
_OTHERS = frozenset({"openspec", ".kiro", "agent-os", ".agent-os", "context"})
"""Folders of other layouts that keep specs."""

_SHOWN = frozenset(
    {"tests", "test", "__tests__", "example", "examples", "sample", "samples", "demo", "demos"}
)
_FEWEST = 2
"""Numbered folders that a folder of any name must hold for their texts to be looked at."""

_COMMANDS = (
    "analyze",
    "checklist",
    "clarify",
    "constitution",
    "implement",
    "plan",
    "specify",
    "tasks",
)

KINDS = {"spec.md": "spec", "plan.md": PAGE, "tasks.md": "tasks", "task.md": "tasks"}
"""What the files are that every feature may have, by name."""


def find_candidates(
    paths: Sequence[str], config: Config, _kinds: Mapping[str, Kind]
) -> Iterator[Claim]:
    """Yield the documents of each folder that holds ``.specify`` or numbered specs."""
    known = set(paths)
    marked = {_find_root(path) for path in paths if f"{_HOME}/" in path} - {None}
    named = tuple(f"{folder.strip('/')}/" for folder in config.folders.spec_kit)
    likely = _find_likely(paths, config)
    for path in paths:
        if found := list(_make_candidate(path, marked, known, config, named)):
            yield from found
        elif match := likely.get(path):
            yield _make_candidate_by_text(path, match, known)


def _find_likely(paths: Sequence[str], config: Config) -> dict[str, re.Match[str]]:
    """Return the files in numbered folders that may be Spec Kit's, if their texts read like it.

    One numbered folder is enough in a folder that is called ``specs``.
    """
    ended = (path for path in paths if path.endswith(("/spec.md", "/plan.md", "/tasks.md")))
    found = {path: match for path in ended if (match := _COUNTED.fullmatch(path))}
    features: dict[str, set[str]] = {}
    for match in found.values():
        features.setdefault(match["home"], set()).add(match["feature"])
    homes = {
        home
        for home, several in features.items()
        if len(several) >= (1 if _is_specs(home) else _FEWEST) and not _is_elsewhere(home, config)
    }
    return {path: match for path, match in found.items() if match["home"] in homes}


def _is_specs(home: str) -> bool:
    return home == "specs/" or home.endswith("/specs/")


def _is_elsewhere(home: str, config: Config) -> bool:
    """Return whether a folder is of another layout, or holds what is only shown or tested."""
    folder = home.rstrip("/")
    native = config.documents.strip("/")
    parts = frozenset(folder.split("/"))
    inside = f"{folder}/".startswith(f"{native}/") or (native == "." and home == "specs/")
    return inside or is_foreign(folder) or not parts.isdisjoint(_OTHERS | _SHOWN)


def _name_owner(home: str) -> str:
    """Return the folder that ids of a folder of specs begin with: ``specs`` itself is left out."""
    return home.removesuffix("specs/").rstrip("/") if _is_specs(home) else home.rstrip("/")


def _make_candidate_by_text(path: str, match: re.Match[str], known: set[str]) -> Claim:
    """Return the claim of a file that its text shows to be a document of Spec Kit, or not."""
    root = _name_owner(match["home"])
    name = qualify_name(root, match["feature"])
    folder = f"{match['home']}{match['feature']}"
    implied = _describe_folder(folder, match["feature"])
    if match["file"] == "tasks.md":
        beside = {"spec": name} if f"{folder}/spec.md" in known else {}
        return Claim(path, "", f"{name}/tasks.md", implied={**implied, **beside}, root=root)
    if match["file"] == "spec.md":
        number = _NUMBER.match(match["feature"])
        return Claim(path, "", name, number[1] if number else "", implied, root)
    return Claim(path, implied=implied, root=root)


def _describe_folder(folder: str, feature: str) -> dict[str, str]:
    """Return what says that a file lies in a numbered folder."""
    return {NUMBERED: folder} if _NUMBER.match(feature) else {}


def _find_root(path: str) -> str | None:
    parts = path.split("/")
    if _HOME not in parts[:-1]:
        return None
    root = "/".join(parts[: parts.index(_HOME)])
    return None if is_foreign(root) else root


def _make_candidate(
    path: str, marked: set[str | None], known: set[str], config: Config, named: tuple[str, ...]
) -> Iterator[Claim]:
    if home := next((home for home in named if path.startswith(home)), ""):
        yield from _in_specs(path, _name_owner(home), home, known, marked=True)
        return
    root = _find_root(path)
    if root is None:
        root = _find_owner(path, marked)
    if root is None:
        root = _find_unmarked(path, known, config)
    if root is None:
        return
    inside = path.removeprefix(f"{root}/") if root else path
    home = next((home for home in _SPECS if inside.startswith(home)), "")
    if home:
        yield from _in_specs(path, root, qualify_name(root, home), known, marked=root in marked)
    elif inside.startswith(f"{_HOME}/"):
        yield from _find_beside(path, root, inside.removeprefix(f"{_HOME}/"))


def _find_owner(path: str, marked: set[str | None]) -> str | None:
    """Return the folder with ``.specify`` in which a spec lies."""
    before, found, _ = path.partition("specs/")
    root = before.rstrip("/")
    return root if found and root in marked and (not before or before.endswith("/")) else None


def _find_unmarked(path: str, known: set[str], config: Config) -> str | None:
    """Return the folder whose ``specs`` hold a numbered spec with a plan or tasks beside it."""
    match = re.fullmatch(rf"(?P<root>|(?:[^/]+/)+?)specs/(?P<feature>{_NUMBERED})/.+", path)
    if not match:
        return None
    folder, root = f"{match['root']}specs/{match['feature']}", match["root"].rstrip("/")
    whole = f"{folder}/spec.md" in known and not known.isdisjoint(
        (f"{folder}/plan.md", f"{folder}/checklists/requirements.md", f"{folder}/research.md")
    )
    native = root == config.documents.strip("/").removeprefix(".")
    ours = root.rpartition("/")[2] in _OTHERS
    return root if whole and not native and not ours and not is_foreign(root) else None


def _in_specs(path: str, root: str, home: str, known: set[str], *, marked: bool) -> Iterator[Claim]:
    inside = path.removeprefix(home)
    match = _FEATURE.fullmatch(inside) or (_PLAIN.fullmatch(inside) if marked else None)
    if not match:
        return
    name = qualify_name(root, f"{match['group']}{match['feature']}")
    file, number = match["file"], _NUMBER.match(match["feature"])
    folder = f"{home}{match['group']}{match['feature']}"
    implied = _describe_folder(folder, match["feature"]) if file in KINDS else {}
    if file == "spec.md":
        yield Claim(path, "spec", name, number[1] if number else "", implied, root)
    elif file == "tasks.md":
        yield Claim(path, "tasks", f"{name}/tasks.md", "", {**implied, "spec": name}, root)
    elif file == "task.md" and is_misnamed_list(path, known):
        implied = {**implied, "spec": name, MISNAMED: file}
        yield Claim(path, "", f"{name}/tasks.md", "", implied, root)
    elif _PAGES.fullmatch(file):
        yield Claim(path, PAGE, implied=implied, root=root)
    elif file.endswith(".md"):
        yield Claim(path, root=root, aside="a file beside a spec")


def _find_beside(path: str, root: str, inside: str) -> Iterator[Claim]:
    if inside == "memory/constitution.md":
        yield Claim(path, "standard", qualify_name(root, ".specify/constitution"), root=root)
    elif inside in _RECORDS:
        yield Claim(path, PAGE, root=root)
    elif inside.endswith(".md"):
        yield Claim(path, root=root, aside="a template or a command of Spec Kit")


LAYOUT = Layout(
    "spec-kit",
    find_candidates,
    make_reader("spec_kit"),
    frozenset({"data-files", "folder-numbers", "requirements"}),
    kinds=frozenset({"spec", "standard", "tasks"}),
    installs=("speckit.*", "speckit-*", "agents/copilot-instructions.md"),
    # Its first releases wrote commands without a prefix, which call scripts in its own folder.
    installs_marked=tuple(f"{name}.*" for name in _COMMANDS),
    mark=f"{_HOME}/",
)
