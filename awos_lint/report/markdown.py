"""A summary in GitHub Flavored Markdown, as for the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from awos_lint.core.diagnostic import Diagnostic, Report, Severity, Skip
from awos_lint.core.text import Location, visible
from awos_lint.core.wording import amount, asides, heaviest_first, verdict

# GitHub drops a step's whole summary above 1 MiB; the rest is left for what else a step writes.
MOST_BYTES = 900 * 1024
# What one finding may take, so that no finding can crowd out the others.
LONGEST_TEXT = 2000

SIGN = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTICE: "ℹ️"}
FINDINGS = ["| | Where | Finding | Rule |", "| --- | --- | --- | --- |"]
SKIPPED = ["| Not checked | Why |", "| --- | --- |"]

# What CommonMark and GitHub's extensions could take for markup in the middle of a line: code,
# emphasis, struck-through text, links, HTML, cells and entities. A backslash stays one where it
# escapes nothing; at the end it would escape what follows.
_MARKUP = re.compile(
    r"""[`*~|<\[\]]
      | \\ (?=[!-/:-@\[-`{-~]|\Z)
      | & (?=\#?[A-Za-z0-9]+;)
      | (?<![^\W_]) _ | _ (?![^\W_]) | _ (?=_) | (?<=_) _
    """,
    re.VERBOSE,
)
# What only means something where a line begins: a heading, a quotation, items of lists.
_OPENING = re.compile(r"[#>=]|[-+](?=[ -]|\Z)|(?<=\d)[.)]", re.DOTALL)
_NUMBER = re.compile(r"\d{1,9}(?=[.)](?: |\Z))", re.ASCII)
# What GitHub looks for once the escapes are gone: addresses, mentions, references, emoji.
_FOUND_LATER = re.compile(
    r"""(?: @ (?=[\w-])
      | \# (?=\d)
      | (?<![a-z0-9]) GH (?=-\d)
      | : (?= // | (?:[a-z][a-z0-9_]*|[+-]1|100|1234): )
      | www (?=\.)
    )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_MATH = re.compile(r"\$(?=\S)")
_CUT = "<!-- -->"


def summary(report: Report, sections: Sequence[str] = ()) -> str:
    """Return a heading, the counts, and a table of the findings, the heaviest first.

    ``sections`` are parts to stand behind the tables, with every stranger's text in them escaped.
    What has no room is left out, and a sentence says how much.
    """
    read = report.documents or report.prompts
    sign = " ✅" if read and not (report.diagnostics or report.skipped) else ""
    told = _fitting(sections, MOST_BYTES // 2)
    parts = [f"## awos: {verdict(report)}{sign}", _counts(report)]
    # A quarter at most for what was not checked, and a little for the sentences around.
    skips = _fitting(map(_skip, report.skipped), MOST_BYTES // 4)
    room = MOST_BYTES - _size("\n".join([*skips, *told])) - 2048
    findings = _fitting((_row(d, report.site) for d in heaviest_first(report)), room)
    parts += _table(FINDINGS, findings, len(report.diagnostics))
    parts += _table(SKIPPED, skips, len(report.skipped))
    parts += told
    return "\n\n".join(parts) + "\n"


def _counts(report: Report) -> str:
    return ", ".join([f"{amount(report.documents, 'document')} checked", *asides(report)]) + "."


def _table(head: list[str], rows: list[str], total: int) -> list[str]:
    parts = ["\n".join([*head, *rows])] if rows else []
    if cut := total - len(rows):
        parts.append(f"{cut} more left out: a summary holds {MOST_BYTES // 1024} KiB.")
    return parts


def _fitting(rows: Iterable[str], room: int) -> list[str]:
    kept: list[str] = []
    for row in rows:
        room -= _size(row) + 1
        if room < 0:
            break
        kept.append(row)
    return kept


def _size(text: str) -> int:
    return len(text.encode())


def _row(d: Diagnostic, site: str) -> str:
    sign = f"{SIGN[d.severity]} {d.severity.word}"
    return f"| {sign} | {_where(d.at, site)} | {_finding(d, site)} | {escape_cell(d.rule)} |"


def _where(at: Location, site: str) -> str:
    """Return a place as text, and as a link where the files can be read on the web."""
    text = f"{escape_cell(at.path)}:{at.line}"
    path = quote(at.path, errors="replace")
    return f"[{text}]({site}/{path}?plain=1#L{at.line})" if site else text


def _finding(d: Diagnostic, site: str) -> str:
    lines = [escape_cell(d.message), *(_see(at, label, site) for at, label in d.related)]
    lines += [f"Note: {escape_cell(note)}" for note in d.notes]
    lines += [f"Help: {escape_cell(d.help)}"] if d.help else []
    return "<br>".join(lines)


def _see(at: Location, label: str, site: str) -> str:
    return f"See {_where(at, site)} {escape_cell(label)}".rstrip()


def escape_cell(text: str) -> str:
    """Return untrusted text so that Markdown shows it as it is; what means nothing is kept.

    It fits into a cell of a table, an item of a list and the text of a link, at the beginning too.
    GitHub looks for addresses, mentions and the like once escapes are gone, so an empty comment
    cuts those in two.
    """
    plain = visible(text, LONGEST_TEXT).strip()
    opening = _OPENING.match(plain, number.end() if (number := _NUMBER.match(plain)) else 0)
    begin = opening.start() if opening else -1
    places = {match.start(): "\\" for match in _MARKUP.finditer(plain)}
    if begin >= 0:
        places[begin] = "\\"
    parts = [places.get(index, "") + char for index, char in enumerate(plain)]
    for match in _cuts(plain):
        parts[match.end() - 1] += _CUT
    return "".join(parts)


def _cuts(plain: str) -> Iterator[re.Match[str]]:
    yield from _FOUND_LATER.finditer(plain)
    if plain.count("$") > 1:
        yield from _MATH.finditer(plain)


def _skip(skip: Skip) -> str:
    return f"| {escape_cell(skip.what)} | {escape_cell(skip.why)} |"
