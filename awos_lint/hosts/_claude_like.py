"""What hosts took over from Claude Code: how their hooks answer, and how a server is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from awos_lint.hosts import TEXT, Answer

BLOCK = Answer({"decision": "block", "reason": TEXT})
"""Keeps a prompt from the model, or the agent from ending."""


def answer_added(event: str) -> Answer:
    """Return what adds a text to the conversation at an event."""
    return Answer({"hookSpecificOutput": {"hookEventName": event, "additionalContext": TEXT}})


def answer_denied(event: str) -> Answer:
    """Return what refuses the call of a tool at an event."""
    return Answer(
        {
            "hookSpecificOutput": {
                "hookEventName": event,
                "permissionDecision": "deny",
                "permissionDecisionReason": TEXT,
            }
        }
    )


SERENA: Mapping[str, Any] = {
    "command": "serena",
    "args": ["start-mcp-server", "--context=ide", "--project-from-cwd"],
}
"""Serena for a host that has no context of its own (oraios/serena, 030_clients.md)."""

CONTEXT7 = "https://mcp.context7.com/mcp"
"""The address of Context7; it needs no key (upstash/context7, all-clients.mdx)."""
