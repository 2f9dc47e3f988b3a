"""What a reveal shows: words and bars, for those who cannot see the screen, too. Only ever from `RoomSnapshot.shown`."""

from collections.abc import Iterable, Sequence

from framework.analysis.group_results import (
    ANONYMOUS_FROM,
    CARDS_KEPT,
    consent_counts,
    group_order,
    objections_to,
    reasons,
    reasons_within,
    red_line_count,
    red_line_threshold,
    round_result,
)
from framework.deck import Scenario
from framework.html import Html, join, tag
from framework.language.labels import (
    AGREEMENT_NAMES,
    LEGAL_NAMES,
    abstained_words,
    consent_words,
    dam_words,
    objections_words,
    votes_words,
)
from framework.store import Answered
from framework.workshop.models import Ballot, Consent, Ranking, RedLineVote, RoundResult
from framework.workshop.rule_grammar import decision_sentence, red_line_sentence
from pages.phone.elements import note, title
from pages.phone.page_context import PageContext

REASONS_ROOM = 4_000
"""Characters of reasons that a phone shows, some fifty: nobody reads three hundred, and every phone would be sent them."""


def _ballots(answers: Iterable[Answered]) -> tuple[Ballot, ...]:
    return tuple(answer for answer in answers if isinstance(answer, Ballot))


def ballot_outcome(scene: PageContext) -> Html:
    """How the room voted, in both rounds where there were two, and why."""
    t = scene.t
    scenario = scene.state.deck.scenario(scene.step.scenario or "")
    if scenario is None:
        return note(t("This dilemma is no longer in the deck."))
    last = _ballots(scene.moment.visible_answers)
    second = scene.room.phase == "second_revealed"
    first = _ballots(scene.moment.before) if second else ()
    result = round_result(last, ordered=scenario.ordered)
    return join(
        tag("h2", t("How we voted the second time") if second else t("How we voted")),
        _in_words(scene, result),
        _bars(scene, scenario, result, round_result(first, ordered=scenario.ordered) if second else None),
        _reasons(scene, last),
        _marks(scene, scenario),
        note(t("Those at the two ends speak first.")) if not second else None,
    )


def first_round(scene: PageContext) -> Html:
    """The first round's outcome while the second goes on; it was revealed before."""
    t = scene.t
    scenario = scene.state.deck.scenario(scene.step.scenario or "")
    if scenario is None or f"{scene.step.id}/1" not in scene.room.revealed:
        return Html("")
    result = round_result(_ballots(scene.moment.before), ordered=scenario.ordered)
    bars = _bars(scene, scenario, result, None)
    return tag("details", tag("summary", t("How we voted the first time")), bars)


def _in_words(scene: PageContext, result: RoundResult) -> Html:
    t = scene.t
    votes = sum(result.votes)
    parts = [votes_words(votes, t)]
    if result.abstained:
        parts.append(abstained_words(result.abstained, t))
    if result.objections:
        parts.append(objections_words(result.objections, t))
    label = None
    if result.measures is not None:
        name = "all_over" if result.measures.all_over else result.measures.label
        low, high = result.measures.median
        middle = low if low == high else f"{low}–{high}"
        label = tag(
            "p", tag("strong", t(AGREEMENT_NAMES[name])), ". ", t("The middle vote is {stance}.", stance=middle)
        )
    elif votes < ANONYMOUS_FROM:
        label = note(t("With so few votes we say nothing about the group: discuss them."))
    return join(label, tag("p", f"{t.listing(parts)}."))


def _bars(scene: PageContext, scenario: Scenario, result: RoundResult, before: RoundResult | None) -> Html:
    t = scene.t
    most = max(*result.votes, *(before.votes if before else ()), 1)

    def row(at: int) -> Html:
        stance = scenario.stances[at]
        count = result.votes[at]
        words = votes_words(count, t)
        if before is not None:
            words = t("{now}, first {before}", now=words, before=before.votes[at])
        return tag(
            "li",
            tag("b", tag("i", stance.letter), stance.name[scene.lang]),
            tag("small", words),
            tag("meter", value=before.votes[at], max=most, aria_hidden="true", class_="was") if before else None,
            tag("meter", value=count, max=most, aria_hidden="true"),
        )

    return tag("ul", (row(at) for at in range(5)), class_="bars")


