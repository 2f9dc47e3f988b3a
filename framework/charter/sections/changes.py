"""What changed from version to version, and why: the annex on changes, and two versions side by side."""

from collections.abc import Iterable, Sequence
from datetime import date

from framework.charter.document import Block, Bullets, Paragraph, Section, Span, Text
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, fill, joined, normal, own_words
from framework.language import N_
from framework.text import Worded
from framework.workshop.governance.history import Change, Difference, RulePart, Status, VersionChanges
from framework.workshop.governance.versions import mark

PART_NAMES: dict[RulePart, str] = {
    "sentence": N_("The sentence"),
    "activities": N_("Applies to"),
    "check": N_("Check"),
    "owner": N_("Owner"),
    "accepted": N_("Stances accepted"),
    "review_on": N_("Review"),
}
_LISTS: tuple[tuple[Status, str], ...] = (
    ("new", N_("New: {rules}.")),
    ("changed", N_("Changed: {rules}.")),
    ("withdrawn", N_("Withdrawn: {rules}.")),
    ("same", N_("Unchanged: {rules}.")),
)
_FIELDS: dict[str, str] = {
    "sponsor": N_("Who adopts it"),
    "board": N_("Who gets the report"),
    "owner": N_("Owner of the charter"),
    "deputy": N_("Deputy"),
    "stop_role": N_("Who may stop an AI use"),
    "incident_contact": N_("Whom to ring about a data breach"),
    "contact": N_("Where customers can turn"),
    "complaints_role": N_("Who answers customers"),
    "privacy": N_("Who looks after privacy"),
    "works_council": N_("Works council"),
    "why": N_("Why we have this charter"),
    "scope": N_("Scope"),
    "suppliers": N_("Suppliers"),
}
_USE_FIELDS: dict[str, str] = {
    "name": N_("name"),
    "supplier": N_("supplier"),
    "owner": N_("owner"),
    "purpose": N_("purpose"),
    "running": N_("state"),
    "stopped_on": N_("stopped on"),
}
_CODES: dict[str, str] = {
    "running": N_("running"),
    "planned": N_("planned"),
    "advised": N_("has advised"),
    "consented": N_("has consented"),
    "not_needed": N_("need not be asked"),
    "to_ask": N_("still has to be asked"),
    "none": N_("there is none"),
}
"""Words for choices, which differences hold as codes."""
_CODED = {"running", "works_council"}
_DATES = {"stopped_on", "review_on"}
_ROLES = {"owner", "deputy", "stop_role", "complaints_role"}


def annex(context: CharterContext, letter: str) -> Section | None:
    """Annex of the internal edition: every adopted version and what it changed, the newest first; None before the first."""
    log = context.framework.history
    if not (context.internal and log):
        return None
    blocks = tuple(block for version in reversed(log) for block in changed(context, version))
    return Section("changes", letter, context.t("What changed, and why"), blocks, annex=True)


def since_last(context: CharterContext) -> Text:
    """What this version changes in rules and red lines, in one line: ``Since 1.0: new R9; changed R4.`` Empty without one
    before."""
    t, log = context.t, context.framework.history
    if not log or log[-1].before is None:
        return ()
    last = log[-1]
    said = [
        t(words, rules=_ranges(found))
        for words, found in (
            (N_("new {rules}"), _with(last, "new")),
            (N_("changed {rules}"), _with(last, "changed")),
            (N_("withdrawn {rules}"), _with(last, "withdrawn")),
        )
        if found
    ]
    what = "; ".join(said) or t("no rule or red line changed")
    return normal(t("Since version {version}: {what}.", version=last.before, what=what))


def changed(context: CharterContext, version: VersionChanges) -> tuple[Block, ...]:
    """One version: who adopted it and when, its rules in lists, and each change with its reason."""
    listed = joined((normal(words) for words in lists(context, version)), " ")
    found = details(context, version)
    return (Paragraph((*_head(context, version), Span(" "), *listed)), *((Bullets(found),) if found else ()))


def side_by_side(context: CharterContext, version: VersionChanges) -> tuple[Text, ...]:
    """Two versions in words: which they are and which rules are new, changed, withdrawn and the same, then each difference."""
    t = context.t
    if not version.differ:
        return (normal(t("Versions {old} and {new} say the same.", old=version.before, new=version.version)),)
    head = t("From version {old} to {new}.", old=version.before, new=version.version)
    return (normal(" ".join((head, *lists(context, version)))), *details(context, version))


def differences(context: CharterContext, version: VersionChanges) -> tuple[Text, ...]:
    """What differs besides rules and red lines, a sentence each."""
    return tuple(_difference(context, one) for one in version.others)


def details(context: CharterContext, version: VersionChanges) -> tuple[Text, ...]:
    """Each change of a rule or red line, then each other difference, as a sentence."""
    found = (*(detail(context, version, one) for one in version.changes), *differences(context, version))
    return tuple(text for text in found if text)


def _head(context: CharterContext, version: VersionChanges) -> Text:
    t = context.t
    start = bold(f"{version.version}, {t.date(version.on)}")
    if not version.adopted:
        return (*start, Span(t(", draft.")))
    names = joined((own_words(name) for name in version.deciders), ", ")
    words = t(", amendment by {names}.") if version.amendment else t(", adopted by {names}.")
    return (*start, *fill(words, names=names)) if names else (*start, Span("."))


