"""Who reviews a step sees that it changes the rules that judge it."""

from collections.abc import Iterator

from awos_lint.core.config import EDIT_POLICIES, Approvals, Config
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.kinds import PAGE
from awos_lint.core.model.level import Level
from awos_lint.core.model.policy import CONFIGURATIONS, is_policy
from awos_lint.core.text import Place, escape_text
from awos_lint.core.wording import count_noun, join_names
from awos_lint.graph.diff import find_silenced
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, GUARDS, Findings, Rule, all_rules, rule

_LATER = "this step is judged by what held before; it counts from the next step on"


@rule(CHANGE, Severity.NOTICE)
def change_policy_loosened(change: Change) -> Findings:
    touched = sorted(touch.path for touch in change.touches)
    if not change.governed and change.origin:
        yield _make_first_finding(change.origin)
    if change.is_named and change.origin in touched:
        yield _judges_itself(change.origin)
    keys = _list_differing(change.policy, change.config)
    if keys:
        what = f"changes {join_names(keys)}"
        yield _make_notice(
            _find_configuration(change, touched), what, _LATER, *_list_effects(change)
        )
    named = {*change.policy.approvals.files, *change.config.approvals.files}
    for path in touched:
        if path in (change.config.baseline, change.policy.baseline):
            yield _make_notice(
                path, "accepts other findings than before", _LATER, *_list_accepted(change)
            )
        elif path in named or _names_people(path):
            yield _make_notice(path, "changes who may approve", _LATER)
    for document, suppression in find_silenced(change.before, change.after, GUARDS):
        names = join_names(f"`{text.value}`" for text in suppression.rules)
        yield Finding(
            at=document.make_place(suppression.span),
            message=f"this step silences {names} here: {escape_text(suppression.reason, 120)}",
            help="agree with the reason, or have the comment taken out",
            subject=tuple(text.value for text in suppression.rules),
        )


def _names_people(path: str) -> bool:
    return is_policy(path) and path.rpartition("/")[2] not in CONFIGURATIONS


def _find_configuration(change: Change, touched: list[str]) -> str:
    """Return the configuration that changed; the one of now where that is in what it extends."""
    written = [path for path in touched if path.rpartition("/")[2] in CONFIGURATIONS]
    if change.origin in touched or not written:
        return change.origin
    return written[0]


def _make_first_finding(path: str) -> Finding:
    return Finding(
        at=Place(path),
        message=f"this step is judged by its own {path}: its base has none that can be used",
        help="read it with care",
        subject=(),
    )


def _judges_itself(path: str) -> Finding:
    return Finding(
        at=Place(path),
        message=f"this step changes {path}, and is judged by it because `--config` names it",
        help="read this change with care",
        subject=("--config",),
    )


def _make_notice(path: str, what: str, *notes: str) -> Finding:
    return Finding(
        at=Place(path),
        message=f"this step {what}, in {path}",
        help="read this change with care",
        notes=notes,
        subject=(),
    )


def _list_effects(change: Change) -> Iterator[str]:
    """Yield what would no longer be found, weigh less, or be allowed."""
    before, after = change.policy, change.config
    ran = [rule for rule in all_rules().values() if rule.is_chosen(before)]
    silent = [rule.name for rule in ran if not rule.is_chosen(after)]
    if silent:
        yield f"would no longer run: {join_names(silent)}"
    softer = [
        r.name
        for r in ran
        if r.is_chosen(after) and _find_severity(r, after) < _find_severity(r, before)
    ]
    if softer:
        yield f"would weigh less: {join_names(softer)}"
    if before.baseline != after.baseline:
        yield from _list_accepted(change)
    ungoverned = [glob for glob in before.governed.paths if glob not in after.governed.paths]
    if ungoverned:
        yield f"would no longer be governed: {join_names(f'`{glob}`' for glob in ungoverned)}"
    yield from _list_eased(change)


def _list_accepted(change: Change) -> Iterator[str]:
    if change.newly_accepted:
        yield f"would accept {count_noun(change.newly_accepted, 'finding')} more"


def _list_eased(change: Change) -> Iterator[str]:
    """Yield what would be asked no longer of approvals and of edits, with the kinds."""
    before, after = change.policy, change.config
    kinds: dict[str, list[str]] = {}
    for kind in sorted({*change.before.kinds, *change.after.kinds} - {PAGE}):
        for effect in _eased_approvals(
            before.approvals.for_kind(kind), after.approvals.for_kind(kind)
        ):
            kinds.setdefault(effect, []).append(kind)
        old, new = (config.changes.edit_policy_of(kind) for config in (before, after))
        if EDIT_POLICIES.index(new) > EDIT_POLICIES.index(old):
            kinds.setdefault(f"could be edited as `{new}`, not `{old}`", []).append(kind)
    for effect, names in kinds.items():
        yield f"{effect}: {join_names(names)}"
    if before.changes.separate_commits and not after.changes.separate_commits:
        yield "one commit could edit a text and approve it"


def _eased_approvals(old: Approvals, new: Approvals) -> Iterator[str]:
    if Level[new.level.upper()] < Level[old.level.upper()]:
        yield f"approvals would only have to be {new.level}, not {old.level}"
    if new.count < old.count:
        yield f"would need {count_noun(new.count, 'approver')}, not {old.count}"
    if old.independent and not new.independent:
        yield "could be approved by their own authors"
    if _is_limited(old) and not _is_limited(new):
        yield "could be approved by everybody"


def _is_limited(approvals: Approvals) -> bool:
    return bool(approvals.by or approvals.roster or approvals.codeowners)


def _find_severity(rule: Rule, config: Config) -> Severity:
    word = rule.configured_severity(config)
    return Severity[word.upper()] if word else rule.severity


def _list_differing(policy: Config, config: Config) -> list[str]:
    before, after = policy.model_dump(by_alias=True), config.model_dump(by_alias=True)
    return [f"`{key}`" for key in after if before.get(key) != after[key]]
