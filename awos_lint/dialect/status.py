"""Status words of decision records as people write them, and which of ours they mean.

The words are those of Nygard's article, adr-tools, MADR, log4brains, the ADR Manager and what a
survey of 1,821 records in 43 repositories found (research/decision-records.md §3.9).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from awos_lint.dialect.replaced import PASSIVE, wholly
from awos_lint.dialect.words import plain
from awos_lint.parse.distance import distance

_PROPOSED = """
awaiting approval, candidate, discussing, discussion, draft, drafted, for discussion, for review,
idea, in discussion, in progress, in review, incomplete, last call, new, open, pending, planned,
proposal, propose, proposed, provisional, ready for review, request for comments, review, rfc,
submitted, tentative, to be decided, under consideration, under discussion, under review,
unspecified, wip, work in progress,
brouillon, proposé, proposée, propuesto, propuesta, proposto, proposta, borrador, rascunho, bozza,
entwurf, in arbeit, vorgeschlagen, предложено, предложен, на рассмотрении, черновик,
草案, 草稿, 提议, 已提议, 提案, 提案中, 下書き, 제안, 제안됨, 초안
"""
_ACCEPTED = """
accept, accepted, achieved, active, adopt, adopted, agreed, amended, applied, approve, approved,
committed, complete, completed, confirmed, current, decided, delivered, done, effective, enforced,
final, finalised, finalized, implemented, implementing, in effect, in force, in use, live, locked,
partially implemented, partly implemented, ratified, released, resolved, shipped, stable, updated,
valid,
accepté, acceptée, adopté, approuvé, validé, aceptado, aceptada, aprobado, aceito, aceita, aprovado,
accettato, accettata, approvato, angenommen, akzeptiert, beschlossen, entschieden, umgesetzt,
принято, принят, утверждено,
接受, 已接受, 采纳, 已采纳, 通过, 已通过, 批准, 已批准, 採用, 採用済み, 承認, 承認済み, 決定,
승인, 승인됨, 채택, 채택됨
"""
_REJECTED = """
abandoned, cancelled, canceled, declined, discarded, dismissed, not implemented, refused, reject,
rejected, withdrawn, wont do,
rejeté, rejetée, refusé, rechazado, rechazada, rejeitado, rifiutato, respinto, abgelehnt, verworfen,
отклонено, отклонен, 拒绝, 已拒绝, 驳回, 已驳回, 却下, 거부, 거부됨
"""
_DEPRECATED = """
archived, deprecate, deprecated, depreciated, expired, historic, historical, inactive, legacy,
no longer in force, no longer relevant, no longer valid, obsolete, obsoleted, out of date, outdated,
removed, retired, reverted, revoked, sunset,
déprécié, dépréciée, obsolète, obsoleto, obsoleta, deprecato, depreciado, veraltet, überholt,
устарело, устарел, 弃用, 已弃用, 废弃, 已废弃, 廃止, 非推奨, 폐기, 폐기됨
"""
_SUPERSEDED = """
replaced, supercede, superceded, supersede, superseded, supersceded, superseeded, superseeding,
remplacé, remplacée, reemplazado, sustituido, substituído, substituida, sostituito, superato,
ersetzt, abgelöst, заменено, заменён, 取代, 已取代, 被取代, 已被取代, 替代, 已被替代, 置き換え,
대체됨
"""
_LISTS = {
    "proposed": _PROPOSED,
    "accepted": _ACCEPTED,
    "rejected": _REJECTED,
    "deprecated": _DEPRECATED,
    "superseded": _SUPERSEDED,
}
MEANINGS = {
    " ".join(word.split()): status
    for status, words in _LISTS.items()
    for word in words.split(",")
    if word.strip()
}
"""What each status word means, in the words of kind ``adr``."""

# Words with a meaning of their own that are near to one of the above.
_OTHERS = frozenset({"adapted", "achieve", "selected", "deferred", "needed", "rated", "reviewed"})

_NUMBERED = re.compile(r"^\(?\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\)?\s*[:–—-]?\s*")
_SEPARATOR = re.compile(r"^[\s:,;.–—|()\[\]-]+")
_FULL_STOPS = re.compile(r"[.,;:!()\[\]|<>→/–—]| - |->|=>")
_PARTLY = r"(?:part|partly|partially|in[ -]part|some (?:parts|aspects) of)"
_REPLACED = r"(?:super[sc]e?e?ded|superceeded|replaced|obsoleted)"
# "Partly superseded" leaves the rest in force; "superseded in part" says the same.
PARTIAL = re.compile(
    rf"\b{_PARTLY}[ -]+{_REPLACED}\b|\b{_REPLACED}[ -]+\(?{_PARTLY}\b", re.IGNORECASE
)
_LATER = re.compile(rf"\b{PASSIVE}\b", re.IGNORECASE)
_CHOICE = re.compile(r"[|/]|\bor\b")
_MAIN = (*_LISTS, "approved", "implemented", "obsolete", "withdrawn")
_ADDRESS = re.compile(r"https?://\S+")
_LABEL = re.compile(r"^status\b[\s:–—-]*")


class Said(NamedTuple):
    """What a status text means: one of the statuses of kind ``adr``, or nothing.

    ``typo`` is the status word that was meant by a misspelt one. ``template`` says that the text
    is the choice that a template offers.
    """

    status: str = ""
    typo: str = ""
    template: bool = False


_CORE = frozenset(
    {"accept", "accepted", "adopted", "approve", "approved", "decided", "declined", "deprecate"}
    | {"deprecated", "draft", "obsolete", "obsoleted", "propose", "proposed", "proposal", "reject"}
    | {"rejected", "replaced", "retired", "supercede", "superceded", "supersede", "superseded"}
    | {"superseeded", "supersceded", "withdrawn", "implemented"}
)


def decided(text: str) -> str:
    """Return what a status text means if it is about the decision, and surely so.

    "In progress" and "done" may be said of the work that follows from a decision.
    """
    said, words = meaning(text), _opening(text)
    return said.status if words.split(" ")[0] in _CORE or said.status == "superseded" else ""


_SHARED = frozenset(
    {"approve", "approved", "draft", "implemented", "obsolete", "obsoleted", "retired"}
)
"""Words that any page may have for a status."""


def is_only_decided(text: str) -> bool:
    """Return whether a status text is one that nothing but a decision has, such as "accepted"."""
    word = re.match(r"\w*", _opening(text))
    return (word[0] if word else "") in _CORE - _SHARED and meaning(text).status != ""


def meaning(text: str) -> Said:
    """Return what a status text means, such as ``**Accepted** (2024-01-31)``."""
    words = _opening(text)
    offered = {_known(part.strip(" {}[]\\<>…")) for part in _CHOICE.split(words)} - {""}
    if len(offered) > 1:
        return Said(template=len(offered) > 2)
    if PARTIAL.search(words):
        return Said("accepted")
    first = _known(words)
    if first and any(wholly(text, verb.start()) for verb in _LATER.finditer(text)):
        return Said("superseded")
    return Said(first) if first else Said(typo=_typo(words))


def _opening(text: str) -> str:
    """Return the words of a status text, without a date, a label and an address in front."""
    words = _LABEL.sub("", _NUMBERED.sub("", plain(text)).casefold())
    return _SEPARATOR.sub("", _ADDRESS.sub("", words))


def _known(words: str) -> str:
    """Return what the first words mean: the longest status at the beginning."""
    head = _FULL_STOPS.split(words, maxsplit=1)[0].strip().replace("-", " ")
    for length in range(min(len(head), 40), 0, -1):
        end = head[length : length + 1]
        # Scripts without blanks have no end of a word either.
        if head[:length] in MEANINGS and not (end.isalnum() and end.isascii()):
            return MEANINGS[head[:length]]
    return ""


def _typo(words: str) -> str:
    """Return the status word that a single misspelt word is one letter away from."""
    word = _FULL_STOPS.split(words, maxsplit=1)[0].strip()
    if len(word) < 6 or not word.isalpha() or word in _OTHERS:
        return ""
    near = {status for status in _MAIN if distance(word, status, 1) <= 1}
    return near.pop() if len(near) == 1 else ""
