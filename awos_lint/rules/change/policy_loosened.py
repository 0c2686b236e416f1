"""Who reviews a step sees that it changes the rules that judge it."""

from collections.abc import Iterator

from awos_lint.core.config import Config
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.policy import CONFIGURATIONS, is_policy
from awos_lint.core.text import Place, visible
from awos_lint.graph.diff import find_silenced
from awos_lint.graph.subjects import Change
from awos_lint.graph.tasks import join_names
from awos_lint.rules import GUARDS, Findings, Rule, all_rules, change_rule

_LATER = "this step is judged by what held before; it counts from the next step on"


@change_rule(Severity.NOTICE)
def change_policy_loosened(change: Change) -> Findings:
    if not change.governed and change.origin:
        yield _begins(change.origin)
    keys = _differing(change.policy, change.config)
    for path in sorted(touch.path for touch in change.touches):
        if path in (change.config.baseline, change.policy.baseline):
            yield _notice(path, "accepts other findings than before", _LATER)
        elif path == change.origin or (path in CONFIGURATIONS and keys and not change.origin):
            what = f"changes {join_names(keys)}"
            yield from [_notice(path, what, _LATER, *_effects(change))] if keys else []
        elif is_policy(path) and path.rpartition("/")[2] not in CONFIGURATIONS:
            yield _notice(path, "changes who may approve", _LATER)
    for document, suppression in find_silenced(change.before, change.after, GUARDS):
        names = join_names(f"`{text.value}`" for text in suppression.rules)
        yield Finding(
            at=document.place(suppression.span),
            message=f"this step silences {names} here: {visible(suppression.reason, 120)}",
            help="agree with the reason, or have the comment taken out",
            subject=tuple(text.value for text in suppression.rules),
        )


def _begins(path: str) -> Finding:
    return Finding(
        at=Place(path),
        message=f"this step is judged by its own {path}: its base has none that can be used",
        help="read it with care",
        subject=(),
    )


def _notice(path: str, what: str, *notes: str) -> Finding:
    return Finding(
        at=Place(path),
        message=f"this step {what}, in {path}",
        help="read this change with care",
        notes=notes,
        subject=(),
    )


def _effects(change: Change) -> Iterator[str]:
    """Yield what would no longer be found, or weigh less."""
    before, after = change.policy, change.config
    ran = [rule for rule in all_rules().values() if rule.is_chosen(before)]
    silent = [rule.name for rule in ran if not rule.is_chosen(after)]
    if silent:
        yield f"would no longer run: {join_names(silent)}"
    softer = [r.name for r in ran if r.is_chosen(after) and _weighs(r, after) < _weighs(r, before)]
    if softer:
        yield f"would weigh less: {join_names(softer)}"


def _weighs(rule: Rule, config: Config) -> Severity:
    word = rule.configured_severity(config)
    return Severity[word.upper()] if word else rule.severity


def _differing(policy: Config, config: Config) -> list[str]:
    before, after = policy.model_dump(by_alias=True), config.model_dump(by_alias=True)
    return [f"`{key}`" for key in after if before.get(key) != after[key]]
