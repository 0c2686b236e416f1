"""Which parts an installation has, by the answers given; the same answers give the same parts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from awos_lint import __version__
from awos_lint.hosts import SHARED, Host, load_hosts
from awos_lint.scaffold.answers import Answers
from awos_lint.scaffold.hookfiles import hook_parts, is_strict
from awos_lint.scaffold.parts import Draft, Entry, Member, Piece, Section, Table, Whole
from awos_lint.scaffold.prompts import load_agents, load_commands
from awos_lint.scaffold.prompts.render import render_agent, render_command, write_instructions

Part = Whole | Draft | Piece

CONFIGURATION = "awos.toml"

_CONFIGURATION = """\
# What awos checks in this repository: `awos config` prints all that applies.

# The folder that holds the mission, the roadmap, the decisions and the specs.
documents = {documents}
"""

_GOVERNED = """
# Code that agents may change only while a task of an approved spec is in progress, and that a pull
# request may change only where an approved spec covers it.
{mark}[governed]
{mark}paths = ["src/**"]
"""

_PRE_COMMIT = """\
- repo: local
  hooks:
    - id: awos
      name: awos check
      entry: awos check --staged
      language: python
      additional_dependencies: ["awos-lint=={version}"]
      always_run: true
      pass_filenames: false
      require_serial: true
      stages: [pre-commit, pre-merge-commit, manual]
    - id: awos-push
      name: awos check of a push
      entry: awos check
      language: python
      additional_dependencies: ["awos-lint=={version}"]
      always_run: true
      pass_filenames: false
      require_serial: true
      stages: [pre-push]
"""

_WORKFLOW = """\
name: awos
on:
  pull_request:
  push:
    branches: [main, master]
permissions: {{}}
concurrency:
  group: awos-${{{{ github.ref }}}}
  cancel-in-progress: true
jobs:
  awos:
    name: awos
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read # to check out
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          fetch-depth: 0 # who approved what is in the history
          persist-credentials: false
      # Of a pull request, the step from its base is judged; of a push, the whole.
      - run: pipx run --spec awos-lint=={version} awos check --format github
"""


@dataclass(frozen=True, slots=True)
class Texts:
    """The first documents and the templates of later ones, by their paths in the folder."""

    drafts: Mapping[str, str]
    templates: Mapping[str, str]


def list_parts(answers: Answers, texts: Texts, *, fresh: bool) -> list[Part]:
    """Return the parts, in the order in which they are shown.

    ``fresh`` says that there is no code yet.
    """
    known = [load_hosts()[name] for name in answers.agents]
    # A command has one name in all of them, because texts that they share name it.
    reserved = frozenset[str]().union(*(host.reserved | host.bundled for host in known))
    chosen = [replace(host, reserved=reserved) for host in known]
    found: list[Part] = [Draft(CONFIGURATION, _write_configuration(answers, fresh))]
    home = answers.documents.strip("/")
    found += [Draft(f"{home}/{path}", text) for path, text in texts.drafts.items()]
    found += [Whole(f"{home}/{path}", text) for path, text in texts.templates.items()]
    for host in chosen:
        found += _of_host(host, answers, chosen)
    if answers.pre_commit:
        lines = _PRE_COMMIT.format(version=__version__)
        found.append(Entry(".pre-commit-config.yaml", "repos", "awos", lines))
    if answers.github:
        text = _WORKFLOW.format(version=__version__)
        found.append(Whole(".github/workflows/awos.yml", text, loaded=True))
    return _unique_parts(found)


def _write_configuration(answers: Answers, fresh: bool) -> str:
    first = _CONFIGURATION.format(documents=json.dumps(answers.documents))
    return first + _GOVERNED.format(mark="" if fresh else "# ")


def _of_host(host: Host, answers: Answers, chosen: Iterable[Host]) -> Iterator[Part]:
    others = {other.skills for other in chosen}
    if not others.intersection(host.reads):
        for prompt in load_commands():
            yield Whole(*render_command(prompt, host, answers.prefix))
    for prompt in load_agents():
        if found := render_agent(prompt, host, answers.prefix):
            yield Whole(*found, loaded=host.agents is not None and host.agents.format == "toml")
    yield Section(host.instructions, _add_instructions(host, answers, chosen))
    yield from hook_parts(host)
    yield from _list_servers(host, answers)


def _add_instructions(host: Host, answers: Answers, chosen: Iterable[Host]) -> str:
    """Return what a host reads at the start: the file of most others, if it can take that in."""
    shared = any(other.instructions == SHARED for other in chosen)
    if host.imports and shared:
        return f"{host.imports.format(SHARED)}\n"
    return write_instructions(host, answers.prefix)


def _list_servers(host: Host, answers: Answers) -> Iterator[Piece]:
    known = host.servers
    for name in answers.servers if known else ():
        assert known
        keys, entry = (*known.keys, name), known.entries[name]
        if known.format == "toml":
            yield Table(known.path, keys, _write_table(keys, entry))
        else:
            yield Member(known.path, keys, dict(entry), is_strict(host, known.path))


def _write_table(keys: tuple[str, ...], entry: Mapping[str, Any]) -> str:
    """Return a table of TOML, in which these values are written as in JSON."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in entry.items()]
    return f"[{'.'.join(keys)}]\n" + "".join(f"{line}\n" for line in lines)


def _unique_parts(parts: Iterable[Part]) -> list[Part]:
    """Return each part once: two hosts may read the same file."""
    found: dict[tuple[str, str], Part] = {}
    for part in parts:
        name = "" if isinstance(part, Whole | Draft) else part.name
        found.setdefault((part.path, name), part)
    return list(found.values())
