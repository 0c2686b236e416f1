"""Stand in for the program ``awos`` in a session: answer a hook as the facts of its host say.

    stand_in.py LOG hook MOMENT --client HOST

It refuses what says REFUSE in an argument that the facts name, and tells something at every moment
at which a host lets it. What it was given, and what it found in it, is one line of the log.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from awos_lint.hosts import TEXT, Answer, Hooks, Tools, load_host

REFUSE = "REFUSE"
"""What the arguments of a call hold that is to be refused."""


def text(moment: str) -> str:
    """Return what is said at a moment."""
    return f"stand-in at {moment}"


def kind(tools: Tools, tool: str, given: object) -> tuple[str, object]:
    """Return what a tool does, and the values under the keys that the facts name."""
    for name, table in (("file", tools.files), ("shell", tools.shells), ("patch", tools.patches)):
        if tool in table:
            # What takes a patch may be given it bare.
            if not isinstance(given, Mapping):
                return name, given if name == "patch" else None
            return name, [given[key] for key in table[tool] if key in given]
    return "server", given


def answer(hooks: Hooks, moment: str, told: Mapping[str, Any]) -> tuple[str, Answer | None]:
    """Return what was recognised and what a hook answers; nothing lets things happen."""
    event = next(event for name, event in hooks.events.items() if name == moment)
    keys = hooks.input
    if moment == "pre-tool-use":
        what, found = kind(hooks.tools, str(told.get(keys.tool)), told.get(keys.arguments))
        return what, event.refuse if REFUSE in json.dumps(found) else None
    if moment == "user-prompt":
        typed = " ".join(str(told.get(key)) for key in keys.command or keys.prompt)
        return typed, event.refuse if REFUSE in typed else None
    if moment == "stop":
        return "", None if told.get(keys.stopped) else event.refuse
    return "", event.tell


def filled(value: object, said: str) -> object:
    """Return an answer with the sentences in it."""
    if isinstance(value, Mapping):
        return {key: filled(inner, said) for key, inner in value.items()}
    return said if value == TEXT else value


def main() -> int:
    """Answer, or end well when called bare, as ``awos`` does."""
    log, *words = sys.argv[1:]
    if len(words) != 4:
        return 0
    _, moment, _, name = words
    given = sys.stdin.read()
    hooks = load_host(name).hooks
    assert hooks
    told = json.loads(given)
    what, found = answer(hooks, moment, told)
    with open(log, "a", encoding="utf-8") as file:
        file.write(json.dumps([name, moment, what, bool(found), told]) + "\n")
    if found is None:
        return 0
    stream = sys.stderr if found.plain == "stderr" else sys.stdout
    said = text(moment) if found.plain else json.dumps(filled(found.json, text(moment)))
    print(said, file=stream)
    return found.code


if __name__ == "__main__":
    sys.exit(main())
