"""How the texts of `awos_lint.layouts.agent_os` are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from awos_lint.core.config import Config
from awos_lint.core.model.document import Address, Document, Mark
from awos_lint.core.model.kinds import Kind
from awos_lint.core.model.status import NONE
from awos_lint.layouts import Claim
from awos_lint.layouts.agent_os import ROADMAP_PREFIX
from awos_lint.layouts.dialect.at_paths import at_links
from awos_lint.layouts.dialect.checklist import Grammar, read_checklist, settled_names
from awos_lint.layouts.dialect.features import link_specs, name_features
from awos_lint.layouts.dialect.groups import after_groups
from awos_lint.layouts.dialect.labels import find_labels
from awos_lint.layouts.dialect.misnamed import has_boxes
from awos_lint.layouts.dialect.open_document import Opened, Said, complete_document, open_document
from awos_lint.layouts.dialect.status_words import read_stage
from awos_lint.layouts.dialect.yaml_files import yaml_page
from awos_lint.layouts.dialect.yaml_links import index_links

_INSTRUCTION = re.compile(r"agent-os/(?:instructions|commands|roles|profiles|workflows)/")


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read one document; nothing when a candidate turns out to be no task list."""
    text = open_document(claimed.path, data, config.limits)
    if not claimed.kind:
        if not has_boxes(text.body):
            return ()
        claimed = replace(claimed, kind="tasks")
    title = claimed.id.removesuffix("/tasks.md").rpartition("/")[2]
    blank = Document(
        text.source,
        claimed.kind,
        claimed.id,
        title or claimed.path.rpartition("/")[2],
        layout="agent-os",
        implied={k: v for k, v in claimed.implied.items() if not k.startswith(ROADMAP_PREFIX)},
    )
    if claimed.path.endswith(".yml"):
        return (_read_yaml(replace(blank, title=claimed.path), data, config),)
    whole = complete_document(blank, text, _read_facts(claimed, text))
    found = at_links(text.body, claimed.root, _INSTRUCTION.search(claimed.path) is not None)
    return (replace(whole, links=(*whole.links, *found)),)


def _read_yaml(blank: Document, data: bytes, config: Config) -> Document:
    found = yaml_page(blank, data, config.limits)
    if blank.path.endswith("standards/index.yml"):
        return replace(found, links=tuple(index_links(found.fields, found.marks, "root")))
    return found


def _read_facts(claimed: Claim, text: Opened) -> Said:
    source, body = text.source.text, text.body
    if claimed.kind == "roadmap":
        found = name_features(read_checklist(source, body.entries, Grammar("feature", name=None)))
        specs = claimed.implied.items()
        beside = {
            k.removeprefix(ROADMAP_PREFIX): v for k, v in specs if k.startswith(ROADMAP_PREFIX)
        }
        return Said(link_specs(found, beside))
    if claimed.kind == "tasks":
        items = read_checklist(source, body.entries, Grammar(zero=True, warned=True))
        kept, problems = settled_names(items, "task")
        return _with_status(Said(after_groups(kept, body, source), problems=problems), "done", text)
    if claimed.kind == "spec":
        return _with_status(Said(), "implemented", text)
    return Said()


def _with_status(said: Said, finished: str, text: Opened) -> Said:
    """Add the status that says that all is done; the others are never kept up in this dialect."""
    label = find_labels(text.body, text.source.text).get("status")
    stated = read_stage(label.value, label.mark.value.start) if label else NONE
    said = replace(said, stated=stated)
    if label is None or stated.means != "implemented":
        return said
    marks: dict[Address, Mark] = {("status",): label.mark}
    return replace(said, status=finished, fields={"status": finished}, marks=marks)
