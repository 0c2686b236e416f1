"""Manual pages of the rules, made from their docstrings, options and casebooks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from awos_lint.core.config import Table
from awos_lint.layouts import Layout
from awos_lint.layouts.unread import FRAMEWORKS
from awos_lint.linter.casebook import World, read_casebook
from awos_lint.rules import Rule


def write_page(rule: Rule, level: int = 1) -> str:
    """Return a rule's manual page in Markdown; ``level`` is that of its heading."""
    casebook = read_casebook(rule.casebook)
    parts = [
        f"{'#' * level} {rule.name}",
        rule.summary,
        _write_facts(rule),
        casebook.prose,
        *_write_options(rule),
        *_write_example(next(world for world in casebook.worlds if world.expected)),
    ]
    return "\n\n".join(parts) + "\n"


def write_reference(rules: Iterable[Rule]) -> str:
    """Return the reference of all rules, by family."""
    parts = ["# Rules", "Made by `awos rule --all`."]
    for family, members in groupby(rules, key=lambda rule: rule.family):
        parts += [f"## {family}-", *(write_page(rule, 3).rstrip() for rule in members)]
    return "\n\n".join(parts) + "\n"


def options_of(table: type[Table]) -> list[dict[str, object]]:
    """Return the options of a rule: name, default and what it means."""
    return [
        {"name": field.alias or name, "default": field.default, "help": field.description or ""}
        for name, field in table.model_fields.items()
    ]


def _write_facts(rule: Rule) -> str:
    facts = [f"Severity: {rule.severity.word}"]
    if rule.softer is not rule.severity:
        facts.append(f"a {rule.softer.word} until the text is approved")
    if rule.opt_in:
        facts.append("runs only when selected by name")
    return f"{'; '.join(facts)}. {_write_lifecycle(rule)}"


def _write_lifecycle(rule: Rule) -> str:
    """Return what a user must know of how far a rule is, and what it was called before."""
    sentences = {
        "preview": f"In preview since {rule.since}: runs only with `preview = true`.",
        "stable": f"Stable since {rule.since}.",
        "deprecated": "Deprecated: runs only when selected by name.",
    }
    former = ", ".join(f"`{name}`" for name in rule.aliases)
    return sentences[rule.status] + (f" Formerly {former}." if former else "")


def _write_options(rule: Rule) -> list[str]:
    found = options_of(rule.options)
    if not found:
        return []
    rows = [f"| `{o['name']}` | `{_write_toml(o['default'])}` | {o['help']} |" for o in found]
    head = f"Options, in `[rules.{rule.name}]`:\n\n| option | default | meaning |"
    return ["\n".join([head, "| --- | --- | --- |", *rows])]


def _write_toml(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_write_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _write_example(world: World) -> list[str]:
    parts = [f"**Example.** {world.title}:"]
    above = ""
    for part, path, text in world.shown:
        if part != above:
            parts.append(f"*{part}:*")
            above = part
        parts.append(f"`{path}` is deleted" if text is None else _write_file(path, text))
    return parts


def _write_file(path: str, text: str) -> str:
    fence = "````" if "```" in text else "```"
    return f"`{path}`\n{fence}{path.rpartition('.')[2]}\n{text}{fence}"


_ABOUT: tuple[tuple[str, str], ...] = (
    ("adr-", "adr"),
    ("approval-criteria", "spec"),
    ("approval-feature", "roadmap"),
    ("approval-spec", "spec"),
    ("approval-tasks", "tasks"),
    ("change-decision", "adr"),
    ("change-task", "tasks"),
    ("document-status", "adr"),
    ("order-decision", "adr"),
    ("order-feature", "roadmap"),
    ("order-roadmap", "roadmap"),
    ("order-spec", "spec"),
    ("order-tasks", "tasks"),
    ("order-work", "tasks"),
    ("requirement-", "spec"),
    ("task-", "tasks"),
)
"""How the names of rules begin that judge one kind of document, and that kind."""


def can_apply(rule: Rule, layout: Layout) -> bool:
    """Return whether a rule can say anything about the documents of a layout."""
    for_agents = rule.subject == "prompt" or rule.family == "prompt"
    if layout.beside:
        return for_agents or rule.subject in ("text", "outcome")
    if for_agents:
        return False
    about = {kind for start, kind in _ABOUT if rule.name.startswith(start)}
    return layout.expresses.issuperset(rule.needs) and layout.kinds >= about


_NOT_READ = """\
Frameworks whose documents awos does not read. Where it finds their files, it names the folder and
the number of files: in `awos layout`, and under what was not checked. The exit code is 3 where
nothing else was read. `unread = ["NAME"]` in the configuration leaves one unnamed."""


def layouts_page(rules: Iterable[Rule], layouts: Iterable[Layout]) -> str:
    """Return the reference of all layouts: what each one is, and which rules apply to it."""
    known = list(layouts)
    parts = ["# Layouts", "Made by `awos layout --rules`."]
    for layout in known:
        parts += [f"## {layout.name}", read_casebook(layout.casebook).prose]
    parts += ["## Recognised and not read", _NOT_READ, _write_frameworks()]
    parts += ["## Which rules apply", _write_matrix(list(rules), known)]
    return "\n\n".join(parts) + "\n"


def _write_frameworks() -> str:
    rows = [f"| `{one.name}` | {one.title} | {', '.join(one.folders)} |" for one in FRAMEWORKS]
    return "\n".join(["| name | framework | recognised in |", "| --- | --- | --- |", *rows])


def _write_matrix(rules: list[Rule], layouts: list[Layout]) -> str:
    head = " | ".join(layout.name for layout in layouts)
    rows = [f"| rule | {head} |", f"| --- |{' :-: |' * len(layouts)}"]
    for rule in rules:
        cells = " | ".join("yes" if can_apply(rule, layout) else "" for layout in layouts)
        rows.append(f"| `{rule.name}` | {cells} |")
    return "\n".join(rows)
