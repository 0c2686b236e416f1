"""The first documents of a repository, and the templates of later ones."""

from __future__ import annotations

import os

from awos_lint.prompts import standards
from awos_lint.scaffold.wanted import Texts
from awos_lint.templates import KINDS, draft, template
from awos_lint.text import visible


def first_texts(root: str, day: str, *, documents: bool) -> Texts:
    """Return what an installation begins for the team; no drafts where documents are there.

    The mission is called after the folder of the repository.
    """
    templates = {f"templates/{kind}.md": template(kind) for kind in KINDS}
    if not documents:
        return Texts({}, templates)
    name = visible(os.path.basename(root)) or "Mission"
    mission = {"id": "MISSION", "title": name, "day": day}
    roadmap = {"id": "ROADMAP", "title": "Roadmap", "mission": "MISSION", "day": day}
    drafts = {"mission.md": draft("mission", mission), "roadmap.md": draft("roadmap", roadmap)}
    return Texts(drafts | {f"standards/{n}": text for n, text in standards().items()}, templates)
