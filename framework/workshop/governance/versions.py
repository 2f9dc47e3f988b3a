"""Versions of a framework: numbers that stay, since when a rule stands as it is, and the change log of each version."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from framework.errors import RuleRefused
from framework.workshop.governance.changes import compare, line_number, same_rule
from framework.workshop.governance.history import Change, VersionChanges
from framework.workshop.models import Framework, Rule


def in_force(frameworks: Iterable[Framework]) -> Framework | None:
    """The version that was adopted last."""
    return next((one for one in reversed(tuple(frameworks)) if one.adopted), None)


def next_version(frameworks: Sequence[Framework], *, adopting: bool, amendment: bool = False) -> str:
    """``0.1``, ``0.2`` … for proposals, ``1.0``, ``2.0`` … when adopting, ``1.1`` … for proposals after an adoption, and for
    an amendment."""
    majors = [int(one.version.partition(".")[0]) for one in frameworks if one.adopted]
    major = max(majors, default=0)
    if adopting and not amendment:
        return f"{major + 1}.0"
    minors = [int(one.version.partition(".")[2]) for one in frameworks if one.version.partition(".")[0] == str(major)]
    return f"{major}.{max(minors, default=0) + 1}"


def rule_numbers(frameworks: Sequence[Framework], decisions: Sequence[str]) -> tuple[int, ...]:
    """The number of each decision's rule, given in reading order. A number that was adopted stays with its decision for
    ever, also when the rule was withdrawn; a later rule gets the next free one."""
    given = {rule.decision: rule.number for one in frameworks if one.adopted for rule in one.rules}
    return _numbers(_from_history(frameworks, "rule") | given, decisions)


def line_numbers(frameworks: Sequence[Framework], lines: Sequence[str]) -> tuple[int, ...]:
    """As `rule_numbers`, for red lines by their ids."""
    given = {
        line.id: line_number(line, place)
        for one in frameworks
        if one.adopted
        for place, line in enumerate(one.red_lines, start=1)
    }
    return _numbers(_from_history(frameworks, "red_line") | given, lines)


def _from_history(frameworks: Iterable[Framework], kind: str) -> dict[str, int]:
    """Of versions that are only in a change log, as where an opened charter is gone on with."""
    return {
        change.id: change.number
        for one in frameworks
        for version in one.history
        if version.adopted
        for change in version.changes
        if change.kind == kind
    }


def _numbers(given: Mapping[str, int], ids: Sequence[str]) -> tuple[int, ...]:
    free = count(max(given.values(), default=0) + 1)
    return tuple(given[one] if one in given else next(free) for one in ids)


def with_history(drafted: Framework, frameworks: Sequence[Framework]) -> Framework:
    """The draft with what it changes against the version in force as the last entry of its change log, and each rule's
    `Rule.since`: None where it would change."""
    adopted = [one for one in frameworks if one.adopted]
    if not adopted:
        return drafted
    rules = tuple(rule.model_copy(update={"since": _since(rule, adopted)}) for rule in drafted.rules)
    now = drafted.model_copy(update={"rules": rules})
    return now.model_copy(update={"history": (*log_of(adopted), compare(adopted[-1], now))})


def adopted_version(
    kept: Framework, frameworks: Sequence[Framework], reasons: Mapping[str, str], *, amendment: bool = False
) -> Framework:
    """``kept``, as it is adopted with its version and deciders, with its change log and the rules that are new since.

    ``reasons``: why a rule or red line was changed or withdrawn, by the id of its decision or its own. Raises `RuleRefused`:
    ``change-without-reason``, ``not-an-amendment``, ``other-deciders``.
    """
    adopted = [one for one in frameworks if one.adopted]
    before = adopted[-1] if adopted else None
    changes = compare(before, kept, reasons)
    unsaid = needs_reason(changes, given=False)
    if unsaid:
        raise RuleRefused(reason="change-without-reason", which=tuple(mark(one) for one in unsaid))
    if amendment:
        if not may_be_amendment(changes):
            raise RuleRefused(reason="not-an-amendment")
        if before is None or _people(before.deciders) != _people(kept.deciders):
            raise RuleRefused(reason="other-deciders", deciders=before.deciders if before else ())
        changes = changes.model_copy(update={"amendment": True})
    rules = tuple(rule.model_copy(update={"since": _since(rule, adopted) or kept.version}) for rule in kept.rules)
    return kept.model_copy(update={"rules": rules, "history": (*log_of(adopted), changes)})


def compared_versions(before: Framework, after: Framework) -> VersionChanges:
    """What ``after`` changes against any earlier version, with the reasons that its change log holds for what came between."""
    versions = [one.version for one in after.history]
    later = after.history[versions.index(before.version) + 1 :] if before.version in versions else after.history[-1:]
    reasons = {change.id: change.reason for one in later for change in one.changes if change.reason}
    return compare(before, after, reasons)


def needs_reason(changes: VersionChanges, *, given: bool | None = None) -> tuple[Change, ...]:
    """The rules and red lines that were changed or withdrawn. ``given``: only those with or without a reason."""
    return tuple(
        one for one in changes.changes if one.status in ("changed", "withdrawn") and given in (None, bool(one.reason))
    )


def may_be_amendment(changes: VersionChanges) -> bool:
    """Whether one rule is new, changed or withdrawn, and nothing else is."""
    moved = [one for one in changes.changes if one.status != "same"]
    return changes.before is not None and not changes.others and [one.kind for one in moved] == ["rule"]


def log_of(adopted: Sequence[Framework]) -> tuple[VersionChanges, ...]:
    """The change log up to the version in force. Versions of before there was one are compared now, without reasons."""
    if not adopted:
        return ()
    own = tuple(one for one in adopted[-1].history if one.adopted)
    if own:
        return own
    return tuple(compare(before, after) for before, after in zip((None, *adopted), adopted, strict=False))


def unlogged(framework: Framework) -> Framework:
    """Without what follows from earlier versions, so that two saved at different times can be held against each other."""
    rules = tuple(rule.model_copy(update={"since": None}) for rule in framework.rules)
    return framework.model_copy(update={"rules": rules, "history": ()})


def mark(change: Change) -> str:
    """``R4`` or ``L2``."""
    return f"{'R' if change.kind == 'rule' else 'L'}{change.number}"


def _since(rule: Rule, adopted: Sequence[Framework]) -> str | None:
    """The first version of the unbroken row up to the last in which the rule stood as it does."""
    found: str | None = None
    for one in reversed(adopted):
        stood = next((each for each in one.rules if each.decision == rule.decision), None)
        if stood is None or not same_rule(stood, rule):
            break
        found = stood.since or one.version
        if stood.since:
            break
    return found


def _people(names: Iterable[str]) -> set[str]:
    return {" ".join(name.split()).casefold() for name in names}
