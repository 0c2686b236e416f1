"""Reports to write down: one of every thing, and any at all."""

from __future__ import annotations

from hypothesis import strategies as st

from awos_lint.core.diagnostic import Diagnostic, Edit, Failure, Manual, Report, Severity, Skip
from awos_lint.core.text import Location, Place, Source, Span

SPEC = """\
---
id: SPEC-001
status: aproved
depends_on: [SPEC-009]
---
# Größe 表示 e\u0301

- **FR-1** The user signs in.
  - AC-1: a person without
    an account is told so.
"""

ROADMAP = """\
# Roadmap

- [ ] **F-02** Dashboard
"""

SOURCES = {
    "context/specs/001/spec.md": Source("context/specs/001/spec.md", SPEC),
    "context/roadmap.md": Source("context/roadmap.md", ROADMAP),
}

MANUALS = {
    "reference-dangling": Manual(
        "reference-dangling",
        "a reference leads to no document",
        Severity.ERROR,
        "# reference-dangling\n\nA reference leads to no document.\n",
    ),
    "document-value": Manual(
        "document-value", "a value is not one of those allowed", Severity.WARNING, ""
    ),
}


def span(path: str, words: str) -> Span:
    """Where some words stand in one of the sample texts."""
    start = SOURCES[path].text.index(words)
    return Span(start, start + len(words))


def location(path: str, words: str) -> Location:
    return SOURCES[path].find_location(span(path, words))


def diagnostic(path: str, words: str, **kept: object) -> Diagnostic:
    """A warning about some words of a sample text, with what the caller wants otherwise."""
    fields: dict[str, object] = {
        "rule": "document-value",
        "severity": Severity.WARNING,
        "message": f"{words} is wrong",
        "at": location(path, words),
        "fingerprint": "f" * 8,
    }
    return Diagnostic(**{**fields, **kept})  # type: ignore[arg-type]


def report(*diagnostics: Diagnostic, **kept: object) -> Report:
    return Report(diagnostics, **{"documents": 1, "sources": SOURCES, **kept})  # type: ignore[arg-type]


def sample() -> Report:
    """A report with every field in use."""
    spec, roadmap = SOURCES
    dangling = diagnostic(
        spec,
        "SPEC-009",
        rule="reference-dangling",
        severity=Severity.ERROR,
        message="SPEC-001 depends on SPEC-009, which does not exist",
        fingerprint="aaaa1111",
        help="write the id of a spec that exists",
        notes=("the link is required by `kind: spec`",),
        related=((location(roadmap, "**F-02**"), "the feature that asks for it"),),
    )
    edit = Edit(Place(spec, span(spec, "aproved")), "approved")
    value = diagnostic(spec, "aproved", fingerprint="bbbb2222", edits=(edit,))
    story = diagnostic(
        spec,
        "a person without\n    an account",
        severity=Severity.NOTICE,
        message="a criterion on two lines",
        fingerprint="cccc3333",
    )
    return Report(
        diagnostics=(value, dangling, story),
        documents=12,
        suppressed=2,
        baselined=1,
        skipped=(Skip("context/specs/002/spec.md", "it is larger than 512 KiB"),),
        manuals=MANUALS,
        sources=SOURCES,
    )


# What has fooled readers of reports before, and what a terminal, the runner or a browser obeys.
PAYLOADS = [
    "\x1b[2J",
    "\x1b]8;;http://e.example\x07",
    "\x9b31m",
    "\r",
    "\n",
    "\r\n::stop-commands::t",
    "::error::owned",
    " ::add-mask::e",
    "##[error]owned",
    "##[add-mask]e",
    "%0A::error::owned",
    "a,line=1,title=x::y",
    "\u202egnp.exe",
    "\u2066",
    "\u200b",
    "\u2028",
    "\u00a0",
    "\ud800",
    "\udcff",
    "\ufffe",
    "\U000e0041",
    "[x](http://e.example)",
    "[x](1)",
    "![x](http://e.example/i.png)",
    "<img src=x onerror=y>",
    "<!--",
    "<http://e.example>",
    "\n# All checks passed",
    "\n\n```\n",
    "|",
    "\\|",
    "`",
    "*b*",
    "~~s~~",
    "@org/team",
    "{0}",
    "{{",
    "]]>",
    "&amp;",
    "\t",
    "e\u0301",
    "表",
    "👍🏽",
    "..",
    "/",
    "C:",
    "%41",
]

nasty = st.lists(
    st.one_of(st.sampled_from(PAYLOADS), st.text(st.characters(), max_size=8)), max_size=5
).map("".join)


@st.composite
def any_location(draw: st.DrawFn, source: Source) -> Location:
    size = len(source.text)
    start = draw(st.integers(0, size))
    return source.find_location(Span(start, draw(st.integers(start, size))))


@st.composite
def any_diagnostic(draw: st.DrawFn, sources: list[Source]) -> Diagnostic:
    source = draw(st.sampled_from(sources))
    other = draw(st.sampled_from(sources))
    at = draw(any_location(source))
    edit = Edit(Place(source.path, Span(0, min(1, len(source.text)))), draw(nasty))
    return Diagnostic(
        rule=draw(st.sampled_from(["document-value", "reference-dangling", "task-vague"])),
        severity=draw(st.sampled_from(Severity)),
        message=draw(nasty),
        at=at,
        fingerprint=draw(st.sampled_from(["a", "b", "a-2"])),
        help=draw(nasty),
        notes=tuple(draw(st.lists(nasty, max_size=2))),
        related=tuple(draw(st.lists(st.tuples(any_location(other), nasty), max_size=2))),
        edits=draw(st.sampled_from([(), (edit,)])),
    )


any_skip = st.builds(Skip, nasty, nasty, st.booleans()) | st.builds(
    Failure, nasty, nasty, path=nasty, error=nasty, log=nasty
)


@st.composite
def any_report(draw: st.DrawFn) -> Report:
    """A report about texts, with paths and messages, that a stranger wrote."""
    paths = draw(st.lists(nasty.filter(bool), min_size=1, max_size=3, unique=True))
    sources = [Source(path, draw(nasty)) for path in paths]
    return Report(
        diagnostics=tuple(draw(st.lists(any_diagnostic(sources), max_size=4))),
        documents=draw(st.integers(0, 3)),
        skipped=tuple(draw(st.lists(any_skip, max_size=2))),
        manuals=MANUALS,
        # A finding may lie in a file whose text nobody kept.
        sources={source.path: source for source in draw(st.sampled_from([sources, sources[1:]]))},
    )
