"""What a reveal puts on the stage: votes as a chart and in words, cards, objections, red lines.

Uses only answers that everybody may see (`RoomView.visible`, `RoomView.first_ballots`).

The chart has five columns from A to E, each with its own shape, letter and number. All have the same hue, because no stance
is good or bad. Few votes are drawn as dots, because they are not a distribution.
"""

from collections.abc import Sequence
from dataclasses import replace

from framework.analysis.choices import Choice, choices_of_decisions
from framework.analysis.group_results import (
    ANONYMOUS_FROM,
    proposed_stance,
    question_result,
    reasons,
    reasons_within,
)
from framework.analysis.price import Price
from framework.analysis.result_text import movement_words, outcome_of
from framework.charts.ladder import Rung, rungs
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
from framework.text import after_if
from framework.workshop.facilitator_script import after_reveal
from framework.workshop.models import Ballot, QuestionResult, RoundResult
from pages.live.snapshot import RoomView, RuleResult

REASONS_SPACE = 420
"""Characters of reasons that fit beside the chart; phones show the rest."""
OBJECTIONS_SPACE = 900


def ballots(view: RoomView, *, tables: bool) -> Html:
    """How the room voted, both rounds side by side, and why. ``tables``: people talk at tables first."""
    t, step = view.t, view.step
    two = view.room.phase == "second_revealed"
    last = view.visible(Ballot)
    before = view.first_ballots() if two else ()
    result = question_result(view.state.model_copy(update={"ballots": (*before, *last)}), step)
    if view.scenario is None or result is None:
        return Html("")
    rounds = result.rounds if two else result.rounds[:1]
    result = result.model_copy(update={"rounds": rounds, "moved": result.moved if len(rounds) == 2 else None})
    prompt = None
    if not two:
        talk = after_reveal(outcome_of(result.rounds[-1])).room[t.lang]
        prompt = tag("p", f"{t('Discuss at your table.')} {talk}" if tables else talk, class_="note")
    return tag(
        "section",
        tag("div", _summary(result, t), _charts(result, t), _left_out_note(view), prompt),
        tag(
            "div",
            _ladder(view, view.scenario, result) if two else _stances(view.scenario, t),
            _reasons(last, t, REASONS_SPACE // 2 if two else REASONS_SPACE),
        ),
        class_="outcome",
    )


def _left_out_note(view: RoomView) -> Html | None:
    return tag("p", view.left_out_note, class_="note") if view.left_out_note else None


def _summary(result: QuestionResult, t: Translator) -> Html:
    """Agreement, median and movement in words; for a small group only that it is small."""
    last = result.rounds[-1]
    said: list[Html] = []
    if last.measures is not None:
        low, high = last.measures.median
        said.append(tag("p", t(AGREEMENT_NAMES[last.measures.seen]), class_="label"))
        middle = low if low == high else f"{low}–{high}"
        said.append(tag("p", t("The middle vote is {stance}.", stance=middle)))
    elif sum(last.votes) < ANONYMOUS_FROM:
        said.append(tag("p", t("With so few votes we say nothing about the group: discuss them."), class_="note"))
    if moved := movement_words(result, t):
        said.append(tag("p", moved))
    parts: list[str] = []
    if last.abstained:
        parts.append(abstained_words(last.abstained, t))
    if last.objections:
        parts.append(objections_words(last.objections, t))
    return join(said, tag("p", f"{t.listing(parts)}.") if parts else None)


def _charts(result: QuestionResult, t: Translator) -> Html:
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
                vote_chart(one, most, t, dots=dots, earlier=two and at == 0),
            )
            for at, one in enumerate(result.rounds)
        ),
        class_="figures",
    )


def _stances(scenario: Scenario, t: Translator) -> Html:
    """The stances by letter, with what the law says. Shown only after the reveal, so that it steers no vote."""
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


