"""A summary in GitHub Flavored Markdown, as for the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from awos_lint.core.diagnostic import Diagnostic, Report, Severity, Skip
from awos_lint.core.text import Location, escape_text
from awos_lint.core.wording import count_findings, count_noun, heaviest_first, list_asides

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


def write_summary(report: Report, sections: Sequence[str] = ()) -> str:
    """Return a heading, the counts, and a table of the findings, the heaviest first.

    ``sections`` are parts to stand behind the tables, with every stranger's text in them escaped.
    What has no room is left out, and a sentence says how much.
    """
    read = report.documents or report.prompts
    sign = " ✅" if read and not (report.diagnostics or report.skipped) else ""
    told = _fit_rows(sections, MOST_BYTES // 2)
    parts = [f"## awos: {count_findings(report)}{sign}", _write_counts(report)]
    # A quarter at most for what was not checked, and a little for the sentences around.
    skips = _fit_rows(map(_write_skip, report.skipped), MOST_BYTES // 4)
    room = MOST_BYTES - _measure_size("\n".join([*skips, *told])) - 2048
    findings = _fit_rows((_write_row(d, report.site) for d in heaviest_first(report)), room)
    parts += _write_table(FINDINGS, findings, len(report.diagnostics))
    parts += _write_table(SKIPPED, skips, len(report.skipped))
    parts += told
    return "\n\n".join(parts) + "\n"


def _write_counts(report: Report) -> str:
    return (
        ", ".join([f"{count_noun(report.documents, 'document')} checked", *list_asides(report)])
        + "."
    )


def _write_table(head: list[str], rows: list[str], total: int) -> list[str]:
    parts = ["\n".join([*head, *rows])] if rows else []
    if cut := total - len(rows):
        parts.append(f"{cut} more left out: a summary holds {MOST_BYTES // 1024} KiB.")
    return parts


def _fit_rows(rows: Iterable[str], room: int) -> list[str]:
    kept: list[str] = []
    for row in rows:
        room -= _measure_size(row) + 1
        if room < 0:
            break
        kept.append(row)
    return kept


def _measure_size(text: str) -> int:
    return len(text.encode())


def _write_row(d: Diagnostic, site: str) -> str:
    sign = f"{SIGN[d.severity]} {d.severity.word}"
    place, finding = _write_place(d.at, site), _write_finding(d, site)
    return f"| {sign} | {place} | {finding} | {escape_cell(d.rule)} |"


def _write_place(at: Location, site: str) -> str:
    """Return a place as text, and as a link where the files can be read on the web."""
    text = f"{escape_cell(at.path)}:{at.line}"
    path = quote(at.path, errors="replace")
    return f"[{text}]({site}/{path}?plain=1#L{at.line})" if site else text


def _write_finding(d: Diagnostic, site: str) -> str:
    lines = [escape_cell(d.message), *(_write_related(at, label, site) for at, label in d.related)]
    lines += [f"Note: {escape_cell(note)}" for note in d.notes]
    lines += [f"Help: {escape_cell(d.help)}"] if d.help else []
    return "<br>".join(lines)


def _write_related(at: Location, label: str, site: str) -> str:
    return f"See {_write_place(at, site)} {escape_cell(label)}".rstrip()


def escape_cell(text: str) -> str:
    """Return untrusted text so that Markdown shows it as it is; what means nothing is kept.

    It fits into a cell of a table, an item of a list and the text of a link, at the beginning too.
    GitHub looks for addresses, mentions and the like once escapes are gone, so an empty comment
    cuts those in two.
    """
    plain = escape_text(text, LONGEST_TEXT).strip()
    opening = _OPENING.match(plain, number.end() if (number := _NUMBER.match(plain)) else 0)
    begin = opening.start() if opening else -1
    places = {match.start(): "\\" for match in _MARKUP.finditer(plain)}
    if begin >= 0:
        places[begin] = "\\"
    parts = [places.get(index, "") + char for index, char in enumerate(plain)]
    for match in _find_cuts(plain):
        parts[match.end() - 1] += _CUT
    return "".join(parts)


def _find_cuts(plain: str) -> Iterator[re.Match[str]]:
    yield from _FOUND_LATER.finditer(plain)
    if plain.count("$") > 1:
        yield from _MATH.finditer(plain)


def _write_skip(skip: Skip) -> str:
    return f"| {escape_cell(skip.what)} | {escape_cell(skip.why)} |"
