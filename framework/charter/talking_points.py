"""Three points that one person takes to the team, chosen from their answers.

Kinds of points have a fixed order of priority (the method, section 4.2: for one person the gap between stance and practice
matters most). Within a kind the strongest comes first, and one point of each kind is taken before a second of any.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from framework.analysis.price import Comparison, price
from framework.charter.document import Text, plain
from framework.charter.spans import fill, quoted, stance_name
from framework.deck import LETTERS, Deck, Letter, Scenario
from framework.language import N_, Translator
from framework.law.models import LawCheck
from framework.law.wording import Reading, known_breaches, reading
from framework.workshop.models import Framework, StanceTaken

PointKind = Literal[
    "law_stop", "law_breach", "gap", "own_principle", "law_unsure", "confidence", "commercial", "unanswered", "order"
]
POINTS = 3


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    kind: PointKind
    scenario: str | None
    activity: str | None
    text: Text

    @property
    def sentence(self) -> str:
        return plain(self.text)


@dataclass(frozen=True, slots=True)
class _StanceInContext:
    """An answer with its scenario and the name of its activity."""

    answer: StanceTaken
    scenario: Scenario
    activity: str


def talking_points(
    framework: Framework, deck: Deck, law: Mapping[str, LawCheck], t: Translator
) -> tuple[TalkingPoint, ...]:
    """Three points, in the order in which to raise them. ``law``: the law check by activity id."""
    names = {activity.id: activity.name for activity in framework.activities}
    taken = [
        _StanceInContext(answer, scenario, names[answer.activity])
        for answer in framework.stances
        if (scenario := deck.scenario(answer.scenario)) is not None and answer.activity in names
    ]
    kinds = [
        _law_points(t, names, law, "stop"),
        _breach_points(t, framework, law),
        _gap_points(t, taken),
        _principle_points(t, framework, deck, taken),
        _law_points(t, names, law, "ask_first"),
        _unsure_points(t, taken),
        _commercial_points(t, taken),
        _unanswered_points(t, taken),
    ]
    return (*_one_of_each_kind(kinds), *_general_points(t, framework, deck))[:POINTS]


def _one_of_each_kind(kinds: list[list[TalkingPoint]]) -> tuple[TalkingPoint, ...]:
    """Takes one point of each kind in turn, preferring subjects that have no point yet."""
    chosen: list[TalkingPoint] = []
    for fresh in (True, False):
        for _ in range(POINTS):
            for points in kinds:
                about = {_subject(point) for point in chosen} if fresh else set[str | None]()
                point = next((point for point in points if point not in chosen and _subject(point) not in about), None)
                if point is not None and len(chosen) < POINTS:
                    chosen.append(point)
    return tuple(chosen)


def _subject(point: TalkingPoint) -> str | None:
    return point.scenario or point.activity


def _law_points(
    t: Translator, names: Mapping[str, str], law: Mapping[str, LawCheck], state: Reading
) -> list[TalkingPoint]:
    message = (
        N_("The law check says stop for {activity}. What has to change before we continue, and who will arrange that?")
        if state == "stop"
        else N_("The law check cannot clear {activity} yet. Who can answer the open questions, and by when?")
    )
    kind: PointKind = "law_stop" if state == "stop" else "law_unsure"
    return [
        TalkingPoint(kind, None, activity, fill(t(message), activity=quoted(name)))
        for activity, name in names.items()
        if activity in law and reading(law[activity]) == state
    ]


def _breach_points(t: Translator, framework: Framework, law: Mapping[str, LawCheck]) -> list[TalkingPoint]:
    """Rules that are known to be broken, by what runs already first; the gravest of each activity."""
    found: list[TalkingPoint] = []
    for activity in sorted(framework.activities, key=lambda one: not one.is_running):
        outcome = law.get(activity.id)
        if outcome is None or reading(outcome) != "not_like_this":
            continue
        message = (
            N_("We break a rule of the law with {activity} today: {rule}. Who puts that right first, and by when?")
            if activity.is_running
            else N_("{activity} cannot start like this: {rule}. Who puts that right first, and by when?")
        )
        rule = known_breaches(outcome)[0].rule.name[t.lang]
        text = fill(t(message), activity=quoted(activity.name), rule=f"“{rule}”")
        found.append(TalkingPoint("law_breach", None, activity.id, text))
    return found


def _gap_points(t: Translator, taken: list[_StanceInContext]) -> list[TalkingPoint]:
    """Gaps between stance and practice, the most steps apart first; on unordered scenarios a gap counts as one step."""
    apart: list[tuple[int, TalkingPoint]] = []
    for item in taken:
        should, does = item.answer.stance, item.answer.practice
        if should is None or does is None or does == "unknown" or should == does:
            continue
        steps = abs(LETTERS.index(should) - LETTERS.index(does)) if item.scenario.ordered else 1
        text = fill(
            t("“{scenario}”: I would choose “{should}”, but for {activity} we do “{does}” today. What holds us back?"),
            scenario=item.scenario.title[t.lang],
            should=stance_name(item.scenario, should, t),
            activity=quoted(item.activity),
            does=stance_name(item.scenario, does, t),
        )
        apart.append((steps, _point("gap", item, text)))
    return _strongest_first(apart)


def _principle_points(
    t: Translator, framework: Framework, deck: Deck, taken: list[_StanceInContext]
) -> list[TalkingPoint]:
    """Stances that are worse for one of the person's own principles than what is done now, or usual: highest rank first."""
    found: list[tuple[int, TalkingPoint]] = []
    for item, compared in _compared(taken, framework.principles):
        for effect in compared.worse:
            card = deck.card(effect.row)
            if effect.rank is None or card is None:
                continue
            text = fill(
                t(
                    "“{scenario}”: with “{stance}” instead of “{other}”, “{principle}” loses, number {rank} on my list. "
                    "Is it worth that?"
                ),
                **_names(item, compared, t),
                principle=card.name[t.lang],
                rank=effect.rank,
            )
            found.append((-effect.rank, _point("own_principle", item, text)))
    return _strongest_first(found)


