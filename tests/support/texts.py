"""Texts to parse: by hand in one line, and by hypothesis in many."""

from __future__ import annotations

from hypothesis import strategies as st

from awos_lint.core.config import Limits
from awos_lint.core.text import Source, Span
from awos_lint.syntax.parse import Body, FrontMatter, read_body, read_front

LIMITS = Limits()


def front(yaml: str, limits: Limits = LIMITS) -> FrontMatter:
    """Read some YAML between its fences."""
    return read_front(Source("a.md", f"---\n{yaml}\n---\n"), limits)


def body(text: str, limits: Limits = LIMITS) -> Body:
    """Read some Markdown."""
    return read_body(Source("a.md", text), 0, limits)


def at(text: str, span: Span | None) -> str:
    """Return what stands at a span."""
    assert span is not None
    return text[span.start : span.end]


_ATOMS = (
    "a", "b c", "é", "😀", " ", "  ", "    ", "\t", "\n", "\n\n", "\n- ", "\n  - ", "- ", "* ",
    "+ ", "1. ", "2) ", "> ", ">", "\n# ", "## ", "#", "```", "\n```\n", "~~~\n", "---", "\n---\n",
    "===", "***", "|", "a|b", "\n|---|---|\n", "--|--", "\\", "\\|", "[", "]", "](", "(b.md)",
    "[a](b.md)", "![i](p.png)", "[x] ", "[-] ", "[x]: /u\n", "[x]", "[a][x]", "\n[b]:\n <u v>\n",
    "`", "``", "**", "_", "~~", "<", ">", "<b id=c>", "<!--", "-->", "<!-- d -->", "<a@b.c>",
    "<https://e.f>", "<div>\n", "&amp;", "&", "\xa0", "\x0b", "\u2028", "\x85", "\x1f", "\ufeff",
    "**T-01** t", "FR-2: r", "AC-1: c", "after: T-01", "files: `a`, b", "awos: ignore[a] why",
)  # fmt: skip

_LINES = (
    "", "", "text", "text more  ", "- item", "- [ ] **T-01** do", "  - after: T-02, T-03", "* item",
    "1. one", "2. two", "12) twelve", "  text", "   text", "    text", "      text", "# Head",
    "## `code` head", "#no head", "```", "~~~", "```py", "---", "***", "===", "-", "-     far",
    "  - - two", "> quote", "a | b", "--|--", "[a](b.md) and `c`", "<!-- c -->", "<b>", "[x]: /u",
)  # fmt: skip

markdown = st.one_of(
    st.lists(st.sampled_from(_ATOMS), max_size=25).map("".join),
    st.lists(
        st.tuples(st.sampled_from(("", "", " ", "  ", "    ")), st.sampled_from(_LINES)),
        max_size=12,
    ).map(lambda lines: "\n".join(indent + line for indent, line in lines)),
)
"""Markdown out of pieces that mean something, often next to one another in ways that do not."""

_YAML = (
    "a", "b", ": ", ":", "\n", "\n  ", "- ", "[", "]", "{", "}", ", ", "'", '"', "# ", "|", ">",
    "&a ", "*a", "!t ", "<<", "---", "...", "@", "`", "%", "\\", "012", "yes", "~", "1:30", "\t",
    "\u2028", "\x85", "😀", "\ufeff", "\x00", "key: value", "\nkey: value\n", "\n? ", "\\ud800",
)  # fmt: skip

yaml = st.lists(st.sampled_from(_YAML), max_size=20).map("".join)
"""Text that looks like YAML."""
