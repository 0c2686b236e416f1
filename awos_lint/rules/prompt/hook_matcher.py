"""The matcher of a hook can match."""

import re
from collections.abc import Iterator

from awos_lint.agentfiles.hooks import list_handlers
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.near import Guesses
from awos_lint.agentfiles.written import host_of, text_at
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Address, Document
from awos_lint.core.text import escape_text
from awos_lint.hosts import Host
from awos_lint.rules import PROMPT, Findings, rule

_NAMES = Lazy(r"[A-Za-z0-9_\-,| ]+")
"""A matcher that some hosts read as a list of names, and not as a regular expression."""
_ABOUT_TOOLS = frozenset({"PreToolUse", "PostToolUse", "PostToolUseFailure", "PermissionRequest"})
_LONGEST = 1_000
_OTHERS = ("(?", "\\", "[[", "--", "&&", "||", "~~", "*")
"""Signs that JavaScript reads in another way than Python, or globs that some hosts take."""


@rule(PROMPT, Severity.WARNING)
def prompt_hook_matcher(prompt: Document) -> Findings:
    seen: set[Address] = set()
    guesses = Guesses(host_of(prompt).vocabulary)
    for handler in list_handlers(prompt):
        matcher = text_at(prompt, *handler.entry, "matcher")
        if matcher in ("", "*") or handler.entry in seen:
            continue
        seen.add(handler.entry)
        for name, message, help_ in _list_complaints(prompt, handler.event, matcher, guesses):
            yield Finding(
                prompt.find_place(*handler.entry, "matcher"),
                message,
                help_,
                subject=(handler.event, name),
            )


def _list_complaints(
    prompt: Document, event: str, matcher: str, guesses: Guesses
) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong: the matcher or the name in it, the message and the help."""
    host = host_of(prompt)
    if host.hooks and event in host.hooks.unmatched:
        yield (
            matcher,
            f"{host.title} ignores the matcher of `{event}`, and always runs the hook",
            "remove it",
        )
    elif not _is_pattern(matcher):
        shown = escape_text(matcher, 80)
        yield matcher, f"`{shown}` is no regular expression, and matches nothing", "correct it"
    elif _is_listing(host) and event in _ABOUT_TOOLS and _NAMES.pattern.fullmatch(matcher):
        names = [name.strip() for name in re.split(r"[|,]", matcher)]
        for name in names:
            # What came in the place of a tool that is gone often stands beside it.
            if host.gone.get(name) not in names:
                yield from _check_name(prompt, name, names, guesses)


def _is_listing(host: Host) -> bool:
    return host.hooks is not None and host.hooks.listed


def _check_name(
    prompt: Document, name: str, names: list[str], guesses: Guesses
) -> Iterator[tuple[str, str, str]]:
    host, shown = host_of(prompt), escape_text(name, 60)
    if name.startswith("mcp__") and "__" not in name.removeprefix("mcp__"):
        message = f"`{shown}` names a server and no tool, and matches nothing"
        yield name, message, f"write `{shown}__.*`"
    elif name not in host.vocabulary and (guess := host.gone.get(name) or guesses(name)):
        message = f"{host.title} has no tool `{shown}`, so that it matches nothing"
        listed = guess in names
        yield name, message, f"remove it: `{guess}` is listed" if listed else f"write `{guess}`"


def _is_pattern(matcher: str) -> bool:
    """Whether it may be a regular expression; what Python does not know is left to the host."""
    if len(matcher) > _LONGEST or any(sign in matcher for sign in _OTHERS):
        return True
    try:
        re.compile(matcher)
    except (re.error, RecursionError, OverflowError):
        return False
    return True
