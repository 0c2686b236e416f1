"""A repository of N documents: the same bytes for the same N, linked, clean under `awos check`.

Each group of documents is a decision, a spec with six requirements and a task list with 10 to 30
tasks, about 4 KB each.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

WORDS = [
    "ledger",
    "invoice",
    "account",
    "entry",
    "period",
    "currency",
    "balance",
    "export",
    "report",
    "customer",
    "supplier",
    "tax",
    "rate",
    "column",
    "session",
    "record",
    "payment",
    "reminder",
    "deadline",
    "archive",
    "import",
    "filter",
    "template",
    "quarter",
]


def files(documents: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield paths and texts of about ``documents`` documents, mission and roadmap included."""
    rng = random.Random(seed)
    groups = max(1, (documents - 2) // 3)
    yield "awos.toml", 'documents = "context"\n'
    yield "context/mission.md", _mission(rng)
    yield "context/roadmap.md", _roadmap(groups)
    for number in range(1, groups + 1):
        yield f"context/decisions/{number:04}-decision.md", _decision(rng, number)
        folder = f"context/specs/{number:03}-feature"
        yield f"{folder}/spec.md", _spec(rng, number)
        yield f"{folder}/tasks.md", _tasks(rng, number)
        yield f"src/module_{number}.py", "VALUE = 1\n"


def write(root: Path, documents: int) -> None:
    """Write the repository below ``root``."""
    for path, text in files(documents):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")


def _sentence(rng: random.Random, words: int = 14) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def _paragraph(rng: random.Random, sentences: int) -> str:
    return " ".join(_sentence(rng) for _ in range(sentences))


def _mission(rng: random.Random) -> str:
    names = ("What", "For whom", "Why", "Success measures", "Non-goals")
    sections = "".join(f"## {name}\n\n{_paragraph(rng, 4)}\n\n" for name in names)
    return f"---\nid: MISSION\nstatus: draft\n---\n# The product\n\n{sections}"


def _roadmap(groups: int) -> str:
    lines = [f"- [ ] **F-{n:02}** Feature {n}\n" for n in range(1, groups + 1)]
    return "---\nid: ROADMAP\nstatus: draft\n---\n# Roadmap\n\n## Phase 1\n\n" + "".join(lines)


def _decision(rng: random.Random, number: int) -> str:
    below = f"depends_on: [ADR-{number - 1:04}]\n" if number % 5 else ""
    front = (
        f"id: ADR-{number:04}\nkind: adr\ntitle: Decision {number}\nstatus: proposed\n"
        f"owners: [Ada]\ncreated: 2026-01-31\n{below if number > 1 else ''}"
        f"applies_to:\n  - src/module_{number}.py\n"
    )
    names = ("Context", "Decision", "Consequences")
    sections = "".join(f"## {name}\n\n{_paragraph(rng, 12)}\n\n" for name in names)
    link = f"See [the spec](../specs/{number:03}-feature/spec.md#functional-requirements).\n"
    return f"---\n{front}---\n# Decision {number}\n\n{sections}{link}"


def _spec(rng: random.Random, number: int) -> str:
    front = (
        f"id: SPEC-{number:03}\nkind: spec\ntitle: Feature {number}\nstatus: draft\n"
        f"owners: [Ada]\ncreated: 2026-01-31\nfeature: F-{number:02}\n"
        f"decisions: [ADR-{number:04}]\ntouches:\n  - src/**\n"
    )
    items = "".join(_requirement(rng, n) for n in range(1, 7))
    return (
        f"---\n{front}---\n# Feature {number}\n\n## Functional requirements\n\n{items}"
        f"## Technical considerations\n\n{_paragraph(rng, 10)}\n\n"
        f"## Out of scope\n\n{_paragraph(rng, 3)}\n"
    )


def _requirement(rng: random.Random, number: int) -> str:
    criteria = f"  - AC-1: {_sentence(rng, 18)}\n  - AC-2: {_sentence(rng)}\n"
    return f"- **FR-{number}** {_sentence(rng)}\n{criteria}\n"


def _tasks(rng: random.Random, number: int) -> str:
    front = f"id: TASKS-{number:03}\nkind: tasks\nstatus: draft\nspec: SPEC-{number:03}\n"
    items = "".join(_task(rng, number, n) for n in range(1, rng.randint(10, 30) + 1))
    return f"---\n{front}---\n# Tasks of feature {number}\n\n## Tasks\n\n{items}"


def _task(rng: random.Random, spec: int, number: int) -> str:
    after = f"  - after: T-{number - 1:02}\n" if number > 1 else ""
    return (
        f"- [ ] **T-{number:02}** Write part {number} of the {rng.choice(WORDS)}\n{after}"
        f"  - covers: FR-{(number - 1) % 6 + 1}\n"
        f"  - files: `src/module_{spec}.py`, `tests/test_module_{number}.py`\n"
        f"  - verify: `pytest tests/test_module_{number}.py`\n\n"
    )
