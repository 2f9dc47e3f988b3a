"""What a reveal shows on a phone, in words and as bars, for people who cannot see the projector.

Uses only answers that everybody may see (`RoomView.visible`, `RoomView.first_ballots`).
"""

from collections.abc import Sequence

from framework.analysis.group_results import ANONYMOUS_FROM, round_result
from framework.analysis.result_text import label_words, median_words, outcome_of
from framework.deck import Scenario
from framework.html import Html, join, tag
from framework.language.labels import (
    LEGAL_NAMES,
    abstained_words,
    consent_words,
    dam_words,
    objections_words,
    votes_words,
)
from framework.workshop.facilitator_script import after_reveal
from framework.workshop.models import Ballot, RoundResult
from pages.live.reasons import Objection, Reason, first_reasons, merged_reasons
from pages.live.snapshot import RuleResult
from pages.phone.elements import note, title, typed_words
from pages.phone.page_context import PageContext

REASONS_SPACE = 4_000
"""Characters of reasons on a phone: about fifty reasons. Nobody reads three hundred, and each phone would load them."""


def ballot_results(context: PageContext) -> Html:
    """How the room voted, in one or two rounds, and why."""
    t = context.t
    scenario = context.scenario
    if scenario is None:
        return note(t("This dilemma is no longer in the deck."))
    second = context.room.phase == "second_revealed"
    last, first = context.visible(Ballot), context.first_ballots() if second else ()
    result = round_result(last, ordered=scenario.ordered)
    return join(
        tag("h2", t("How we voted the second time") if second else t("How we voted")),
        _summary(context, result),
        _left_out_note(context),
        _bars(context, scenario, result, round_result(first, ordered=scenario.ordered) if second else None),
        _reasons(context, last),
        _law_and_effects(context, scenario),
        note(after_reveal(outcome_of(result)).room[context.lang]) if not second else None,
    )


def _left_out_note(context: PageContext) -> Html | None:
    return note(context.left_out_note) if context.left_out_note else None


def first_round(context: PageContext) -> Html | None:
    """The first round's result, collapsed, during the second vote."""
    scenario, ballots = context.scenario, context.first_ballots()
    if scenario is None or f"{context.step.id}/1" not in context.room.revealed:
        return None
    bars = _bars(context, scenario, round_result(ballots, ordered=scenario.ordered), None)
    return tag("details", tag("summary", context.t("How we voted the first time")), bars)


def _summary(context: PageContext, result: RoundResult) -> Html:
    t = context.t
    votes = sum(result.votes)
    parts = [votes_words(votes, t)]
    if result.abstained:
        parts.append(abstained_words(result.abstained, t))
    if result.objections:
        parts.append(objections_words(result.objections, t))
    label = None
    if result.measures is not None:
        label = tag("p", tag("strong", label_words(result, t)), ". ", median_words(result, t))
    elif votes < ANONYMOUS_FROM:
        label = note(t("With so few votes we say nothing about the group: discuss them."))
    return join(label, tag("p", f"{t.listing(parts)}."))


def _bars(context: PageContext, scenario: Scenario, result: RoundResult, before: RoundResult | None) -> Html:
    t = context.t
    most = max(*result.votes, *(before.votes if before else ()), 1)

    def row(at: int) -> Html:
        stance = scenario.stances[at]
        count = result.votes[at]
        words = votes_words(count, t)
        if before is not None:
            words = t("{now}, first {before}", now=words, before=before.votes[at])
        return tag(
            "li",
            tag("b", tag("i", stance.letter), stance.name[context.lang]),
            tag("small", words),
            tag("meter", value=before.votes[at], max=most, aria_hidden="true", class_="was") if before else None,
            tag("meter", value=count, max=most, aria_hidden="true"),
        )

    return tag("ul", (row(at) for at in range(5)), class_="bars")


def _reasons(context: PageContext, ballots: Sequence[Ballot]) -> Html | None:
    given = merged_reasons(ballots)
    if not given:
        return None
    first, space = first_reasons(given), REASONS_SPACE
    kept: list[Reason] = []
    for one in (*first, *(one for one in given if one not in first)):
        if (space := space - len(one.words)) < 0:
            break
        kept.append(one)
    rest = len(given) - len(kept)
    rows = [
        tag(
            "li", tag("i", one.letter), one.words, tag("b", f" ({one.people}×)") if one.people > 1 else None, dir="auto"
        )
        for one in given
        if one in kept
    ]
    more = context.t.plural("One more, with the facilitator.", "{count} more, with the facilitator.", rest)
    return join(tag("h2", context.t("Why")), tag("ul", rows, class_="reasons"), note(more) if rest else None)


def _law_and_effects(context: PageContext, scenario: Scenario) -> Html:
    """What the law says, and what each stance gives and costs. Shown only after the reveal, so that it steers no vote."""
    t = context.t
    rows: list[Html] = []
    for stance in scenario.stances:
        marked = stance.legal != "lawful" and stance.law is not None
        said = ((t("What we get"), stance.gives), (t("What it costs"), stance.costs))
        rows.append(
            tag(
                "li",
                tag("b", tag("i", stance.letter), stance.name[context.lang]),
                tag("p", tag("strong", t(LEGAL_NAMES[stance.legal])), ": ", stance.law[context.lang])
                if marked and stance.law is not None
                else None,
                *(tag("p", f"{label}: ", words[context.lang]) for label, words in said if words is not None),
            )
        )
    return tag("details", tag("summary", t("The law, and what each stance gives and costs")), tag("ul", rows))


def card_results(context: PageContext) -> Html:
    t = context.t
    cards, ranked = context.card_results()
    rows = [tag("li", tag("b", card.name[context.lang]), tag("small", card.essence[context.lang])) for card in cards]
    return join(
        title(t("What we put first")),
        tag("p", t.plural("{count} person put cards in order.", "{count} people put cards in order.", ranked)),
        tag("ol", rows, class_="list") if rows else note(t("Nobody put cards in order.")),
        note(context.tied_note) if context.tied_note else None,
        note(t("This is the order of all answers together, not anybody’s own.")),
        _left_out_note(context),
    )


def _reworded_rule(context: PageContext, result: RuleResult) -> Html | None:
    if result.now is None:
        return None
    return join(
        note(context.t("Reworded, not put to you yet:")), tag("p", typed_words(context, *result.now), class_="rule")
    )


def rule_results(context: PageContext) -> Html:
    """For each rule the counts of the objection round, and the objections in words."""
    t = context.t

    def objection(one: Objection) -> Html:
        return tag("li", [tag("p", line, dir="auto") for line in one.lines(t)])

    rows = [
        tag(
            "section",
            tag("p", typed_words(context, result.words, result.lang), class_="rule"),
            tag("p", f"{t.listing(consent_words(*result.counts, t))}."),
            tag("ul", map(objection, result.objections), class_="reasons") if result.objections else None,
            _reworded_rule(context, result),
        )
        for result in context.rule_results()
    ]
    return join(tag("h2", t("What the room says")), rows, _left_out_note(context))


def red_line_results(context: PageContext) -> Html:
    t = context.t
    rows = [
        tag(
            "li",
            tag("b", typed_words(context, result.words, result.lang)),
            tag("small", dam_words(result.objections, result.voters, t)),
            tag("small", t("Enough for a red line:") if result.enough else t("Not enough for a red line.")),
            tag("strong", result.drawn[0], lang=result.drawn[1]) if result.enough else None,
        )
        for result in context.red_line_results()
    ]
    every = tag("ul", rows, class_="list") if rows else note(t("Nobody answered."))
    return join(every, _left_out_note(context))
