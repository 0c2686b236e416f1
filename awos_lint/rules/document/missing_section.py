"""A document has the sections that its kind asks for."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document, Heading
from awos_lint.core.model.kinds import OVER
from awos_lint.core.suggestion import suggest_only
from awos_lint.graph import Project
from awos_lint.layouts import wanted_sections
from awos_lint.rules import PROJECT, Findings, rule

_CLOSE = 0.72
"""Just so near that `MODIFIED Requirements`, pasted from a delta, means `Requirements`."""


@rule(PROJECT, Severity.ERROR, needs=("sections",), softens=True)
def document_missing_section(project: Project) -> Findings:
    for document in project.documents:
        if document.is_partial or document.unfilled or document.status in OVER:
            continue
        wanted = wanted_sections(document, project.kinds)
        there = {heading.name: heading for heading in document.headings}
        missing = [section for section in wanted if section.casefold() not in there]
        spare = {name: there[name] for name in there if name not in map(str.casefold, wanted)}
        if not document.is_native:
            spare = {name: heading for name, heading in spare.items() if heading.level == 2}
        near = {section: _find_near(section, spare) for section in missing}
        for section, heading in near.items():
            if heading:
                yield _make_misspelled_finding(document, section, heading)
        if absent := [section for section in missing if not near[section]]:
            yield _make_absent_finding(document, absent)


def _find_near(section: str, spare: dict[str, Heading]) -> Heading | None:
    name = section.casefold()
    longer = [other for other in spare if other.startswith(f"{name} ")]
    near = longer[0] if len(longer) == 1 else "" if longer else suggest_only(name, spare, _CLOSE)
    return spare.get(near)


def _make_misspelled_finding(document: Document, section: str, heading: Heading) -> Finding:
    configured = f", or set `{_name_setting(document)}`" if _name_setting(document) else ""
    return Finding(
        at=document.make_place(heading.span),
        message=f"{document.name} has no section `{section}`",
        help=f"rename this heading to `{section}`{configured}",
        subject=(section,),
    )


def _make_absent_finding(document: Document, absent: list[str]) -> Finding:
    several = len(absent) > 1
    names, key = ", ".join(f"`{section}`" for section in absent), _name_setting(document)
    return Finding(
        at=document.find_name_place(),
        message=f"{document.name} has no {'sections' if several else 'section'} {names}",
        help="add them as headings" if several else f"add a heading `## {absent[0]}`",
        notes=(f"`{key}` says which sections a document has",) if key else (),
        subject=tuple(absent),
    )


def _name_setting(document: Document) -> str:
    """Return the setting that says which sections there are; a foreign dialect has none."""
    return f"kinds.{document.kind}.sections" if document.is_native else ""