def _compared(
    taken: list[_StanceInContext], principles: tuple[str, ...] = ()
) -> Iterator[tuple[_StanceInContext, Comparison]]:
    """The answers with a stance that is not what is done now, or usual, held against that."""
    for item in taken:
        if item.answer.stance is None:
            continue
        found = price(item.scenario, (item.answer.stance,), item.answer.practice, ranking=principles).reference
        if found is not None:
            yield item, found


def _names(item: _StanceInContext, compared: Comparison, t: Translator) -> dict[str, str]:
    assert item.answer.stance is not None, "only answers with a stance are compared"
    stances: dict[str, Letter] = {"stance": item.answer.stance, "other": compared.stance}
    return {"scenario": item.scenario.title[t.lang]} | {
        part: stance_name(item.scenario, letter, t) for part, letter in stances.items()
    }


def _unsure_points(t: Translator, taken: list[_StanceInContext]) -> list[TalkingPoint]:
    return [
        _point(
            "confidence",
            item,
            fill(
                t(
                    "“{scenario}”: I chose “{stance}” for {activity}, but I am not sure. What do others see that I miss?"
                ),
                scenario=item.scenario.title[t.lang],
                stance=stance_name(item.scenario, item.answer.stance, t),
                activity=quoted(item.activity),
            ),
        )
        for item in taken
        if item.answer.confidence == "unsure" and item.answer.stance is not None
    ]


_COSTS: dict[str, str] = {
    "reach": N_("“{scenario}”: with “{stance}” instead of “{other}” we lose reach. How much is it worth to us?"),
    "conversion": N_(
        "“{scenario}”: with “{stance}” instead of “{other}” we lose conversion. How much is it worth to us?"
    ),
    "cost": N_("“{scenario}”: “{stance}” instead of “{other}” costs us time or money. Who pays for it?"),
}


def _commercial_points(t: Translator, taken: list[_StanceInContext]) -> list[TalkingPoint]:
    return [
        _point("commercial", item, fill(t(_COSTS[effect.row]), **_names(item, compared, t)))
        for item, compared in _compared(taken)
        for effect in compared.worse
        if effect.axis == "business"
    ]


def _unanswered_points(t: Translator, taken: list[_StanceInContext]) -> list[TalkingPoint]:
    return [
        _point(
            "unanswered",
            item,
            fill(
                t("“{scenario}” is still open for {activity}. What would the team choose?"),
                scenario=item.scenario.title[t.lang],
                activity=quoted(item.activity),
            ),
        )
        for item in taken
        if item.answer.stance is None
    ]


def _general_points(t: Translator, framework: Framework, deck: Deck) -> tuple[TalkingPoint, ...]:
    """Questions that fit any answers, to make up three points."""
    card = deck.card(framework.principles[0]) if framework.principles else None
    first = (
        fill(t("I put “{principle}” first. What would you put first, and why?"), principle=card.name[t.lang])
        if card
        else fill(t("Which principle would you put first, and why?"))
    )
    second = fill(t("Which of our AI uses is missing from this list?"))
    third = fill(t("Who owns this charter, and when do we review it?"))
    return tuple(TalkingPoint("order", None, None, text) for text in (first, second, third))


def _point(kind: PointKind, item: _StanceInContext, text: Text) -> TalkingPoint:
    return TalkingPoint(kind, item.answer.scenario, item.answer.activity, text)


def _strongest_first(points: Iterable[tuple[int, TalkingPoint]]) -> list[TalkingPoint]:
    return [point for _, point in sorted(points, key=lambda pair: -pair[0])]
