"""A prompt names subagents that are there."""

from collections.abc import Iterator

from awos_lint.agentfiles.examples import is_absent, is_example
from awos_lint.agentfiles.fences import blank_fences
from awos_lint.agentfiles.installed import Installed
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.near import Guesses
from awos_lint.agentfiles.tools import tools_of
from awos_lint.agentfiles.written import form_of, text_at, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Place, Span, escape_text
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule

_TYPE = Lazy(
    r"subagent_type[\"'`]?(?:\s*[:=]\s*[\"'`]{0,3}|\s+(?:(?:is|of|to)\s+)?[\"'`]{1,3})"
    r"(?P<name>[A-Za-z][\w:-]*)"
)
_CALLED = Lazy(
    r"\bsubagents?\s+`(?P<name>[a-z][a-z0-9-]*)`|`(?P<before>[a-z][a-z0-9-]*)`\s+subagent\b"
)
_BUILT_IN = frozenset(
    {"general-purpose", "general", "explore", "plan", "statusline-setup", "output-style-setup"}
    | {"claude-code-guide", "agent"}
)
"""Subagents that Claude Code brings along, in lower case."""


@rule(PROJECT, Severity.WARNING)
def prompt_unknown_agent(project: Project) -> Findings:
    if not project.prompts:
        return
    installed = Installed(project)
    for prompt, known in installed.pair_known_names(installed.agents):
        yield from _check_prompt(prompt, known)
    if not installed.unsure:
        yield from _check_tasks(project, set().union(*installed.agents.values()))


def _check_tasks(project: Project, known: set[str]) -> Findings:
    """Judge the subagents that tasks are for; a prefix may stand before the installed name."""
    ends = {name.rpartition("-")[2] for name in known} | known
    guesses = Guesses(known)
    for node in project.items_of("task") if known else ():
        for text in node.item.fields.get("agent", ()) if node.item else ():
            if text.value not in ends and text.value.lower() not in _BUILT_IN:
                guess = guesses(text.value)
                yield Finding(
                    at=node.document.make_place(text.span),
                    message=f"{node.id} is for `{escape_text(text.value, 60)}`, and no such "
                    "subagent"
                    " is here",
                    help=f"did you mean `{guess}`?"
                    if guess
                    else f"write one of {_list_known(known)}",
                    subject=(node.id, text.value),
                )


def _check_prompt(prompt: Document, known: set[str]) -> Findings:
    guesses = Guesses(known)
    for name, place in _list_named(prompt):
        # A name with a colon belongs to a plugin.
        if name not in known and name.lower() not in _BUILT_IN and ":" not in name:
            guess = guesses(name)
            yield Finding(
                at=place,
                message=f"{title_of(prompt)} has no subagent `{escape_text(name, 60)}` here",
                help=f"did you mean `{guess}`?" if guess else f"write one of {_list_known(known)}",
                subject=(name,),
            )


def _list_known(known: set[str]) -> str:
    return ", ".join(f"`{escape_text(name, 60)}`" for name in sorted(known)[:8])


def _list_named(prompt: Document) -> Iterator[tuple[str, Place]]:
    for tool in tools_of(prompt):
        if tool.name in ("Agent", "Task") and tool.rule:
            for name in tool.rule.split(","):
                yield name.strip(), tool.place
    if form_of(prompt).role == "skill" and (name := text_at(prompt, "agent")):
        yield name, prompt.find_place("agent")
    if "subagent" not in prompt.source.text:
        return
    text = blank_fences(prompt)
    for pattern in (_TYPE.pattern, _CALLED.pattern):
        for match in pattern.finditer(text):
            group = "name" if match["name"] else "before"
            if not (is_example(text, match.start()) or is_absent(text, match.start())):
                yield match[group], prompt.make_place(Span(*match.span(group)))
