"""How much is known about an approval, and whether it is what the project's policy asks for.

A level is only what was verified: the digest here, the rest in the :class:`Evidence` that the hands
gathered. Mails and names are compared as they were written, because look-alikes are other people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import translate
from functools import lru_cache
from itertools import chain

from awos_lint.approvals.authorship import PLATFORM, co_authors, is_squashed
from awos_lint.approvals.records import (
    Approvals,
    Entry,
    Judged,
    claims_approval,
    is_sealed,
    list_acknowledgements,
    list_of,
)
from awos_lint.core.config import Approvals as Policy
from awos_lint.core.model.document import Document
from awos_lint.core.model.front import Acknowledgement, Approval
from awos_lint.core.model.history import Commit, Evidence, Origin, Person
from awos_lint.core.model.level import Level
from awos_lint.core.text import Place, escape_text

NAMESPACE = "awos-approval@v1"
"""What a signature of a digest is made for, so that no other signature can stand for it."""
SEAL_NAMESPACE = "awos-seal@v1"
"""The same for a signature of a seal, which stands for all that a record says."""

_BY = re.compile(r"(.*?)\s*<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Rating:
    """The level of a record that was verified; ``why`` and ``unknown`` say why it is no higher.

    ``unknown`` is about what might be so and could not be verified, ``why`` about what is not so.
    A record that no commit holds yet is ``pending``.
    """

    level: Level | None
    why: str = ""
    unknown: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A record that holds, by what a policy asks for, and its index in its list.

    ``agent`` is the name under which an agent took part, ``foreign`` says why the approver is not
    allowed, ``own`` why the text is the approver's. The fields that begin with ``un`` say why that
    could not be known.
    """

    index: int
    record: Entry
    rating: Rating
    low: bool
    agent: str = ""
    foreign: str = ""
    unsure: str = ""
    own: str = ""
    unwritten: str = ""

    @property
    def acknowledges(self) -> bool:
        """Whether it is an acknowledgement, and no approval."""
        return isinstance(self.record, Acknowledgement)

    @property
    def subject(self) -> tuple[str, ...]:
        """What a finding about it is known by: the approver, or the seal of an acknowledgement."""
        return (self.record.seal or "",) if self.acknowledges else (self.record.by,)

    def find_place(self, document: Document) -> Place:
        """Return where the document says who made it."""
        return document.find_place(list_of(self.record), self.index, "by")

    @property
    def counts(self) -> bool:
        """Whether it is an approval that the policy takes."""
        return not (
            self.low or self.agent or self.foreign or self.unsure or self.own or self.unwritten
        )


def format_statement(id_: str, digest: str) -> str:
    """Return the line that stands for a text: namespace, id and digest."""
    return f"{NAMESPACE} {id_} {digest}"


def format_record_line(document: Document, record: Entry) -> str:
    """Return the :func:`format_statement` of the text that a record is about."""
    return format_statement(document.id, record.digest)


def seal_statement(id_: str, seal: str) -> str:
    """Return the line that stands for a sealed record: namespace, id and seal."""
    return f"{SEAL_NAMESPACE} {id_} {seal}"


def signed_line(document: Document, record: Entry) -> tuple[str, str]:
    """Return the namespace and the line that a record's signature is about.

    It is the seal, and the digest alone in a record of version 1, which has none.
    """
    if record.seal is None:
        return NAMESPACE, format_record_line(document, record)
    return SEAL_NAMESPACE, seal_statement(document.id, record.seal)


def reviewed_line(document: Document, record: Entry) -> str:
    """Return the line that stands for a record among those that reviews are about.

    A review of a text is one of any approval of it. An acknowledgement says more than the text, so
    the review must be of a commit that holds it.
    """
    if isinstance(record, Approval):
        return format_record_line(document, record)
    return seal_statement(document.id, record.seal)


def parse_person(written: str) -> Person:
    """Return the name and mail of ``Name <mail>``, of a mail, or of a name alone."""
    found = _BY.fullmatch(written.strip())
    if found:
        return Person(found[1], found[2].strip())
    bare = written.strip()
    return Person("", bare) if "@" in bare and " " not in bare else Person(bare, "")


def name_principal(written: str) -> str:
    """Return what an approver must be called among the allowed signers: the mail, else the name."""
    who = parse_person(written)
    return who.mail or who.name


def rate_record(evidence: Evidence, document: Document, judged: Judged) -> Rating:
    """Return the level of a record that was verified."""
    if not judged.holds:
        return Rating(judged.level, "its digest is not known to be that of the text")
    return _rate_record(evidence, document, judged.index, judged.record)