def _reasons(scene: PageContext, ballots: Sequence[Ballot]) -> Html | None:
    given = reasons(ballots)
    if not given:
        return None
    kept = reasons_within(given, REASONS_ROOM)
    rest = len(given) - len(kept)
    rows = [tag("li", tag("i", letter), words, dir="auto") for letter, words in kept]
    more = scene.t.plural("One more, with the facilitator.", "{count} more, with the facilitator.", rest)
    return join(tag("h2", scene.t("Why")), tag("ul", rows, class_="reasons"), note(more) if rest else None)


def _marks(scene: PageContext, scenario: Scenario) -> Html:
    """What the law says, and what each stance gives and costs: after the reveal, so that it steers no vote."""
    t = scene.t
    names = {card.id: card.name[scene.lang] for card in scene.state.deck.cards}
    rows: list[Html] = []
    for at, stance in enumerate(scenario.stances):
        gives = [names[row.principle] for row in scenario.weights if row.values[at] > 0 and row.principle in names]
        costs = [names[row.principle] for row in scenario.weights if row.values[at] < 0 and row.principle in names]
        marked = stance.legal != "lawful" and stance.law is not None
        rows.append(
            tag(
                "li",
                tag("b", tag("i", stance.letter), stance.name[scene.lang]),
                tag("p", tag("strong", t(LEGAL_NAMES[stance.legal])), ": ", stance.law[scene.lang])
                if marked and stance.law is not None
                else None,
                tag("p", t("Helps: {principles}", principles=t.listing(gives))) if gives else None,
                tag("p", t("Costs: {principles}", principles=t.listing(costs))) if costs else None,
            )
        )
    return tag("details", tag("summary", t("The law, and what each stance gives and costs")), tag("ul", rows))


def card_outcome(scene: PageContext) -> Html:
    t = scene.t
    deck = scene.state.deck
    rankings = [answer for answer in scene.moment.visible_answers if isinstance(answer, Ranking) and answer.cards]
    kept = scene.room.kept_cards or group_order(deck, rankings)[:CARDS_KEPT]
    cards = [card for card_id in kept if (card := deck.card(card_id)) is not None]
    people = t.plural("{count} person put cards in order.", "{count} people put cards in order.", len(rankings))
    return join(
        title(t("What we put first")),
        tag("p", people),
        tag(
            "ol",
            (tag("li", tag("b", card.name[scene.lang]), tag("small", card.essence[scene.lang])) for card in cards),
            class_="list",
        )
        if cards
        else note(t("Nobody put cards in order.")),
        note(t("This is the order of all answers together, not anybody’s own.")),
    )


def consent_outcome(scene: PageContext) -> Html:
    t = scene.t
    consents = [answer for answer in scene.moment.visible_answers if isinstance(answer, Consent)]

    def about(rule: str, words: str, lang: str | None) -> Html:
        yes, no, rest = consent_counts(consents, rule)
        said = t.listing(consent_words(yes, no, rest, t))
        objections = [
            tag(
                "li",
                tag("p", t("It would harm: {harm}", harm=one.harm), dir="auto"),
                tag("p", t("Safe enough if: {safe_if}", safe_if=one.safe_if), dir="auto") if one.safe_if else None,
            )
            for one in objections_to(consents, rule)
        ]
        return tag(
            "section",
            tag("p", words, lang=lang, class_="rule"),
            tag("p", f"{said}."),
            tag("ul", objections, class_="reasons") if objections else None,
        )

    rows: list[Html] = []
    for rule in scene.rules:
        words, lang = decision_sentence(rule, scene.lang)
        rows.append(about(rule.id, words, lang if lang != scene.lang else None))
    return join(tag("h2", t("What the room says")), rows)


def line_outcome(scene: PageContext) -> Html:
    t = scene.t
    votes = [answer for answer in scene.moment.visible_answers if isinstance(answer, RedLineVote)]
    rows: list[Html] = []
    asked = {vote.red_line for vote in votes}
    for line in scene.state.red_lines:
        if line.id not in asked:
            continue
        objections, voters = red_line_count(votes, line.id)
        words, lang = red_line_sentence(line.wording, scene.lang)
        enough = objections >= red_line_threshold(voters)
        rows.append(
            tag(
                "li",
                tag("b", words, lang=lang if lang != scene.lang else None),
                tag("small", dam_words(objections, voters, t)),
                tag("small", t("Enough for a red line.") if enough else t("Not enough for a red line.")),
            )
        )
    return tag("ul", rows, class_="list") if rows else note(t("Nobody answered."))
