"""A prompt is no longer than its host reads, or than leaves room for work."""

from pydantic import Field

from awos_lint.agentfiles.written import body_start, form_of, title_of, value_at
from awos_lint.core.config import Count, Table
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import PROMPT, Findings, rule
from awos_lint.syntax.parse.measure import count_tokens, measure_size


class Options(Table):
    """How long a skill or a command may be."""

    max_tokens: Count = Field(5_000, description="Tokens of a skill or command, estimated.")
    max_lines: Count = Field(500, description="Lines of a skill.")


@rule(PROMPT, Severity.NOTICE, Options)
def prompt_too_long(prompt: Document, options: Options) -> Findings:
    form = form_of(prompt)
    for has, limit, unit in (
        *_measure_file(prompt, form.bytes),
        *_measure_kept(prompt, form.tokens, options),
    ):
        if has > limit:
            yield Finding(
                at=prompt.head,
                message=f"{prompt.title} has {has:,} {unit}; the limit is {limit:,}",
                help="move what is not always needed to files of its own",
                notes=(f"{title_of(prompt)} cuts off the rest",) if unit == "bytes" else (),
                # Of bytes the host reads no more; of the rest it is advised to have less.
                raised=unit == "bytes",
                subject=(unit,),
            )


def _measure_file(prompt: Document, limit: int) -> list[tuple[int, int, str]]:
    return [(measure_size(prompt.source.text), limit, "bytes")] if limit else []


def _measure_kept(prompt: Document, wanted: int, options: Options) -> list[tuple[int, int, str]]:
    # What a program writes anew with each update, nobody here can make shorter.
    if not wanted or value_at(prompt, "metadata", "generatedBy"):
        return []
    body = prompt.source.text[body_start(prompt) :]
    found = [(count_tokens(body), options.max_tokens, "tokens")]
    if form_of(prompt).role == "skill":
        found.append((body.count("\n"), options.max_lines, "lines"))
    return found
