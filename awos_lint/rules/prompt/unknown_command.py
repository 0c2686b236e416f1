"""A prompt names skills and commands of its family that are there."""

from collections import Counter

from awos_lint.agentfiles.examples import is_absent, is_example
from awos_lint.agentfiles.fences import blank_fences
from awos_lint.agentfiles.installed import Installed
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.near import Guesses
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Span, escape_text
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule

_FAMILY = Lazy(r"[a-z][a-z0-9]+[-.:]")
_CALL = Lazy(
    r"(?<![\w/.:$)\]}>~-])[/$](?P<name>(?P<family>[a-z][a-z0-9]+[-.:])[a-z][a-z0-9-]*)(?![\w/*:<{\[(-]|\.\w)"
)
_ENOUGH = 3
"""Names with one beginning that make a family."""
_PART = 3
"""What stands before a hyphen makes a family where every third name begins so: `test-` does not."""


@rule(PROJECT, Severity.WARNING)
def prompt_unknown_command(project: Project) -> Findings:
    if not project.prompts:
        return
    installed = Installed(project)
    known = installed.callable
    begins = Counter(match[0] for name in known if (match := _FAMILY.pattern.match(name)))
    families = {family for family, count in begins.items() if _is_family(family, count, len(known))}
    for prompt in (
        installed.select_roles("skill", "command", "agent", "instructions") if families else ()
    ):
        yield from _check_prompt(prompt, families, known)


def _is_family(begin: str, count: int, all_: int) -> bool:
    """Return whether names that begin alike belong together, and do not only share a verb."""
    return count >= _ENOUGH and (begin[-1] != "-" or count * _PART >= all_)


def _check_prompt(prompt: Document, families: set[str], known: set[str]) -> Findings:
    text = blank_fences(prompt)
    told: set[str] = set()
    guesses = Guesses(known)
    for match in _CALL.pattern.finditer(text):
        name = match["name"]
        unknown = match["family"] in families and name not in known and name not in told
        spoken = unknown and (is_example(text, match.start()) or is_absent(text, match.start()))
        if unknown and not spoken:
            told.add(name)
            guess = guesses(name)
            yield Finding(
                at=prompt.make_place(Span(*match.span())),
                message=f"there is no skill or command `{escape_text(match[0], 80)}`",
                help=f"did you mean `{match[0][0]}{guess}`?"
                if guess
                else "write the name of one that is there",
                subject=(name,),
            )
