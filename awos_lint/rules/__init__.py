"""The rules: one file and one casebook each, found by walking this folder.

A rule is a function that gets only what its subject is and yields findings. Its name is the
file's name with hyphens, its family the first word of it. The casebook beside it is prose (why,
how to fix) and small worlds with the expected findings marked: the test, the manual page and the
help in SARIF at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from pkgutil import iter_modules
from typing import Any, Final, Generic, Literal, TypedDict, TypeVar, Unpack, overload

from awos_lint.core.config import Config, Table
from awos_lint.core.diagnostic import Edit, Finding, Related, Severity, Skip
from awos_lint.core.model.document import Document
from awos_lint.graph import Project
from awos_lint.graph.subjects import Change, Code, Outcome, Past

Findings = Iterator[Finding | Skip]
"""What a rule yields; a :class:`Skip` says what it could not judge, and why."""

Lifecycle = Literal["preview", "stable", "deprecated"]
"""How far a rule is. A preview rule runs only with ``preview = true``, a deprecated one only when
it is selected by name; the stable ones are the default set, which changes in minor versions only.
"""

GUARDS = ("approval", "change")
"""The families that judge a step itself: what they find is reported, whatever the base held."""

Given = TypeVar("Given")
Options = TypeVar("Options", bound=Table)


@dataclass(frozen=True, slots=True)
class Subject(Generic[Given]):
    """What a rule judges; the type says what its function is given, and nothing else."""

    name: str


DOCUMENT: Final[Subject[Document]] = Subject("document")
"""One document of the flow at a time; broken ones are kept from the rule."""

PROMPT: Final[Subject[Document]] = Subject("prompt")
"""One file at a time that coding agents read; broken ones are kept from the rule."""

TEXT: Final[Subject[Document]] = Subject("text")
"""The text of each document and of each file that agents read, broken ones too."""

PROJECT: Final[Subject[Project]] = Subject("project")
"""The whole graph."""

CODE: Final[Subject[Code]] = Subject("code")
"""Decisions, with the files that they speak of."""

PAST: Final[Subject[Past]] = Subject("past")
"""The graph, with what git knows about it."""

CHANGE: Final[Subject[Change]] = Subject("change")
"""The step between two commits."""

OUTCOME: Final[Subject[Outcome]] = Subject("outcome")
"""What the run of the other rules has shown."""


class NoOptions(Table):
    """The options of a rule that has none."""


class Traits(TypedDict, total=False):
    """What a rule may say about itself besides its severity; see :class:`Rule`."""

    needs: tuple[str, ...]
    softens: bool
    opt_in: bool
    since: str
    status: Lifecycle
    aliases: tuple[str, ...]
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the engine sees it; ``judge`` takes the subject and the options.

    ``needs`` names what a layout must be able to express for the rule to mean anything there.
    ``softens`` is one step less loud about a text that is not approved. A rule with ``opt_in`` runs
    only when the configuration selects it by name. ``since`` is the version that brought it, for a
    rule that was in preview the one that made it stable. ``aliases`` are its former names, the
    oldest first: configurations, suppressions and baselines may go on using them. ``everywhere``
    keeps its severity in files that a framework generated: it is about what harms whoever reads the
    file, and what nobody ships on purpose.
    """

    name: str
    severity: Severity
    subject: str
    judge: Callable[[Any, Any], Findings]
    options: type[Table]
    module: str
    needs: tuple[str, ...] = ()
    softens: bool = False
    opt_in: bool = False
    since: str = "0.1.0"
    status: Lifecycle = "stable"
    aliases: tuple[str, ...] = ()
    everywhere: bool = False

    @property
    def family(self) -> str:
        """The first word of the name."""
        return family_of(self.name)

    @property
    def first_name(self) -> str:
        """The oldest name: what identities are made of, so that renaming a rule changes none."""
        return (*self.aliases, self.name)[0]

    @property
    def exact_names(self) -> tuple[str, ...]:
        """The names that mean this rule alone, the present one first."""
        return (self.name, *reversed(self.aliases))

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that may mean it, the most exact first: rules, then families, then ``all``."""
        exact = self.exact_names
        return (*exact, *dict.fromkeys(map(family_of, exact)), "all")

    def is_named(self, names: Iterable[str]) -> bool:
        """Return whether one of some names, as users write them, means this rule."""
        return not set(self.names).isdisjoint(names)

    def is_chosen(self, config: Config) -> bool:
        """Return whether a configuration has it run."""
        wanted = [*config.select, *config.extend_select]
        exact = not set(self.exact_names).isdisjoint(wanted)
        by_name = self.opt_in or self.status == "deprecated"
        asked = exact if by_name else self.is_named(wanted)
        selected = asked and (self.status != "preview" or config.preview)
        off = self.configured_severity(config) == "off"
        return selected and not off and not self.is_named(config.ignore)

    def configured_severity(self, config: Config) -> str | None:
        """Return the severity that a configuration gives it, under its most exact name."""
        return next((config.severity[name] for name in self.names if name in config.severity), None)

    @property
    def softer(self) -> Severity:
        """The severity for a text that is not approved."""
        return Severity(self.severity - 1) if self.softens else self.severity

    @property
    def summary(self) -> str:
        """One line that says what the rule demands."""
        return (sys.modules[self.module].__doc__ or "").partition("\n")[0]

    @property
    def casebook(self) -> str:
        """The casebook, in Markdown."""
        package, _, name = self.module.rpartition(".")
        return resources.files(package).joinpath(f"{name}.md").read_text("utf-8")


@overload
def rule(
    subject: Subject[Given], severity: Severity, **traits: Unpack[Traits]
) -> Callable[[Callable[[Given], Findings]], Rule]: ...
@overload
def rule(
    subject: Subject[Given], severity: Severity, options: type[Options], **traits: Unpack[Traits]
) -> Callable[[Callable[[Given, Options], Findings]], Rule]: ...
def rule(
    subject: Subject[Any],
    severity: Severity,
    options: type[Table] | None = None,
    **traits: Unpack[Traits],
) -> Callable[[Callable[..., Findings]], Rule]:
    """Declare a rule: what it judges, how severe it is, and which options it has.

    The function is given the subject, and the options where it has some. Its name is the rule's.
    """

    def declare(function: Callable[..., Findings]) -> Rule:
        judge = function if options else lambda given, _options: function(given)
        name = function.__name__.replace("_", "-")
        given = options or NoOptions
        return Rule(name, severity, subject.name, judge, given, function.__module__, **traits)

    return declare


def family_of(name: str) -> str:
    """Return the family of a rule: the first word of its name."""
    return name.partition("-")[0]


def rules_by_name(rules: Iterable[Rule]) -> dict[str, frozenset[str]]:
    """Return, for each name that users may write, the present names of the rules it means."""
    found: dict[str, set[str]] = {}
    for rule in rules:
        for name in rule.names:
            found.setdefault(name, set()).add(rule.name)
    return {name: frozenset(meant) for name, meant in sorted(found.items())}


def report_problems(document: Document, rule: str) -> Findings:
    """Yield what the parser met under the name of a rule."""
    for problem in document.list_problems(rule):
        place = document.make_place(problem.span) if problem.span else document.head
        yield Finding(
            at=place,
            message=problem.message,
            help=problem.help,
            related=tuple(
                Related(document.make_place(span), text) for span, text in problem.related
            ),
            edits=() if problem.fix is None else (Edit(place, problem.fix),),
            subject=document.identify_problem(problem),
        )


@cache
def all_rules() -> dict[str, Rule]:
    """Return every rule by name, sorted; the folders are the list."""
    found = [rule for info in iter_modules(__path__) if info.ispkg for rule in _rules_in(info.name)]
    return {rule.name: rule for rule in sorted(found, key=lambda rule: rule.name)}


def _rules_in(family: str) -> Iterator[Rule]:
    package = import_module(f"{__name__}.{family}")
    for info in iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{info.name}")
        yield vars(module)[f"{family}_{info.name}"]
