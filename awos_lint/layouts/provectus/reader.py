"""How the texts of `awos_lint.layouts.provectus` are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.core.config import Config
from awos_lint.core.model.document import Address, Data, Document, Item, Link, Mark, Problem, Text
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.core.model.status import NONE, Reading, Status
from awos_lint.core.suggestion import suggest_name
from awos_lint.core.text import Span, escape_text
from awos_lint.layouts import Claim
from awos_lint.layouts.dialect.checklist import Grammar, read_checklist, settled_names
from awos_lint.layouts.dialect.features import (
    find_candidate_names,
    name_features,
    spec_numbers,
    with_specs,
)
from awos_lint.layouts.dialect.labels import Label, find_labels
from awos_lint.layouts.dialect.misnamed import has_boxes
from awos_lint.layouts.dialect.open_document import Opened, Said, complete_document, open_document
from awos_lint.layouts.dialect.roots import MISNAMED
from awos_lint.layouts.dialect.status_words import read_stage
from awos_lint.layouts.dialect.words import to_plain
from awos_lint.layouts.provectus import SPEC_PREFIX

_STATUSES = ("Draft", "In Review", "Approved", "Completed")
_SLICE = re.compile(
    r"(?:\*\*)?(?P<name>Slice[ \t]+\d{1,3}[a-z]?(?:\.\d{1,3}[a-z]?)*)"
    r"(?=\s*[:–—-]|\.(?!\d))[ \t]*[:.–—-]*[ \t]*",
    re.IGNORECASE,
)
_PATH = re.compile(r"`(?P<path>[\w./-]+\.md)`")


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read one document."""
    text = open_document(claimed.path, data, config.limits)
    if MISNAMED in claimed.implied:
        if not has_boxes(text.body):
            return ()
        claimed = replace(claimed, kind="tasks")
    if not claimed.kind:
        return (_other_page(claimed, text),)
    title = claimed.id.removesuffix("/tasks.md").rpartition("/")[2] or claimed.path
    blank = Document(
        text.source,
        claimed.kind,
        claimed.id,
        title,
        layout="provectus",
        number=claimed.number,
        implied={k: v for k, v in claimed.implied.items() if not k.startswith(SPEC_PREFIX)},
    )
    whole = complete_document(blank, text, _read_facts(claimed, text))
    return (replace(whole, links=(*whole.links, *_find_paths(claimed, text))),)


def _other_page(claimed: Claim, text: Opened) -> Document:
    """Return a page that the layout knows nothing about: its links, and nothing else of it."""
    blank = Document(text.source, PAGE, title=claimed.path, layout="provectus")
    return replace(complete_document(blank, text, Said()), prose=(), html=())


def _read_facts(claimed: Claim, text: Opened) -> Said:
    source, entries = text.source.text, text.body.entries
    if claimed.kind == "roadmap":
        grammar = Grammar("feature", name=None, fields=spec_numbers, bold=True)
        specs = {k.removeprefix(SPEC_PREFIX): v for k, v in claimed.implied.items()}
        return Said(with_specs(name_features(read_checklist(source, entries, grammar)), specs))
    if claimed.kind == "tasks":
        found = read_checklist(source, entries, Grammar(name=_SLICE))
        slices = [replace(item, name=item.name.lower()) for item in found]
        kept, problems = settled_names(slices, "task")
        return Said(kept, problems=problems)
    if claimed.kind == "spec":
        return _read_spec(claimed, text)
    if claimed.path.endswith("technical-considerations.md"):
        return Said(problems=_about_status(find_labels(text.body, source).get("status")))
    return Said()


def _read_spec(claimed: Claim, text: Opened) -> Said:
    found = find_labels(text.body, text.source.text)
    label = found.get("status")
    stated = _read_status(label)
    status = stated.means
    criteria = read_checklist(text.source.text, text.body.entries, Grammar("criterion", name=None))
    fields: dict[str, Data] = {}
    marks: dict[Address, Mark] = {}
    if label and status:
        fields["status"], marks[("status",)] = status, label.mark
    if (item := found.get("roadmap item")) and (roadmap := claimed.implied.get("roadmap")):
        meant = list(find_candidate_names(item))
        fields["feature"] = [f"{roadmap}/{text.value}" for text in meant]
        marks |= {("feature", n): replace(item.mark, value=t.span) for n, t in enumerate(meant)}
    return Said(
        _cover_criteria(criteria, found),
        status,
        fields=fields,
        marks=marks,
        problems=_about_status(label),
        stated=stated,
    )


def _cover_criteria(criteria: Sequence[Item], found: Mapping[str, Label]) -> tuple[Item, ...]:
    """Return the criteria below one requirement, which stands for the whole specification."""
    if not criteria:
        return ()
    first = criteria[0].span
    whole = Item("requirement", "", Text("", first), Span(first.start, first.start), first)
    return (whole, *(replace(item, parent=0) for item in criteria))


def _read_status(label: Label | None) -> Status:
    return read_stage(label.value, label.mark.value.start) if label else NONE


def _about_status(label: Label | None) -> tuple[Problem, ...]:
    """Return what is wrong with a status; one that is missing is seen beside its neighbours."""
    stated = _read_status(label)
    if label is None or stated.means:
        return ()
    word = to_plain(stated.text)
    if not word:
        message, help_ = "the status is empty", f"write one of {', '.join(_STATUSES)}"
        return (Problem("document-unknown-status", message, label.mark.value, help_),)
    if stated.reading is Reading.CHOICE:
        message = f"`{escape_text(word, 60)}` still offers the choice of the template"
        help_ = "write the one status that applies"
        return (Problem("document-placeholder", message, stated.span, help_),)
    head = re.split(r"\s*[(\[–—,;:.]|\s-\s", word, maxsplit=1)[0].strip()
    near = suggest_name(head.title(), _STATUSES, 0.75)
    return (
        Problem(
            "document-unknown-status",
            f"a specification has no status `{escape_text(head or stated.text, 60)}`",
            label.mark.value,
            f"did you mean `{near}`?" if near else f"write one of {', '.join(_STATUSES)}",
        ),
    )


def _find_paths(claimed: Claim, text: Opened) -> Iterator[Link]:
    """Yield the document that a technical specification names by its path, as a link."""
    label = find_labels(text.body, text.source.text).get("functional specification")
    match = _PATH.fullmatch(label.value) if label else None
    if label and match:
        start = label.mark.value.start + match.start("path")
        path = match["path"]
        root = claimed.root and f"{claimed.root}/"
        href = f"/{root}{path}" if path.startswith("context/") else path
        yield Link(href, path, Span(start, start + len(path)))
