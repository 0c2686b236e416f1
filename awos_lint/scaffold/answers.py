"""What somebody who installs awos decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PREFIX: Final = "awos-"
PREFIXES: Final = r"^([a-z0-9]+(-[a-z0-9]+)*-?)?$"
"""What the name of a skill may begin with (agentskills.io/specification)."""

SERVERS: Final = ("serena", "context7")
"""The MCP servers that awos can set up."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Which agents, by the names of their hosts, where documents live, and what else is set up.

    ``prefix`` stands in front of the commands' names.
    """

    agents: tuple[str, ...]
    documents: str = "context"
    pre_commit: bool = True
    github: bool = True
    prefix: str = PREFIX
    servers: tuple[str, ...] = ()
