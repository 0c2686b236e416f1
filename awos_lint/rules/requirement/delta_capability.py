"""The capabilities that a proposal lists are those that its deltas are about."""

import re
from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Address, Document
from awos_lint.core.suggestion import suggest_name
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.graph.deltas import find_changes
from awos_lint.rules import PROJECT, Findings, rule

_WORD = r"[\w./-]"


@rule(PROJECT, Severity.WARNING, needs=("deltas",), since="0.2.0")
def requirement_delta_capability(project: Project) -> Findings:
    for change, documents in find_changes(project).items():
        proposal = next((document for document in documents if document.id == change), None)
        # A change without any delta is `requirement-delta-none`.
        deltas = {d.implied["capability"]: d for d in documents if "capability" in d.implied}
        if proposal and not proposal.broken and not proposal.unread and deltas:
            yield from _compare_capabilities(proposal, deltas, _find_misplaced(documents))


def _compare_capabilities(
    proposal: Document, deltas: dict[str, Document], misplaced: set[str]
) -> Findings:
    listed = dict(_list_capabilities(proposal))
    missing = {
        name: address
        for name, address in listed.items()
        if not any(_is_same(name, other) for other in (*deltas, *misplaced))
    }
    spare = [name for name in deltas if listed and not _is_mentioned(proposal, name)]
    for name, address in missing.items():
        near = suggest_name(name, spare)
        if near:
            spare.remove(near)
        yield _make_promised_finding(proposal, name, address, near)
    for name in spare:
        yield _make_unlisted_finding(proposal, deltas[name], name)


def _list_capabilities(proposal: Document) -> Iterator[tuple[str, Address]]:
    lists = proposal.fields.get("capabilities")
    for key, names in lists.items() if isinstance(lists, dict) else ():
        for index, name in enumerate(names):
            if isinstance(name, str):
                yield name, ("capabilities", key, index)


def _find_misplaced(documents: list[Document]) -> set[str]:
    """Return the capabilities whose deltas are there and in the wrong file, reported as such."""
    inside = (document.implied.get("misplaced", "") for document in documents)
    return {name.removeprefix("specs/").removesuffix(".md") for name in inside if name}


def _is_same(name: str, other: str) -> bool:
    """Whether two names mean one capability; the last part of a path is enough."""
    one, two = name.casefold(), other.casefold()
    return one == two or one.endswith(f"/{two}") or two.endswith(f"/{one}")


def _is_mentioned(proposal: Document, capability: str) -> bool:
    """Whether the section on capabilities speaks of one at all, by its path or its last part."""
    section = next((h.section for h in proposal.headings if h.name == "capabilities"), None)
    text = proposal.source.text[section.start : section.end] if section else ""
    last = re.escape(capability.rpartition("/")[2])
    return re.search(rf"(?<![\w.-]){last}(?!{_WORD}*\w)", text, re.IGNORECASE) is not None


def _make_promised_finding(proposal: Document, name: str, address: Address, near: str) -> Finding:
    but = f"its delta is in `specs/{near}`" if near else "has no delta for it"
    shown = escape_text(name, 80)
    return Finding(
        at=proposal.find_place(*address),
        message=f"{proposal.id} lists the capability `{shown}`, but {but}",
        help=f"write `{near}` here, or rename the folder"
        if near
        else f"write the delta in specs/{shown}/spec.md, or take the capability off the list",
        subject=(name,),
    )


def _make_unlisted_finding(proposal: Document, delta: Document, name: str) -> Finding:
    heading = next(h for h in proposal.headings if h.name == "capabilities")
    return Finding(
        at=delta.find_name_place(),
        message=f"{proposal.id} changes the capability `{escape_text(name, 80)}`, "
        "which its proposal does not list",
        help="add it to the section `Capabilities` of the proposal",
        related=(Related(proposal.make_place(heading.span), "the capabilities are listed here"),),
        subject=(name,),
    )
