"""Of annex F: a group's votes per dilemma, and how much its rankings agree.

Counts are shown for any number of voters. Measures appear only where `GroupResult` has them (from five voters), worded in
letters and words, without coefficients or means.
"""

from fractions import Fraction

from framework.analysis.agreement import STABLE_BELOW
from framework.analysis.group_results import ANONYMOUS_FROM
from framework.analysis.result_text import label_words, median_words, ranking_words
from framework.charter.document import (
    Bars,
    BarsRound,
    Block,
    Callout,
    ChartBlock,
    Heading,
    LabelledList,
    LabelledText,
    Paragraph,
    Span,
    Text,
)
from framework.charter.sections.context import CharterContext
from framework.charter.spans import fill, joined, normal, own_words, small
from framework.deck import LETTERS, Scenario
from framework.language import N_, labels
from framework.language.labels import abstained_words, consent_words, objections_words, votes_words
from framework.text import Worded
from framework.workshop.field_types import Objection
from framework.workshop.models import ConsentRound, GroupResult, QuestionResult, RoundResult, Rule
from framework.workshop.rule_grammar import rule_sentence

ROUNDS = (N_("first round"), N_("second round"))


def blocks(context: CharterContext) -> tuple[Block, ...]:
    """The revealed rounds of every dilemma; nothing without a group or before the first reveal."""
    group = context.framework.group
    if group is None or not (group.questions or group.rankings):
        return ()
    t = context.t
    blocks: list[Block] = [Heading(normal(t("Votes per dilemma"))), Paragraph(_introduction(context, group))]
    if group.people < ANONYMOUS_FROM:
        blocks.append(
            Callout(
                "note",
                t("With so few people nothing is anonymous"),
                (
                    Paragraph(
                        normal(
                            t(
                                "Fewer than five people took part. Others may guess who chose what, so "
                                "Kader cannot promise anonymity and gives no measure of agreement."
                            )
                        )
                    ),
                ),
            )
        )
    blocks += _ranking_blocks(context, group)
    for number, question in enumerate(group.questions, start=1):
        scenario = context.deck.scenario(question.scenario)
        if scenario is not None:
            blocks += _question_blocks(context, question, scenario, number)
    return tuple(blocks)


def _introduction(context: CharterContext, group: GroupResult) -> Text:
    t = context.t
    people = t.plural("{count} person took part.", "{count} people took part.", group.people)
    rest = t(
        "People voted in silence; a second vote came after the discussion. The letters run from permissive (A) to "
        "strict (E); they show an order, not a score, and strict is not the same as good."
    )
    return normal(f"{people} {rest}")


def _ranking_blocks(context: CharterContext, group: GroupResult) -> list[Block]:
    if not group.rankings:
        return []
    t = context.t
    names = [card.name[context.lang] for card_id in group.cards if (card := context.deck.card(card_id)) is not None]
    rows = [
        LabelledText(
            t("The group’s order"),
            normal(
                t.plural(
                    "{count} person put cards in order. Taken together, most points first: {cards}.",
                    "{count} people put cards in order. Taken together, most points first: {cards}.",
                    group.rankings,
                    cards="; ".join(names),
                )
            ),
        )
    ]
    winner = context.deck.card(group.winner) if group.winner else None
    if winner is not None:
        said = t(
            "Compared with each other card, “{card}” was ranked higher more often than lower.",
            card=winner.name[context.lang],
        )
        rows.append(LabelledText(t("Check"), normal(said)))
    if alike := ranking_words(group, t):
        rows.append(LabelledText(t("How much agreement"), normal(alike)))
    return [Heading(normal(t("Principle cards"))), LabelledList(tuple(rows))]


