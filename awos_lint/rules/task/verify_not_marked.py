"""A command in `verify` stands in back-ticks, so that nobody takes it for words."""

import re

from awos_lint.core.diagnostic import Edit, Finding, Severity
from awos_lint.core.model.document import Document, Text
from awos_lint.core.model.kinds import APPROVED, maturity_of
from awos_lint.graph.tasks import find_units, name_item
from awos_lint.rules import DOCUMENT, Findings, rule

_COMMAND = re.compile(
    r"(?:\./\S|(?:bats|bazel|bun|bundle|cargo|composer|ctest|deno|dotnet|gradlew?|hatch|jest|mvnw?"
    r"|mypy|node|nox|npm|npx|phpunit|playwright|pnpm|poetry|pytest|python3?|rake|rspec|ruff|sbt|tox"
    r"|tsc|uvx?|vitest|yarn)\s|pytest$|go (?:build|run|test|vet)\b|swift test\b|make [\w-]*test)"
)
"""How commands begin: a program that tests or builds, whose name is no word, or a path."""
_STATEMENT = re.compile(r"\S+ (?:is|are|has|pass|passes|runs|shows|stays|succeeds|works)\b")


@rule(DOCUMENT, Severity.WARNING, needs=("verify",), since="0.2.0")
def task_verify_not_marked(tasks: Document) -> Findings:
    if maturity_of(tasks.status) >= APPROVED:
        # Back-ticks are part of what was approved: adding them now would void the approval.
        return
    for item in find_units(tasks):
        for value in item.fields.get("verify", ())[:1]:
            if _is_command(value, tasks.source.text):
                yield Finding(
                    at=tasks.make_place(value.span),
                    message=f"the `verify` command of {name_item(item)} has no back-ticks",
                    help="put it in back-ticks: `awos task done --run-verify` runs nothing else",
                    edits=(Edit(tasks.make_place(value.span), f"`{value.value}`"),),
                    subject=(item.label,),
                )


def _is_command(value: Text, text: str) -> bool:
    """Return whether a value is one line without back-ticks that begins as commands do."""
    written = text[value.span.start : value.span.end]
    if "`" in text[value.span.start - 1 : value.span.end + 1] or written != value.value:
        return False
    if "\n" in written or written.endswith((".", ":")) or _STATEMENT.match(written):
        return False
    return _COMMAND.match(written) is not None
