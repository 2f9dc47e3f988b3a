"""Three points that one person takes to the team, chosen from what they answered.

The method (section 4.2): for one person the gap between "should" and "do" says most. Candidates stand in a fixed order
of weight; of each kind the strongest comes first, and kinds are spread before a second of the same kind is taken.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from framework.analysis.tradeoffs import COMMERCIAL_ROWS, CommercialRow, commercial_marks
from framework.charter.document import Text, plain
from framework.charter.spans import fill, quoted
from framework.deck import LETTERS, Deck, Scenario
from framework.language import N_, Translator
from framework.law.models import Verdict
from framework.workshop.models import Framework, StanceTaken

PointKind = Literal["law_stop", "gap", "own_principle", "law_unsure", "confidence", "commercial", "unanswered", "order"]
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
    """One answer with its scenario and the name of the activity it is about."""

    answer: StanceTaken
    scenario: Scenario
    activity: str


def talking_points(
    framework: Framework, deck: Deck, law: Mapping[str, Verdict], t: Translator
) -> tuple[TalkingPoint, ...]:
    """Exactly three points, in the order in which to raise them. ``law``: activity id to the law check's verdict."""
    names = {activity.id: activity.name for activity in framework.activities}
    taken = [
        _StanceInContext(answer, scenario, names[answer.activity])
        for answer in framework.stances
        if (scenario := deck.scenario(answer.scenario)) is not None and answer.activity in names
    ]
    kinds = [
        _law(t, names, law, "stop"),
        _gaps(t, taken),
        _own_principle(t, framework, deck, taken),
        _law(t, names, law, "ask_first"),
        _confidence(t, taken),
        _commercial(t, taken),
        _unanswered(t, taken),
    ]
    return (*_spread(kinds), *_always(t, framework, deck))[:POINTS]


def _spread(kinds: list[list[TalkingPoint]]) -> tuple[TalkingPoint, ...]:
    """One of each kind in turn, each time its strongest about something that has not come up yet; only when that gives too
    few, about something that has."""
    chosen: list[TalkingPoint] = []
    for fresh in (True, False):
        for _ in range(POINTS):
            for points in kinds:
                about = {_about(point) for point in chosen} if fresh else set[str | None]()
                point = next((point for point in points if point not in chosen and _about(point) not in about), None)
                if point is not None and len(chosen) < POINTS:
                    chosen.append(point)
    return tuple(chosen)


def _about(point: TalkingPoint) -> str | None:
    return point.scenario or point.activity


def _law(t: Translator, names: Mapping[str, str], law: Mapping[str, Verdict], state: Verdict) -> list[TalkingPoint]:
    message = (
        N_("The law check says stop for {activity}. What has to change before we continue, and who will arrange that?")
        if state == "stop"
        else N_("The law check cannot clear {activity} yet. Who can answer the open questions, and by when?")
    )
    kind: PointKind = "law_stop" if state == "stop" else "law_unsure"
    return [
        TalkingPoint(kind, None, activity, fill(t(message), activity=quoted(name)))
        for activity, name in names.items()
        if law.get(activity) == state
    ]


def _gaps(t: Translator, taken: list[_StanceInContext]) -> list[TalkingPoint]:
    """What should be done against what is done, most stances apart first; on unordered scenarios any gap counts as one."""
    apart: list[tuple[int, TalkingPoint]] = []
    for item in taken:
        should, does = item.answer.stance, item.answer.practice
        if should is None or does is None or does == "unknown" or should == does:
            continue
        steps = abs(LETTERS.index(should) - LETTERS.index(does)) if item.scenario.ordered else 1
        text = fill(
            t("“{scenario}”: I would choose “{should}”, but for {activity} we do “{does}” today. What holds us back?"),
            scenario=item.scenario.title[t.lang],
            should=item.scenario.stance(should).name[t.lang],
            activity=quoted(item.activity),
            does=item.scenario.stance(does).name[t.lang],
        )
        apart.append((steps, _point("gap", item, text)))
    return _strongest(apart)


def _own_principle(
    t: Translator, framework: Framework, deck: Deck, taken: list[_StanceInContext]
) -> list[TalkingPoint]:
    """A stance that costs a principle which the same person put first: highest rank first, then the higher cost."""
    found: list[tuple[int, TalkingPoint]] = []
    for item in taken:
        if item.answer.stance is None:
            continue
        for row in item.scenario.weights:
            weight = row.values[LETTERS.index(item.answer.stance)]
            card = deck.card(row.principle)
            if weight >= 0 or row.principle not in framework.principles or card is None:
                continue
            rank = framework.principles.index(row.principle)
            text = fill(
                t(
                    "“{scenario}”: my choice “{stance}” costs “{principle}”, number {rank} on my list. Is it worth that?"
                ),
                scenario=item.scenario.title[t.lang],
                stance=item.scenario.stance(item.answer.stance).name[t.lang],
                principle=card.name[t.lang],
                rank=rank + 1,
            )
            found.append((-10 * rank - weight, _point("own_principle", item, text)))
    return _strongest(found)


def _confidence(t: Translator, taken: list[_StanceInContext]) -> list[TalkingPoint]:
    return [
        _point(
            "confidence",
            item,
            fill(
                t(
                    "“{scenario}”: I chose “{stance}” for {activity}, but I am not sure. What do others see that I miss?"
                ),
                scenario=item.scenario.title[t.lang],
                stance=item.scenario.stance(item.answer.stance).name[t.lang],
                activity=quoted(item.activity),
            ),
        )
        for item in taken
        if item.answer.confidence == "unsure" and item.answer.stance is not None
    ]


_COSTS: dict[CommercialRow, str] = {
    "reach": N_("“{scenario}”: my choice “{stance}” costs reach. How much reach is it worth to us?"),
    "conversion": N_("“{scenario}”: my choice “{stance}” costs conversion. How much conversion is it worth to us?"),
    "cost": N_("“{scenario}”: my choice “{stance}” costs time or money. Who pays for it?"),
}


def _commercial(t: Translator, taken: list[_StanceInContext]) -> list[TalkingPoint]:
    found: list[tuple[int, TalkingPoint]] = []
    for item in taken:
        if item.answer.stance is None:
            continue
        for axis in COMMERCIAL_ROWS:
            weight = commercial_marks(item.scenario, axis)[LETTERS.index(item.answer.stance)]
            if weight < 0:
                text = fill(
                    t(_COSTS[axis]),
                    scenario=item.scenario.title[t.lang],
                    stance=item.scenario.stance(item.answer.stance).name[t.lang],
                )
                found.append((-weight, _point("commercial", item, text)))
    return _strongest(found)


def _unanswered(t: Translator, taken: list[_StanceInContext]) -> list[TalkingPoint]:
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


def _always(t: Translator, framework: Framework, deck: Deck) -> tuple[TalkingPoint, ...]:
    """Questions that always make sense, so that there are three whatever was answered."""
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


def _strongest(points: Iterable[tuple[int, TalkingPoint]]) -> list[TalkingPoint]:
    return [point for _, point in sorted(points, key=lambda pair: -pair[0])]
