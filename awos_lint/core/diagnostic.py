"""What a check says: findings as rules make them, diagnostics as the engine decides them.

A rule *says* (:class:`Finding`), the engine *decides how loud* (:class:`Diagnostic`), and a report
writes it down. Rules never know about severity, formats or suppressions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeVar

from awos_lint.core.errors import AwosError
from awos_lint.core.text import Location, Place, Source

_Result = TypeVar("_Result")


class Severity(IntEnum):
    """How much a finding weighs; only errors and warnings make ``awos check`` exit with 1."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The name as users write and read it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that helps to understand a finding, perhaps in another file."""

    at: Place
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands at a place by a text; a place without a width inserts."""

    at: Place
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found.

    ``message`` is one line that stands alone, lower case, without a final period, and names the
    ids. ``help`` is one action. ``notes`` are facts. ``edits`` is the one right answer, if there is
    one.

    ``subject`` tells the finding apart from the others of its rule in its document, and stays the
    same while the cause does: ids, keys, paths and quoted text, empty where there can be only one.
    Sentences, counts, positions and dates of today do not belong in it, nor what is shortened for
    display. The fingerprint is made of rule, document and subject.

    ``raised`` is how many steps it weighs more than what the rule finds else.
    """

    at: Place
    message: str
    help: str = ""
    notes: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    edits: tuple[Edit, ...] = ()
    raised: int = 0
    subject: tuple[str, ...] = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its rule, severity and place decided; what every report format is made of."""

    rule: str
    severity: Severity
    message: str
    at: Location
    fingerprint: str
    help: str = ""
    notes: tuple[str, ...] = ()
    related: tuple[tuple[Location, str], ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def is_fixable(self) -> bool:
        """Whether ``awos check --fix`` can settle it."""
        return bool(self.edits)

    @property
    def order(self) -> tuple[object, ...]:
        """The one order in which diagnostics are reported."""
        return self.at, self.rule, self.message


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was not checked, and why.

    What is in scope leaves the run ``incomplete``, and the exit code is 3. What awos does not claim
    to read is only named.
    """

    what: str
    why: str
    incomplete: bool = True

    @property
    def where(self) -> str:
        """What stands for a path in formats that ask for one."""
        return self.what


def is_incomplete(skips: Iterable[Skip]) -> bool:
    """Return whether something in scope is among what was not checked."""
    return any(skip.incomplete for skip in skips)


@dataclass(frozen=True, slots=True)
class Unreadable(Skip):
    """A file that the system did not let awos read, as where a disk fails."""


@dataclass(frozen=True, slots=True)
class Failure(Skip):
    """A part of a run that a bug in awos ended; it makes the exit code 4.

    ``path`` is the file that it was about, empty where it was about the whole project. ``error`` is
    the type of the exception, and ``log`` its traceback, which is for the log alone: it may hold a
    stranger's text.
    """

    path: str = field(kw_only=True)
    error: str = field(kw_only=True)
    log: str = field(kw_only=True, repr=False, compare=False)

    @property
    def where(self) -> str:
        """The file, else what was not checked."""
        return self.path or self.what

    @classmethod
    def from_exception(cls, part: str, path: str, error: Exception) -> Failure:
        """Return the failure that an exception is."""
        from traceback import format_exception

        what = f"{part} on {path}" if path else part
        name = type(error).__name__
        why = f"this is a bug in awos ({name})"
        log = "".join(format_exception(error))
        return cls(what, why, path=path, error=name, log=log)


def contain_failures(
    part: str, path: str, work: Callable[[], Iterable[_Result]]
) -> Iterator[_Result | Failure]:
    """Yield what a part of a run results in, and last its failure where a bug ends it.

    Raises :class:`AwosError`, which is no bug.
    """
    try:
        yield from work()
    except AwosError:
        raise
    except Exception as error:
        yield Failure.from_exception(part, path, error)


def select_failures(skipped: Iterable[object]) -> list[Failure]:
    """Return the failures among what was not checked, or among results."""
    return [skip for skip in skipped if isinstance(skip, Failure)]


@dataclass(frozen=True, slots=True)
class Manual:
    """What a report needs to know about a rule: its name, one line, and its page in Markdown."""

    name: str
    summary: str
    severity: Severity
    page: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one run, ready to be written in any format.

    ``documents`` counts those of the flow, ``prompts`` the files of coding agents that were read,
    and ``aside`` the files of either's folders that are no documents. ``site`` is the address below
    which the files of this state can be read on the web, empty where it is not known.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    documents: int = 0
    prompts: int = 0
    aside: int = 0
    suppressed: int = 0
    baselined: int = 0
    skipped: tuple[Skip, ...] = ()
    manuals: Mapping[str, Manual] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    site: str = ""

    @property
    def is_incomplete(self) -> bool:
        """Whether something in scope was not checked."""
        return is_incomplete(self.skipped)

    def count_severity(self, severity: Severity) -> int:
        """Return how many diagnostics have exactly this severity."""
        return sum(d.severity is severity for d in self.diagnostics)
