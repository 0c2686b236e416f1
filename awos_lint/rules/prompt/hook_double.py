"""No hook is set up twice for a host that reads both files."""

from awos_lint.agentfiles.hooks import list_commands
from awos_lint.agentfiles.written import host_of, value_at
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.hosts import Host, load_host
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING)
def prompt_hook_double(project: Project) -> Findings:
    by_host: dict[tuple[str, str], list[Document]] = {}
    for prompt in project.prompts:
        if value_at(prompt, "hooks") and not prompt.broken:
            by_host.setdefault((prompt.implied["root"], prompt.implied["host"]), []).append(prompt)
    for (root, _), prompts in sorted(by_host.items(), key=lambda entry: entry[0]):
        mine = host_of(prompts[0])
        if mine.hooks is None:
            continue
        if mine.hooks.all and len(prompts) > 1:
            yield Finding(
                at=prompts[1].find_key_place("hooks"),
                message=f"{mine.title} runs the hooks of both files",
                help=f"keep all of them in `{mine.hooks.path}`",
                related=(Related(prompts[0].find_key_place("hooks"), "the others"),),
                subject=(),
            )
        for name in mine.hooks.also:
            yield from _find_doubles(mine, prompts, load_host(name), by_host.get((root, name), []))


def _find_doubles(
    mine: Host, prompts: list[Document], other: Host, others: list[Document]
) -> Findings:
    """Yield the hooks that stand in a host's own files and in those of another that it reads."""
    there = {
        command: document.find_place(*address)
        for document in others
        if document.path.endswith(".json")
        for address, command in list_commands(document)
    }
    for prompt in prompts:
        for address, command in list_commands(prompt):
            if command in there:
                yield Finding(
                    at=prompt.find_place(*address),
                    message=f"{mine.title} runs `{escape_text(command, 80)}` twice: it also reads "
                    "the"
                    f" settings of {other.title}",
                    help="keep one of them",
                    related=(Related(there[command], "the other one"),),
                    subject=(other.name, command),
                )
