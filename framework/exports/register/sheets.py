"""What the register holds: a sheet of AI uses, and sheets of measures, suppliers, rules and what happened.

Only what is on record stands in a cell; an empty cell says that nothing is. Columns to fill are for what Kader does not ask.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from framework.deck import Deck
from framework.exports.register.events import event_sheets, training_sheet
from framework.exports.register.layout import Cell, Column, Sheet, role_in, rule_label
from framework.exports.standing import MEASURE_STATUSES, USE_STATES, Standing, worst_first
from framework.inventory.columns import NOT_ASKED
from framework.language import N_, Translator
from framework.law.first_steps import possible_classes
from framework.law.models import UNKNOWN, Fact, GroundStatus, LawBook, LawCheck
from framework.law.questions import not_asked
from framework.law.wording import (
    GROUND_WORDS,
    READING_WORDS,
    READINGS,
    answer_words,
    assessment_done,
)
from framework.workshop.facts import supplier_names
from framework.workshop.governance import promises as catalogue
from framework.workshop.governance.events import next_check, standing
from framework.workshop.models import Framework, Rule
from framework.workshop.rule_grammar import rule_sentence

_DATA: dict[str, str] = {
    "personal_data": N_("Personal data"),
    "special_data": N_("Special categories of data"),
    "audience": N_("Minors"),
    "basis_kind": N_("Lawful basis"),
}
"""The facts with a column of their own, with a short title; one that the law data does not have is left out."""
_ASSESSMENTS = (N_("Needed"), N_("Needed and done"), N_("May be needed"), N_("Not needed"))
_FAILING: tuple[GroundStatus, ...] = ("stop", "fix_first", "plan")
_CLEAR: tuple[GroundStatus, ...] = ("ok", "not_applicable")
_NOT_KNOWN: GroundStatus = "unknown"
_WORST: tuple[GroundStatus, ...] = ("stop", "fix_first", "plan", "unknown", "ok", "not_applicable")
_MEETS = (N_("Meets this"), N_("Does not meet this"), N_("Not known"))


@dataclass(frozen=True, slots=True)
class Register:
    """``notes``: for the sheet that explains the workbook, as label and text."""

    title: str
    sheets: tuple[Sheet, ...]
    notes: tuple[tuple[str, str], ...]
    made_on: date


def register(
    framework: Framework, deck: Deck, law: LawBook, found: Sequence[Standing], as_of: date, t: Translator
) -> Register:
    """``found``: where each use of the framework stands on that day."""
    ordered = worst_first(tuple(found))
    sheets = (
        _uses(framework, deck, law, ordered, t),
        _measures(framework, ordered, t),
        _suppliers(framework, law, ordered, t),
        _rules(framework, t),
        *event_sheets(framework, as_of, t),
        training_sheet(framework, as_of, t),
    )
    return Register(t("Register of AI in marketing"), sheets, _notes(framework, law, as_of, t), as_of)


def _notes(framework: Framework, law: LawBook, as_of: date, t: Translator) -> tuple[tuple[str, str], ...]:
    whose = " – ".join(part for part in (framework.organisation, framework.team) if part)
    state = t("adopted on {day}", day=t.date(framework.made_on)) if framework.adopted else t("not adopted yet")
    return (
        (t("Register of AI in marketing"), whose),
        (t("As of"), t.date(as_of)),
        (t("Charter"), t("version {version}", version=framework.version) + f", {state}"),
        (t("Law data"), t("Law version {version}, as of {day}.", version=law.version, day=t.date(law.as_of))),
        (t("An empty cell"), t("Nothing is on record. Kader fills in nothing that nobody said.")),
        (
            t("Yellow columns"),
            t("For you to fill in: Kader does not ask this. A new export does not hold what you fill in here."),
        ),
        (
            t("Drop-down lists"),
            t("Cells with a fixed set of words have a list. Add a row right below a table, and it grows with it."),
        ),
        (t("The verdict"), t("It follows from the answers on record, which nobody checked. It is not legal advice.")),
        (t("Edition"), t("Internal edition: not for publication.")),
    )


# Uses ------------------------------------------------------------------------------------------------------------------


def _uses(framework: Framework, deck: Deck, law: LawBook, found: Sequence[Standing], t: Translator) -> Sheet:
    facts = [(fact, title) for fact_id, title in _DATA.items() if (fact := law.fact(fact_id)) is not None]
    columns = (
        Column(t("AI use"), 30),
        Column(t("Purpose"), 40),
        Column(t("Kind"), 26),
        Column(t("Status"), 13, choices=tuple(t(words) for words in USE_STATES.values())),
        Column(t("Stopped on"), 13, "date"),
        Column(t("Owner"), 24),
        Column(t("Suppliers"), 24),
        *(Column(t(title), 22, choices=_answers(law, fact, t)) for fact, title in facts),
        Column(t("DPIA"), 16, choices=tuple(map(t, _ASSESSMENTS))),
        Column(t("DPIA: date"), 13, "date", to_fill=True),
        Column(t("Retention period"), 20, to_fill=True),
        Column(t("Role under the AI Act"), 26),
        Column(t("What it is under the AI Act"), 36),
        Column(t("What may also apply"), 36),
        Column(t("Verdict"), 17, choices=tuple(t(READING_WORDS[one]) for one in READINGS)),
        Column(t("Ground rules not in order"), 32),
        Column(t("Ground rules not known"), 32),
        Column(t("First thing to do"), 40),
        Column(t("Who"), 24),
        Column(t("Due by"), 13, "date"),
        Column(t("Rules"), 14),
        Column(t("Plan for stopping"), 30, to_fill=True),
    )
    rows = tuple(_use_row(framework, deck, law, one, [fact for fact, _ in facts], t) for one in found)
    return Sheet("uses", t("AI uses"), columns, rows, frozen_columns=1)


def _answers(law: LawBook, fact: Fact, t: Translator) -> tuple[str, ...]:
    return (*(answer_words(law, fact.id, value, t) for value in (*fact.answers, UNKNOWN)), t(NOT_ASKED))


def _use_row(
    framework: Framework, deck: Deck, law: LawBook, one: Standing, facts: Iterable[Fact], t: Translator
) -> tuple[Cell, ...]:
    use, outcome, first = one.use, one.outcome, one.first
    kind = deck.kind(use.kind)
    past = not_asked(law, use.facts)
    ground = [(one.status, one.rule.name[t.lang]) for one in outcome.ground_rules]
    possible = possible_classes(law, outcome, use.facts)
    return (
        use.name,
        use.purpose,
        kind.name[t.lang] if kind else "",
        t(USE_STATES[one.state]),
        use.stopped_on,
        role_in(framework, use.owner, t),
        ", ".join(supplier_names(use)),
        *(_answer(law, fact.id, use.facts, past, t) for fact in facts),
        _assessment(outcome, t),
        None,
        None,
        "; ".join(
            [role.rule.name[t.lang] for role in outcome.roles]
            + [t("possibly {what}", what=role.rule.name[t.lang]) for role in outcome.role_unsure]
        ),
        "; ".join(finding.rule.name[t.lang] for finding in outcome.classes),
        "; ".join(told.finding.rule.name[t.lang] for told in possible),
        t(READING_WORDS[one.reading]),
        "; ".join(
            f"{name} ({t(GROUND_WORDS[failing]).lower()})"
            for failing in _FAILING
            for status, name in ground
            if status == failing
        ),
        "; ".join(name for status, name in ground if status == "unknown"),
        first.name if first else "",
        role_in(framework, one.first_owner, t) if first else "",
        first.due if first else None,
        ", ".join(rule_label(rule) for rule in framework.rules if use.id in rule.activities),
        None,
    )


def _answer(law: LawBook, fact: str, facts: Mapping[str, str], past: Iterable[str], t: Translator) -> str:
    if fact in past:
        return t(NOT_ASKED)
    return answer_words(law, fact, facts.get(fact, UNKNOWN), t)


def _assessment(outcome: LawCheck, t: Translator) -> str:
    needed = outcome.assessment.certainty
    if needed == "possible":
        return t(_ASSESSMENTS[2])
    if needed is None:
        return t(_ASSESSMENTS[3])
    return t(_ASSESSMENTS[1 if assessment_done(outcome) else 0])


# Measures --------------------------------------------------------------------------------------------------------------


def _measures(framework: Framework, found: Sequence[Standing], t: Translator) -> Sheet:
    columns = (
        Column(t("AI use"), 28),
        Column(t("Measure"), 34),
        Column(t("What to do"), 56),
        Column(t("How pressing"), 18, choices=tuple(map(t, _PRESSING.values()))),
        Column(t("Article"), 24),
        Column(t("Applies from"), 13, "date"),
        Column(t("Status"), 14, choices=tuple(map(t, MEASURE_STATUSES.values()))),
        Column(t("Owner"), 24),
        Column(t("Due by"), 13, "date"),
        Column(t("Who knows"), 26),
        Column(t("Said by"), 22),
        Column(t("Said on"), 13, "date"),
        Column(t("Note"), 36),
        Column(t("Done on"), 13, "date", to_fill=True),
    )
    rows = tuple(
        (
            one.use.name,
            measure.name,
            measure.action,
            t(_PRESSING[measure.kind]),
            measure.article,
            measure.applies_from,
            t(MEASURE_STATUSES[measure.status]),
            role_in(framework, measure.owner or one.use.owner, t),
            measure.due,
            measure.whom,
            role_in(framework, measure.said.by, t) if measure.said else "",
            measure.said.said_on if measure.said else None,
            measure.said.note if measure.said else "",
            None,
        )
        for one in found
        for measure in one.measures
    )
    return Sheet("measures", t("Measures"), columns, rows, frozen_columns=2)


_PRESSING: dict[str, str] = {
    "stop": N_("Stop"),
    "fix_first": N_("Fix first"),
    "find_out": N_("Find out"),
    "do": N_("Now"),
    "plan": N_("Later"),
}


# Suppliers -------------------------------------------------------------------------------------------------------------


def _suppliers(framework: Framework, law: LawBook, found: Sequence[Standing], t: Translator) -> Sheet:
    """A row per supplier, by the uses that name it. What the law asks per supplier, and what the team promised to ask."""
    asked = [rule for rule in law.ground_rules if rule.scope == "supplier"]
    demands = [
        catalogue.sentence(text, said, framework.texts, t.lang)[0]
        for text, said in catalogue.made(framework.promises)
        if text.topic == "suppliers" and text.listed
    ]
    words = tuple(t(GROUND_WORDS[status]) for status in _WORST)
    columns = (
        Column(t("Supplier"), 28),
        Column(t("AI uses"), 40),
        Column(t("Of these, running"), 12, "number"),
        *(Column(rule.name[t.lang], 22, choices=words) for rule in asked),
        *(
            Column(t("We ask: {demand}", demand=demand), 26, choices=tuple(map(t, _MEETS)), to_fill=True)
            for demand in dict.fromkeys(demands)
        ),
        Column(t("Contract of"), 13, "date", to_fill=True),
        Column(t("Contact"), 26, to_fill=True),
    )
    named: dict[str, tuple[str, list[Standing]]] = {}
    for one in found:
        for name in supplier_names(one.use):
            named.setdefault(name.casefold(), (name, []))[1].append(one)
    rows = tuple(
        (
            name,
            "; ".join(one.use.name for one in uses),
            sum(one.state == "running" for one in uses),
            *(t(GROUND_WORDS[_supplier_status(rule.id, uses)]) for rule in asked),
            *(None for _ in range(len(columns) - 3 - len(asked))),
        )
        for name, uses in sorted(named.values(), key=lambda pair: pair[0].casefold())
    )
    return Sheet("suppliers", t("Suppliers"), columns, rows, frozen_columns=1)


def _supplier_status(rule: str, uses: Sequence[Standing]) -> GroundStatus:
    """The worst over its uses. Where a use has several suppliers only what holds for all of them is known of this one."""
    found: list[GroundStatus] = []
    for one in uses:
        statuses: list[GroundStatus] = [finding.status for finding in one.outcome.ground_rules if finding.id == rule]
        status: GroundStatus = statuses[0] if statuses else _NOT_KNOWN
        alone = len(supplier_names(one.use)) == 1
        found.append(status if alone or status in _CLEAR else _NOT_KNOWN)
    return min(found, key=_WORST.index)


# Rules -----------------------------------------------------------------------------------------------------------------


def _rules(framework: Framework, t: Translator) -> Sheet:
    columns = (
        Column(t("Rule"), 8),
        Column(t("What we agreed"), 60),
        Column(t("AI uses"), 36),
        Column(t("Owner"), 24),
        Column(t("Check"), 44),
        Column(t("Next check"), 13, "date"),
        Column(t("Exception by"), 24),
        Column(t("Since version"), 12),
        Column(t("What it costs"), 40),
        Column(t("Last checked on"), 13, "date"),
        Column(t("What it showed"), 40),
    )
    names = {use.id: use.name for use in framework.activities}
    rows = tuple(_rule_row(framework, rule, names, t) for rule in sorted(framework.rules, key=lambda rule: rule.number))
    return Sheet("rules", t("Rules"), columns, rows, frozen_columns=1)


def _rule_row(framework: Framework, rule: Rule, names: Mapping[str, str], t: Translator) -> tuple[Cell, ...]:
    lang = t.lang if t.lang in rule.wording else next(iter(rule.wording))
    checks = [one for one in standing(framework.log) if one.kind == "check" and one.decision == rule.decision]
    last = checks[0] if checks else None
    return (
        rule_label(rule),
        rule_sentence(rule.wording[lang], rule.verb, rule.exception_role, lang),
        "; ".join(names[one] for one in rule.activities if one in names),
        role_in(framework, rule.owner, t),
        rule.check.text(t.lang),
        next_check(rule.decision, rule.review_on, framework.log, framework.made_on),
        role_in(framework, rule.exception_role, t),
        rule.since or "",
        rule.price.sentence,
        last.on if last else None,
        last.outcome if last else "",
    )