def _rate_record(evidence: Evidence, document: Document, index: int, record: Entry) -> Rating:
    """Return the level that was verified of a record that holds."""
    origin = _find_origin(evidence, document, index, record)
    wrote = _explain_authorship(record, origin)
    reviewers = evidence.reviews.get(reviewed_line(document, record), ())
    if not wrote and any(_is_same_person(record.by, Person("", mail)) for mail in reviewers):
        return Rating(Level.REVIEWED)
    _, said = signed_line(document, record)
    detached = evidence.signatures.get(said, ()) if record.signature else ()
    if name_principal(record.by) in detached and not wrote:
        return Rating(Level.SIGNED)
    recorded = _rate_recorded(record, origin, wrote)
    if recorded.level is not Level.RECORDED:
        return recorded
    missing = next((c.sha for c in origin.commits if not _is_signed(evidence, c, record)), "")
    if not missing:
        return Rating(Level.SIGNED)
    unknown = evidence.unknown.get("signatures", "")
    why = f"no signature of {escape_text(record.by, 80)} verifies on commit {missing[:12]}"
    return Rating(Level.RECORDED, "" if unknown else why, unknown)


def _find_origin(evidence: Evidence, document: Document, index: int, record: Entry) -> Origin:
    return evidence.origins.get((document.path, list_of(record), index), Origin())


def _is_signed(evidence: Evidence, commit: Commit, record: Entry) -> bool:
    return name_principal(record.by) in evidence.signers.get(commit.sha, ())


def _rate_recorded(record: Entry, origin: Origin, wrote: str) -> Rating:
    """Return whether the commits that added a record were made by its approver."""
    for commit in origin.commits:
        if is_squashed(commit) or commit.committer.mail == PLATFORM:
            who = "the platform made it, maybe of several"
            return Rating(Level.BOUND, unknown=f"who made commit {commit.sha[:12]}: {who}")
        strangers = [
            p for p in (commit.author, commit.committer) if not _is_same_person(record.by, p)
        ]
        if strangers:
            name = escape_text(f"{strangers[0].name} <{strangers[0].mail}>", 120)
            return Rating(Level.BOUND, f"commit {commit.sha[:12]}, which added it, is by {name}")
    if wrote:
        return Rating(Level.BOUND, wrote)
    if origin.unknown:
        return Rating(Level.BOUND, unknown=origin.unknown)
    if not origin.commits:
        return Rating(Level.BOUND, "no commit holds it yet", pending=True)
    return Rating(Level.RECORDED)


def _explain_authorship(record: Entry, origin: Origin) -> str:
    """Return that the approver wrote the text, if so; here those who look alike are the same."""
    by = parse_person(record.by)
    for writer in origin.writers:
        mail = by.mail and _fold_text(by.mail) == _fold_text(writer.mail)
        name = by.name and _fold_text(by.name) == _fold_text(writer.name)
        if mail or name:
            return f"{escape_text(record.by, 80)} wrote or committed a part of the text"
    return ""


def _is_same_person(by: str, who: Person) -> bool:
    """Return whether a commit's person is the approver: by mail, or by name where no mail is."""
    approver = parse_person(by)
    if approver.mail:
        return _lower_mail(approver.mail) == _lower_mail(who.mail)
    return bool(approver.name) and approver.name == who.name


def _lower_mail(mail: str) -> str:
    # Outside ASCII, letters of several scripts have the same lower case.
    return mail.lower() if mail.isascii() else mail


