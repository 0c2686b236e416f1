"""The commands of awos and a line about each: text, so that naming them imports none of them."""

from __future__ import annotations

COMMANDS = {
    "ack": "Keep an approval though a document above it changed.",
    "adr": "Write, replace, review and sum up decisions.",
    "approvals": "Show who approved what, and whether that still holds.",
    "approve": "Put on record who approved which text.",
    "check": "Check the documents and report what is wrong.",
    "commit-msg": "Check the trailers of a commit message, as a hook.",
    "completion": "Print the completion script for a shell.",
    "config": "Print the configuration that applies, and where it comes from.",
    "context": "Print what is enough to know for a task, a spec or a feature.",
    "doctor": "Print what is installed, edited, out of date, or would be ignored.",
    "feature": "Begin, end and reopen features of the roadmap.",
    "graph": "Print the document graph.",
    "hook": "Answer a coding agent's hook: JSON in, JSON out.",
    "import": "Turn the documents of another layout into native ones.",
    "init": "Set up documents, commands, subagents, hooks, pre-commit and CI.",
    "layout": "Print which layouts were found where, and what was left aside.",
    "matrix": "Print which task and which files serve which requirement.",
    "new": "Begin a document from its template.",
    "next": "Print what may be started now, and why nothing before it may.",
    "plan": "Print which tasks of a spec may run side by side.",
    "pre-push": "Check what is pushed, as a hook.",
    "prepare-commit-msg": "Add the trailer of a branch to a commit message, as a hook.",
    "renumber": "Give a document another number, and rewrite every link to it.",
    "reviews": "Ask GitHub whose reviews stand for which approved text.",
    "revoke": "Take the approvals of documents back.",
    "rule": "Print a rule's manual page, or list the rules.",
    "schema": "Print the JSON Schema of a kind or of the configuration.",
    "spec": "Say how far specs are.",
    "status": "Print where the product stands.",
    "summary": "Print in Markdown what a step did to the plan.",
    "task": "Begin, end, block and reopen tasks.",
    "trace": "Print what something comes from and what it leads to.",
    "upgrade": "Renew what `init` installed, and keep every edit.",
}
"""The commands."""

GROUPS = {
    "adr": {
        "digest": "Write one page of what is in force.",
        "new": "Begin a decision under the next free number.",
        "review": "Accept decisions as they are today.",
        "supersede": "Put one decision in the place of another.",
    },
    "feature": {
        "done": "Tick a feature whose specs are implemented.",
        "reopen": "Take a tick or a beginning back.",
        "start": "Begin a feature.",
    },
    "spec": {
        "implemented": "Say that a spec is implemented.",
    },
    "task": {
        "block": "Say that a task waits, and for what.",
        "done": "End a task, with the evidence for it.",
        "reopen": "Take a tick, a beginning or a block back.",
        "start": "Begin a task, or go on with one that was blocked.",
    },
}
"""The commands below those that are groups."""
