"""Run the rules over a project and decide: severity, suppression, baseline, identity, order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from awos_lint.core.config import Config, Table
from awos_lint.core.diagnostic import Diagnostic, Failure, Finding, Severity, Skip, contain_failures
from awos_lint.core.model.document import Document, Suppression
from awos_lint.core.model.files import matches_glob
from awos_lint.core.model.kinds import APPROVED, maturity_of
from awos_lint.core.text import Location, Place, Source
from awos_lint.graph import Project
from awos_lint.graph.subjects import Accepted, Change, Code, Outcome, Past
from awos_lint.layouts import is_generated, load_layouts
from awos_lint.linter.baseline import split_accepted
from awos_lint.rules import Rule, all_rules, rules_by_name
from awos_lint.rules.options import collect_options

_Found = tuple[Rule, Finding]
_Entry = tuple[Rule, Finding | Skip]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine decided, before anything is filtered for a particular report."""

    diagnostics: tuple[Diagnostic, ...]
    suppressed: int
    baselined: int
    skipped: tuple[Skip, ...] = ()


@dataclass
class Engine:
    """One run; ``baseline`` are the findings that the project accepted, ``kept`` the file's path.

    In a step, ``config`` is that of its base.

    ``past`` and ``change`` are what rules about history judge, ``code`` is what those about files
    judge; without them those do not run. With ``only``, no other rules run than these. ``renamed``
    are the ids and paths that findings are identified by instead of those in the project.

    Raises :class:`ConfigError` when the configuration names rules or options that do not exist.
    """

    config: Config
    project: Project
    baseline: tuple[Accepted, ...] = ()
    kept: str = ""
    past: Past | None = None
    change: Change | None = None
    code: Code | None = None
    rules: Mapping[str, Rule] = field(default_factory=all_rules)
    only: frozenset[str] | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Settle which rules run, and with which options, before any of them does."""
        self.options = collect_options(self.config, self.rules)
        rules = (r for r in self.rules.values() if self.only is None or r.name in self.only)
        self.chosen = [rule for rule in rules if rule.is_chosen(self.config)]
        self.texts = (*self.project.documents, *self.project.prompts)
        self.by_path = {document.path: document for document in self.texts}
        self.strays = {stray.path: stray.source for stray in self.project.strays}
        self.whole = not any(document.broken for document in self.project.documents)

    def run_rules(self) -> Verdict:
        """Judge the project."""
        said = list(self._run_rules())
        found = [pair for pair in _keep_findings(said) if self._applies_to(*pair)]
        failed = {rule.name for rule, entry in said if isinstance(entry, Failure)}
        # What a failed rule would have found, a suppression or the baseline may be about.
        self.ran = frozenset(rule.name for rule in self.chosen) - failed
        loud, used = self._apply_suppressions(found)
        early = self._run_meta_rules(used, ())
        told_loud = self._add_fingerprints([*loud, *_keep_findings(early)])
        kept, stale = self._apply_baseline(told_loud)
        # What is stale is known only now, and is never accepted itself.
        late = [pair for pair in self._run_meta_rules(used, stale) if pair not in early]
        every = kept + self._add_fingerprints(_keep_findings(late))
        skipped = (entry for _, entry in (*said, *early, *late) if isinstance(entry, Skip))
        return Verdict(
            tuple(sorted(every, key=lambda diagnostic: diagnostic.order)),
            len(found) - len(loud),
            len(told_loud) - len(kept),
            tuple(skipped),
        )

    def _run_rules(self) -> Iterator[_Entry]:
        for rule in self.chosen:
            options = self.options[rule.name]
            for subject in self._subjects_of(rule):
                for entry in _run_rule(rule, subject, options):
                    yield rule, entry

    def _subjects_of(self, rule: Rule) -> Iterable[object]:
        """Return what a rule judges: each document, or the one thing of its kind that is there."""
        if rule.subject == "document":
            documents = self.project.documents
            return documents if self.whole else [d for d in documents if _is_judgeable(d, rule)]
        if rule.subject == "prompt":
            return [prompt for prompt in self.project.prompts if _is_judgeable(prompt, rule)]
        if rule.subject == "text":
            return self.texts
        subjects = {
            "project": self.project,
            "code": self.code,
            "past": self.past,
            "change": self.change,
        }
        subject = subjects.get(rule.subject)
        return () if subject is None else (subject,)

    def _applies_to(self, rule: Rule, finding: Finding) -> bool:
        """Whether the layout can express what the rule is about, and the file is not exempt."""
        document = self.by_path.get(finding.at.path)
        needs = rule.needs
        if document and not load_layouts()[document.layout].expresses.issuperset(needs):
            return False
        exempt = self.config.per_file_ignores.items()
        if document and rule.name != "document-encoding" and _hits_garbled(document, finding):
            return False
        return not any(
            rule.is_named(names) and matches_glob(glob, finding.at.path) for glob, names in exempt
        )

    def _apply_suppressions(
        self, found: list[_Found]
    ) -> tuple[list[_Found], set[tuple[str, Suppression]]]:
        loud: list[_Found] = []
        used: set[tuple[str, Suppression]] = set()
        for rule, finding in found:
            document = self.by_path.get(finding.at.path)
            line = self._locate_place(finding.at).line
            silencers = [s for s in _list_suppressions(document) if _is_silenced(s, rule, line)]
            used.update((finding.at.path, suppression) for suppression in silencers)
            if not silencers:
                loud.append((rule, finding))
        return loud, used

    def _apply_baseline(
        self, found: list[Diagnostic]
    ) -> tuple[list[Diagnostic], tuple[Accepted, ...]]:
        present = {name: rule.name for rule in self.rules.values() for name in rule.exact_names}
        entries = [replace(e, rule=present.get(e.rule, e.rule)) for e in self.baseline]
        kept, stale = split_accepted(found, entries)
        lost = {document.path for document in self.texts if document.failure}
        return kept, tuple(e for e in stale if e.rule in self.ran and e.path not in lost)

    def _run_meta_rules(
        self, used: set[tuple[str, Suppression]], stale: tuple[Accepted, ...]
    ) -> list[_Entry]:
        outcome = Outcome(
            self.texts,
            rules_by_name(self.rules.values()),
            self.ran,
            frozenset(used),
            self.kept,
            stale,
        )
        late = [rule for rule in self.chosen if rule.subject == "outcome"]
        return [(r, e) for r in late for e in _run_rule(r, outcome, self.options[r.name])]

    def _add_fingerprints(self, found: Iterable[_Found]) -> list[Diagnostic]:
        ordered = sorted(found, key=lambda pair: (self._locate_place(pair[1].at), pair[0].name))
        seen: Counter[str] = Counter()
        result = []
        for rule, finding in ordered:
            document = self.by_path.get(finding.at.path)
            owner = (document and document.id) or finding.at.path
            print_ = _hash_parts(rule.first_name, *map(self._name_part, (owner, *finding.subject)))
            seen[print_] += 1
            unique = print_ if seen[print_] == 1 else _hash_parts(print_, str(seen[print_]))
            result.append(self._make_diagnostic(rule, finding, unique))
        return result

    def _name_part(self, part: str) -> str:
        """Return what a part of an identity is called where documents got other names."""
        home, slash, item = part.partition("/")
        whole = self.renamed.get(part)
        return whole or f"{self.renamed.get(home, home)}{slash}{item}"

    def _make_diagnostic(self, rule: Rule, finding: Finding, fingerprint: str) -> Diagnostic:
        return Diagnostic(
            rule=rule.name,
            severity=self._decide_severity(rule, finding),
            message=finding.message,
            at=self._locate_place(finding.at),
            fingerprint=fingerprint,
            help=finding.help,
            notes=finding.notes,
            related=tuple((self._locate_place(r.at), r.message) for r in finding.related),
            edits=finding.edits,
        )

    def _decide_severity(self, rule: Rule, finding: Finding) -> Severity:
        document = self.by_path.get(finding.at.path)
        word = rule.configured_severity(self.config)
        if word and word != "off":
            return Severity[word.upper()]
        # A document without any status, as most foreign dialects have them, is not open.
        stated = document is not None and document.status != ""
        open_ = stated and document is not None and maturity_of(document.status) < APPROVED
        severity = rule.softer if open_ else rule.severity
        raised = Severity(min(severity + finding.raised, Severity.ERROR))
        return min(raised, self._limit_severity(rule, document))

    def _limit_severity(self, rule: Rule, document: Document | None) -> Severity:
        """Return how severe a finding may be: what the project did not write is not its fault."""
        if document is None or rule.everywhere:
            return Severity.ERROR
        others = document.unfilled or is_generated(document, self.config.vendored)
        return Severity.NOTICE if others else Severity.ERROR

    def _locate_place(self, place: Place) -> Location:
        document = self.by_path.get(place.path)
        source = (
            document.source if document else self.strays.get(place.path) or self._find_code(place)
        )
        if source is None:
            return Location(place.path, 1, 1, 1, 1)
        return source.find_location(place.span)

    def _find_code(self, place: Place) -> Source | None:
        """Return a file that is no document, when a rule named a place in it."""
        named = self.code and place.span
        return self.code.contents().texts.get(place.path) if self.code and named else None


def _run_rule(rule: Rule, subject: object, options: Table) -> Iterator[Finding | Skip]:
    """Yield what a rule says; a bug in it ends only what it says of this subject."""
    path = subject.path if isinstance(subject, Document) else ""
    return contain_failures(f"the rule {rule.name}", path, partial(rule.judge, subject, options))


def _keep_findings(entries: Iterable[_Entry]) -> list[_Found]:
    return [(rule, entry) for rule, entry in entries if isinstance(entry, Finding)]


def _is_judgeable(document: Document, rule: Rule) -> bool:
    # Of a template that nobody has filled in, it is enough to say that.
    whole = not (document.broken or document.unfilled) or rule.everywhere
    return whole or any(document.list_problems(rule.name))


def _hits_garbled(document: Document, finding: Finding) -> bool:
    """Whether a finding is about characters that could not be read: that is a finding already."""
    span = finding.at.span
    return document.source.garbled and (
        span is not None and "\ufffd" in document.source.text[span.start : span.end]
    )


def _hash_parts(*parts: str) -> str:
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:20]


def _list_suppressions(document: Document | None) -> tuple[Suppression, ...]:
    return document.suppressions if document else ()


FIRM = frozenset({"approval", "change"})
"""Families that no document can silence in itself: they are what guards its text."""


def _is_silenced(suppression: Suppression, rule: Rule, line: int) -> bool:
    if rule.family in FIRM:
        return False
    here = not suppression.first or suppression.first <= line <= suppression.last
    return here and rule.is_named(text.value for text in suppression.rules)
