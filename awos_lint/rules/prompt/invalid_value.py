"""A value in a file for a coding agent is of the type that its host expects."""

from awos_lint.agentfiles.written import Shape, form_of, shape_of, text_at, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import PROMPT, Findings, rule

_PLAIN = frozenset({"text", "quoted", "number", "flag"})
_FIT: dict[str, frozenset[str]] = {
    "text": _PLAIN,
    "flag": frozenset({"flag"}),
    "number": frozenset({"number"}),
    "list": frozenset({"list"}),
    "texts": _PLAIN | {"list"},
    "map": frozenset({"map"}),
}
_WORDS = {
    "text": "text",
    "flag": "`true` or `false`, without quotes",
    "switch": "`true` or `false`",
    "number": "a number, without quotes",
    "list": "a list",
    "texts": "text or a list",
    "map": "keys with values",
}
_SWITCH = frozenset({"true", "false", "yes", "no", "on", "off", "1", "0"})


@rule(PROMPT, Severity.ERROR)
def prompt_invalid_value(prompt: Document) -> Findings:
    form = form_of(prompt)
    for key in form.keys.keys() & prompt.fields.keys():
        shape = shape_of(prompt, key)
        wanted = form.keys[key].type
        if not _is_fitting(wanted, shape, text_at(prompt, key)):
            yield Finding(
                at=prompt.find_place(key),
                message=f"`{key}` is {_describe_value(prompt, key, shape)}; {title_of(prompt)} "
                "wants"
                f" {_WORDS[wanted]}",
                help=f"write {_WORDS[wanted]}",
                subject=(key,),
            )


def _is_fitting(wanted: str, shape: Shape, text: str) -> bool:
    if wanted == "any" or shape in ("unknown", "null"):
        return True
    if wanted == "switch":
        return shape not in ("list", "map") and text.lower() in _SWITCH
    return shape in _FIT[wanted]


def _describe_value(prompt: Document, key: str, shape: Shape) -> str:
    if shape in ("list", "map"):
        return "a list" if shape == "list" else "a map"
    mark = prompt.marks[key,].value
    return f"`{escape_text(prompt.source.text[mark.start : mark.end], 40)}`"
