"""Status words of decision records as people write them, and which of ours they mean.

The words are those of Nygard's article, adr-tools, MADR, log4brains, the ADR Manager and what a
survey of 1,821 records in 43 repositories found.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from awos_lint.core.model.status import Reading, Status
from awos_lint.core.suggestion import measure_distance
from awos_lint.core.text import Span
from awos_lint.layouts.dialect.replaced import PASSIVE, is_whole
from awos_lint.layouts.dialect.words import to_plain

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

_LOOSE = frozenset(
    {"achieved", "active", "applied", "archived", "canceled", "cancelled", "complete", "completed"}
    | {"current", "delivered", "done", "effective", "enforced", "historic", "historical", "idea"}
    | {"implementing", "in arbeit", "in progress", "in use", "inactive", "incomplete", "legacy"}
    | {"live", "locked", "new", "not implemented", "open", "partially implemented", "planned"}
    | {"partly implemented", "released", "removed", "resolved", "shipped", "stable", "umgesetzt"}
    | {"unspecified", "updated", "wip", "wont do", "work in progress"}
)
"""Words that may be said of the work that follows from a decision, or of where its file lies."""

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
_FRAME = " {}[]\\<>…"
_FRAMED = re.compile(r"[^\w{\[<]*[{\[<].*[}\]>]\W*", re.DOTALL)
_QUOTED = re.compile(r"[\"“„«'‘`*_]+([^\W\d_]+)[\"”“»'’`*_]+")
_MAIN = (*_LISTS, "approved", "implemented", "obsolete", "withdrawn")
_ADDRESS = re.compile(r"https?://\S+")
_LABEL = re.compile(r"^status\b[\s:–—-]*")


def read_status(text: str, start: int = 0) -> Status:
    """Return how the status text of a decision is understood; it begins at ``start``."""
    bare = text.strip()
    begin = start + len(text) - len(text.lstrip())
    span = Span(begin, begin + len(bare))
    words = _find_opening(bare)
    reading, word = _interpret_status(bare, words)
    return Status(bare, span, reading, word, loose=_is_loose(words))


_SURE = frozenset(
    {"accept", "accepted", "adopted", "decided", "declined", "deprecate", "deprecated", "proposal"}
    | {"propose", "proposed", "reject", "rejected", "replaced", "supercede", "superceded"}
    | {"supersede", "superseded", "superseeded", "supersceded", "withdrawn"}
)
"""Words for a status that other pages than decisions do not have."""


def is_only_decided(status: Status) -> bool:
    """Return whether a status is one that nothing but a decision has, such as "accepted"."""
    word = re.match(r"\w*", _find_opening(status.text))
    return status.means != "" and (word[0] if word else "") in _SURE


def _interpret_status(text: str, words: str) -> tuple[Reading, str]:
    """Return the reading of a status text and the word that it means; ``words`` is its opening."""
    if not words:
        return Reading.NONE, ""
    offered = is_offer(text, words, _match_known)
    if offered is not None:
        return (Reading.CHOICE if offered else Reading.OWN), ""
    if PARTIAL.search(words):
        return Reading.WORD, "accepted"
    word = _match_known(words)
    if word and any(is_whole(text, verb.start()) for verb in _LATER.finditer(text)):
        return Reading.WORD, "superseded"
    if word:
        return Reading.WORD, word
    meant = _match_typo(words)
    return (Reading.MISSPELT, meant) if meant else (Reading.OWN, "")


def is_offer(text: str, words: str, known: Callable[[str], str]) -> bool | None:
    """Return whether a text offers statuses to choose from; ``None`` when it names one at most.

    Two statuses may be a status and what it was before; between braces, or from three on, they are
    the choice of a template. ``words`` are those of the text, and ``known`` returns what a part of
    them means.
    """
    sentence = words.partition(". ")[0]
    named = {known(part.strip(_FRAME)) for part in _CHOICE.split(sentence)} - {""}
    if len(named) < 2:
        return None
    return len(named) > 2 or _FRAMED.fullmatch(text) is not None


def count_quoted(text: str) -> int:
    """Return how many different statuses a text speaks of in quotation marks or emphasis."""
    quoted = (match[1].casefold() for match in _QUOTED.finditer(text))
    return len({MEANINGS[word] for word in quoted if word in MEANINGS})


def _is_loose(words: str) -> bool:
    """Return whether words may be about the work, or about a part of the decision."""
    return _match_longest(words) in _LOOSE or PARTIAL.search(words) is not None


def _find_opening(text: str) -> str:
    """Return the words of a status text, without a date, a label and an address in front."""
    words = _LABEL.sub("", _NUMBERED.sub("", to_plain(text)).casefold())
    return _SEPARATOR.sub("", _ADDRESS.sub("", words))


def _match_known(words: str) -> str:
    """Return what the first words mean: the longest status at the beginning."""
    return MEANINGS.get(_match_longest(words), "")


def _match_longest(words: str) -> str:
    """Return the longest status word at the beginning, as the lists have it."""
    head = _FULL_STOPS.split(words, maxsplit=1)[0].strip().replace("-", " ")
    for length in range(min(len(head), 40), 0, -1):
        end = head[length : length + 1]
        # Scripts without blanks have no end of a word either.
        if head[:length] in MEANINGS and not (end.isalnum() and end.isascii()):
            return head[:length]
    return ""


def _match_typo(words: str) -> str:
    """Return the status word that a single misspelt word is one letter away from."""
    word = _FULL_STOPS.split(words, maxsplit=1)[0].strip()
    if len(word) < 6 or not word.isalpha() or word in _OTHERS:
        return ""
    near = {status for status in _MAIN if measure_distance(word, status, 1) <= 1}
    return near.pop() if len(near) == 1 else ""
