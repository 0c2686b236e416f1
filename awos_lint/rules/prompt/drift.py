"""Copies of a skill or a command for several hosts say the same."""

from collections import Counter
from collections.abc import Iterator

from awos_lint.agentfiles.installed import Installed
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.written import body_start, form_of, noun_of, title_of
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Place, visible
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
    for first, *others in _groups(Installed(project)):
        mine = _lines(first)
        for other in others:
            theirs = _lines(other)
            if mine != theirs and _alike(mine, theirs):
                here, there = _parted(other, first)
                yield Finding(
                    at=here,
                    message=f"{noun_of(other)} `{visible(other.title, 80)}` for"
                    f" {title_of(other)} differs from the one for {title_of(first)}",
                    help="make them the same, or give one of them another name",
                    related=(Related(there, "the other one goes on here"),),
                    subject=(first.path,),
                )


def _groups(installed: Installed) -> Iterator[list[Document]]:
    """Yield what has the same name in the same role for different hosts."""
    found: dict[tuple[str, str, str], dict[str, Document]] = {}
    for prompt in installed.of("skill", "command"):
        key = (prompt.implied["root"], form_of(prompt).role, prompt.title)
        found.setdefault(key, {}).setdefault(prompt.implied["host"], prompt)
    return (list(group.values()) for group in found.values() if len(group) > 1)


def _lines(prompt: Document) -> list[str]:
    return [line for line in map(_same, _body(prompt)) if line]


def _body(prompt: Document) -> list[str]:
    if prompt.path.endswith(".toml"):
        said = prompt.fields.get("prompt")
        return said.splitlines() if isinstance(said, str) else []
    return prompt.source.text[body_start(prompt) :].splitlines()


def _same(line: str) -> str:
    """Return a line as it is compared: nothing where a host says it in its own way."""
    return "" if _OWN.pattern.search(line) else line.strip()


def _alike(one: list[str], two: list[str]) -> bool:
    shared = sum((Counter(one) & Counter(two)).values())
    return shared >= _ALIKE * max(len(one), len(two), 1)


def _parted(one: Document, two: Document) -> tuple[Place, Place]:
    """Return where two texts part: the first line of each that the other does not have there."""
    kept = [
        [(n, _same(t)) for n, t in enumerate(_body(d), _above(d)) if _same(t)] for d in (one, two)
    ]
    pairs = zip(kept[0], kept[1], strict=False)
    at = next((i for i, (a, b) in enumerate(pairs) if a[1] != b[1]), min(map(len, kept)))
    places = [
        d.place(d.source.line_span(k[min(at, len(k) - 1)][0])) if k and _above(d) else d.head
        for d, k in zip((one, two), kept, strict=True)
    ]
    return places[0], places[1]


def _above(prompt: Document) -> int:
    """Return the number of the line at which the body begins, 0 where lines cannot be told."""
    if prompt.path.endswith(".toml"):
        return 0
    return prompt.source.position(body_start(prompt))[0]
