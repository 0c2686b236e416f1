"""Task Master: ``.taskmaster/tasks/tasks.json`` with a list of tasks for each tag.

The format is that of task-master 0.43, and its older form without tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.core.config import Config
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.layouts import Claim, Layout, make_reader
from awos_lint.layouts.dialect.roots import Rooted, find_rooted, is_foreign, qualify_name

NAME = "tasks.json"
_COPY = re.compile(r"tasks/task_\d+(?:_(?P<tag>.+?))?\.(?:txt|md)")
_RECORDS = frozenset({"config.json", "state.json"})


def find_candidates(
    paths: Sequence[str], _config: Config, _kinds: Mapping[str, Kind]
) -> Iterator[Claim]:
    """Yield the task list of each ``.taskmaster`` folder, and what may be one of the older kind."""
    homes = set()
    for found in find_rooted(paths, ".taskmaster"):
        homes.add(found.root)
        for claim in _make_candidate(found):
            yield replace(claim, root=found.root)
    for path in paths:
        root = path.removesuffix(f"tasks/{NAME}").rstrip("/")
        old = path in (f"tasks/{NAME}", f"{root}/tasks/{NAME}")
        if old and root not in homes and not root.endswith(".taskmaster") and not is_foreign(root):
            yield Claim(path, id=qualify_name(root, NAME), root=root)


def _make_candidate(found: Rooted) -> Iterator[Claim]:
    name = qualify_name(found.root, NAME)
    copy = _COPY.fullmatch(found.rest)
    if found.rest == f"tasks/{NAME}":
        yield Claim(found.path, "tasks", name)
    elif copy:
        yield Claim(found.path, PAGE, implied={"copy": f"{name}/{copy['tag'] or 'master'}"})
    elif found.rest in _RECORDS or (found.rest.startswith("docs/") and found.rest.endswith(".md")):
        yield Claim(found.path, PAGE)
    elif found.rest.endswith((".md", ".txt")):
        yield Claim(found.path, aside="a template, or a text that tasks were made from")


LAYOUT = Layout(
    "task-master",
    find_candidates,
    make_reader("task_master"),
    frozenset({"copies", "data-files"}),
    kinds=frozenset({"tasks"}),
    installs=("taskmaster", "taskmaster.*", "tm"),
)