def _fold_text(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def check_records(
    approvals: Approvals, evidence: Evidence, policy: Policy, document: Document
) -> tuple[Checked, ...]:
    """Return the records of a document that hold, by the policy of its kind."""
    law = policy.for_kind(document.kind)
    holding = [
        (judged.index, judged.record)
        for judged in approvals.judge_records(document)
        if judged.holds
    ]
    return tuple(_check_record(evidence, law, document, *entry) for entry in holding)


def check_sealed(evidence: Evidence, policy: Policy, document: Document) -> tuple[Checked, ...]:
    """Return the sealed acknowledgements of a document, by the policy of its kind."""
    law = policy.for_kind(document.kind)
    sealed = (entry for entry in list_acknowledgements(document) if is_sealed(entry[1]))
    return tuple(_check_record(evidence, law, document, *entry) for entry in sealed)


def check_all(
    approvals: Approvals, evidence: Evidence, policy: Policy, document: Document
) -> tuple[Checked, ...]:
    """Return the records of a document that hold and its sealed acknowledgements."""
    given = check_records(approvals, evidence, policy, document)
    return (*given, *check_sealed(evidence, policy, document))


def lacking_acknowledgements(
    approvals: Approvals, evidence: Evidence, policy: Policy
) -> Iterator[tuple[Document, tuple[Checked, ...]]]:
    """Yield the documents whose approval stands on acknowledgements that the policy does not take.

    Each comes with those. There are none for a document above that somebody acknowledged in a way
    that the policy takes.
    """
    for document in approvals.project.documents:
        kept = dict(approvals.kept_by(document))
        checked = {c.index: c for c in check_sealed(evidence, policy, document)} if kept else {}
        refused = {
            index
            for indices in kept.values()
            if not any(checked[index].counts for index in indices)
            for index in indices
        }
        if refused:
            yield document, tuple(checked[index] for index in sorted(refused))


def lacking_records(
    approvals: Approvals, evidence: Evidence, policy: Policy
) -> Iterator[tuple[Document, Checked]]:
    """Yield, one by one, the records of documents that lack any which the policy takes.

    They are those of :func:`find_lacking`, and then those of :func:`lacking_acknowledgements`.
    """
    given = find_lacking(approvals, evidence, policy)
    acknowledged = lacking_acknowledgements(approvals, evidence, policy)
    for document, checked in chain(given, acknowledged):
        yield from ((document, entry) for entry in checked)


def find_lacking(
    approvals: Approvals, evidence: Evidence, policy: Policy
) -> Iterator[tuple[Document, tuple[Checked, ...]]]:
    """Yield the documents that say they are approved and lack approvals that the policy takes.

    Each comes with its records that hold.
    """
    for document in approvals.project.documents:
        if claims_approval(approvals.project, document):
            checked = check_records(approvals, evidence, policy, document)
            if not has_enough(policy.for_kind(document.kind), checked):
                yield document, checked


def has_enough(law: Policy, checked: Iterable[Checked]) -> bool:
    """Return whether as many people approved as the policy asks for."""
    return count_people(c for c in checked if c.counts) >= law.count


def count_people(checked: Iterable[Checked]) -> int:
    """Return how many people records are by; who shares a name or a mail is one."""
    known: list[Person] = []
    for entry in checked:
        who = parse_person(entry.record.by)
        same = (
            (who.mail and _fold_text(who.mail) == _fold_text(other.mail))
            or (who.name and _fold_text(who.name) == _fold_text(other.name))
            for other in known
        )
        if not any(same):
            known.append(who)
    return len(known)


def _check_record(
    evidence: Evidence, law: Policy, document: Document, index: int, record: Entry
) -> Checked:
    rating = _rate_record(evidence, document, index, record)
    origin = _find_origin(evidence, document, index, record)
    least = Level[law.level.upper()]
    low = (rating.level or 0) < least and not rating.pending
    if low and least is Level.REVIEWED and "reviews" in evidence.unknown:
        rating = replace(rating, unknown=evidence.unknown["reviews"])
    foreign, unsure = _explain_refusal(evidence, law, document, record, least)
    own = _explain_authorship(record, origin) if law.independent else ""
    unwritten = origin.unknown if law.independent and not own else ""
    agent = _find_agent(law, record, origin)
    return Checked(index, record, rating, low, agent, foreign, unsure, own, unwritten)


def _find_agent(law: Policy, record: Entry, origin: Origin) -> str:
    """Return the agent that made a record or took part in committing it, if one did."""
    hands = [parse_person(record.by)]
    for commit in origin.commits:
        hands += [commit.author, commit.committer, *co_authors(commit)]
    return find_agent(law, hands)


def find_agent(law: Policy, hands: Iterable[Person]) -> str:
    """Return the name or mail of the first of some people that is an agent's, if one is."""
    for who in hands:
        for text in (who.name, who.mail):
            if text and any(
                _compile_glob(pattern).match(_fold_text(text)) for pattern in law.agents
            ):
                return text
    return ""


@lru_cache(maxsize=256)
def _compile_glob(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(_fold_text(pattern)), re.DOTALL)


def _explain_refusal(
    evidence: Evidence, law: Policy, document: Document, record: Entry, least: Level
) -> tuple[str, str]:
    """Return why the approver is not among those who may approve, or why that is not known."""
    if not (law.by or law.roster or law.codeowners):
        return "", ""
    named = [*law.by, *evidence.rosters.get(law.roster or "", ())]
    owners = evidence.owners.get(document.path, ()) if law.codeowners else ()
    if any(_is_named(entry, record.by, least) for entry in (*named, *owners)):
        return "", ""
    sources = list(_list_sources(law))
    unknown = next((evidence.unknown[s] for s in sources if s in evidence.unknown), "")
    handles = [owner for owner in owners if owner.startswith("@")]
    if not unknown and handles:
        unknown = f"which people {', '.join(handles)} are is known to the platform only"
    return ("", unknown) if unknown else (_name_sources(law), "")


def _list_sources(law: Policy) -> Iterator[str]:
    if law.roster:
        yield law.roster
    if law.codeowners:
        yield "CODEOWNERS"


def _name_sources(law: Policy) -> str:
    parts = ["approvals.by"] if law.by else []
    return " or ".join([*parts, *_list_sources(law)])


def _is_named(entry: str, by: str, least: Level) -> bool:
    """Return whether an entry of a policy names an approver.

    A name beside a mail is what nobody verified, so from *recorded* on it names nobody.
    """
    listed, approver = parse_person(entry), parse_person(by)
    if entry.startswith("@"):
        user = re.escape(entry[1:].lower())
        host = r"@users\.noreply\.github\.com"
        return re.fullmatch(rf"(?:[0-9]+\+)?{user}{host}", _lower_mail(approver.mail)) is not None
    if listed.mail:
        return _lower_mail(listed.mail) == _lower_mail(approver.mail)
    return listed.name == approver.name and (not approver.mail or least < Level.RECORDED)
