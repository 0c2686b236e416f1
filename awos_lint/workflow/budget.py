"""Ranked pieces of knowledge, cut at a budget of tokens, as Markdown or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from awos_lint.core.escape import to_json
from awos_lint.syntax.parse.measure import count_tokens, estimate_tokens, measure_size
from awos_lint.workflow import commands
from awos_lint.workflow.passages import Passage

_NAMED = 10
DEFAULT = 4000
"""Tokens when no budget is given: some ten pages."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to know, and why.

    ``group`` is the heading that it stands under, ``id`` what it comes from, ``lead`` the line that
    introduces it. ``mark`` says of what is not settled how far it is; a lead says it too.
    """

    group: str
    id: str
    title: str
    passage: Passage
    lead: str = ""
    why: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """What is to be known about something, most needed first; the first piece is the thing itself.

    There are no pieces where the thing has no text and nothing is linked to it. ``notes`` are
    sentences about it that stand at the top.
    """

    id: str
    title: str
    notes: tuple[str, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A pack within a budget: the pieces that are in, those that are left out, and the tokens.

    ``rest`` is what Markdown says about the latter. ``whole`` is how many tokens the pack has when
    nothing is left out.
    """

    pack: Pack
    kept: tuple[Piece, ...]
    left: tuple[Piece, ...]
    rest: str
    budget: int
    tokens: int
    whole: int


class TooSmallError(Exception):
    """Not even the thing itself fits; ``least`` is the budget that it needs."""

    def __init__(self, least: int) -> None:
        super().__init__(f"{least} tokens are the least")
        self.least = least


def cut_pack(pack: Pack, budget: int) -> Cut:
    """Return the longest beginning of a pack that fits, the list of what is left out counted in.

    A greater budget never leaves out what a smaller one holds. Raises :class:`TooSmallError`.
    """
    sizes = list(
        accumulate(map(measure_size, _write_texts(pack)), initial=measure_size(_write_head(pack)))
    )
    whole = estimate_tokens(sizes[-1])
    # The thing itself is always in, if it has any text.
    beginnings = range(min(1, len(pack.pieces)), len(sizes))
    least = (
        measure_size(_write_rest(pack, kept, whole, _count_named(kept))) for kept in beginnings
    )
    totals = [
        estimate_tokens(sizes[kept] + rest) for kept, rest in zip(beginnings, least, strict=True)
    ]
    # How much a beginning takes does not depend on the budget, so the longest one only grows.
    fitting = [kept for kept, total in zip(beginnings, totals, strict=True) if total <= budget]
    if not fitting:
        raise TooSmallError(min(totals))
    kept = fitting[-1]
    rests = (
        _write_rest(pack, kept, whole, named) for named in range(_NAMED, _count_named(kept) - 1, -1)
    )
    rest = next(
        rest for rest in rests if estimate_tokens(sizes[kept] + measure_size(rest)) <= budget
    )
    taken = estimate_tokens(sizes[kept] + measure_size(rest))
    return Cut(pack, pack.pieces[:kept], pack.pieces[kept:], rest, budget, taken, whole)


def cut_to_default(pack: Pack) -> Cut:
    """Return a pack at the budget that holds when none is given.

    It gives way to the thing itself, with room to name what belongs to it.
    """
    try:
        return cut_pack(pack, DEFAULT)
    except TooSmallError as error:
        return cut_pack(pack, error.least + DEFAULT // 10)


def _count_named(kept: int) -> int:
    """Return how many of the pieces left out are named at least; few where little fits."""
    return min(kept, _NAMED)


def write_markdown(found: Cut) -> str:
    """Return what was kept, and where the rest is."""
    parts = _write_texts(found.pack)[: len(found.kept)]
    return "".join([_write_head(found.pack), *parts, found.rest])


def _write_head(pack: Pack) -> str:
    notes = "".join(f"\n{note}\n" for note in pack.notes)
    return f"# {f'{pack.id} {pack.title}'.strip()}\n{notes}"


def _write_texts(pack: Pack) -> list[str]:
    """Return each piece with the blank line before it; the first of a group has its heading."""
    found = []
    group = ""
    for piece in pack.pieces:
        heading = f"\n## {piece.group}\n" if piece.group != group else ""
        # Lines that only name something stand together as a list.
        gap = "" if piece.lead.startswith("- ") and not heading else "\n"
        found.append(heading + gap + _write_body(piece))
        group = piece.group
    return found


def _write_body(piece: Piece) -> str:
    lines = (piece.lead, piece.passage.text)
    return "".join(f"{line}\n" for line in lines if line)


def _write_rest(pack: Pack, kept: int, whole: int, named: int) -> str:
    """Return the list of what is left out, the first pieces by name, and how to get it."""
    left = pack.pieces[kept:]
    if not left:
        return ""
    lines = ["\n## Left out\n", *(f"- {line}" for line in _name_pieces(left[:named]))]
    if len(left) > named:
        lines.append(f"- and {len(left) - named} more")
    return (
        "\n".join([*lines, f"\nMore: `{commands.context_command(pack.id)} --budget {whole}`"])
        + "\n"
    )


def _name_pieces(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        at = piece.passage
        lines = f"{at.line}" if at.end == at.line else f"{at.line}-{at.end}"
        name = f"{piece.id} {piece.title.rstrip('.')}"
        yield f"{name}: {at.path}:{lines}, {count_tokens(_write_body(piece))} tokens"


def as_json(found: Cut) -> str:
    """Return the same as JSON; lines count from one."""
    return to_json(
        {
            "version": 1,
            "id": found.pack.id,
            "title": found.pack.title,
            "budget": found.budget,
            "tokens": found.tokens,
            "whole": found.whole,
            "notes": list(found.pack.notes),
            "pieces": [{**_make_entry(piece), "text": piece.passage.text} for piece in found.kept],
            "left_out": [_make_entry(piece) for piece in found.left],
        }
    )


def _make_entry(piece: Piece) -> dict[str, object]:
    return {
        "group": piece.group,
        "id": piece.id,
        "title": piece.title,
        "why": piece.why,
        "mark": piece.mark,
        "path": piece.passage.path,
        "line": piece.passage.line,
        "end_line": piece.passage.end,
        "tokens": count_tokens(_write_body(piece)),
    }
