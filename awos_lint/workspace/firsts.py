"""The first documents of a repository, and the templates of later ones."""

from __future__ import annotations

from awos_lint.model.kinds import KINDS
from awos_lint.prompts import standards
from awos_lint.scaffold.wanted import Texts


def first_texts(day: str, *, documents: bool) -> Texts:
    """Return what an installation begins for the team; no drafts where documents are there."""
    drafts = {f"{kind}.md": _draft(kind, day) for kind in ("mission", "roadmap")}
    drafts |= {f"standards/{name}": text for name, text in standards().items()}
    return Texts(drafts if documents else {}, {})


def _draft(kind: str, day: str) -> str:
    sections = "".join(f"\n## {name}\n" for name in KINDS[kind].sections)
    return f"---\nstatus: draft\ncreated: {day}\n---\n\n# {kind.title()}\n{sections}"