def lists(context: CharterContext, version: VersionChanges) -> Iterable[str]:
    """Which rules and red lines are new, changed, withdrawn and the same."""
    t = context.t
    if version.before is None:
        yield t("The first version: {rules}.", rules=_ranges(_with(version, "new")) or t("no rules"))
        return
    for status, words in _LISTS:
        if status == "same" and version.amendment:
            yield t("Other rules unchanged.")
        elif found := _with(version, status):
            yield t(words, rules=_ranges(found))


def detail(context: CharterContext, version: VersionChanges, change: Change, *, why: bool = True) -> Text:
    """A rule or red line that is new, changed or withdrawn; empty for one that is the same, and in the first version, whose
    rules stand in the charter itself. ``why``: with the reason."""
    t, name = context.t, bold(mark(change))
    if version.before is None:
        return ()
    sentence = context.worded(change.sentence) if change.sentence else ()
    if change.status == "new":
        return fill(t("{rule} is new: {sentence}"), rule=name, sentence=sentence)
    reason = _reason(context, version, change) if why else ()
    if change.status == "withdrawn":
        said = (reason, fill(t("It said: {sentence}"), sentence=sentence))
        words = t("{rule} withdrawn in {version}: {what}") if version.adopted else t("{rule} is withdrawn: {what}")
        return fill(words, rule=name, version=version.version, what=joined(filter(None, said), " "))
    parts = [
        _then_and_now(context, normal(t(PART_NAMES[one.part])), one.old, one.new, one.part) for one in change.parts
    ]
    if change.status == "same":
        return (*name, Span(": "), *joined(parts, " ")) if parts else ()
    return fill(t("{rule} changed: {what}"), rule=name, what=joined(filter(None, (reason, *parts)), " "))


def _reason(context: CharterContext, version: VersionChanges, change: Change) -> Text:
    if change.reason:
        stop = "" if change.reason[-1] in ".!?…" else "."
        return (*context.typed(change.reason), *((Span(stop),) if stop else ()))
    said = N_("no reason was written down.") if version.adopted else N_("the reason has not been given yet.")
    return normal(context.t(said))


def _then_and_now(context: CharterContext, what: Text, old: Worded | None, new: Worded | None, field: str) -> Text:
    t = context.t
    now, before = _value(context, new, field), _value(context, old, field)
    if not before:
        return fill(t("{what}: now {new}."), what=what, new=now)
    if not now:
        return fill(t("{what}: no longer {old}."), what=what, old=before)
    return fill(t("{what}: now {new}, before {old}."), what=what, new=now, old=before)


def _value(context: CharterContext, words: Worded | None, field: str) -> Text:
    """A value in the document's language: in quotes what was typed, else a date, a choice, letters or names."""
    if words is None:
        return ()
    text, lang = words.in_lang(context.lang)
    if field in _DATES:
        return normal(context.t.date(date.fromisoformat(text)))
    if field in _CODED:
        return normal(context.t(_CODES.get(text, text)))
    if field in ("accepted", "activities", "version", "order"):
        return normal(text) if field != "activities" else own_words(text)
    said = context.role(text) if field in _ROLES else context.typed(text.removesuffix("."), lang)
    return (Span("“"), *said, Span("”"))


def _difference(context: CharterContext, one: Difference) -> Text:
    t = context.t
    if one.part == "uses":
        return _use(context, one)
    if one.part == "promises":
        if one.old is None or one.new is None:
            words = t("Promised now: {sentence}") if one.new else t("No longer promised: {sentence}")
            said = one.new or one.old
            return fill(words, sentence=context.worded(said) if said else ())
        return _then_and_now(context, normal(t("A promise")), one.old, one.new, "")
    if one.part in ("law", "deck"):
        what = t("Version of the law") if one.part == "law" else t("Version of the deck")
        return _then_and_now(context, normal(what), one.old, one.new, "version")
    if one.part == "principles":
        return _then_and_now(
            context, normal(t("What we put first")), _cards(context, one.old), _cards(context, one.new), "order"
        )
    return _then_and_now(context, normal(t(_FIELDS[one.field])), one.old, one.new, one.field)


def _use(context: CharterContext, one: Difference) -> Text:
    t, name = context.t, (Span("“"), *own_words(one.name), Span("”"))
    if not one.field:
        return fill(t("New AI use: {name}.") if one.new else t("No longer listed: {name}."), name=name)
    what = fill(t("{name}, {field}"), name=name, field=t(_USE_FIELDS[one.field]))
    return _then_and_now(context, what, one.old, one.new, one.field)


def _cards(context: CharterContext, ids: Worded | None) -> Worded | None:
    if ids is None:
        return None
    cards = [context.deck.card(card) for card in ids.text(context.lang).split(", ")]
    names = ", ".join(card.name[context.lang] for card in cards if card is not None)
    return Worded.typed(context.lang, names or ids.text(context.lang))


def _with(version: VersionChanges, status: Status) -> tuple[Change, ...]:
    return tuple(one for one in version.changes if one.status == status)


def _ranges(changes: Sequence[Change]) -> str:
    """``R1–R3, R6, L1``: three and more in a row as a range."""
    runs: list[list[Change]] = []
    for one in changes:
        last = runs[-1][-1] if runs else None
        if last is not None and (last.kind, last.number + 1) == (one.kind, one.number):
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(f"{mark(run[0])}–{mark(run[-1])}" if len(run) > 2 else ", ".join(map(mark, run)) for run in runs)
