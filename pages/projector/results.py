"""What a reveal puts on the stage. Only ever from `RoomSnapshot.shown` and, in a second round, the first that was revealed."""

from collections.abc import Sequence

from framework.analysis.group_results import (
    ANONYMOUS_FROM,
    CARDS_KEPT,
    consent_counts,
    group_order,
    objections_to,
    question_result,
    reasons,
    reasons_within,
    red_line_count,
    red_line_threshold,
)
from framework.deck import LETTERS, Scenario
from framework.html import Html, join, tag
from framework.language import Translator
from framework.language.labels import (
    AGREEMENT_NAMES,
    LEGAL_NAMES,
    abstained_words,
    consent_words,
    dam_words,
    objections_words,
    votes_words,
)
from framework.workshop.models import Ballot, Consent, Decision, QuestionResult, Ranking, RedLineVote
from framework.workshop.rule_grammar import decision_sentence, red_line_sentence
from pages.live.snapshot import RoomSnapshot
from pages.projector.vote_chart import badge, distribution

REASONS_ROOM = 420
"""Characters of reasons that fit beside the bars; the rest is on the phones."""
OBJECTIONS_ROOM = 900


def ballots(moment: RoomSnapshot, t: Translator, *, tables: bool) -> Html:
    """How the room voted, both rounds beside each other, and why."""
    room, step = moment.room, moment.room.current()
    scenario = moment.state.deck.scenario(step.scenario or "")
    last = tuple(answer for answer in moment.visible_answers if isinstance(answer, Ballot))
    before: tuple[Ballot, ...] = ()
    if room.phase == "second_revealed" and f"{step.id}/1" in room.revealed:
        before = tuple(answer for answer in moment.before if isinstance(answer, Ballot))
    found = question_result(moment.state.model_copy(update={"ballots": (*before, *last)}), step)
    if scenario is None or found is None:
        return Html("")
    rounds = found.rounds if room.phase == "second_revealed" else found.rounds[:1]
    found = found.model_copy(update={"rounds": rounds, "moved": found.moved if len(rounds) == 2 else None})
    first = room.phase == "revealed"
    prompt = None
    if first:
        prompt = tag(
            "p",
            t("Discuss at your table. Those at the two ends speak first.")
            if tables
            else t("Those at the two ends speak first."),
            class_="note",
        )
    return tag(
        "section",
        tag("div", _in_words(found, t), _figures(found, t), prompt),
        tag("div", _stances(scenario, t), _why(last, t)),
        class_="outcome",
    )


def _in_words(result: QuestionResult, t: Translator) -> Html:
    """The label in plain words, the middle as a pair of letters, and who moved; less below the numbers of the method."""
    last = result.rounds[-1]
    said: list[Html] = []
    if last.measures is not None:
        low, high = last.measures.median
        name = "all_over" if last.measures.all_over else last.measures.label
        said.append(tag("p", t(AGREEMENT_NAMES[name]), class_="label"))
        middle = low if low == high else f"{low}–{high}"
        said.append(tag("p", t("The middle vote is {stance}.", stance=middle)))
    elif sum(last.votes) < ANONYMOUS_FROM:
        said.append(tag("p", t("With so few votes we say nothing about the group: discuss them."), class_="note"))
    if result.moved is not None:
        permissive, strict, voters = result.moved
        said.append(
            tag(
                "p",
                t(
                    "Moved since the first vote: {permissive} toward A, {strict} toward E, of {voters}.",
                    permissive=permissive,
                    strict=strict,
                    voters=voters,
                ),
            )
        )
    parts: list[str] = []
    if last.abstained:
        parts.append(abstained_words(last.abstained, t))
    if last.objections:
        parts.append(objections_words(last.objections, t))
    return join(said, tag("p", f"{t.listing(parts)}.") if parts else None)


def _figures(result: QuestionResult, t: Translator) -> Html:
    most = max(max(one.votes) for one in result.rounds)
    # One round with dots and one with bars could not be compared.
    dots = any(sum(one.votes) < ANONYMOUS_FROM for one in result.rounds)
    two = len(result.rounds) == 2
    names = (t("First vote"), t("Second vote"))
    return tag(
        "div",
        (
            tag(
                "figure",
                tag("figcaption", f"{names[at]}: {votes_words(sum(one.votes), t)}"),
                distribution(one, most, t, dots=dots, earlier=two and at == 0),
            )
            for at, one in enumerate(result.rounds)
        ),
        class_="figures",
    )


