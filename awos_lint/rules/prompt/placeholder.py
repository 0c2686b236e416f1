"""A prompt has the placeholders that its host fills in, and none of another host."""

from awos_lint.agentfiles.fences import blank_fences
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.written import form_of, noun_of, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Span
from awos_lint.rules import PROMPT, Findings, rule

_SPOKEN = r"(?![\"'”’]?\s+(?:placeholders?|variables?|tokens?|syntax)\b)"
_FORMS = {
    "$ARGUMENTS": Lazy(rf"(?<![\\\w`])\$ARGUMENTS\b{_SPOKEN}"),
    "{{args}}": Lazy(rf"(?<!`)\{{\{{args\}}\}}{_SPOKEN}"),
    "${input:": Lazy(rf"(?<!`)\$\{{input:[^}}\n]*\}}{_SPOKEN}"),
}
"""Placeholders, and how they are written where no code span or sentence speaks of them."""

_WRITTEN = {"${input:": "${input:request}"}
"""How a placeholder is written whole that has a name of its own in it."""


@rule(PROMPT, Severity.WARNING)
def prompt_placeholder(prompt: Document) -> Findings:
    form = form_of(prompt)
    if form.role not in ("skill", "command") or not any(f in prompt.source.text for f in _FORMS):
        return
    text = prompt.source.text if form.syntax == "toml" else blank_fences(prompt)
    for word, pattern in _FORMS.items():
        match = pattern.pattern.search(text)
        # In a skill that several hosts read, one of them fills it in.
        if match and word not in form.words:
            own = next((_WRITTEN.get(w, w) for w in form.words if w in _FORMS), "")
            yield Finding(
                at=prompt.make_place(Span(*match.span())),
                message=f"{title_of(prompt)} does not fill in `{match[0]}` in a {noun_of(prompt)}",
                help=f"write `{own}`" if own else "say in words where the request stands",
                subject=(match[0],),
            )
