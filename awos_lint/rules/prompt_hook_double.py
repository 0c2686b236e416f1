"""No hook is set up twice for a host that reads both files."""

from awos_lint.agentfiles.hooks import commands
from awos_lint.agentfiles.written import value_at
from awos_lint.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.model.document import Document
from awos_lint.rules import Findings, project_rule
from awos_lint.text import visible


@project_rule(Severity.WARNING)
def prompt_hook_double(project: Project) -> Findings:
    by_host: dict[tuple[str, str], list[Document]] = {}
    for prompt in project.prompts:
        if value_at(prompt, "hooks") and not prompt.broken:
            by_host.setdefault((prompt.implied["root"], prompt.implied["host"]), []).append(prompt)
    for (root, host), prompts in sorted(by_host.items(), key=lambda entry: entry[0]):
        if host == "codex" and len(prompts) > 1:
            yield Finding(
                at=prompts[1].key("hooks"),
                message="Codex runs the hooks of both files, and warns of it",
                help="keep all of them in `.codex/hooks.json`",
                related=(Related(prompts[0].key("hooks"), "the others"),),
            )
        if host == "copilot":
            yield from _both(prompts, by_host.get((root, "claude"), []))


def _both(prompts: list[Document], others: list[Document]) -> Findings:
    """Copilot reads the settings of Claude Code besides its own files."""
    there = {
        command: other.at(*address)
        for other in others
        if other.path.endswith(".json")
        for address, command in commands(other)
    }
    for prompt in prompts:
        for address, command in commands(prompt):
            if command in there:
                yield Finding(
                    at=prompt.at(*address),
                    message=f"GitHub Copilot runs `{visible(command, 80)}` twice: it also reads the"
                    " settings of Claude Code",
                    help="keep one of them",
                    related=(Related(there[command], "the other one"),),
                )