def _question_blocks(context: CharterContext, question: QuestionResult, scenario: Scenario, number: int) -> list[Block]:
    t = context.t
    activity = context.activity(question.activity)
    title: Text = normal(f"{scenario.id} {scenario.title[context.lang]}")
    if activity is not None:
        title = (*title, Span(" – "), Span(activity.name, own=True))
    few = max(sum(round_.votes) for round_ in question.rounds) < ANONYMOUS_FROM
    chart = Bars(
        t("Stance"),
        LETTERS,
        tuple(scenario.stance(letter).name[context.lang] for letter in LETTERS),
        tuple(BarsRound(_capitalised(t(ROUNDS[place])), round_.votes) for place, round_ in enumerate(question.rounds)),
        dots=few,
    )
    alt = (
        t("One dot per vote for each stance, A to E. The lines below say the same in words.")
        if few
        else t("Bars for each stance, A to E, one per round. The lines below say the same in words.")
    )
    rows = [
        LabelledText(_capitalised(t(ROUNDS[place])), normal(_round_words(context, round_, ordered=scenario.ordered)))
        for place, round_ in enumerate(question.rounds)
    ]
    if len(question.rounds) > 1:
        rows.append(
            LabelledText(t("Between the rounds"), normal(_movement_words(context, question, ordered=scenario.ordered)))
        )
    return [
        Heading(title),
        ChartBlock(f"votes-{number}", t("Votes on {scenario}", scenario=scenario.id), alt, chart),
        LabelledList(tuple(rows)),
    ]


def _round_words(context: CharterContext, round_: RoundResult, *, ordered: bool) -> str:
    """``12 votes. Two camps; the middle votes are B and D, …. 1 abstained. 2 strong objections.``"""
    t = context.t
    count = sum(round_.votes)
    said = [f"{votes_words(count, t)}."]
    if round_.measures is not None:
        said += [
            label_words(round_, t) + ".",
            median_words(round_, t),
        ]
    elif not ordered:
        said.append(t("For this dilemma A to E are not a scale, so we measure nothing."))
    else:
        said.append(
            t("Fewer than five votes: we give no measure and cannot promise that nobody can tell who chose what.")
        )
    if round_.abstained:
        said.append(f"{abstained_words(round_.abstained, t)}.")
    if round_.objections:
        said.append(f"{objections_words(round_.objections, t)}.")
    return " ".join(said)


def _movement_words(context: CharterContext, question: QuestionResult, *, ordered: bool) -> str:
    t = context.t
    if question.moved is None:
        return t("Fewer than five people voted in both rounds, so we say nothing about who moved.")
    permissive, strict, both = question.moved
    moved = permissive + strict + question.sideways
    if not moved:
        return t("Nobody chose another stance the second time.")
    said = [t("{moved} of {all} people chose another stance the second time.", moved=moved, all=both)]
    if ordered:
        said.append(t("Toward A: {permissive}; toward E: {strict}.", permissive=permissive, strict=strict))
    if Fraction(moved, both) < STABLE_BELOW:
        said.append(t("So few that opinions were stable."))
    return " ".join(said)


def agreed_rows(context: CharterContext, rule: Rule) -> tuple[LabelledText, ...]:
    """How a group agreed on a rule, and its dissent; internal."""
    if context.framework.group is None:
        return ()
    how = _agreed_words(context, rule)
    rows = [context.row(N_("Agreed"), how)] if how else []
    rows.append(
        context.row(N_("Dissent"), context.typed(rule.dissent) if rule.dissent else context.t("none written down"))
    )
    return tuple(rows)


def _agreed_words(context: CharterContext, rule: Rule) -> Text:
    """How the group agreed, held against its last objection round: later answers count more. Empty where it is not known."""
    t = context.t
    rounds = objection_rounds(context, rule.decision)
    objections = rounds[-1].objections if rounds else 0
    if rule.agreed == "decider":
        return fill(t("by {role}, after hearing the objections"), role=own_words(rule.decider))
    if rule.agreed == "consent" and objections:
        return normal(t("in an earlier round; after that an objection was raised, and it has not been settled"))
    if rule.agreed == "disagree_and_commit" and (objections or not rounds):
        return normal(t("disagree and commit: not everybody agrees, but everybody carries it out"))
    return normal(t("nobody had an objection left")) if rule.agreed else ()


