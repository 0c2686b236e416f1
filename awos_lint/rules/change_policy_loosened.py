"""Who reviews a step sees that it changes the rules that judge it."""

from awos_lint.config import Config
from awos_lint.diagnostic import Finding, Severity
from awos_lint.graph.tasks import listed
from awos_lint.graph.versions import silenced
from awos_lint.model.policy import CONFIGURATIONS, is_policy
from awos_lint.rules import GUARDS, Change, Findings, change_rule
from awos_lint.text import Place, visible

_LATER = "approvals and changes are judged by what held before; it counts from the next step on"


@change_rule(Severity.NOTICE)
def change_policy_loosened(change: Change) -> Findings:
    keys = _differing(change.policy, change.config)
    for path in sorted(touch.path for touch in change.touches):
        if path in (change.config.baseline, change.policy.baseline):
            yield _notice(path, "accepts other findings than before", "")
        elif path == change.origin or (path in CONFIGURATIONS and keys and not change.origin):
            yield from [_notice(path, f"changes {listed(keys)}", _LATER)] if keys else []
        elif is_policy(path) and path.rpartition("/")[2] not in CONFIGURATIONS:
            yield _notice(path, "changes who may approve", _LATER)
    for document, suppression in silenced(change.before, change.after, GUARDS):
        names = listed(f"`{text.value}`" for text in suppression.rules)
        yield Finding(
            at=document.place(suppression.span),
            message=f"this step silences {names} here: {visible(suppression.reason, 120)}",
            help="agree with the reason, or have the comment taken out",
            subject=tuple(text.value for text in suppression.rules),
        )


def _notice(path: str, what: str, note: str) -> Finding:
    return Finding(
        at=Place(path),
        message=f"this step {what}, in {path}",
        help="read this change with care",
        notes=(note,) if note else (),
        subject=(),
    )


def _differing(policy: Config, config: Config) -> list[str]:
    before, after = policy.model_dump(by_alias=True), config.model_dump(by_alias=True)
    return [f"`{key}`" for key in after if before.get(key) != after[key]]