def _ladder(view: RoomView, scenario: Scenario, result: QuestionResult) -> Html:
    """The stances once more, with what a step up or down from the rule, or from the middle vote, wins and gives up."""
    t = view.t
    decided = [one for one in view.state.decisions if one.scenario == scenario.id and not one.withdrawn]
    proposed = proposed_stance(scenario, result)
    middle = proposed if proposed in LETTERS else None
    choice = next(
        iter(choices_of_decisions(view.state.deck, decided)), Choice("", scenario, (middle,) if middle else ())
    )
    found = choice.price(view.room.kept_cards) if choice.accepted else Price((), None, None, ())
    found = replace(found, reference=None)  # nothing else says what a step to it changes
    pin = t("our rule") if decided else t("proposed")
    return tag(
        "ol",
        (_rung(rung) for rung in rungs(view.state.deck, scenario, found, choice.practice, t, chosen=pin)),
        class_="stances key ladder",
    )


def _rung(rung: Rung) -> Html:
    step = " ".join((f"{rung.step}.", *rung.effects)).replace("**", "") if rung.step else ""
    words = (
        tag("s" if rung.closed else "b", rung.name),
        " ",
        tag("em", " · ".join(rung.pins)) if rung.pins else None,
        tag("span", step) if step else None,
    )
    return tag("li", badge(LETTERS.index(rung.letter)), tag("div", words))


def _reasons(ballots: Sequence[Ballot], t: Translator, space: int) -> Html | None:
    every = reasons(ballots)
    if not every:
        return None
    kept = reasons_within(every, space)
    rest = len(every) - len(kept)
    rows = [tag("li", badge(LETTERS.index(letter)), tag("span", words, dir="auto")) for letter, words in kept]
    return join(tag("h2", t("Why")), tag("ul", rows, class_="reasons"), _more_on_phone(rest, t))


def cards(view: RoomView) -> Html:
    """The group's order: as confirmed, otherwise computed from all rankings."""
    t = view.t
    found, ranked = view.card_results()
    people = t.plural("{count} person put cards in order.", "{count} people put cards in order.", ranked)
    rows = [tag("li", tag("b", card.name[t.lang]), tag("span", card.essence[t.lang])) for card in found]
    return join(
        tag("h1", t("What we put first")),
        tag("ol", rows, class_="cards") if rows else tag("p", t("Nobody put cards in order."), class_="note"),
        tag("p", people, class_="note"),
        tag("p", view.tied_note, class_="note") if view.tied_note else None,
        _left_out_note(view),
    )


def consent(view: RoomView) -> Html:
    """For each rule the counts and the objections in words, which the room discusses next."""
    t = view.t
    space = OBJECTIONS_SPACE
    rows: list[Html] = []
    for result in view.rule_results():
        objections: list[Html] = []
        for one in result.objections:
            space -= len(one.harm) + len(one.safe_if)
            if space < 0 and objections:
                break
            objections.append(
                tag(
                    "li",
                    tag("span", t("It would harm: {harm}", harm=one.harm), dir="auto"),
                    tag("span", t("Safe enough if: {safe_if}", safe_if=after_if(one.safe_if)), dir="auto")
                    if one.safe_if
                    else None,
                )
            )
        left_out = len(result.objections) - len(objections)
        rows.append(
            tag(
                "li",
                tag("p", result.words, lang=result.lang),
                tag("p", f"{t.listing(consent_words(*result.counts, t))}.", class_="label"),
                tag("ul", objections, class_="reasons") if objections else None,
                _more_on_phone(left_out, t),
                _reworded_rule(result, t),
            )
        )
    every = tag("ol", rows, class_="rules one" if len(rows) == 1 else "rules")
    return join(tag("h1", t("What the room says")), every, _left_out_note(view))


def _reworded_rule(result: RuleResult, t: Translator) -> Html | None:
    """The rule as it is worded now, once that is no longer what the room was asked about."""
    if result.now is None:
        return None
    words, lang = result.now
    return join(tag("p", t("Reworded, not put to you yet:"), class_="note"), tag("p", words, lang=lang))