def objection_rounds(context: CharterContext, about: str) -> tuple[ConsentRound, ...]:
    """The objection rounds on a decision, a red line or the principles, in order; none without a group."""
    group = context.framework.group
    results = group.consents if group else ()
    return next((result.rounds for result in results if result.decision == about), ())


def rounds_in_short(context: CharterContext, about: str) -> Text:
    """``Objection round: 8 without objection, 1 with an objection``, of the last one; empty without one."""
    rounds = objection_rounds(context, about)
    if not rounds:
        return ()
    last = rounds[-1]
    said = ", ".join(consent_words(last.consents, last.objections, last.abstained, context.t))
    kept = joined((_in_own_words(context, one) for one in last.voiced), "; ")
    return (*small(f"{context.t('Objection round')}: {said}"), *(((Span(": ", soft=True)), *kept) if kept else ()))


def origin_rows(context: CharterContext, rule: Rule) -> tuple[LabelledText, ...]:
    """The votes and objection rounds behind a rule, in short; none in the public edition."""
    group = context.framework.group
    if group is None:
        return ()
    t = context.t
    rows: list[LabelledText] = []
    questions = [
        question
        for question in group.questions
        if question.scenario == rule.scenario and question.activity in rule.activities
    ]
    for question in questions:
        said = "; ".join(
            t("{round}: {votes}", round=t(ROUNDS[place]), votes=_votes_in_short(context, round_))
            for place, round_ in enumerate(question.rounds)
        )
        rows.append(context.row(N_("Votes"), said))
    rounds = objection_rounds(context, rule.decision)
    if rounds:
        said = (
            _objection_round_words(context, rule, round_)
            if len(rounds) == 1
            else fill(t("round {number}: {votes}"), number=number, votes=_objection_round_words(context, rule, round_))
            for number, round_ in enumerate(rounds, start=1)
        )
        rows.append(context.row(N_("Objection round"), joined(said, "; ")))
        kept = [_in_own_words(context, one) for round_ in rounds for one in round_.voiced]
        if kept:
            rows.append(context.row(N_("In their own words"), joined(kept, "; ")))
    return tuple(rows)


def _votes_in_short(context: CharterContext, round_: RoundResult) -> str:
    """``A 2, C 4, 1 abstained``"""
    t = context.t
    said = [f"{letter} {count}" for letter, count in zip(LETTERS, round_.votes, strict=True) if count]
    if round_.abstained:
        said.append(abstained_words(round_.abstained, t))
    if round_.objections:
        said.append(objections_words(round_.objections, t))
    return ", ".join(said)


def _objection_round_words(context: CharterContext, rule: Rule, round_: ConsentRound) -> Text:
    """The counts, and the sentence where it is not the rule's: a result belongs to the words that people saw."""
    said = ", ".join(consent_words(round_.consents, round_.objections, round_.abstained, context.t))
    if round_.words is None or _is_worded(rule, round_.words):
        return normal(said)
    return fill(context.t("{votes}, about “{words}”"), votes=said, words=context.worded(round_.words))


def _in_own_words(context: CharterContext, objection: Objection) -> Text:
    if not objection.safe_if:
        return context.typed(objection.harm)
    message = context.t("{harm} (safe enough if: {safe_if})")
    (harm, *note), (safe_if, *_) = context.typed(objection.harm), context.typed(objection.safe_if)
    return (*fill(message, harm=(harm,), safe_if=(safe_if,)), *note)  # what language it was typed in, once


def _is_worded(rule: Rule, words: Worded) -> bool:
    now = {lang: rule_sentence(wording, rule.verb, rule.exception_role, lang) for lang, wording in rule.wording.items()}
    return words == Worded(**now)


def dam_words(context: CharterContext, objections: int | None, voters: int | None) -> Text:
    """The number of strong objections to a red line; empty where no group voted, and in the public edition."""
    if objections is None or voters is None:
        return ()
    return small(labels.dam_words(objections, voters, context.t))


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
