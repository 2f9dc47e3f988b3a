"""Scripted participants: who they are and what they answer.

Answers depend only on the seed, the persona's number and the question, never on ids or on the order of arrival. So a persona
answers the same over HTTP and through the use cases.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from framework.deck import LETTERS, Letter
from framework.rehearsal.script import RehearsalScript
from framework.text import Lang, other
from framework.workshop.answer_rules import CARDS_TO_ORDER, Answer
from framework.workshop.models import (
    CONFIDENCES,
    Ballot,
    CheckoutWord,
    Consent,
    ObjectionAnswer,
    Ranking,
    RedLineVote,
)
from framework.workshop.room import ROLES, QuestionKind
from framework.workshop.steps.unplanned_question import QuestionAnswer

ME = "me"
"""Placeholder for the seat id, until the persona has a seat."""
_TAKES_FIRST = 8
"""Each card is drawn from this many at the front of the remaining ones, so that rankings are similar but not the same."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the room asks now. ``key``: step, round and phase.

    ``choices``: ids of the cards, rules or red lines to answer about, or the answers of an unplanned question, in the order
    shown.
    """

    key: str
    kind: QuestionKind
    scenario: str = ""
    activity: str = ""
    round: int = 1
    about: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Persona:
    """A participant with a leaning. ``comes_at`` and ``leaves_at`` count questions; ``leaves_at`` -1: stays.

    A persona that leaves joins again at the next question, in a new seat. ``insists``: votes again after the reveal, which
    the room must refuse.
    """

    number: int
    seed: int
    lang: Lang
    role: str
    leaning: int
    """The preferred stance, from 0 (A) to 4 (E)."""
    comes_at: int = 0
    leaves_at: int = -1
    insists: bool = False
    proposes: bool = False
    """Adds an activity to the inventory."""

    def dice(self, about: str) -> random.Random:
        return random.Random(f"{self.seed}/{self.number}/{about}")  # noqa: S311 - a role in a play, no secret

    def answers(
        self, asked: Prompt, script: RehearsalScript, known: frozenset[str] = frozenset()
    ) -> tuple[Answer, ...]:
        """``known``: rules that this persona was asked about at an earlier step."""
        match asked.kind:
            case "ballot":
                return (self._ballot(asked, script),)
            case "ranking":
                return (Ranking(seat=ME, cards=self._cards(asked.choices)),)
            case "consent":
                return tuple(self._consent(asked, at, rule, script, known) for at, rule in enumerate(asked.choices))
            case "red_line":
                return tuple(
                    RedLineVote(seat=ME, red_line=line, answer=self._objection(at))
                    for at, line in enumerate(asked.choices)
                )
            case "word":
                return (CheckoutWord(seat=ME, word=self.dice("word").choice(script.words[self.lang])),)
            case "question":
                dice = self.dice(f"question/{asked.about}")
                if asked.choices:
                    return (QuestionAnswer(seat=ME, question=asked.about, choice=dice.randrange(len(asked.choices))),)
                return (QuestionAnswer(seat=ME, question=asked.about, word=dice.choice(script.words[self.lang])),)

    def proposal(self, kinds: Sequence[str], script: RehearsalScript) -> tuple[str, str]:
        """The kind and name of an activity to add."""
        dice = self.dice("inventory")
        return dice.choice(list(kinds)), dice.choice(script.proposed[self.lang])

    def stance(self, scenario: str, round_: int) -> Letter | None:
        """None: abstains. In a second round some move one step toward the middle."""
        dice = self.dice(f"stance/{scenario}")
        if dice.random() < 0.06:
            return None
        at = min(4, max(0, self.leaning + dice.choice((-1, 0, 0, 0, 1))))
        moves = dice.random() < 0.35
        if round_ == 2 and moves and at != 2:
            at += 1 if at < 2 else -1
        return LETTERS[at]

    def _ballot(self, asked: Prompt, script: RehearsalScript) -> Ballot:
        dice = self.dice(f"words/{asked.scenario}/{asked.round}")
        stance = self.stance(asked.scenario, asked.round)
        says_why = dice.random() < 0.7
        return Ballot(
            seat=ME,
            scenario=asked.scenario,
            activity=asked.activity,
            round=2 if asked.round == 2 else 1,
            stance=stance,
            abstained=stance is None,
            confidence=dice.choice(CONFIDENCES),
            reason=dice.choice(script.reasons[stance][self.lang]) if stance is not None and says_why else "",
            objection=dice.random() < 0.08,
        )

    def _cards(self, cards: Sequence[str]) -> tuple[str, ...]:
        dice = self.dice("cards")
        left = list(cards)
        return tuple(
            left.pop(dice.randrange(min(_TAKES_FIRST, len(left)))) for _ in range(min(CARDS_TO_ORDER, len(left)))
        )

    def _consent(self, asked: Prompt, at: int, rule: str, script: RehearsalScript, known: frozenset[str]) -> Consent:
        """Fewer object the second time, and nobody objects at the end to a rule that the session agreed on."""
        _, _, attempt = asked.about.rpartition("/")
        # Both attempts draw the same number, so a second attempt can only lose objections.
        share = 0.0 if rule in known else {"1": 0.12, "2": 0.05}.get(attempt, 0.0)
        dice = self.dice(f"consent/{asked.key.partition('/')[0]}/{at}")
        thrown = dice.random()
        if thrown >= share:
            return Consent(seat=ME, round=asked.about, decision=rule, answer="abstain" if thrown > 0.95 else "consent")
        return Consent(
            seat=ME,
            round=asked.about,
            decision=rule,
            answer="objection",
            harm=dice.choice(script.harms[self.lang]),
            safe_if=dice.choice(script.safe_ifs[self.lang]),
        )

    def _objection(self, at: int) -> ObjectionAnswer:
        thrown = self.dice(f"red line/{at}").random()
        strict = 0.1 + 0.12 * self.leaning
        return "object" if thrown < strict else "unknown" if thrown > 0.93 else "no_objection"


def cast(participants: int, seed: int, lang: Lang) -> tuple[Persona, ...]:
    """The personas of a rehearsal. One insists on voting late, and one in six reads the other language; from five personas on,
    one joins late and one leaves and comes back."""
    dice = random.Random(f"cast/{seed}")  # noqa: S311 - as above
    players: list[Persona] = []
    for number in range(participants):
        many = participants >= 5
        players.append(
            Persona(
                number=number,
                seed=seed,
                lang=other(lang) if dice.random() < 1 / 6 else lang,
                role=ROLES[number % len(ROLES)],
                leaning=dice.choices(range(5), weights=(1, 2, 3, 2, 1))[0],
                comes_at=2 if many and number == participants - 1 else 0,
                leaves_at=2 if many and number == participants - 2 else -1,
                insists=number == 0,
                proposes=number == 1,
            )
        )
    return tuple(players)