def _stances(scenario: Scenario, t: Translator) -> Html:
    """What the letters stand for, and what the law says of them: after the reveal, so that it steers no vote."""
    return tag(
        "ol",
        (
            tag(
                "li",
                badge(at),
                tag(
                    "div",
                    tag("b", stance.name[t.lang]),
                    " ",
                    tag("em", t(LEGAL_NAMES[stance.legal])) if stance.legal != "lawful" else None,
                ),
            )
            for at, stance in enumerate(scenario.stances)
        ),
        class_="stances key",
    )


def _why(given: Sequence[Ballot], t: Translator) -> Html | None:
    every = reasons(given)
    if not every:
        return None
    kept = reasons_within(every, REASONS_ROOM)
    rest = len(every) - len(kept)
    rows = [tag("li", badge(LETTERS.index(letter)), tag("span", words, dir="auto")) for letter, words in kept]
    more = (
        tag("p", t.plural("One more on your phone.", "{count} more on your phone.", rest), class_="note")
        if rest
        else None
    )
    return join(tag("h2", t("Why")), tag("ul", rows, class_="reasons"), more)


def cards(moment: RoomSnapshot, t: Translator) -> Html:
    """The group's order: as confirmed, else by all answers together."""
    deck = moment.state.deck
    rankings = [answer for answer in moment.visible_answers if isinstance(answer, Ranking) and answer.cards]
    kept = moment.room.kept_cards or group_order(deck, rankings)[:CARDS_KEPT]
    found = [card for card_id in kept if (card := deck.card(card_id)) is not None]
    people = t.plural("{count} person put cards in order.", "{count} people put cards in order.", len(rankings))
    rows = [tag("li", tag("b", card.name[t.lang]), tag("span", card.essence[t.lang])) for card in found]
    return join(
        tag("h1", t("What we put first")),
        tag("ol", rows, class_="cards") if rows else tag("p", t("Nobody put cards in order."), class_="note"),
        tag("p", people, class_="note"),
    )


def consent(moment: RoomSnapshot, rules: Sequence[Decision], t: Translator) -> Html:
    """Counts per rule, and the words of objections: those are for the room to work with."""
    consents = [answer for answer in moment.visible_answers if isinstance(answer, Consent)]
    room = OBJECTIONS_ROOM
    rows: list[Html] = []
    for rule in rules:
        words, lang = decision_sentence(rule, t.lang)
        yes, no, rest = consent_counts(consents, rule.id)
        said = consent_words(yes, no, rest, t)
        objections: list[Html] = []
        left_out = 0
        for one in objections_to(consents, rule.id):
            room -= len(one.harm) + len(one.safe_if)
            if room < 0 and objections:
                left_out += 1
                continue
            objections.append(
                tag(
                    "li",
                    tag("span", t("It would harm: {harm}", harm=one.harm), dir="auto"),
                    tag("span", t("Safe enough if: {safe_if}", safe_if=one.safe_if), dir="auto")
                    if one.safe_if
                    else None,
                )
            )
        more = t.plural("One more on your phone.", "{count} more on your phone.", left_out) if left_out else ""
        rows.append(
            tag(
                "li",
                tag("p", words, lang=lang if lang != t.lang else None),
                tag("p", f"{t.listing(said)}.", class_="label"),
                tag("ul", objections, class_="reasons") if objections else None,
                tag("p", more, class_="note") if more else None,
            )
        )
    return join(tag("h1", t("What the room says")), tag("ol", rows, class_="rules one" if len(rows) == 1 else "rules"))


def red_lines(moment: RoomSnapshot, t: Translator) -> Html:
    votes = [answer for answer in moment.visible_answers if isinstance(answer, RedLineVote)]
    asked = {vote.red_line for vote in votes}
    rows: list[Html] = []
    for line in moment.state.red_lines:
        if line.id not in asked:
            continue
        objections, voters = red_line_count(votes, line.id)
        words, lang = red_line_sentence(line.wording, t.lang)
        enough = objections >= red_line_threshold(voters)
        rows.append(
            tag(
                "li",
                tag("p", words, lang=lang if lang != t.lang else None),
                tag(
                    "p",
                    dam_words(objections, voters, t),
                    " ",
                    tag("strong", t("Enough for a red line.") if enough else t("Not enough for a red line.")),
                    class_="label",
                ),
            )
        )
    return tag("ol", rows, class_="rules") if rows else tag("p", t("Nobody answered."), class_="note")
