"""How the texts of `awos_lint.layouts.agents` are read."""

from __future__ import annotations

from collections.abc import Mapping

from awos_lint.core.config import Config
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.core.text import Source
from awos_lint.hosts import load_host
from awos_lint.layouts import Claim
from awos_lint.layouts.dialect.agent_data import json_prompt, toml_prompt
from awos_lint.layouts.dialect.agent_text import read_prompt


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read one file; ``implied`` of the document says which host and form it is.

    Nothing is read where it turns out to be no skill, or no subagent but a part of one.
    """
    form = load_host(claimed.implied["host"]).forms[int(claimed.implied["form"])]
    blank = Document(
        Source(claimed.path, ""),
        PAGE,
        title=claimed.implied["name"],
        layout="agents",
        implied=claimed.implied,
    )
    if claimed.path.endswith(".toml"):
        return (toml_prompt(blank, data, config.limits),)
    if claimed.path.endswith((".json", ".jsonc")):
        return (json_prompt(blank, data, config.limits, comments=form.syntax == "jsonc"),)
    found = read_prompt(blank, data, config.limits, form)
    # Beside the folders of skills lie pages about them, too; a skill says what it does.
    return () if _is_other(claimed, found) else (found,)


def _is_other(claimed: Claim, found: Document) -> bool:
    """Return whether the text tells that a file is only a page, and not what its path may mean."""
    if "stray" in claimed.implied:
        return "description" not in found.fields
    begun = found.source.text.lstrip().startswith("---")
    return "below" in claimed.implied and found.front is None and not begun
