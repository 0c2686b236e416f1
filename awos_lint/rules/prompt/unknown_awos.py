"""A command line of awos names a command that this awos has."""

from collections.abc import Iterable, Iterator

from awos_lint.agentfiles.hooks import list_commands
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.near import Guesses
from awos_lint.agentfiles.written import form_of
from awos_lint.core.commands import COMMANDS, GROUPS
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Place, Span
from awos_lint.hosts import MOMENTS, load_hosts
from awos_lint.rules import PROMPT, Findings, rule

_WORDS = r"awos(?:-lint)? (?P<name>[a-z][a-z-]*)(?: (?P<below>[a-z][a-z-]*))?(?![\w…<\[{])"
_SPAN = Lazy(rf"(?<!`)`(?:\$ )?{_WORDS}[^`\n]*`(?!`)")
_LINE = Lazy(rf"(?:\A|[;&|]\s*){_WORDS}(?:\s+--client[ =](?P<client>[a-z-]+))?")


@rule(PROMPT, Severity.WARNING)
def prompt_unknown_awos(prompt: Document) -> Findings:
    said: list[tuple[Place, str, str, str]] = []
    if form_of(prompt).role == "settings":
        for address, line in list_commands(prompt):
            for match in _LINE.pattern.finditer(line):
                found = match["name"], match["below"] or "", match["client"] or ""
                said.append((prompt.find_place(*address), *found))
    else:
        for match in _SPAN.pattern.finditer(prompt.source.text):
            span = Span(match.start("name"), match.end("below" if match["below"] else "name"))
            said.append((prompt.make_place(span), match["name"], match["below"] or "", ""))
    for at, name, below, client in said:
        for message, help_ in _list_complaints(name, below, client):
            yield Finding(at, message, help_, subject=(name, below, client))


def _list_complaints(name: str, below: str, client: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong; a name that is like none may be that of another program called awos."""
    if name == "hook":
        # A host takes the exit code of a wrong call for a refusal, or goes on without a word.
        if below not in MOMENTS:
            yield f"awos has no hook `{below}`", _write_help(below, MOMENTS)
        if client and client not in load_hosts():
            yield f"awos knows no agent `{client}`", _write_help(client, load_hosts())
    elif name not in COMMANDS:
        if guess := Guesses(COMMANDS)(name):
            yield f"awos has no command `{name}`", f"did you mean `awos {guess}`?"
    elif below and name in GROUPS and below not in GROUPS[name]:
        yield f"`awos {name}` has no command `{below}`", _write_help(below, GROUPS[name])


def _write_help(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    guess = Guesses(names)(word)
    return f"did you mean `{guess}`?" if guess else f"write one of {', '.join(names)}"