def red_lines(view: RoomView) -> Html:
    t = view.t
    rows = [
        tag(
            "li",
            tag("p", result.words, lang=result.lang),
            tag(
                "p",
                dam_words(result.objections, result.voters, t),
                " ",
                tag("strong", t("Enough for a red line.") if result.enough else t("Not enough for a red line.")),
                class_="label",
            ),
        )
        for result in view.red_line_results()
    ]
    every = tag("ol", rows, class_="rules") if rows else tag("p", t("Nobody answered."), class_="note")
    return join(every, _left_out_note(view))


def _more_on_phone(count: int, t: Translator) -> Html | None:
    if not count:
        return None
    return tag("p", t.plural("One more on your phone.", "{count} more on your phone.", count), class_="note")


# --- the chart -------------------------------------------------------------------------------------------------------

WIDTH, HEIGHT = 300, 190
_COLUMN = WIDTH // 5
_BASELINE = 136
"""The y of the bottom of the columns; the shapes with the letters are below."""
_TOP = 24
_SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (
    (),  # A: a circle
    ((-15, -15), (15, -15), (15, 15), (-15, 15)),
    ((0, -19), (19, 0), (0, 19), (-19, 0)),
    ((0, -20), (20, 15), (-20, 15)),
    ((-10, -17), (10, -17), (19, 0), (10, 17), (-10, 17), (-19, 0)),
)


def vote_chart(result: RoundResult, most: int, t: Translator, *, dots: bool, earlier: bool = False) -> Html:
    """One round. ``most``: the highest column of all rounds side by side, for one scale. ``earlier``: the first of two
    rounds, drawn in outline."""
    columns = [_column(at, votes, max(most, 1), dots=dots) for at, votes in enumerate(result.votes)]
    middle = None
    if result.measures is not None and not dots:
        low, high = (LETTERS.index(letter) for letter in result.measures.median)
        middle = tag(
            "line",
            x1=low * _COLUMN + 10,
            x2=(high + 1) * _COLUMN - 10,
            y1=HEIGHT - 4,
            y2=HEIGHT - 4,
            class_="middle",
        )
    return tag(
        "svg",
        tag("line", x1=0, x2=WIDTH, y1=_BASELINE, y2=_BASELINE, class_="floor"),
        columns,
        middle,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=counts_in_words(result.votes, t),
        class_="votes was" if earlier else "votes",
    )


def counts_in_words(votes: Sequence[int], t: Translator) -> str:
    """``A: 2 votes, B: 0 votes …``"""
    counted = [votes_words(count, t) for count in votes]
    return ", ".join(f"{letter}: {words}" for letter, words in zip(LETTERS, counted, strict=True))


def shape(at: int, x: float, y: float) -> Html:
    """A stance's shape with its letter, centred at ``x``, ``y``."""
    corners = " ".join(f"{x + dx:g},{y + dy:g}" for dx, dy in _SHAPES[at])
    drawn = tag("polygon", points=corners) if corners else tag("circle", cx=x, cy=y, r=17)
    # A triangle is widest at its base, so its letter is lower.
    return tag("g", drawn, tag("text", LETTERS[at], x=x, y=y + (11 if at == 3 else 7)), class_="letter")


def badge(at: int) -> Html:
    """A stance's shape as a picture of its own, for lists."""
    return tag("svg", shape(at, 22, 22), viewBox="0 0 44 44", class_="badge", aria_hidden="true")


def _column(at: int, votes: int, most: int, *, dots: bool) -> Html:
    x = at * _COLUMN + _COLUMN / 2
    if dots:
        return tag(
            "g",
            (tag("circle", cx=x, cy=_BASELINE - 16 - 26 * place, r=11, class_="dot") for place in range(votes)),
            shape(at, x, 160),
        )
    height = round((_BASELINE - _TOP) * votes / most, 1)
    return tag(
        "g",
        tag("rect", x=x - 20, y=_BASELINE - height, width=40, height=height, class_="bar") if votes else None,
        tag("text", str(votes), x=x, y=_BASELINE - height - 6, class_="number"),
        shape(at, x, 160),
    )
