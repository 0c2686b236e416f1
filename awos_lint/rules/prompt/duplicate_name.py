"""Two files of one host do not have the same name."""

from awos_lint.agentfiles.installed import name_callable
from awos_lint.agentfiles.written import form_of, noun_of, text_at, title_of
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Place, escape_text
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule

_Key = tuple[str, str, str, str]


@rule(PROJECT, Severity.ERROR)
def prompt_duplicate_name(project: Project) -> Findings:
    first: dict[_Key, Document] = {}
    # A skill wins over a command, so that it is the one that is there first.
    ordered = sorted(project.prompts, key=lambda p: (form_of(p).role == "command", p.path))
    for prompt in ordered:
        if form_of(prompt).role not in ("agent", "skill", "command"):
            continue
        other = first.setdefault(_make_key(prompt), prompt)
        if other is not prompt:
            yield Finding(
                at=_place_of(prompt),
                message=f"{title_of(prompt)} knows a {noun_of(other)} called"
                f" `{escape_text(_name_of(prompt), 80)}` already, and takes one of the two",
                help="give one of them another name",
                related=(Related(_place_of(other), "the other one"),),
                subject=(_name_of(prompt),),
            )


def _make_key(prompt: Document) -> _Key:
    """Names that differ in letter case alone are one file on macOS and Windows."""
    role = "agent" if form_of(prompt).role == "agent" else "called"
    return prompt.implied["host"], prompt.implied["root"], role, _name_of(prompt).casefold()


def _name_of(prompt: Document) -> str:
    said = text_at(prompt, "name") if form_of(prompt).role == "agent" else ""
    return said.strip() or name_callable(prompt)


def _place_of(prompt: Document) -> Place:
    return prompt.find_place("name") if form_of(prompt).role == "agent" else prompt.head
