"""The first documents of a repository, and the templates of later ones."""

from __future__ import annotations

import os

from awos_lint.actions.install import Site
from awos_lint.core.text import escape_text
from awos_lint.layouts.native.templates import KINDS, fill_draft, read_template
from awos_lint.scaffold.prompts import load_standards
from awos_lint.scaffold.wanted import Texts


def first_texts(site: Site, day: str) -> Texts:
    """Return what an installation begins for the team; no drafts where documents are there.

    Where they are all of another framework there are no templates either, because awos begins none
    there. The mission is called after the folder of the repository.
    """
    if site.foreign and not site.native:
        return Texts({}, {})
    templates = {f"templates/{kind}.md": read_template(kind) for kind in KINDS}
    unfinished = site.lock is not None and site.lock.unfinished
    if (site.lock or site.native) and not unfinished:
        return Texts({}, templates)
    return _list_drafts(site, day, templates)


def _list_drafts(site: Site, day: str, templates: dict[str, str]) -> Texts:
    name = escape_text(os.path.basename(site.place.root)) or "Mission"
    mission = {"id": "MISSION", "title": name, "day": day}
    roadmap = {"id": "ROADMAP", "title": "Roadmap", "mission": "MISSION", "day": day}
    drafts = {
        "mission.md": fill_draft("mission", mission),
        "roadmap.md": fill_draft("roadmap", roadmap),
    }
    return Texts(
        drafts | {f"standards/{n}": text for n, text in load_standards().items()}, templates
    )
