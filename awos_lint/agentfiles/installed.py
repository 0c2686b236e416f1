"""What a repository holds for its coding agents: skills, commands, subagents and servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from awos_lint.agentfiles.servers import list_servers
from awos_lint.agentfiles.written import form_of, text_at
from awos_lint.core.model.document import Document
from awos_lint.graph import Project
from awos_lint.hosts import load_host as facts


class Installed:
    """The files of agents in a project, by host."""

    def __init__(self, project: Project) -> None:
        self._prompts = project.prompts

    def select_roles(self, *roles: str) -> Iterable[Document]:
        """Yield the files of some roles."""
        return (prompt for prompt in self._prompts if form_of(prompt).role in roles)

    @cached_property
    def agents(self) -> dict[str, set[str]]:
        """The names of the subagents of each host."""
        found: dict[str, set[str]] = {}
        for prompt in self.select_roles("agent"):
            name = text_at(prompt, "name") or prompt.title
            found.setdefault(prompt.implied["host"], set()).update((name, prompt.title))
        return self._add_shared(found)

    @cached_property
    def servers(self) -> dict[str, set[str]]:
        """The names of the MCP servers of each host."""
        found: dict[str, set[str]] = {}
        for prompt in self._prompts:
            for name, _ in list_servers(prompt):
                found.setdefault(prompt.implied["host"], set()).add(name)
        return self._add_shared(found)

    @cached_property
    def callable(self) -> set[str]:
        """The names of skills and commands, as they are called, with their folders or without."""
        names = {name_callable(prompt) for prompt in self.select_roles("skill", "command")}
        return names | {name.rpartition(":")[2] for name in names}

    @cached_property
    def unsure(self) -> frozenset[str]:
        """The hosts of which a file could not be read, so that anything may be in it."""
        return frozenset(p.implied["host"] for p in self._prompts if p.broken)

    def pair_known_names(
        self, names: Mapping[str, set[str]]
    ) -> Iterable[tuple[Document, set[str]]]:
        """Yield what may name things, each with the names that its host is known to have.

        Nothing is known of a host that has none, or of which a file could not be read: what it has
        may come from a plugin, or from the user's own folder.
        """
        for prompt in self.select_roles("skill", "command", "agent"):
            host = prompt.implied["host"]
            if host in names and host not in self.unsure:
                yield prompt, names[host]

    def _add_shared(self, found: dict[str, set[str]]) -> dict[str, set[str]]:
        """Add what hosts read of others."""
        for host in {prompt.implied["host"] for prompt in self._prompts} if found else ():
            for other in facts(host).shares:
                found.setdefault(host, set()).update(found.get(other, ()))
        return {host: names for host, names in found.items() if names}


def name_callable(prompt: Document) -> str:
    """Return the name by which a skill or a command is called; folders come before a colon."""
    return prompt.title.replace("/", ":")
