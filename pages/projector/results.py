"""What a reveal puts on the stage: votes as a chart and in words, cards, objections, red lines.

Uses only answers that everybody may see (`RoomView.visible`, `RoomView.first_ballots`).

The chart has five columns from A to E, each with its own shape, letter and number. All have the same hue, because no stance
is good or bad. Few votes are drawn as dots, because they are not a distribution.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from framework.analysis.choices import Choice, choices_of_decisions
from framework.analysis.group_results import (
    ANONYMOUS_FROM,
    proposed_stance,
    question_result,
)
from framework.analysis.price import Price
from framework.analysis.result_text import label_words, median_words, movement_words, outcome_of
from framework.charts.ladder import Rung, rungs
from framework.deck import LETTERS, Letter, Scenario
from framework.html import Html, join, tag
from framework.language import Translator
from framework.language.labels import (
    CONSENT_NAMES,
    LEGAL_NAMES,
    abstained_words,
    agreed_words,
    consent_words,
    dam_words,
    objections_words,
    votes_words,
)
from framework.workshop.facilitator_script import after_reveal
from framework.workshop.models import Ballot, Decision, QuestionResult, RoundResult
from pages.live.reasons import Reason, first_reasons, merged_reasons, shortened
from pages.live.snapshot import RoomView, RuleResult

REASONS_PER_STANCE = 2
"""At most so many reasons for one stance; phones show the rest."""
OBJECTIONS_SPACE = 500
"""Characters of objections to a rule that fit; phones show the rest."""
ROWS_SHOWN = 14
"""Rows that fit on the screen in large type; of the rest only the number is shown."""
KEPT, REPEATED, SPARE = 1, 2, 3
"""What ``screen.js`` takes away where the screen is too small: the highest first, what is kept only where all else failed."""


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
    rules = [_rule_now(view, rule) for rule in view.rules]
    reasons = _Reasons(last, t, spare=bool(rules))
    rest = rest_note(reasons.left_out, t, before=reasons.objections_left_out(result.rounds[-1]))
    left_out = tag("p", view.left_out_note, class_="note") if view.left_out_note else None
    summary = _summary(result, t, brief=bool(rules))
    if two:  # the ladder has long rows
        ladder = _ladder(view, view.scenario, result, reasons)
        return tag(
            "section",
            tag("div", _charts(result, t)),
            tag("div", rules, summary, left_out, rest),
            tag("div", ladder, class_="wide"),
            class_="outcome",
        )
    prompt = None
    if not rules:
        talk = after_reveal(outcome_of(result.rounds[-1])).room[t.lang]
        prompt = tag("p", f"{t('Discuss at your table.')} {talk}" if tables else talk, class_="talk")
    return tag(
        "section",
        tag("div", summary, _charts(result, t), left_out, prompt),
        tag("div", rules, _stances(view.scenario, t, reasons), rest),
        class_="outcome",
    )


def _rule_now(view: RoomView, rule: Decision) -> Html:
    """The rule while it is worded, and how the room agreed once it has."""
    t = view.t
    words, lang = view.rule_words(rule)
    return tag(
        "section",
        tag("h2", agreed_words(rule.agreed, t, role=rule.decider) or t("The rule that we are making")),
        tag("p", words, lang=lang),
        class_="ours" if rule.agreed is None else "ours agreed",
    )


def _left_out_note(view: RoomView) -> Html | None:
    return tag("p", view.left_out_note, class_="note") if view.left_out_note else None


def _summary(result: QuestionResult, t: Translator, *, brief: bool) -> Html:
    """Agreement, median and movement in words; for a small group only that it is small. ``brief``: only who abstained or
    objects."""
    last = result.rounds[-1]
    label: Html | None = None
    said: list[str] = []
    if last.measures is not None:
        label = tag("p", label_words(last, t), class_="label")
        said.append(median_words(last, t))
    elif sum(last.votes) < ANONYMOUS_FROM:
        said.append(t("With so few votes we say nothing about the group: discuss them."))
    said.append(movement_words(result, t))
    if brief:
        label, said = None, []
    parts: list[str] = []
    if last.abstained:
        parts.append(abstained_words(last.abstained, t))
    if last.objections:
        parts.append(objections_words(last.objections, t))
    if parts:
        said.append(f"{t.listing(parts)}.")
    words = " ".join(one for one in said if one)
    return join(label, tag("p", words) if words else None)


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
                tag("figcaption", f"{names[at]}: {sum(one.votes) if two else votes_words(sum(one.votes), t)}"),
                vote_chart(one, most, t, dots=dots, earlier=two and at == 0, pair=two),
            )
            for at, one in enumerate(result.rounds)
        ),
        class_="figures",
    )


def _stances(scenario: Scenario, t: Translator, reasons: "_Reasons") -> Html:
    """The stances by letter, with what the law says and why people chose them. Shown only after the reveal, so that it
    steers no vote."""
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
                    reasons.for_stance(stance.letter),
                ),
            )
            for at, stance in enumerate(scenario.stances)
        ),
        class_="stances key",
    )


def _ladder(view: RoomView, scenario: Scenario, result: QuestionResult, reasons: "_Reasons") -> Html:
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
        (
            _rung(rung, reasons)
            for rung in rungs(view.state.deck, scenario, found, choice.practice, t, chosen=pin, most=2)
        ),
        class_="stances key ladder",
    )


def _rung(rung: Rung, reasons: "_Reasons") -> Html:
    step = " ".join((f"{rung.step}.", *rung.effects)).replace("**", "") if rung.step else ""
    words = (
        tag("s" if rung.closed else "b", rung.name),
        " ",
        tag("em", " · ".join(rung.pins)) if rung.pins else None,
    )
    why = reasons.for_stance(rung.letter)
    changes = tag("p", step, class_="step") if step else None
    return tag("li", tag("b", rung.letter), tag("div", words), why, changes)


class _Reasons:
    """The reasons that a reveal shows by stance. ``spare``: something else needs the space first."""

    def __init__(self, ballots: Sequence[Ballot], t: Translator, *, spare: bool) -> None:
        every = merged_reasons(ballots)
        first = first_reasons(every)
        self._t = t
        self._shown: list[tuple[Reason, int]] = []
        for letter in LETTERS:
            kept = [one for one in first if one.letter == letter]
            more = [one for one in every if one.letter == letter and one not in first and not one.objects]
            self._shown += [(one, REPEATED if spare else KEPT) for one in kept]
            for one in more[: max(0, REASONS_PER_STANCE - len(kept))]:
                self._shown.append((one, REPEATED if one.people > 1 else SPARE))
        self.left_out = len(every) - len(self._shown)

    def objections_left_out(self, result: RoundResult) -> str:
        """How many strong objections stand behind none of the reasons kept; empty for none, or where none is kept."""
        shown = sum(one.people for one, rank in self._shown if rank == KEPT and one.objects)
        more = result.objections - shown
        if not shown or more <= 0:
            return ""
        return self._t.plural("And {count} more strong objection.", "And {count} more strong objections.", more)

    def for_stance(self, letter: Letter) -> Html | None:
        rows = [self._row(one, rank) for one, rank in self._shown if one.letter == letter]
        return tag("ul", rows, class_="reasons") if rows else None

    def _row(self, reason: Reason, rank: int) -> Html:
        t = self._t
        return tag(
            "li",
            tag("strong", f"{t(CONSENT_NAMES['objection'])}: ") if reason.objects else None,
            tag("span", shortened(reason.words), dir="auto"),
            f" ({reason.people}×)" if reason.people > 1 else None,
            data_shed=rank,
        )


def rest_note(left_out: int, t: Translator, *, before: str = "") -> Html:
    """How much more stands on the phones; ``screen.js`` adds what it takes away. ``before``: said in any case."""

    def more(count: int) -> str:
        return t.plural("One more on your phone.", "{count} more on your phone.", count)

    return tag("p", f"{before} " if before else None, left_out_count("span", left_out, more), class_="rest")


def left_out_count(name: str, count: int, words: Callable[[int], str], **attributes: str) -> Html:
    """An element with ``words`` for a number that ``screen.js`` raises by what it takes away."""
    said = words(count) if count else None
    many = words(2).replace("2", "#")
    return tag(
        name, said, id="rest", hidden=not count, data_count=count, data_one=words(1), data_many=many, **attributes
    )


def limited_rows(
    t: Translator, rows: Iterable[tuple[str, Mapping[str, str | None]]], limit: int = ROWS_SHOWN
) -> list[Html]:
    """The first rows as list items, each with its attributes, and the number of the rest; ``screen.js`` shows fewer where the
    screen is too small."""
    every = list(rows)

    def more(count: int) -> str:
        return t.plural("and {count} more", "and {count} more", count)

    shown = [tag("li", words, data_shed=KEPT, **attributes) for words, attributes in every[:limit]]
    return [*shown, left_out_count("li", max(0, len(every) - limit), more, class_="rest")]


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
    space, left_out = OBJECTIONS_SPACE, 0
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
                    [tag("span", line, dir="auto") for line in one.lines(t)],
                    data_shed=SPARE if objections else None,
                )
            )
        left_out += len(result.objections) - len(objections)
        rule = result.rule if result.now is None else None
        said = agreed_words(rule.agreed, t, role=rule.decider) if rule else ""
        rows.append(
            tag(
                "li",
                tag("p", result.words, lang=result.lang),
                tag("p", f"{t.listing(consent_words(*result.counts, t))}.", class_="label"),
                tag("ul", objections, class_="reasons") if objections else None,
                tag("p", said, class_="label agreed") if said else None,
                _reworded_rule(result, t),
                data_shed=KEPT if objections else REPEATED,
            )
        )
    every = tag("ol", rows, class_="rules one" if len(rows) == 1 else "rules")
    return join(tag("h1", t("What the room says")), every, rest_note(left_out, t), _left_out_note(view))


def _reworded_rule(result: RuleResult, t: Translator) -> Html | None:
    """The rule as it is worded now, once that is no longer what the room was asked about."""
    if result.now is None:
        return None
    words, lang = result.now
    return join(tag("p", t("Reworded, not put to you yet:"), class_="note"), tag("p", words, lang=lang))


def red_lines(view: RoomView) -> Html:
    """What people said of each practice, and the red line that enough of them draw."""
    t = view.t
    rows = [
        tag(
            "li",
            tag("p", result.words, lang=result.lang),
            tag(
                "p",
                dam_words(result.objections, result.voters, t),
                " ",
                tag("strong", t("Enough for a red line:") if result.enough else t("Not enough for a red line.")),
                class_="label",
            ),
            tag("p", result.drawn[0], lang=result.drawn[1], class_="agreed drawn") if result.enough else None,
            data_shed=KEPT,
        )
        for result in view.red_line_results()
    ]
    every = tag("ol", rows, class_="rules") if rows else tag("p", t("Nobody answered."), class_="note")
    return join(every, rest_note(0, t), _left_out_note(view))


# --- the chart -------------------------------------------------------------------------------------------------------

_HEIGHT = 200
_WIDE, _NARROW = 96, 52
"""Width of a column where one chart, or where two charts, take half of the screen."""
_BASELINE = 150
"""The y of the bottom of the columns; the shapes with the letters are below."""
_TOP = 30
_LOWER = 40
"""How much lower the columns of two charts are: the ladder stands below them."""
_SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (
    (),  # A: a circle
    ((-17, -17), (17, -17), (17, 17), (-17, 17)),
    ((0, -22), (22, 0), (0, 22), (-22, 0)),
    ((0, -23), (23, 17), (-23, 17)),
    ((-12, -19), (12, -19), (22, 0), (12, 19), (-12, 19), (-22, 0)),
)


def vote_chart(
    result: RoundResult, most: int, t: Translator, *, dots: bool, earlier: bool = False, pair: bool = False
) -> Html:
    """One round. ``most``: the highest column of all rounds side by side, for one scale. ``earlier``: the first of two
    rounds, drawn in outline. ``pair``: beside another chart."""
    wide, top = (_NARROW, _TOP + _LOWER) if pair else (_WIDE, _TOP)
    columns = [
        _column(at, votes, max(most, 1), wide, _BASELINE - top, dots=dots) for at, votes in enumerate(result.votes)
    ]
    middle = None
    if result.measures is not None and not dots:
        low, high = (LETTERS.index(letter) for letter in result.measures.median)
        middle = tag(
            "line",
            x1=low * wide + 8,
            x2=(high + 1) * wide - 8,
            y1=_HEIGHT - 2,
            y2=_HEIGHT - 2,
            class_="middle",
        )
    return tag(
        "svg",
        tag("line", x1=0, x2=5 * wide, y1=_BASELINE, y2=_BASELINE, class_="floor"),
        columns,
        middle,
        viewBox=f"0 {top - _TOP} {5 * wide} {_HEIGHT - top + _TOP}",
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
    drawn = tag("polygon", points=corners) if corners else tag("circle", cx=x, cy=y, r=19)
    # A triangle is widest at its base, so its letter is lower.
    return tag("g", drawn, tag("text", LETTERS[at], x=x, y=y + (14 if at == 3 else 8)), class_="letter")


def badge(at: int) -> Html:
    """A stance's shape as a picture of its own, for lists."""
    return tag("svg", shape(at, 24, 24), viewBox="0 0 48 48", class_="badge", aria_hidden="true")


def _column(at: int, votes: int, most: int, wide: int, room: int, *, dots: bool) -> Html:
    x = at * wide + wide / 2
    if dots:
        apart = min(26, room / most)
        return tag(
            "g",
            (
                tag("circle", cx=x, cy=_BASELINE - 4 - apart * (place + 0.5), r=apart * 0.42, class_="dot")
                for place in range(votes)
            ),
            shape(at, x, 173),
        )
    height = round(room * votes / most, 1)
    half = round(wide * 0.36)
    return tag(
        "g",
        tag("rect", x=x - half, y=_BASELINE - height, width=2 * half, height=height, class_="bar") if votes else None,
        tag("text", str(votes), x=x, y=_BASELINE - height - 6, class_="number"),
        shape(at, x, 173),
    )
