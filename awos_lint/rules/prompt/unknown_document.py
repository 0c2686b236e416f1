"""A prompt names documents and items that exist."""

import re
from collections.abc import Iterator

from awos_lint.agentfiles.examples import is_example
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Span, escape_text
from awos_lint.graph import Project
from awos_lint.graph.foreign import find_numbered_ids
from awos_lint.graph.project import normalize_id
from awos_lint.rules import PROJECT, Findings, rule

_ID = Lazy(r"(?<![\w/.-])[A-Z][A-Z0-9]{0,15}-\d{1,6}(?:/[A-Z]{1,4}-\d{1,4}){0,2}(?![\w-])")

# Comparing an id with all others takes a while, and nobody reads about more.
_HINTS = 100


@rule(PROJECT, Severity.WARNING)
def prompt_unknown_document(project: Project) -> Findings:
    own = {key.partition("-")[0] for key in project.nodes if re.fullmatch(r"[A-Z]+-\d+", key)}
    kinds = {node.kind for node in project.nodes.values()}
    for number, (prompt, name, span) in enumerate(_find_unknown(project, own)):
        guess = project.suggest_node(name, kinds) if number < _HINTS else None
        yield Finding(
            at=prompt.make_place(span),
            message=f"`{escape_text(name, 60)}` is no document or item of this project",
            help=f"did you mean `{guess.id}`?" if guess else "correct it, or remove it",
            subject=(name,),
        )


def _find_unknown(project: Project, own: set[str]) -> Iterator[tuple[Document, str, Span]]:
    """Yield the ids with letters of this project that nothing in it is called by."""
    numbers: frozenset[str] | None = None
    for prompt in project.prompts if own else ():
        for name, span in _find_named(prompt):
            known = name in project.nodes or project.find_spelled(name)
            if name.partition("-")[0] in own and not known:
                numbers = find_numbered_ids(project) if numbers is None else numbers
                if normalize_id(name) not in numbers:
                    yield prompt, name, span


def _find_named(prompt: Document) -> Iterator[tuple[str, Span]]:
    """Yield the ids in running text; where a sentence gives an example, none is meant."""
    for run in prompt.prose:
        for match in _ID.pattern.finditer(run.text):
            if not is_example(run.text, match.start()):
                yield match[0], run.map_span(*match.span())
