"""Copies of a skill or a command for several hosts say the same."""

from collections import Counter
from collections.abc import Iterator

from awos_lint.agentfiles.installed import Installed
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.written import body_start, form_of, noun_of, title_of
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Place, escape_text
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule

# What each host says in its own way: how a skill is called, what it fills in, where it looks.
_OWN = Lazy(
    r"(?<![\w/.])[/$][a-z][a-z0-9]*(?:[-:.][a-z0-9-]+)+|\$ARGUMENTS\b|\{\{args\}\}|\$\{[A-Za-z_]+"
    r"|\.(?:agents?|claude|codex|cursor|gemini|github|kiro|opencode|qwen)/"
    r"|\b(?:Claude|Codex|Copilot|Cursor|Gemini|Antigravity|opencode|Qwen|Kiro|TodoWrite"
    r"|AskUserQuestion|Task tool|Agent tool|subagent_type)\b"
)
_ALIKE = 0.6
"""The part of two texts that must be the same for one to be a copy of the other."""


@rule(PROJECT, Severity.WARNING)
def prompt_drift(project: Project) -> Findings:
    if not project.prompts:
        return
    for first, *others in _group_prompts(Installed(project)):
        mine = _list_lines(first)
        for other in others:
            theirs = _list_lines(other)
            if mine != theirs and _is_alike(mine, theirs):
                here, there = _find_difference(other, first)
                yield Finding(
                    at=here,
                    message=f"{noun_of(other)} `{escape_text(other.title, 80)}` for"
                    f" {title_of(other)} differs from the one for {title_of(first)}",
                    help="make them the same, or give one of them another name",
                    related=(Related(there, "the other one goes on here"),),
                    subject=(first.path,),
                )


def _group_prompts(installed: Installed) -> Iterator[list[Document]]:
    """Yield what has the same name in the same role for different hosts."""
    found: dict[tuple[str, str, str], dict[str, Document]] = {}
    for prompt in installed.select_roles("skill", "command"):
        key = (prompt.implied["root"], form_of(prompt).role, prompt.title)
        found.setdefault(key, {}).setdefault(prompt.implied["host"], prompt)
    return (list(group.values()) for group in found.values() if len(group) > 1)


def _list_lines(prompt: Document) -> list[str]:
    return [line for line in map(_normalize_line, _read_body(prompt)) if line]


def _read_body(prompt: Document) -> list[str]:
    if prompt.path.endswith(".toml"):
        said = prompt.fields.get("prompt")
        return said.splitlines() if isinstance(said, str) else []
    return prompt.source.text[body_start(prompt) :].splitlines()


def _normalize_line(line: str) -> str:
    """Return a line as it is compared: nothing where a host says it in its own way."""
    return "" if _OWN.pattern.search(line) else line.strip()


def _is_alike(one: list[str], two: list[str]) -> bool:
    shared = sum((Counter(one) & Counter(two)).values())
    return shared >= _ALIKE * max(len(one), len(two), 1)


def _find_difference(one: Document, two: Document) -> tuple[Place, Place]:
    """Return where two texts part: the first line of each that the other does not have there."""
    kept = [
        [
            (n, _normalize_line(t))
            for n, t in enumerate(_read_body(d), _count_front_lines(d))
            if _normalize_line(t)
        ]
        for d in (one, two)
    ]
    pairs = zip(kept[0], kept[1], strict=False)
    at = next((i for i, (a, b) in enumerate(pairs) if a[1] != b[1]), min(map(len, kept)))
    places = [
        d.make_place(d.source.line_span(k[min(at, len(k) - 1)][0]))
        if k and _count_front_lines(d)
        else d.head
        for d, k in zip((one, two), kept, strict=True)
    ]
    return places[0], places[1]


def _count_front_lines(prompt: Document) -> int:
    """Return the number of the line at which the body begins, 0 where lines cannot be told."""
    if prompt.path.endswith(".toml"):
        return 0
    return prompt.source.find_position(body_start(prompt))[0]
